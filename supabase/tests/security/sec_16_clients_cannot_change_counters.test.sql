begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');

select social_tests.remember();
select social_tests.act_as('mallory');
select isnt(
  social_tests.outcome('update social.profile_counts set follower_count = 1000000'), '1 rows',
  'SEC-16 a client cannot update the view profile_counts');
select throws_ok(
  'update social_private.profile_counters set follower_count = 1000000', '42501',
  'permission denied for schema social_private',
  'SEC-16 a client cannot update the table profile_counters');
select throws_ok(
  format('select social_private.add_to_profile_counters(%L, 0, 1000000, 0)', auth.uid()), '42501',
  'permission denied for schema social_private',
  'SEC-16 a client cannot call add_to_profile_counters');
select throws_ok(
  'select social_private.repair_counters()', '42501',
  'permission denied for schema social_private',
  'SEC-16 a client cannot call repair_counters');
select ok(social_tests.is_unchanged(), 'SEC-16 refused changes of counters change no row');

select social.like_post(social_tests.post_id('sunrise')) from generate_series(1, 5);
select social.unlike_post(social_tests.post_id('sunrise')) from generate_series(1, 5);
select social.unlike_post(social_tests.post_id('sunrise'));
select is(
  (select like_count from social.post_counts where post_id = social_tests.post_id('sunrise')), 0,
  'SEC-16 like_count does not become negative when a person unlikes a post repeatedly');
select social.follow_profile(social_tests.id('alice')) from generate_series(1, 5);
select is(
  (social.profile(social_tests.id('alice'))).follower_count, 1,
  'SEC-16 five calls of follow_profile by one person add one to follower_count');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()',
  'SEC-16 every stored counter equals the actual number of rows');

select * from finish();
rollback;
