-- Demo posts of the last six months. tools/local-stack/seed.ts runs all files in one session: first
-- seed.sql, which creates the view demo_people, and then the files of this folder. It loads the JSON
-- files into the temporary table demo_documents, and copies the files of the media after this script.
-- Numbers that look random depend on hashes, so they are the same on every start.

create function pg_temp.roll(label text)
  returns bigint
  language sql
  immutable
return abs(hashtextextended(label, 0));

-- The posts are in order, newest first. Half of them are from the last six weeks.
create temporary table demo_posts as
select
  entry.place, social_private.uuid_v7(at.created_at) as id, people.id as author_id, people.username,
  entry.content, at.created_at
from demo_documents as document
cross join jsonb_array_elements(document.content) with ordinality as entry (content, place)
cross join lateral (
  select now() - interval '35 minutes'
    - ((entry.place - 1.0) / jsonb_array_length(document.content)) ^ 2 * interval '180 days'
    as created_at
) as at
join demo_people as people on people.username = entry.content ->> 'author'
where document.name = 'posts';

create unique index on demo_posts (id);

insert into social.posts (
  id, author_id, caption, visibility, is_sensitive, sensitive_note, created_at, edited_at,
  pinned_at, archived_at
)
select
  id, author_id, content ->> 'caption',
  coalesce(content ->> 'visibility', 'public')::social.visibility,
  content ? 'sensitiveNote', content ->> 'sensitiveNote', created_at,
  case when content ? 'earlierCaption' then created_at + interval '11 minutes' end,
  case when content ? 'isPinned' then created_at + interval '5 minutes' end,
  case when content ? 'isArchived' then created_at + interval '9 days' end
from demo_posts
order by created_at;

insert into social.post_edits (id, post_id, caption, alt_texts, replaced_at)
select
  social.uuid_v7(posts.created_at + interval '11 minutes'), posts.id, content ->> 'earlierCaption',
  array(
    select photos.content -> file ->> 'altText'
    from demo_documents as photos, jsonb_array_elements_text(posts.content -> 'media') as file
    where photos.name = 'photos'
  ),
  posts.created_at + interval '11 minutes'
from demo_posts as posts
where content ? 'earlierCaption';

insert into social.post_media (
  id, post_id, position, path, thumbnail_path, thumbhash, mime_type, width, height, alt_text
)
select
  media.id, posts.id, file.position - 1, media.folder || 'display.' || media.extension,
  media.folder || 'thumbnail.jpg',
  photo.content ->> 'thumbhash',
  case media.extension when 'jpg' then 'image/jpeg' else 'video/mp4' end,
  (photo.content -> 'width')::integer, (photo.content -> 'height')::integer,
  photo.content ->> 'altText'
from demo_posts as posts
cross join jsonb_array_elements_text(posts.content -> 'media')
  with ordinality as file (name, position)
join demo_documents as photos on photos.name = 'photos'
cross join lateral (select photos.content -> file.name as content) as photo
cross join lateral (
  select
    id, posts.author_id || '/' || id || '/' as folder, substring(file.name from '[a-z0-9]+$')
      as extension
  from (select md5(posts.place || ' medium ' || file.position)::uuid as id) as medium
) as media;

update social.profiles set avatar_path = id || '/' || md5(username || ' avatar')::uuid || '.jpg'
where id in (select id from demo_people);

-- The files that the copy must create. The thumbnail of a video is its first frame.
create temporary view demo_files as
select
  'social-media' as bucket, post_media.path, 'photos/' || file.name as file,
  post_media.mime_type, posts.created_at
from demo_posts as posts
cross join jsonb_array_elements_text(posts.content -> 'media')
  with ordinality as file (name, position)
join social.post_media
  on post_media.post_id = posts.id and post_media.position = file.position - 1
union all
select
  'social-media', post_media.thumbnail_path,
  'photos/thumbnails/' || regexp_replace(file.name, 'mp4$', 'mp4.jpg'), 'image/jpeg',
  posts.created_at
from demo_posts as posts
cross join jsonb_array_elements_text(posts.content -> 'media')
  with ordinality as file (name, position)
join social.post_media
  on post_media.post_id = posts.id and post_media.position = file.position - 1
union all
select
  'social-avatars', profiles.avatar_path, 'avatars/' || profiles.username || '.jpg', 'image/jpeg',
  profiles.created_at
from social.profiles
where profiles.id in (select id from demo_people);
