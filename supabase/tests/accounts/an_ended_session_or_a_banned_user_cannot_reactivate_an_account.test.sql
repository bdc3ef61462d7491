begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
update social_private.accounts set deactivated_at = now();
select social_tests.insert_session(
  '00000000-0000-4000-8000-000000000001', social_tests.id('alice'));

select social_tests.remember();
select social_tests.act_as('alice', '{"session_id": "00000000-0000-4000-8000-000000000002"}');
select throws_ok(
  'select social.reactivate_profile()', 'PT401', 'not_signed_in',
  'the token of an ended session cannot reactivate the account');
select social_tests.act_as_operator();
update auth.users set banned_until = now() + interval '1 day' where id = social_tests.id('bob');
select social_tests.remember();
select social_tests.act_as('bob');
select throws_ok(
  'select social.reactivate_profile()', 'PT401', 'not_signed_in',
  'a banned user cannot reactivate the account');
select ok(social_tests.is_unchanged(), 'the refused reactivations change nothing');
select social_tests.act_as('alice', '{"session_id": "00000000-0000-4000-8000-000000000001"}');
select is((select username from social.reactivate_profile()), 'alice',
  'the token of a valid session can reactivate the account');

select * from finish();
rollback;
