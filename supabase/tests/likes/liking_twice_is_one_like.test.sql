begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'sunrise');

select social_tests.act_as('bob');
select is(
  social.like_post(social_tests.post_id('sunrise'))::text, '(t,1)',
  'a like returns that you like the post, and how many do');
select is(
  social.like_post(social_tests.post_id('sunrise'))::text, '(t,1)',
  'a second like returns the same');
select is(
  (select count(*) from social.likes), 1::bigint, 'two likes by one person are one row');
select is(
  (select like_count from social.post_counts where post_id = social_tests.post_id('sunrise')), 1,
  'and count once');
select is(
  (social.post(social_tests.post_id('sunrise'))).is_liked, true, 'the post says that you like it');
select is(
  social.unlike_post(social_tests.post_id('sunrise'))::text, '(f,0)',
  'an unlike returns that you do not like the post, and how many do');
select is(
  (social.post(social_tests.post_id('sunrise'))).like_count, 0, 'no like is left');
select is(
  social.unlike_post(social_tests.post_id('sunrise'))::text, '(f,0)',
  'a second unlike returns the same');

select * from finish();
rollback;
