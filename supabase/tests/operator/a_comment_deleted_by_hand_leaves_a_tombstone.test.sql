begin;
select plan(11);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', name)
from unnest(array['sunrise', 'sunset', 'noon', 'night']) as name;
-- Each post has a comment by bob, a reply by carol and a reply to this reply by alice.
select social_tests.comment('bob', caption, caption || ' 1'),
  social_tests.comment('carol', caption, caption || ' 2', caption || ' 1'),
  social_tests.comment('alice', caption, caption || ' 3', caption || ' 2'),
  social_tests.comment('carol', caption, caption || ' 4')
from social.posts order by id;
create function pg_temp.drop(pattern text) returns text language sql as $$
  select social_tests.outcome(format('delete from social.comments where body like %L', pattern))
$$;
-- Returns what the table has, with a dot for a comment without text.
create function pg_temp.left_of(caption text) returns text language sql as $$
  select string_agg(coalesce(right(body, 1), '.'), '' order by comments.id)
  from social.comments join social.posts on posts.id = post_id
  where posts.caption = left_of.caption
$$;
create function pg_temp.wrong() returns bigint language sql as $$
  select count(*) from social_private.verify_counters()
$$;

select social_tests.like('alice', 'sunrise');
insert into social.comment_likes (user_id, comment_id)
select social_tests.id('alice'), id from social.comments where body = 'sunrise 1';
select pg_temp.drop('sunrise 1');
select is(pg_temp.left_of('sunrise'), '.234', 'a comment with replies keeps its place');
select is(
  (select (author_id, body, deleted_at is not null, deleted_by, is_tombstone)::text
    from social.comments where parent_id is null and body is null),
  '(,,t,staff,t)', 'its author and text are gone, and it says that staff deleted it');
select is_empty(
  'select from social.comment_likes where comment_id = (
    select id from social.comments where body is null)', 'and so are its likes');
select is(pg_temp.wrong(), 0::bigint, 'the counters are right');
select social_tests.act_as('bob');
select is(
  (select count(*) from social.post_comments(social_tests.post_id('sunrise'))
    where deleted_by = 'staff'), 1::bigint,
  'readers see a tombstone');
select social_tests.act_as_operator();

select pg_temp.drop('sunrise %');
select is(pg_temp.left_of('sunrise'), null, 'a tombstone that loses its replies goes with them');
select pg_temp.drop('sunset 1');
select pg_temp.drop('sunset 2');
select is(pg_temp.left_of('sunset'), '..34', 'a whole branch keeps the place of its last reply');
select pg_temp.drop('noon %');
select is(pg_temp.left_of('noon'), null, 'a thread that is deleted at once leaves nothing');
delete from social.posts where caption in ('noon', 'sunset');
select is(pg_temp.left_of('sunset'), null, 'a post is deleted with all of its comments');
delete from social.comments;
select is_empty('select from social.comments', 'all comments can be deleted at once');
select is(pg_temp.wrong(), 0::bigint, 'the counters are still right');

select * from finish();
rollback;
