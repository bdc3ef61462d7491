begin;
select plan(10);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory']) as name;
select set_config('alices.session', id::text, true)
from auth.sessions where user_id = social_tests.id('alice');

select social_tests.act_as('mallory');
select is_empty(
  $$select id from social.my_sessions() where id = current_setting('alices.session')::uuid$$,
  'SEC-117 a person sees no session of another person');
prepare of_alice as select social.end_session(current_setting('alices.session')::uuid);
prepare of_nobody as select social.end_session(gen_random_uuid());
select throws_ok('of_alice', 'PT404', 'session_not_found',
  'SEC-117 nobody ends the session of another person');
select throws_ok('of_nobody', 'PT404', 'session_not_found',
  'SEC-117 the answer for a session of somebody else is that for a missing session');
select throws_ok('of_alice', 'PT404', 'session_not_found',
  'SEC-117 a second call does not find what the first call refused');
select social_tests.act_as_operator();
select is(
  (select count(*) from auth.sessions where user_id = social_tests.id('alice')), 1::bigint,
  'SEC-117 the session of the other person goes on');
select social_tests.act_as_anon();
select throws_ok('select social.my_sessions()', 'PT401', 'not_signed_in',
  'SEC-117 nobody lists sessions without a login');
select throws_ok('of_alice', 'PT401', 'not_signed_in',
  'SEC-117 nobody ends a session without a login');

-- The thief of a session loses it at once, and hears nothing more on the old topic.
select social_tests.sign_in('alice');
select set_config('alices.topic', (social.watch_notifications()).topic, true);
select social.end_session(current_setting('alices.session')::uuid);
select social_tests.act_as_operator();
select is(social_tests.sent(current_setting('alices.topic')), array['moved'],
  'SEC-117 the end of a session changes the topic of the person');
select social_tests.act_as(
  'alice', jsonb_build_object('session_id', current_setting('alices.session')));
select throws_ok('select social.my_profile()', 'PT401', 'not_signed_in',
  'SEC-117 the token of the ended session has no rights');
select ok(not social_tests.can_listen(current_setting('alices.topic')),
  'SEC-117 the token of the ended session cannot join the topic');

select * from finish();
rollback;
