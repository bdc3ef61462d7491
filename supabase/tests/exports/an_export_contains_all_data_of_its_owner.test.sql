begin;
select plan(13);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'for all #sun @bob');
select social_tests.post('alice', 'for me', 'only_me');
select social_tests.post('alice', 'archived post');
update social.posts set archived_at = now() where caption = 'archived post';
select social_tests.post('bob', 'of bob');
select social_tests.comment('alice', 'of bob', 'first');
select social_tests.comment('bob', 'of bob', 'not mine', 'first');
select social_tests.comment('alice', 'of bob', 'second', 'not mine');
select social_tests.like('alice', 'of bob');
select social_tests.like('bob', 'for all #sun @bob');
insert into social.saves (user_id, post_id)
values (social_tests.id('alice'), social_tests.post_id('of bob'));
select social_tests.follow('alice', 'bob');
select social_tests.follow('bob', 'alice');
select social_tests.block('alice', 'carol');
insert into social.post_media (post_id, position, path, mime_type, width, height, alt_text)
values (social_tests.post_id('for me'), 0, social_tests.upload('alice'),
  'image/jpeg', 4, 3, 'A cat');
select social_tests.post('alice', 'deleted post');
insert into social.post_media (post_id, position, path, mime_type, width, height)
values (social_tests.post_id('deleted post'), 0, social_tests.upload('alice'), 'image/jpeg', 4, 3);
update social.posts set deleted_at = now() where caption = 'deleted post';
update social.profiles set bio = 'Hello' where username = 'alice';

create function pg_temp.document(stream text) returns jsonb language sql
return (
  select jsonb_agg(item) from social_private.export_items(
    social_tests.id('alice'), document.stream, '', 100));

select is(
  pg_temp.document('export') #>> '{0,profile,bio}', 'Hello',
  'an export contains the profile of its owner');
select is(
  jsonb_path_query_array(pg_temp.document('posts'), '$[*].caption'),
  '["for all #sun @bob", "for me", "archived post"]',
  'an export contains all posts of its owner except deleted posts, oldest first');
select is(
  pg_temp.document('posts') -> 0 #> '{mentions,0,username}', '"bob"',
  'a post in an export contains its mentions');
select is(pg_temp.document('posts') -> 0 -> 'hashtags', '["sun"]',
  'a post in an export contains its hashtags');
select is(
  pg_temp.document('posts') #>> '{1,media,0,alt_text}', 'A cat',
  'the media of a post in an export contain their alternative texts');
select is(jsonb_array_length(pg_temp.document('files')), 1,
  'an export contains the files of all posts except deleted posts');
select is(
  (pg_temp.document('files') -> 0) - 'path', jsonb_build_object(
    'bucket', 'social-media', 'bytes', 1000,
    'file', 'media/' || social_tests.post_id('for me') || '/1.jpg'),
  'the file names in an export contain the id of the post and the position of the file');
select is(
  jsonb_path_query_array(pg_temp.document('comments'), '$[*].body'), '["first", "second"]',
  'an export contains the comments of its owner and no comment of other people');
select is(
  pg_temp.document('comments') #>> '{1,parent_id}', social_tests.comment_id('not mine')::text,
  'a reply in an export contains the id of its parent comment');
select is(
  pg_temp.document('post_likes') -> 0 ->> 'id', social_tests.post_id('of bob')::text,
  'an export contains the likes of its owner');
select is(
  pg_temp.document('saves') -> 0 #>> '{author,username}', 'bob',
  'an export contains each saved post of its owner with the author of the post');
select is(
  (pg_temp.document('following') || pg_temp.document('followers')) #>> '{1,direction}',
  'follower', 'an export contains the follows of its owner in both directions');
select is(
  pg_temp.document('blocks') #>> '{0,profile,username}', 'carol',
  'an export contains the people whom its owner blocks');

select * from finish();
rollback;
