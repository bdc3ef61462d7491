begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('carol');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'first');
select social_tests.comment('carol', 'sunrise', 'one', 'first');
select social_tests.comment('carol', 'sunrise', 'two', 'first');
select social_tests.comment('bob', 'sunrise', 'mine');
select social_tests.comment('bob', 'sunrise', 'mine too', 'mine');
select social_tests.comment('bob', 'sunrise', 'and mine', 'mine too');

select social_tests.act_as('bob');
select social.delete_comment(social_tests.comment_id('first'));
select social_tests.act_as('carol');
select social.delete_comment(social_tests.comment_id('one'));
select is(
  (select count(*) from social.post_comments(social_tests.post_id('sunrise'))
    where deleted_by = 'author'), 1::bigint,
  'the tombstone stays when one of two replies is deleted');
select social.delete_comment(social_tests.comment_id('two'));
select is(
  (select count(*) from social.post_comments(social_tests.post_id('sunrise'))
    where deleted_by = 'author'), 0::bigint,
  'the tombstone is no longer listed when its last reply is deleted');

-- A comment of an erased person leaves a tombstone only if somebody else replied to it.
select social_tests.comment('carol', 'sunrise', 'answered');
select social_tests.comment('bob', 'sunrise', 'his answer', 'answered');
select social_tests.act_as('bob');
select ok(social_tests.leave('bob'), 'the author of several comments can delete their account');
select social_tests.act_as('alice');
select is(
  (select array_agg(body) from social.comments), array['answered'],
  'a thread that contains only comments of the erased person is permanently deleted');
select social_tests.comment('alice', 'sunrise', 'to carol', 'answered');
select social_tests.act_as('carol');
select ok(social_tests.leave('carol'),
  'the author of a comment with a reply can delete their account');
select social_tests.act_as('alice');
select results_eq(
  $$
    select body, deleted_by from social.post_comments(social_tests.post_id('sunrise'))
    union all
    select replies.body, replies.deleted_by
    from social.post_comments(social_tests.post_id('sunrise')) as roots,
      social.comment_replies(roots.id) as replies
  $$,
  $$values (null::text, 'author'::social.deleted_by), ('to carol', null)$$,
  'a reply to a comment of an erased person stays below a tombstone');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
