begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');
select social_tests.block('bob', 'alice');
create function pg_temp.act_as_ended() returns void language sql as $$
  select social_tests.act_as_operator();
  select social_tests.act_as(
    'alice', '{"session_id": "11111111-1111-4111-8111-111111111111"}')
$$;

select pg_temp.act_as_ended();
select throws_ok(
  format('select social.post_history(%L)', social_tests.post_id('sunrise')), 'PT401',
  'not_signed_in', 'the token of an ended session cannot read the history of a post');
select throws_ok(
  format('select social.comment_history(%L)', social_tests.comment_id('first')), 'PT401',
  'not_signed_in', 'the token of an ended session cannot read the history of a comment');
select is(
  (select username from social.profile_by_username('bob')), 'bob',
  'with the token of an ended session, a person can read the profile of their blocker');
select social_tests.act_as('alice');
select social.deactivate_profile();
select pg_temp.act_as_ended();
select throws_ok(
  'select social.reactivate_profile()', 'PT401', 'not_signed_in',
  'the token of an ended session cannot reactivate an account');
select social_tests.act_as_operator();
select isnt(
  (select deactivated_at from social_private.accounts
    where profile_id = social_tests.id('alice')), null,
    'the account stays deactivated after the refused reactivation');

select * from finish();
rollback;
