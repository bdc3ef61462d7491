begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'sunrise');

select social_tests.act_as('bob');
select is(
  social.like_post(social_tests.post_id('sunrise'))::text, '(t,1)',
  'like_post returns is_liked and like_count');
select is(
  social.like_post(social_tests.post_id('sunrise'))::text, '(t,1)',
  'a second like_post returns the same');
select is(
  (select count(*) from social.likes), 1::bigint, 'two likes by one person are one row');
select is(
  (select like_count from social.post_counts where post_id = social_tests.post_id('sunrise')), 1,
  'two likes by one person count once');
select is(
  (social.post(social_tests.post_id('sunrise'))).is_liked, true, 'is_liked of the post is true');
select is(
  social.unlike_post(social_tests.post_id('sunrise'))::text, '(f,0)',
  'unlike_post returns is_liked and like_count');
select is(
  (social.post(social_tests.post_id('sunrise'))).like_count, 0, 'no like of the post is left');
select is(
  social.unlike_post(social_tests.post_id('sunrise'))::text, '(f,0)',
  'a second unlike_post returns the same');

select * from finish();
rollback;
