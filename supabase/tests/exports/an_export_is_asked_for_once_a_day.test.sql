begin;
select plan(11);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;

select social_tests.act_as('alice');
select is((social.request_export()).state, 'waiting', 'an export is asked for');
select is(
  (social.request_export()).id, (select id from social.my_exports()),
  'while it is under way, again is the same');
select social_tests.act_as('bob');
select is((social.request_export()).state, 'waiting', 'everybody has their own');

select social_tests.act_as_operator();
update social_private.exports set finished_at = now(), expires_at = now() + interval '7 days',
  requested_at = now() - interval '23 hours'
where profile_id = social_tests.id('alice');
select social_tests.act_as('alice');
select matches(
  social_tests.outcome('select social.request_export()'),
  '^PT429 export_too_soon .* or try again in 3600 seconds', 'another one has to wait a day');
select is((select state from social.my_exports()), 'ready', 'for there is one already');
select social_tests.act_as_operator();
update social_private.exports set requested_at = now() - interval '25 hours'
where profile_id = social_tests.id('alice');
select social_tests.act_as('alice');
select is((social.request_export()).state, 'waiting', 'the next day there is a new one');
select is(
  (select array_agg(state::text) from social.my_exports()), array['waiting', 'ready'],
  'the list has both, latest first');
select is(
  (select array_agg(state::text) from social.my_exports((select cursor from social.my_exports(null, 1)))),
  array['ready'], 'page by page');

select social_tests.act_as_operator();
update social_private.exports set failed_at = now() where finished_at is null;
select social_tests.act_as('alice');
select is((social.request_export()).state, 'waiting', 'one that failed holds nobody up');
select social_tests.act_as_operator();
update social_private.config set export_hours = 0;
update social_private.exports set finished_at = now(), expires_at = now()
where finished_at is null and failed_at is null;
select social_tests.act_as('alice');
select is((social.request_export()).state, 'waiting', 'the operator may allow more');
select social_tests.act_as('bob');
select throws_ok(
  format('select social.my_export(%L)', social_tests.id('alice')), 'PT404', 'export_not_found',
  'there is no export of another id');

select * from finish();
rollback;
