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
  'not_signed_in', 'with an ended session the history of a post is refused');
select throws_ok(
  format('select social.comment_history(%L)', social_tests.comment_id('first')), 'PT401',
  'not_signed_in', 'with an ended session the history of a comment is refused');
select is(
  (select username from social.profile_by_username('bob')), 'bob',
  'with an ended session the caller sees what anonymous callers see, whoever blocks the person');
select social_tests.act_as('alice');
select social.deactivate_profile();
select pg_temp.act_as_ended();
select throws_ok(
  'select social.reactivate_profile()', 'PT401', 'not_signed_in',
  'an ended session cannot reactivate the account');
select social_tests.act_as_operator();
select isnt(
  (select deactivated_at from social_private.accounts
    where profile_id = social_tests.id('alice')), null, 'the account stays deactivated');

select * from finish();
rollback;
