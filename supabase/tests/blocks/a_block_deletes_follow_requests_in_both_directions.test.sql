begin;
select plan(3);
select social_tests.person('alice', true);
select social_tests.person('bob', true);
select social_tests.request('bob', 'alice');
select social_tests.request('alice', 'bob');

select social_tests.block('bob', 'alice');
select is((select count(*) from social.follows), 0::bigint,
  'a block deletes the follow requests in both directions');
select social_tests.act_as('alice');
select throws_ok(
  $$select social.accept_follow(social_tests.id('bob'))$$,
  'PT404', 'follow_request_not_found',
  'the blocked person cannot accept the deleted follow request');
select throws_ok(
  $$select social.follow_profile(social_tests.id('bob'))$$,
  'PT404', 'profile_not_found',
  'the blocked person cannot send another follow request to the blocker');

select * from finish();
rollback;
