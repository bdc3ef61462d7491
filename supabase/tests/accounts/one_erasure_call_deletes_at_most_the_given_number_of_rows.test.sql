begin;
select plan(10);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
select social_tests.post('bob', 'post ' || n) from generate_series(1, 3) as n;
select social_tests.comment('alice', 'post 1', 'comment ' || n) from generate_series(1, 3) as n;
insert into social.likes (user_id, post_id) select social_tests.id('alice'), id from social.posts;
insert into social.saves (user_id, post_id) select social_tests.id('alice'), id from social.posts;
insert into social.comment_likes (user_id, comment_id)
select social_tests.id('alice'), id from social.comments;
select social_tests.follow('alice', name) from unnest(array['bob', 'carol', 'dave']) as name;
insert into social_private.blocks (blocker_id, blocked_id)
select follower_id, followee_id from social.follows;

create function pg_temp.edges() returns text language sql volatile
return (
  select format('%s %s %s %s', like_count, save_count, follow_count, block_count)
  from social_private.erase_edges(social_tests.id('alice'), 2));

select is(array[pg_temp.edges(), pg_temp.edges(), pg_temp.edges()],
  array['2 0 0 0', '2 0 0 0', '2 0 0 0'],
  'erase_edges deletes two likes per call when its limit is two rows');
select is(array[pg_temp.edges(), pg_temp.edges()],
  array['0 2 0 0', '0 1 1 0'],
  'erase_edges deletes all likes before any save, and all saves before any follow');
select is(pg_temp.edges(), '0 0 2 0',
  'erase_edges deletes two follows per call when its limit is two rows');
select is(array[pg_temp.edges(), pg_temp.edges()],
  array['0 0 0 2', '0 0 0 1'], 'erase_edges deletes all follows before any block');
select is(
  social_private.erase_comments_of(social_tests.id('alice'), 2), 2,
  'erase_comments_of deletes two comments when its limit is two rows');

select social_tests.like(name, 'post 2') from unnest(array['alice', 'bob', 'carol']) as name;
select is(
  social_private.erase_post(social_tests.post_id('post 2'), 2), 2,
  'erase_post deletes two likes of the post when its limit is two rows');
select is((select count(*) from social.likes), 1::bigint,
  'erase_post keeps the third like for the next call when its limit is two rows');

select social_tests.comment('bob', 'post 1', 'deleted ' || n) from generate_series(1, 3) as n;
select social_tests.act_as('bob');
select social.delete_comment(social_tests.comment_id('deleted ' || n))
from generate_series(1, 3) as n;
select social_tests.act_as_operator();
update social.comments set deleted_at = now() - interval '1 year' where deleted_at is not null;
select is(social_private.drain_queue('comments', 2, 'infinity'), 2,
  'drain_queue deletes two of three soft-deleted comments when its limit is two rows');
select is(social_private.drain_queue('comments', 2, 'infinity'), 1,
  'the second call of drain_queue deletes the third soft-deleted comment');

select social_tests.upload('bob') from generate_series(1, 3);
update social_private.uploads set created_at = now() - interval '1 week';
select is(social_private.drain_queue('uploads', 2, 'infinity'), 2,
  'drain_queue deletes two of three unattached uploads when its limit is two rows');

select * from finish();
rollback;
