begin;
select plan(16);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.follow('bob', 'alice');
select social_tests.post('alice', 'sunrise');
select social_tests.like('bob', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'nice');
insert into social.saves (user_id, post_id) select user_id, post_id from social.likes;
insert into social.comment_likes select social_tests.id('alice'), social_tests.comment_id('nice');
insert into social.post_media (post_id, position, path, mime_type, width, height)
values (social_tests.post_id('sunrise'), 0, social_tests.upload('alice'), 'image/jpeg', 8, 6);
create function pg_temp.found() returns text[] language sql as $$
  select array_agg(surface order by surface) from unnest(array[
    'home_feed()', 'saved_posts()', 'profile_posts(social_tests.id(''alice''))',
    'post(social_tests.post_id(''sunrise''))', 'post_likers(social_tests.post_id(''sunrise''))',
    'post_comments(social_tests.post_id(''sunrise''))',
    'comment_likers(social_tests.comment_id(''nice''))',
    'posts', 'post_media', 'post_counts', 'likes', 'comments', 'comment_counts', 'comment_likes',
    '.storage.objects'
  ]) as surface
  where social_tests.outcome(replace('select from social.' || surface, 'social..', '')) ~ '^[1-9][0-9]* rows'
$$;

select social_tests.act_as('bob');
select is(cardinality(pg_temp.found()), 15,
  'before a post is archived, a follower sees it in every function and table');
select social_tests.act_as('alice');
select is(
  (select (archived_at is not null, like_count, comment_count)::text
    from social.archive_post(social_tests.post_id('sunrise'))),
  '(t,1,1)', 'archive_post returns the archived post with its likes and comments');
select social_tests.act_as('bob');
select is(pg_temp.found(), null, 'a follower sees an archived post in no function and no table');
select is(
  (select post_count from social.profile(social_tests.id('alice'))), 0,
  'post_count does not include an archived post');
select throws_ok(
  $$select social.like_post(social_tests.post_id('sunrise'))$$, 'PT404', 'post_not_found',
  'a follower cannot like an archived post');
select throws_ok(
  $$select social.add_comment(social_tests.post_id('sunrise'), 'hm')$$, 'PT404', 'post_not_found',
  'a follower cannot comment on an archived post');
select is(
  social.unlike_post(social_tests.post_id('sunrise'))::text, '(f,)',
  'unlike_post removes a like of an archived post and returns null as like_count');
select social_tests.act_as_anon();
select is(pg_temp.found(), null,
  'an anonymous caller sees an archived post in no function and no table');
select social_tests.act_as('alice');
select is(
  (select (caption, like_count)::text from social.post(social_tests.post_id('sunrise'))),
  '(sunrise,0)', 'the author can open an archived post');
select is((select count(*) from social.comments), 1::bigint,
  'the author can read the comments on an archived post');
select is_empty(
  'select * from social.profile_posts(auth.uid())',
  'profile_posts does not list an archived post, even for its author');
select is_empty('select * from social.home_feed()',
  'the home feed of the author does not contain an archived post');
select is((select count(*) from social.archived_posts()), 1::bigint,
  'archived_posts lists an archived post for its author');

select is(
  (select archived_at from social.unarchive_post(social_tests.post_id('sunrise'))), null,
  'the author can unarchive a post');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select is(cardinality(pg_temp.found()), 15,
  'a follower sees an unarchived post in every function and table');
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()',
  'every stored counter equals the actual number of rows');

select * from finish();
rollback;
