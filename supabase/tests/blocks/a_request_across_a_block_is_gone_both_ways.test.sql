begin;
select plan(3);
select social_tests.person('alice', true);
select social_tests.person('bob', true);
select social_tests.request('bob', 'alice');
select social_tests.request('alice', 'bob');

select social_tests.block('bob', 'alice');
select is((select count(*) from social.follows), 0::bigint, 'each had asked, and neither asks now');
select social_tests.act_as('alice');
select throws_ok(
  $$select social.accept_follow(social_tests.id('bob'))$$,
  'PT404', 'follow_request_not_found', 'there is nothing left to accept');
select throws_ok(
  $$select social.follow_profile(social_tests.id('bob'))$$,
  'PT404', 'profile_not_found', 'and nobody there to ask again');

select * from finish();
rollback;
