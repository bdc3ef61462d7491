-- Media: the storage buckets, the table of uploads, and the queue of file deletions.
-- Each row of uploads is one file that is being processed, or that is ready but not attached yet.
-- Each row of file_deletions is one file to delete. Clients can see neither table.

-- Settings

alter table social_private.config
  add column upload_count_max integer not null default 100,
  add column upload_bytes_max bigint not null default 1073741824,
  add column upload_extensions text[] not null
    default array['jpg', 'jpeg', 'jpe', 'jfif', 'mpo', 'png', 'apng', 'webp', 'gif', 'heic', 'heif',
      'hif', 'avif', 'mp4', 'm4v', 'mov', 'qt', '3gp', '3gpp', '3g2'],
  add constraint config_uploads_are_sane check (
    upload_count_max between 1 and 100000
    and upload_bytes_max between 1024 and 1099511627776
    and array_to_string(upload_extensions, ' ', '') ~ '^[a-z0-9]{1,8}( [a-z0-9]{1,8})*$'
  );

comment on column social_private.config.upload_count_max is
'Maximum number of raw files that one person may have in the bucket social-uploads.';

comment on column social_private.config.upload_bytes_max is
'Maximum total size of the raw files that one person may have in the bucket social-uploads, in
bytes.';

comment on column social_private.config.upload_extensions is
'The file extensions that a raw upload may have, in lower case. An upload may also have the same
extension in upper case. The extension decides nothing else: the bytes tell the type.';

-- Buckets

-- social-uploads has no list of types: clients declare them wrongly, and nobody can read the files
-- there. The edge function social-ingest reads the type from the bytes.
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values
  ('social-uploads', 'social-uploads', false, 100 * 1024 * 1024, null),
  ('social-media', 'social-media', false, 100 * 1024 * 1024,
    array['image/jpeg', 'image/webp', 'video/mp4']),
  ('social-avatars', 'social-avatars', false, 5 * 1024 * 1024, array['image/jpeg']),
  ('social-exports', 'social-exports', false, 200 * 1024 * 1024, array['application/zip']);

create function social_private.is_storage_limited()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    select count(*) = 2 from pg_catalog.pg_policy
    where pg_policy.polrelid = 'storage.objects'::regclass
      and pg_policy.polname in ('social_limit_read', 'social_limit_upload')
      and not pg_policy.polpermissive
  );
end;
$$;

comment on function social_private.is_storage_limited() is
'Returns whether the restrictive policies exist that contain the rules about our files. Without
them, the permissive policies open nothing.';

-- File deletions

create table social_private.file_deletions (
  id uuid not null default social_private.uuid_v7(),
  bucket_id text not null,
  path text not null,
  requested_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  attempts integer not null default 0,

  constraint file_deletions_pkey primary key (id),
  constraint file_deletions_bucket_id_path_key unique (bucket_id, path)
);

comment on table social_private.file_deletions is
'The queue of files to delete through the Storage API.

A transaction that deletes a post, profile or other row with files adds the files to this queue. The
worker deletes the files.';

comment on column social_private.file_deletions.id is 'The id of the row.';

comment on column social_private.file_deletions.bucket_id is 'The bucket of the file.';

comment on column social_private.file_deletions.path is 'The path of the file in its bucket.';

comment on column social_private.file_deletions.requested_at is
'The time when the file was queued.';

comment on column social_private.file_deletions.due_at is
'The time from which the worker may delete the file.';

comment on column social_private.file_deletions.attempts is
'How often the worker has taken the file from the queue.';

-- The worker uses this index to find the file deletions that are due, longest waiting first.
create index file_deletions_due_at_idx on social_private.file_deletions (due_at);

alter table social_private.file_deletions enable row level security;

create trigger keep_keys
  after update of id, bucket_id, path on social_private.file_deletions
  for each row when (
    (old.id, old.bucket_id, old.path)
      is distinct from (new.id, new.bucket_id, new.path)
  )
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.file_deletions
  for each statement execute function social_private.tg_refuse_truncate(
    'The worker needs these rows to delete the files.');

create function social_private.queue_file_deletion(bucket_id text, path text)
  returns void
  language sql
  volatile
  security invoker
  set search_path = ''
as $$
  insert into social_private.file_deletions (bucket_id, path)
  values (queue_file_deletion.bucket_id, queue_file_deletion.path)
  on conflict do nothing
$$;

comment on function social_private.queue_file_deletion(text, text) is
'Adds a file to the queue of files to delete. Idempotent.';

create function social_private.file_owner(bucket_id text, path text)
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  -- <person>/<upload id>/display.jpg or <person>/<upload id>.jpg
  ids text[] := regexp_match(file_owner.path,
    '^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'
    '/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?');
  uploader uuid := (
    select uploads.owner_id from social_private.uploads
    where uploads.id = ids[2]::uuid and file_owner.path in (
      uploads.path, uploads.medium_path, uploads.thumbnail_path)
  );
  holder uuid;
begin
  case file_owner.bucket_id
    when 'social-media' then
      holder := (
        select posts.author_id from social.posts
        where posts.id = coalesce((
          select post_media.post_id from social.post_media
          where post_media.path = file_owner.path or post_media.thumbnail_path = file_owner.path
            or post_media.medium_path = file_owner.path
          limit 1
        ), '00000000-0000-0000-0000-000000000000')
      );
    when 'social-avatars' then
      holder := (
        select profiles.id from social.profiles where profiles.avatar_path = file_owner.path
      );
    when 'social-exports' then
      holder := (
        select exports.profile_id
        from social_private.export_parts
        join social_private.exports on exports.id = export_parts.export_id
        where export_parts.path = file_owner.path
      );
    else null;
  end case;
  return coalesce(holder, uploader, ids[1]::uuid);
end;
$$;

comment on function social_private.file_owner(text, text) is
'Returns the person to whom a file belongs: the author of the post, the person on whose profile it
is, or the owner of the upload or export. If no row has the file, returns the person whose folder it
is in. The operator can move a row to another person, and its file then stays in its folder.';

create function social_private.files_of(person uuid)
  returns table (bucket_id text, path text)
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return query
  select objects.bucket_id, objects.name
  from storage.objects
  where objects.bucket_id in ('social-uploads', 'social-media', 'social-avatars', 'social-exports')
    and objects.name collate "C" >= files_of.person || '/'
    and objects.name collate "C" < files_of.person || '0' -- 0 is the character after the slash
    and social_private.file_owner(objects.bucket_id, objects.name) = files_of.person
  union
  select objects.bucket_id, objects.name
  from (
    select 'social-media',
      unnest(array[post_media.path, post_media.medium_path, post_media.thumbnail_path])
    from social.posts join social.post_media on post_media.post_id = posts.id
    where posts.author_id = files_of.person
    union all
    select 'social-avatars', profiles.avatar_path
    from social.profiles where profiles.id = files_of.person
    union all
    select case uploads.purpose when 'avatar' then 'social-avatars' else 'social-media' end,
      unnest(array[uploads.path, uploads.medium_path, uploads.thumbnail_path])
    from social_private.uploads where uploads.owner_id = files_of.person
  ) as held (bucket_id, path)
  join storage.objects on objects.bucket_id = held.bucket_id and objects.name = held.path;
end;
$$;

comment on function social_private.files_of(uuid) is
'Returns the stored files that belong to a person, also those in folders of other people.';

create function social_private.count_files(person uuid)
  returns integer
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (select count(*)::integer from social_private.files_of(count_files.person));
end;
$$;

comment on function social_private.count_files(uuid) is
'Returns how many files a person has in the buckets of supabase-social.';

create function social_private.tg_profiles__queue_files()
  returns trigger
  language plpgsql
  volatile
  security definer -- a role that deletes a profile may have no grant on the queue
  set search_path = ''
as $$
begin
  insert into social_private.file_deletions (bucket_id, path)
  select files.bucket_id, files.path from social_private.files_of(old.id) as files
  on conflict do nothing;
  return old;
end;
$$;

comment on function social_private.tg_profiles__queue_files() is
'Queues all files of a deleted person for deletion, including files that are not attached to a
post. Leaves the files in the folder of the person that belong to other people.';

create trigger queue_files
  before delete on social.profiles
  for each row execute function social_private.tg_profiles__queue_files();

create function social_private.tg_profiles__queue_avatar()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  owner uuid := case
    when old.avatar_path ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/'
    then split_part(old.avatar_path, '/', 1)::uuid
  end;
begin
  -- The operator may have written the path of the picture of another person by mistake.
  if old.avatar_path is not null and not exists (
    select from social.profiles
    where profiles.id = owner and profiles.avatar_path = old.avatar_path
  ) then
    perform social_private.queue_file_deletion('social-avatars', old.avatar_path);
  end if;
  delete from social_private.file_deletions
  where file_deletions.bucket_id = 'social-avatars' and file_deletions.path = new.avatar_path;
  return null;
end;
$$;

comment on function social_private.tg_profiles__queue_avatar() is
'Queues the file of a replaced or removed profile picture for deletion. A picture that the operator
sets again stays, if the worker has not deleted its file yet.';

create trigger queue_avatar
  after update of avatar_path on social.profiles
  for each row when (old.avatar_path is distinct from new.avatar_path)
  execute function social_private.tg_profiles__queue_avatar();

-- Uploads

create function social_private.is_within_upload_quota(person uuid, bytes bigint)
  returns boolean
  language sql
  stable
  security invoker
  set search_path = ''
return (
  select count(objects.id) < config.upload_count_max
    and coalesce(sum((objects.metadata ->> 'size')::bigint), 0)
      + coalesce(is_within_upload_quota.bytes, 0) <= config.upload_bytes_max
  from social_private.config
  left join storage.objects
    on objects.bucket_id = 'social-uploads'
    and objects.name collate "C" >= is_within_upload_quota.person || '/'
    and objects.name collate "C" < is_within_upload_quota.person || '0'
  group by config.is_only_row, config.upload_count_max, config.upload_bytes_max
);

comment on function social_private.is_within_upload_quota(uuid, bigint) is
'Returns whether another raw file of this size fits into the quota of the person.

If Storage does not know the size in advance, bytes is null, and this file may exceed the quota of
bytes.';

create function social_private.can_upload(path text, metadata jsonb)
  returns boolean
  language plpgsql
  stable
  security definer -- clients cannot read the config, and not even their own raw files
  set search_path = ''
as $$
declare
  uploader uuid := social_private.viewer_id();
  operation text := coalesce(current_setting('storage.operation', true), '');
  file text := substring(can_upload.path
    from '^[0-9a-f-]{36}/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.)[A-Za-z0-9]+$');
  extension text := lower(substring(can_upload.path from '[A-Za-z0-9]+$'));
begin
  -- Accept only plain uploads. A signed upload address stores a file without this policy, and
  -- unfinished resumable and multipart uploads have no rows that a quota could count. Old versions
  -- of Storage do not name the operation.
  if operation not in ('', 'object.upload', 'storage.object.upload')
    or file is null
    or split_part(can_upload.path, '/', 1) is distinct from uploader::text
    or not exists (
      select from social_private.config where extension = any (config.upload_extensions)
    )
  then
    return false;
  end if;
  -- Storage answers a repeated upload with "already exists", because the path is unique.
  return exists (
      select from storage.objects
      where objects.bucket_id = 'social-uploads' and objects.name = can_upload.path
    )
    or (
      -- If an id had two raw files, two ingests could store different files for one upload.
      not exists (
        select from storage.objects
        where objects.bucket_id = 'social-uploads'
          and objects.name collate "C" >= uploader || '/' || file
          and objects.name collate "C" < uploader || '/' || replace(file, '.', '/')
      )
      and social_private.is_within_upload_quota(uploader, coalesce(
        can_upload.metadata ->> 'contentLength', can_upload.metadata ->> 'size')::bigint)
    );
end;
$$;

comment on function social_private.can_upload(text, jsonb) is
'Returns whether the caller may store a raw file at this path: <their id>/<uuid>.<extension>.

The extension must be in config.upload_extensions, the id must have no other raw file, and the file
must fit into the quota of the person. Uploads under way at the same time do not count yet.';

create type social.upload_purpose as enum ('post', 'avatar');

comment on type social.upload_purpose is
'The purpose of an upload: a post or the picture of a profile (avatar).';

create table social_private.uploads (
  id uuid not null,
  owner_id uuid not null,
  purpose social.upload_purpose not null,
  source_path text not null,
  poster_path text,
  path text,
  medium_path text,
  thumbnail_path text,
  thumbhash text,
  mime_type text,
  width integer,
  height integer,
  is_animation_dropped boolean not null default false,
  created_at timestamptz not null default now(),

  constraint uploads_pkey primary key (id),
  constraint uploads_owner_id_fkey foreign key (owner_id)
    references social.profiles (id) on delete cascade,
  constraint uploads_are_ready_or_not check (
    num_nulls(path, mime_type, width, height) in (0, 4)),
  constraint uploads_have_a_size check (width between 1 and 20000 and height between 1 and 20000)
);

comment on table social_private.uploads is
'Uploads that are being processed, or that are ready to be attached to a post or profile. The client
chooses the id of the upload.';

comment on column social_private.uploads.id is
'The id that the client chose. A photo or video of a post keeps this id.';

comment on column social_private.uploads.owner_id is 'The person who uploaded the file.';

comment on column social_private.uploads.purpose is 'What the upload is for: post or avatar.';

comment on column social_private.uploads.source_path is
'Path of the original file in social-uploads.';

comment on column social_private.uploads.poster_path is
'Path of the picture in social-uploads that becomes the thumbnail of this video. Null if there is
none.';

comment on column social_private.uploads.path is
'Path of the display file in social-media or social-avatars. Null until the upload is ready.';

comment on column social_private.uploads.medium_path is
'Path of the picture with at most 1080 pixels, in social-media. Null if the display file is no
larger, and for animations, videos and avatars.';

comment on column social_private.uploads.thumbnail_path is
'Path of the small picture, or of the poster of a video, in social-media. Null for avatars.';

comment on column social_private.uploads.thumbhash is 'A blurred preview in base64.';

comment on column social_private.uploads.mime_type is
'The type of the display file. Null until the upload is ready.';

comment on column social_private.uploads.width is
'Width in pixels. Null until the upload is ready.';

comment on column social_private.uploads.height is
'Height in pixels. Null until the upload is ready.';

comment on column social_private.uploads.is_animation_dropped is
'Whether the original file is an animation of which only the first frame was stored.';

comment on column social_private.uploads.created_at is
'The time of the upload. It is deleted after config.unattached_hours if nothing uses it.';

-- This index covers the foreign key, so that deleting a profile reads only the uploads of that
-- person.
create index uploads_owner_id_idx on social_private.uploads (owner_id);

-- This index serves the deletion of uploads that nobody attached, oldest first.
create index uploads_created_at_idx on social_private.uploads (created_at);

alter table social_private.uploads enable row level security;

create trigger keep_keys
  after update of id, owner_id on social_private.uploads
  for each row when ((old.id, old.owner_id) is distinct from (new.id, new.owner_id))
  execute function social_private.tg_refuse_key_change(
    'An upload stays with its owner. Upload the file again.');

create trigger keep_rows
  before truncate on social_private.uploads
  for each statement execute function social_private.tg_refuse_truncate();

create type social.upload as (
  id uuid,
  owner_id uuid,
  purpose social.upload_purpose,
  source_path text,
  poster_path text,
  bytes bigint,
  image_bytes integer,
  path text,
  medium_path text,
  thumbnail_path text,
  thumbhash text,
  mime_type text,
  width integer,
  height integer,
  is_animation_dropped boolean
);

comment on type social.upload is
'An upload: its original file, the maximum size of an image in bytes (image_bytes), and the
processed files.

path is null until the upload is ready. medium_path is the picture with at most 1080 pixels, or
null. thumbnail_path is null for avatars. poster_path is the original picture that becomes the
thumbnail of a video, or null. is_animation_dropped is true if the original file is an animation of
which only the first frame was stored.';

create function social_private.upload(upload_id uuid)
  returns social.upload
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  result social.upload;
begin
  select
    uploads.id, uploads.owner_id, uploads.purpose, uploads.source_path, uploads.poster_path,
    (objects.metadata ->> 'size')::bigint, config.image_bytes,
    uploads.path, uploads.medium_path, uploads.thumbnail_path, uploads.thumbhash,
    uploads.mime_type, uploads.width, uploads.height, uploads.is_animation_dropped
  into result
  from social_private.uploads
  cross join social_private.config
  left join storage.objects
    on objects.bucket_id = 'social-uploads' and objects.name = uploads.source_path
  where uploads.id = upload.upload_id;
  return result;
end;
$$;

comment on function social_private.upload(uuid) is
'Returns an upload in the form that the edge function social-ingest needs.';

create function social_private.queue_upload_files(person uuid, upload_id uuid, kept text[])
  returns void
  language sql
  volatile
  security invoker
  set search_path = ''
as $$
  insert into social_private.file_deletions (bucket_id, path)
  select objects.bucket_id, objects.name
  from storage.objects
  where objects.bucket_id in ('social-uploads', 'social-media', 'social-avatars')
    -- <upload id>.<extension> and <upload id>/<name>: the slash is the character after the dot.
    and objects.name collate "C"
      >= queue_upload_files.person || '/' || queue_upload_files.upload_id || '.'
    and objects.name collate "C"
      < queue_upload_files.person || '/' || queue_upload_files.upload_id || '0'
    -- A raw file and an avatar can have the same path.
    and (
      objects.bucket_id = 'social-uploads'
      or objects.name <> all (array_remove(queue_upload_files.kept, null))
    )
  on conflict do nothing
$$;

comment on function social_private.queue_upload_files(uuid, uuid, text[]) is
'Queues the raw and processed files of an upload for deletion, except for the kept paths.

An upload has further files if two raw files with its id arrived at the same time, or if an ingest
was interrupted.';

create function social_private.delete_upload(upload_id uuid)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  expired social_private.uploads;
  bucket text;
begin
  delete from social_private.uploads where uploads.id = delete_upload.upload_id
  returning * into expired;
  if not found then
    return false;
  end if;
  bucket := case expired.purpose when 'avatar' then 'social-avatars' else 'social-media' end;
  insert into social_private.file_deletions (bucket_id, path)
  select file.bucket_id, file.path
  from (
    values
      ('social-uploads', expired.source_path),
      ('social-uploads', expired.poster_path),
      (bucket, expired.path),
      ('social-media', expired.medium_path),
      ('social-media', expired.thumbnail_path)
  ) as file (bucket_id, path)
  where file.path is not null
  on conflict do nothing;
  -- An ingest that is still running may write a file later. The sweep deletes this file.
  perform social_private.queue_upload_files(expired.owner_id, expired.id, array[]::text[]);
  return true;
end;
$$;

comment on function social_private.delete_upload(uuid) is
'Deletes an upload that nobody attached, and queues its files for deletion. Returns whether the
upload was deleted.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.is_storage_limited(), social_private.can_upload(text, jsonb)
  to anon, authenticated;

-- Policies: see social_table_access.
