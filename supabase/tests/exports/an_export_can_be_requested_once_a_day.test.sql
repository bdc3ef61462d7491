begin;
select plan(11);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;

select social_tests.act_as('alice');
select is((social.request_export()).state, 'waiting', 'a person can request an export');
select is(
  (social.request_export()).id, (select id from social.my_exports()),
  'a repeated request returns the unfinished export');
select social_tests.act_as('bob');
select is((social.request_export()).state, 'waiting',
  'another person can request an export at the same time');

select social_tests.act_as_operator();
update social_private.exports set finished_at = now(), expires_at = now() + interval '7 days',
  requested_at = now() - interval '23 hours'
where profile_id = social_tests.id('alice');
select social_tests.act_as('alice');
select matches(
  social_tests.outcome('select social.request_export()'),
  '^PT429 export_too_soon .* or try again in 3600 seconds',
  'a new request is refused within a day after the last request');
select is((select state from social.my_exports()), 'ready',
  'the state of a finished export is ready');
select social_tests.act_as_operator();
update social_private.exports set requested_at = now() - interval '25 hours'
where profile_id = social_tests.id('alice');
select social_tests.act_as('alice');
select is((social.request_export()).state, 'waiting',
  'a new request is accepted more than a day after the last request');
select is(
  (select array_agg(state::text) from social.my_exports()), array['waiting', 'ready'],
  'my_exports lists both exports, latest first');
select is(
  (select array_agg(state::text) from social.my_exports((select cursor from social.my_exports(null, 1)))),
  array['ready'], 'my_exports continues after the cursor of the previous page');

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
  'a new request is accepted at once when export_hours is 0');
select social_tests.act_as('bob');
select throws_ok(
  format('select social.my_export(%L)', social_tests.id('alice')), 'PT404', 'export_not_found',
  'my_export fails with export_not_found for an unknown id');

select * from finish();
rollback;
