begin;
select plan(7);
select social_tests.person('alice');
select social_tests.post('alice', 'sunrise');
select social_tests.act_as('alice');
select social.like_post(social_tests.post_id('sunrise'));
select social_tests.remember();

select throws_ok(
  format('select social.%I(null)', verb), 'PT422', 'argument_missing',
  format('%s(null) is rejected with argument_missing', verb))
from unnest(array[
  'unlike_post', 'unlike_comment', 'unsave_post', 'unfollow_profile', 'reject_follow',
  'remove_follower'
]) as verb;
select ok(social_tests.is_unchanged(), 'a call rejected with argument_missing changes no row');

select * from finish();
rollback;
