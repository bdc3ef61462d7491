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
  'calling like_post again returns the same result');
select is(
  (select count(*) from social.likes), 1::bigint,
  'calling like_post twice inserts one row into likes');
select is(
  (select like_count from social.post_counts where post_id = social_tests.post_id('sunrise')), 1,
  'two calls of like_post by one person add one like to like_count');
select is(
  (social.post(social_tests.post_id('sunrise'))).is_liked, true,
  'is_liked of the post is true for a person who likes it');
select is(
  social.unlike_post(social_tests.post_id('sunrise'))::text, '(f,0)',
  'unlike_post returns is_liked and like_count');
select is(
  (social.post(social_tests.post_id('sunrise'))).like_count, 0,
  'like_count of the post is 0 after its only like is removed');
select is(
  social.unlike_post(social_tests.post_id('sunrise'))::text, '(f,0)',
  'calling unlike_post again returns the same result');

select * from finish();
rollback;
