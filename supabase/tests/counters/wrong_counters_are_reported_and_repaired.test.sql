begin;
select plan(12);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'sunrise');
select social_tests.post('alice', 'sunset');
select social_tests.follow('bob', 'alice');
select social_tests.comment('bob', 'sunrise', 'first');
select social_tests.comment('alice', 'sunrise', 'second', 'first');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select social.like_comment(social_tests.comment_id('second'));
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()',
  'verify_counters returns no row while every counter is correct');

-- Set a wrong value in every kind of counter.
update social_private.profile_counters set
  post_count = post_count + 1, follower_count = follower_count - 3, following_count = 9
where profile_id = social_tests.id('alice');
update social_private.post_counters set like_count = 1000000, comment_count = comment_count - 1
where post_id = social_tests.post_id('sunrise');
update social_private.comment_counters set like_count = like_count + 1, reply_count = -4
where comment_id = social_tests.comment_id('first');
select results_eq(
  'select counter, subject_id, stored, actual from social_private.verify_counters() order by 1',
  $$values
    ('comment_like_count', social_tests.comment_id('first'), 1::bigint, 0::bigint),
    ('comment_reply_count', social_tests.comment_id('first'), -4, 1),
    ('follower_count', social_tests.id('alice'), -2, 1),
    ('following_count', social_tests.id('alice'), 9, 0),
    ('post_comment_count', social_tests.post_id('sunrise'), 1, 2),
    ('post_count', social_tests.id('alice'), 3, 2),
    ('post_like_count', social_tests.post_id('sunrise'), 1000000, 1)$$,
  'verify_counters returns each wrong counter with its stored and its actual value');
select is(social_private.repair_counters(), 7::bigint,
  'repair_counters returns the number of wrong counters');
select is_empty('select * from social_private.verify_counters()',
  'verify_counters returns no row after repair_counters');
select is(social_private.repair_counters(), 0::bigint,
  'a second call of repair_counters returns 0');

-- Delete a counter row, and add a counter row for a post that does not exist.
delete from social_private.comment_counters where comment_id = social_tests.comment_id('first');
insert into social_private.post_counters (post_id, like_count) values (gen_random_uuid(), 5);
select is(social_private.repair_counters(), 2::bigint,
  'repair_counters creates missing counter rows and deletes counter rows of nonexistent posts');
select set_eq(
  'select post_id from social_private.post_counters', 'select id from social.posts',
  'after repair_counters each existing post has counters, and no other counters remain');

select social_tests.act_as('alice');
select social.like_post(social_tests.post_id('sunrise'));
select is(
  (select (like_count, comment_count)::text from social.post(social_tests.post_id('sunrise'))),
  '(2,2)', 'a new like is counted after repair_counters');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select throws_ok(
  format('update social_private.%I set %I = 2147483647', counters, count), '23514', null,
  'a part of a counter has room for a sum: ' || counters)
from (values ('profile_counters', 'post_count'), ('post_counters', 'like_count'),
  ('comment_counters', 'reply_count')) as parts (counters, count);

select * from finish();
rollback;
