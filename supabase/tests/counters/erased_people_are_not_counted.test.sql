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
  '(2,2)', 'the likes and comments of a person are counted');
select social_tests.act_as_operator();
delete from auth.users where id = social_tests.id('bob');
select social_tests.act_as('alice');
select is(
  (select (like_count, comment_count)::text from social.post(social_tests.post_id('sunrise'))),
  '(1,1)', 'the likes and comments of an erased person are not counted');
select is(
  (select (like_count, reply_count)::text
    from social.post_comments(social_tests.post_id('sunrise'))),
  '(0,0)', 'likes and replies of an erased person to a comment are not counted');
select is(
  (select (follower_count, following_count)::text from social.my_profile()), '(0,0)',
  'an erased person is not counted as follower or followee');
select is(
  (select array_agg(username) from social.post_likers(social_tests.post_id('sunrise'))),
  array['carol'], 'an erased person is not listed as a liker');
select social_tests.act_as_operator();
select is(
  (select count(*) from social_private.profile_counters), 2::bigint,
  'the counters of an erased person are deleted');
select is_empty(
  'select * from social_private.verify_counters()', 'every counter equals the number of its rows');

select * from finish();
rollback;
