begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('carol');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');
select social_tests.follow('bob', 'alice');
select social_tests.follow('alice', 'bob');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select social.like_comment(social_tests.comment_id('first'));
select id from social.add_comment(
  social_tests.post_id('sunrise'), 'second', social_tests.comment_id('first'));
select social_tests.act_as('carol');
select social.like_post(social_tests.post_id('sunrise'));

select social_tests.act_as('alice');
select is(
  (select (like_count, comment_count)::text from social.post(social_tests.post_id('sunrise'))),
  '(2,2)', 'the counts of a post include the likes and comments of people who are not erased');
select social_tests.act_as_operator();
delete from auth.users where id = social_tests.id('bob');
select social_tests.act_as('alice');
select is(
  (select (like_count, comment_count)::text from social.post(social_tests.post_id('sunrise'))),
  '(1,1)', 'the counts of a post do not include the likes and comments of an erased person');
select is(
  (select (like_count, reply_count)::text
    from social.post_comments(social_tests.post_id('sunrise'))),
  '(0,0)', 'the counts of a comment do not include the like and the reply of an erased person');
select is(
  (select (follower_count, following_count)::text from social.my_profile()), '(0,0)',
  'the counts of a profile do not include an erased person');
select is(
  (select array_agg(username) from social.post_likers(social_tests.post_id('sunrise'))),
  array['carol'], 'post_likers does not list an erased person');
select social_tests.act_as_operator();
select is(
  (select count(*) from social_private.profile_counters), 2::bigint,
  'an erasure deletes the counter row of the person');
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
