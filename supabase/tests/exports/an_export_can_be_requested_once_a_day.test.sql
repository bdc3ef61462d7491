begin;
select plan(11);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;

select social_tests.act_as('alice');
select is((social.request_export()).state, 'waiting', 'a person can request an export');
select is(
  (social.request_export()).id, (select id from social.my_exports()),
  'a repeated request returns the unfinished export');
select social_tests.act_as('bob');
select is((social.request_export()).state, 'waiting', 'another person gets their own export');

select social_tests.act_as_operator();
update social_private.exports set finished_at = now(), expires_at = now() + interval '7 days',
  requested_at = now() - interval '23 hours'
where profile_id = social_tests.id('alice');
select social_tests.act_as('alice');
select matches(
  social_tests.outcome('select social.request_export()'),
  '^PT429 export_too_soon .* or try again in 3600 seconds',
  'a new request within a day is refused');
select is((select state from social.my_exports()), 'ready', 'the finished export is ready');
select social_tests.act_as_operator();
update social_private.exports set requested_at = now() - interval '25 hours'
where profile_id = social_tests.id('alice');
select social_tests.act_as('alice');
select is((social.request_export()).state, 'waiting', 'a new request after a day is accepted');
select is(
  (select array_agg(state::text) from social.my_exports()), array['waiting', 'ready'],
  'both exports are listed, latest first');
select is(
  (select array_agg(state::text) from social.my_exports((select cursor from social.my_exports(null, 1)))),
  array['ready'], 'exports are listed in pages');

select social_tests.act_as_operator();
update social_private.exports set failed_at = now() where finished_at is null;
select social_tests.act_as('alice');
select is((social.request_export()).state, 'waiting',
  'a failed export does not delay a new request');
select social_tests.act_as_operator();
update social_private.config set export_hours = 0;
update social_private.exports set finished_at = now(), expires_at = now()
where finished_at is null and failed_at is null;
select social_tests.act_as('alice');
select is((social.request_export()).state, 'waiting',
  'the operator can allow more frequent requests');
select social_tests.act_as('bob');
select throws_ok(
  format('select social.my_export(%L)', social_tests.id('alice')), 'PT404', 'export_not_found',
  'a missing export is not found');

select * from finish();
rollback;
