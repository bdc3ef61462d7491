-- File checks: functions with which the operator finds files without a row and rows without a file,
-- and sees how much each person stores.
-- A file can disappear without its row if somebody deletes it in the storage browser of Studio.

-- Needed files

create view social_private.needed_files with (security_invoker = true) as
select 'social.post_media' as relation, post_media.post_id as row_id, 'social-media' as bucket_id,
  post_media.path, posts.author_id as owner_id
from social.post_media join social.posts on posts.id = post_media.post_id
union all
select 'social.post_media', post_media.post_id, 'social-media', file.path, posts.author_id
from social.post_media join social.posts on posts.id = post_media.post_id
cross join lateral unnest(array[post_media.medium_path, post_media.thumbnail_path]) as file (path)
where file.path is not null
union all
select 'social.profiles', profiles.id, 'social-avatars', profiles.avatar_path, profiles.id
from social.profiles where profiles.avatar_path is not null
union all
select 'social_private.uploads', uploads.id,
  case uploads.purpose when 'avatar' then 'social-avatars' else 'social-media' end, file.path,
  uploads.owner_id
from social_private.uploads
cross join lateral unnest(array[uploads.path, uploads.medium_path, uploads.thumbnail_path])
  as file (path)
where file.path is not null
union all
select 'social_private.export_parts', export_parts.export_id, 'social-exports', export_parts.path,
  exports.profile_id
from social_private.export_parts
join social_private.exports on exports.id = export_parts.export_id;

comment on view social_private.needed_files is
'The files that the rows of posts, profiles, uploads and exports need. row_id is the id of the post,
profile, upload or export.';

comment on column social_private.needed_files.relation is
'The table that has the path.';

comment on column social_private.needed_files.row_id is
'The id of the post, profile, upload or export.';

comment on column social_private.needed_files.bucket_id is
'The bucket of the file.';

comment on column social_private.needed_files.path is
'The path of the file in its bucket.';

comment on column social_private.needed_files.owner_id is
'The person to whom the row belongs.';

create view social_private.stored_files with (security_invoker = true) as
select objects.id, objects.bucket_id, objects.name as path,
  coalesce(
    needed.owner_id,
    substring(objects.name from '^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/')::uuid
  ) as owner_id,
  coalesce((objects.metadata ->> 'size')::bigint, 0) as bytes,
  greatest(objects.created_at, objects.updated_at) as stored_at
from storage.objects
left join (
  select distinct on (files.bucket_id, files.path) files.bucket_id, files.path, files.owner_id
  from social_private.needed_files as files
  order by files.bucket_id, files.path
) as needed on needed.bucket_id = objects.bucket_id and needed.path = objects.name
where objects.bucket_id in ('social-uploads', 'social-media', 'social-avatars', 'social-exports');

comment on view social_private.stored_files is
'The files in the four buckets, with the person to whom they belong: the person whose row has the
file, or otherwise the person whose folder it is in. The person may no longer exist.';

comment on column social_private.stored_files.id is
'The id of the file in storage.objects.';

comment on column social_private.stored_files.bucket_id is
'The bucket of the file.';

comment on column social_private.stored_files.path is
'The path of the file in its bucket.';

comment on column social_private.stored_files.owner_id is
'The person to whom the file belongs. Null for a file outside of all folders that no row has.';

comment on column social_private.stored_files.bytes is
'The size of the file.';

comment on column social_private.stored_files.stored_at is
'The time when the file was last written.';

create view social_private.storage_by_person with (security_invoker = true) as
select
  files.owner_id as profile_id, profiles.username::text, files.file_count, files.bytes,
  files.post_bytes, files.avatar_bytes, files.upload_bytes, files.export_bytes
from (
  select stored.owner_id, count(*)::integer as file_count, sum(stored.bytes)::bigint as bytes,
    coalesce(sum(stored.bytes) filter (where stored.bucket_id = 'social-media'), 0)::bigint
      as post_bytes,
    coalesce(sum(stored.bytes) filter (where stored.bucket_id = 'social-avatars'), 0)::bigint
      as avatar_bytes,
    coalesce(sum(stored.bytes) filter (where stored.bucket_id = 'social-uploads'), 0)::bigint
      as upload_bytes,
    coalesce(sum(stored.bytes) filter (where stored.bucket_id = 'social-exports'), 0)::bigint
      as export_bytes
  from social_private.stored_files as stored
  group by stored.owner_id
) as files
left join social.profiles on profiles.id = files.owner_id;

comment on view social_private.storage_by_person is
'How many files each person stores, and how many bytes: in all, for posts, for profile pictures, for
raw uploads and for exports. The sum over all rows is what the project stores. Files that wait for
their deletion count, too. username is null for a person who no longer exists.';

comment on column social_private.storage_by_person.username is
'The username, or null if the person no longer exists.';

comment on column social_private.storage_by_person.file_count is
'The number of files.';

comment on column social_private.storage_by_person.post_bytes is
'The size of photos and videos in all their sizes.';

comment on column social_private.storage_by_person.avatar_bytes is
'The size of profile pictures.';

comment on column social_private.storage_by_person.upload_bytes is
'The size of raw uploads that are not processed yet.';

comment on column social_private.storage_by_person.export_bytes is
'The size of exports.';

comment on column social_private.storage_by_person.profile_id is
'The person to whom the files belong. Null for files outside of the folder of a person.';

comment on column social_private.storage_by_person.bytes is 'The size of all files of the person.';

-- Wrong files

create view social_private.wrong_files with (security_invoker = true) as
select 'the file of the row is missing' as problem, needed.relation, needed.row_id,
  needed.bucket_id, needed.path
from social_private.needed_files as needed
where not exists (
  select from storage.objects
  where objects.bucket_id = needed.bucket_id and objects.name = needed.path
)
union all
select 'the file waits for its deletion, and the row needs it', needed.relation, needed.row_id,
  needed.bucket_id, needed.path
from social_private.needed_files as needed
join social_private.file_deletions
  on file_deletions.bucket_id = needed.bucket_id and file_deletions.path = needed.path
union all
select 'no row needs the file', 'storage.objects', stored.id, stored.bucket_id, stored.path
from social_private.stored_files as stored
cross join social_private.config
where stored.stored_at < now() - case stored.bucket_id
    when 'social-uploads' then config.unattached_hours * interval '1 hour'
    -- An ingest or export stores its files before it registers them.
    else interval '1 hour'
  end
  and not exists (
    select from social_private.file_deletions
    where file_deletions.bucket_id = stored.bucket_id and file_deletions.path = stored.path
  )
  and case stored.bucket_id
    when 'social-uploads' then true
    when 'social-exports' then not exists (
      select from social_private.export_parts where export_parts.path = stored.path
    )
    else not social_private.is_file_in_use(stored.bucket_id, stored.path)
  end;

comment on view social_private.wrong_files is
'Rows whose file does not exist or is about to be deleted, and files without a row. Files that are
still being processed are left out. The worker finds a file without a row within two hours.';

comment on column social_private.wrong_files.problem is
'What is wrong, in words.';

comment on column social_private.wrong_files.relation is
'The table of the row: storage.objects for a file that no row needs.';

comment on column social_private.wrong_files.row_id is
'The id of the post, profile, upload, export or file.';

comment on column social_private.wrong_files.bucket_id is
'The bucket of the file.';

comment on column social_private.wrong_files.path is
'The path of the file in its bucket.';

-- Verification and repair

create function social_private.verify_files()
  returns table (problem text, relation text, row_id uuid, bucket_id text, path text)
  language sql
  stable
  security invoker
  set search_path = ''
as $$
  select wrong.problem, wrong.relation, wrong.row_id, wrong.bucket_id, wrong.path
  from social_private.wrong_files as wrong
$$;

comment on function social_private.verify_files() is
'Returns every row whose file is missing or about to be deleted, and every file that no row needs.
An empty result means that rows and files fit. row_id is the id of the post, profile, upload, export
or file.

The function knows what Storage has listed in storage.objects. It cannot see that the bytes of a
listed file are lost. The function reads whole tables, so call it when the database is not busy.';

create function social_private.repair_files()
  returns bigint
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  wrong bigint := (select count(*) from social_private.wrong_files);
begin
  delete from social_private.file_deletions using social_private.needed_files as needed
  where file_deletions.bucket_id = needed.bucket_id and file_deletions.path = needed.path
    -- A file that does not exist is not worth keeping.
    and exists (
      select from storage.objects
      where objects.bucket_id = needed.bucket_id and objects.name = needed.path
    );
  perform social_private.queue_file_deletion(stray.bucket_id, stray.path)
  from social_private.wrong_files as stray where stray.relation = 'storage.objects';
  perform set_config('social.is_moving_rows', 'on', true);
  update social.post_media set
    medium_path = case when medium_path <> all (dead.paths) then medium_path end,
    thumbnail_path = case when thumbnail_path <> all (dead.paths) then thumbnail_path end
  from (
    select array_agg(wrong.path) as paths from social_private.wrong_files as wrong
    where wrong.relation = 'social.post_media'
  ) as dead
  where post_media.medium_path = any (dead.paths) or post_media.thumbnail_path = any (dead.paths);
  perform set_config('social.is_moving_rows', '', true);
  delete from social.post_media using social_private.wrong_files as dead
  where dead.relation = 'social.post_media' and dead.path = post_media.path;
  update social.profiles set avatar_path = null
  from social_private.wrong_files as dead
  where dead.relation = 'social.profiles' and dead.path = profiles.avatar_path;
  delete from social_private.uploads using social_private.wrong_files as dead
  where dead.relation = 'social_private.uploads' and dead.row_id = uploads.id;
  delete from social_private.export_parts using social_private.wrong_files as dead
  where dead.relation = 'social_private.export_parts' and dead.path = export_parts.path;
  -- The deleted rows have queued the files, which do not exist.
  delete from social_private.file_deletions
  where file_deletions.requested_at = now() and not exists (
    select from storage.objects
    where objects.bucket_id = file_deletions.bucket_id and objects.name = file_deletions.path
  );
  return wrong;
end;
$$;

comment on function social_private.repair_files() is
'Corrects everything that verify_files() returns, also while people use the app. Returns how many
were wrong.

Files without a row are queued for deletion, and files that a row needs leave the queue. A row that
refers to a missing file loses it for good: a profile its picture, a post this photo or video, and
an export this part. A post without media and without a caption stays. If you can store a missing
file again under its path, do this first.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
