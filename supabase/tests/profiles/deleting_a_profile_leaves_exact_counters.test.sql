begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('carol', true);
select social_tests.post('alice', 'hers');
select social_tests.post('bob', 'his');
select social_tests.follow('alice', 'bob');
select social_tests.follow('bob', 'alice');
select social_tests.request('alice', 'carol');
select social_tests.comment('bob', 'his', 'question');
select social_tests.comment('alice', 'his', 'answer', 'question');
select social_tests.comment('alice', 'his', 'remark');
select social_tests.comment('bob', 'his', 'thanks', 'remark');
select social_tests.comment('bob', 'hers', 'lovely');

select social_tests.act_as('alice');
select social.like_post(social_tests.post_id('his'));
select social.save_post(social_tests.post_id('his'));
select social.like_comment(social_tests.comment_id('question'));
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('hers'));
select is(
  (select (like_count, comment_count)::text from social.post(social_tests.post_id('his'))),
  '(1,4)', 'before the deletion, the post of bob has one like and four comments');

select social_tests.act_as('alice');
select ok(social_tests.leave('alice'),
  'a person with likes, comments and follows can delete their account');
select social_tests.act_as('bob');
select is(
  (select (like_count, comment_count)::text from social.post(social_tests.post_id('his'))),
  '(0,2)', 'the counters of a post no longer include the like and comments of an erased person');
select results_eq(
  $$select body, deleted_by, like_count, reply_count
    from social.post_comments(social_tests.post_id('his'))$$,
  $$values (null, 'author'::social.deleted_by, 0, 1), ('question', null, 0, 0)$$,
  'a comment of an erased person becomes a tombstone if it has replies, and is deleted if not');
select is(
  (select (follower_count, following_count)::text from social.my_profile()), '(0,0)',
  'the counters of other people no longer include follows of an erased person');
select social_tests.act_as_operator();
select is(
  (select count(*) from auth.users where email = 'alice@example.com'), 0::bigint,
  'the row of an erased person in auth.users is deleted');
select is(
  (select array_agg(caption) from social.posts), array['his'],
  'the posts of an erased person are deleted');
select is_empty(
  'select * from social_private.verify_counters()',
  'every stored counter equals the actual number of rows');

select * from finish();
rollback;
