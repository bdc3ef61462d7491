begin;
select plan(7);
select social_tests.visibility_scene();

-- Each post gets a file of its author.
insert into storage.objects (bucket_id, name)
select 'social-media', author_id || '/' || gen_random_uuid() || '.jpg' from social.posts;
insert into social.post_media (post_id, position, path, mime_type, width, height)
select posts.id, 0, objects.name, 'image/jpeg', 800, 600
from (select *, row_number() over (partition by author_id order by id) as place from social.posts)
  as posts
join (
  select name, split_part(name, '/', 1) as owner,
    row_number() over (partition by split_part(name, '/', 1)) as place
  from storage.objects
) as objects on objects.owner = posts.author_id::text and objects.place = posts.place;

create function social_tests.path_of(post_id uuid)
  returns text
  language sql
  security definer
return (select path from social.post_media where post_media.post_id = path_of.post_id);

select is(
  (select count(*) from social.post_media), 8::bigint,
  'SEC-12 each of the eight posts in this test has a file');
select is_empty(
  $$
    select * from social_tests.surprises(
      'select from storage.objects where name = social_tests.path_of(%L)', '0 rows')
  $$,
  'SEC-12 a person who knows the path of a file can open the file only if they see its post');

select social_tests.act_as('mallory');
select is(
  (select count(*) from storage.objects), 1::bigint,
  'SEC-12 storage.objects shows a person only files of visible posts');
select social_tests.act_as_anon();
select is((select count(*) from storage.objects), 1::bigint,
  'SEC-12 storage.objects shows an anonymous caller only files of public posts');
select is_empty('select * from storage.buckets',
  'SEC-12 an anonymous caller cannot list the buckets');

select social_tests.upload('alice', 'social-media') from social_tests.person('alice');
select social_tests.act_as('mallory');
select is(
  (select count(*) from storage.objects), 1::bigint,
  'SEC-12 an upload that no post uses is not visible to other people');
select social_tests.act_as('alice');
select is((select count(*) from storage.objects where name like auth.uid() || '/%'), 1::bigint,
  'SEC-12 an upload that no post uses is visible to its owner');

select * from finish();
rollback;
