-- Ingest: the commands with which the edge function social-ingest turns a raw file into the files
-- of a post or profile. One command begins, and then another one completes or refuses the upload.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('upload_not_found', 404, 'You have no upload with this id.',
    'Upload the file to social-uploads as <your id>/<upload id>.<extension> first.');

-- Commands

create function social_private.queue_raw_files(upload social_private.uploads)
  returns void
  language sql
  volatile
  security invoker
  set search_path = ''
as $$
  insert into social_private.file_deletions (bucket_id, path)
  select 'social-uploads', file.path
  from unnest(array[(queue_raw_files.upload).source_path, (queue_raw_files.upload).poster_path])
    as file (path)
  where file.path is not null
  on conflict do nothing
$$;

comment on function social_private.queue_raw_files(social_private.uploads) is
'Queues the raw files of an upload for deletion: the original file, and the poster of a video.';

create function social_private.is_upload_attached(person uuid, upload_id uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (
      select from social.post_media
      where post_media.id = is_upload_attached.upload_id
        and starts_with(
          post_media.path, is_upload_attached.person || '/' || is_upload_attached.upload_id)
    )
    or exists (
      select from social.profiles
      where profiles.avatar_path
        = is_upload_attached.person || '/' || is_upload_attached.upload_id || '.jpg'
    );
end;
$$;

comment on function social_private.is_upload_attached(uuid, uuid) is
'Returns whether a post or profile has the files of this upload of the person. Processing the upload
again would overwrite these files.';

create function social_private.raw_path(person uuid, upload_id uuid)
  returns text
  language sql
  stable
  security invoker
  set search_path = ''
return (
  select min(objects.name) from storage.objects
  where objects.bucket_id = 'social-uploads'
    and objects.name collate "C" >= raw_path.person || '/' || raw_path.upload_id || '.'
    and objects.name collate "C" < raw_path.person || '/' || raw_path.upload_id || '/'
);

comment on function social_private.raw_path(uuid, uuid) is
'Returns the path of the raw file that a person sent under this id. Returns null if there is none.';

create function social_private.record_upload(
  owner_id uuid, upload_id uuid, purpose social.upload_purpose, source_path text, poster_path text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  insert into social_private.uploads (id, owner_id, purpose, source_path)
  values (
    record_upload.upload_id, record_upload.owner_id, record_upload.purpose,
    record_upload.source_path)
  on conflict (id) do update set source_path = excluded.source_path
    -- All ingests of an upload process the same raw file as long as it exists.
    where not exists (
        select from storage.objects
        where objects.bucket_id = 'social-uploads' and objects.name = uploads.source_path
      )
      and uploads.owner_id = excluded.owner_id
      and uploads.purpose = excluded.purpose and uploads.path is null;
  if record_upload.poster_path is not null then
    update social_private.uploads set poster_path = record_upload.poster_path
    where uploads.id = record_upload.upload_id
      and uploads.owner_id = record_upload.owner_id
      and uploads.purpose = record_upload.purpose and uploads.path is null
      and not exists (
        select from storage.objects
        where objects.bucket_id = 'social-uploads' and objects.name = uploads.poster_path
      );
  end if;
end;
$$;

comment on function social_private.record_upload(uuid, uuid, social.upload_purpose, text, text) is
'Records that a raw file is being processed, and the picture that becomes the thumbnail of a video.
Changes nothing if the upload belongs to another person or is ready.';

create function social_private.start_ingest(
  actor uuid, upload_id uuid, purpose social.upload_purpose, poster_id uuid,
  is_rate_limited boolean)
  returns social.upload
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  existing social_private.uploads;
  source text;
  poster text := case
    when start_ingest.poster_id <> start_ingest.upload_id
    then social_private.raw_path(start_ingest.actor, start_ingest.poster_id)
  end;
begin
  if num_nulls(start_ingest.upload_id, start_ingest.purpose) > 0 then
    perform social_private.fail('argument_missing', 'Pass upload_id and purpose.');
  end if;
  select * into existing from social_private.uploads where uploads.id = start_ingest.upload_id;
  -- A retry after a lost response returns the ready upload and consumes no rate limit token.
  if existing.owner_id = start_ingest.actor
    and existing.purpose = start_ingest.purpose
    and existing.path is not null
  then
    -- The retry may have sent the raw files again.
    perform social_private.queue_upload_files(
      existing.owner_id, existing.id,
      array[existing.path, existing.medium_path, existing.thumbnail_path]);
    perform social_private.queue_file_deletion('social-uploads', poster)
    where poster is not null;
    return social_private.upload(existing.id);
  end if;
  if start_ingest.is_rate_limited then
    perform social_private.consume_rate_limit(start_ingest.actor, 'upload');
  end if;
  source := social_private.raw_path(start_ingest.actor, start_ingest.upload_id);
  if source is null
    or social_private.is_upload_attached(start_ingest.actor, start_ingest.upload_id)
  then
    perform social_private.fail('upload_not_found');
  end if;
  if start_ingest.purpose = 'avatar' and poster is not null then
    -- Only videos have a poster. The file would stay until the worker removes old uploads.
    perform social_private.queue_file_deletion('social-uploads', poster);
    poster := null;
  end if;
  perform social_private.record_upload(
    start_ingest.actor, start_ingest.upload_id, start_ingest.purpose, source, poster);
  select * into existing from social_private.uploads where uploads.id = start_ingest.upload_id;
  if existing.owner_id is distinct from start_ingest.actor
    or existing.purpose <> start_ingest.purpose
  then
    perform social_private.fail('upload_not_found');
  end if;
  return social_private.upload(existing.id);
end;
$$;

comment on function social_private.start_ingest(
  uuid, uuid, social.upload_purpose, uuid, boolean) is
'Records that an upload of the actor is being processed. poster_id is the id under which the actor
sent the picture that becomes the thumbnail of a video. Returns the upload unchanged if it is
already ready.

Errors: argument_missing, rate_limited, upload_not_found.';

create function social_private.begin_ingest(
  upload_id uuid, purpose social.upload_purpose, poster_id uuid)
  returns social.upload
  language plpgsql
  volatile
  security definer -- clients have no grant on uploads; it starts only the actor's own
  set search_path = ''
as $$
begin
  return social_private.start_ingest(
    social_private.require_actor(), begin_ingest.upload_id, begin_ingest.purpose,
    begin_ingest.poster_id, true);
end;
$$;

create function social.begin_ingest(
  upload_id uuid, purpose social.upload_purpose default 'post', poster_id uuid default null)
  returns social.upload
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.begin_ingest(
  begin_ingest.upload_id, begin_ingest.purpose, begin_ingest.poster_id);

comment on function social.begin_ingest(uuid, social.upload_purpose, uuid) is
'Starts processing one of your uploads.

The edge function social-ingest calls this function for you, so call social-ingest instead.
poster_id is the id under which you sent the picture that becomes the thumbnail of a video. Returns
the upload. Its poster_path is null if you sent no such picture.

Errors: upload_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.begin_ingest_for(
  profile_id uuid, upload_id uuid, purpose social.upload_purpose, poster_id uuid)
  returns social.upload
  language plpgsql
  volatile
  security definer -- service_role has no grant on uploads
  set search_path = ''
as $$
begin
  if not exists (select from social.profiles where profiles.id = begin_ingest_for.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  return social_private.start_ingest(
    begin_ingest_for.profile_id, begin_ingest_for.upload_id, begin_ingest_for.purpose,
    begin_ingest_for.poster_id, false);
end;
$$;

create function social.begin_ingest_for(
  profile_id uuid, upload_id uuid, purpose social.upload_purpose default 'post',
  poster_id uuid default null)
  returns social.upload
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.begin_ingest_for(
  begin_ingest_for.profile_id, begin_ingest_for.upload_id, begin_ingest_for.purpose,
  begin_ingest_for.poster_id);

comment on function social.begin_ingest_for(uuid, uuid, social.upload_purpose, uuid) is
'Starts processing an upload of any person, for an import. Secret key only.

poster_id is the id of the raw picture that becomes the thumbnail of a video. Returns the upload.

Errors: profile_not_found, upload_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.complete_ingest(
  upload_id uuid, path text, thumbnail_path text, thumbhash text, mime_type text,
  width integer, height integer, is_animation_dropped boolean, medium_path text)
  returns social.upload
  language plpgsql
  volatile
  security definer -- service_role has no grant on uploads
  set search_path = ''
as $$
declare
  pending social_private.uploads;
  bucket text;
  folder text;
begin
  select * into pending from social_private.uploads
  where uploads.id = complete_ingest.upload_id for update;
  bucket := case pending.purpose when 'avatar' then 'social-avatars' else 'social-media' end;
  folder := pending.owner_id || '/' || pending.id;
  -- Check the paths, although the caller has the secret key. The files must exist, belong to this
  -- upload, and not be queued for deletion.
  if pending.id is null or pending.path is null and exists (
    select from unnest(array[
      complete_ingest.path, complete_ingest.medium_path, complete_ingest.thumbnail_path
    ]) as file (name)
    where file.name is not null and (
      file.name !~ ('^' || folder
        || '(/display\.(jpg|webp|mp4)|/(medium|thumbnail)\.(jpg|webp)|/tile\.jpg|\.jpg)$')
      or not exists (
        select from storage.objects where objects.bucket_id = bucket and objects.name = file.name
      )
      or exists (
        select from social_private.file_deletions
        where file_deletions.bucket_id = bucket and file_deletions.path = file.name
      )
    )
  ) then
    perform social_private.fail('upload_not_found');
  end if;
  update social_private.uploads set
    path = complete_ingest.path,
    medium_path = complete_ingest.medium_path,
    thumbnail_path = complete_ingest.thumbnail_path,
    thumbhash = complete_ingest.thumbhash,
    mime_type = complete_ingest.mime_type,
    width = complete_ingest.width,
    height = complete_ingest.height,
    is_animation_dropped = coalesce(complete_ingest.is_animation_dropped, false)
  where uploads.id = pending.id and pending.path is null
  returning * into pending;
  if not found then
    select * into pending from social_private.uploads where uploads.id = complete_ingest.upload_id;
  end if;
  perform social_private.queue_raw_files(pending);
  perform social_private.queue_upload_files(
    pending.owner_id, pending.id,
    array[pending.path, pending.medium_path, pending.thumbnail_path]);
  return social_private.upload(pending.id);
end;
$$;

create function social.complete_ingest(
  upload_id uuid, path text, thumbnail_path text, thumbhash text, mime_type text,
  width integer, height integer, is_animation_dropped boolean default false,
  medium_path text default null)
  returns social.upload
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.complete_ingest(
  complete_ingest.upload_id, complete_ingest.path, complete_ingest.thumbnail_path,
  complete_ingest.thumbhash, complete_ingest.mime_type,
  complete_ingest.width, complete_ingest.height, complete_ingest.is_animation_dropped,
  complete_ingest.medium_path);

comment on function social.complete_ingest(
  uuid, text, text, text, text, integer, integer, boolean, text) is
'Registers the processed files of an upload. Secret key only.

Queues the original files for deletion. Idempotent: a repeat returns the first result. Returns the
upload.

Errors: upload_not_found.';

create type social.ingest_refusal as (
  upload_id uuid,
  is_removed boolean
);

comment on type social.ingest_refusal is
'The refused upload, and whether this call removed it.

is_removed is false if the upload does not exist or is ready.';

create function social_private.refuse_ingest(upload_id uuid)
  returns social.ingest_refusal
  language plpgsql
  volatile
  security definer -- service_role has no grant on uploads
  set search_path = ''
as $$
declare
  refused social_private.uploads;
begin
  delete from social_private.uploads
  where uploads.id = refuse_ingest.upload_id and uploads.path is null
  returning * into refused;
  if refused.id is not null then
    perform social_private.queue_raw_files(refused);
    perform social_private.queue_upload_files(refused.owner_id, refused.id, array[]::text[]);
  end if;
  return row(refuse_ingest.upload_id, refused.id is not null)::social.ingest_refusal;
end;
$$;

create function social.refuse_ingest(upload_id uuid)
  returns social.ingest_refusal
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.refuse_ingest(refuse_ingest.upload_id);

comment on function social.refuse_ingest(uuid) is
'Removes an upload that is not a valid image or video. Secret key only.

Queues the original file for deletion. Idempotent. Returns whether the upload was removed.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.begin_ingest(uuid, social.upload_purpose, uuid),
  social.begin_ingest(uuid, social.upload_purpose, uuid)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error
grant execute on function
  social_private.begin_ingest_for(uuid, uuid, social.upload_purpose, uuid),
  social.begin_ingest_for(uuid, uuid, social.upload_purpose, uuid),
  social_private.complete_ingest(uuid, text, text, text, text, integer, integer, boolean, text),
  social.complete_ingest(uuid, text, text, text, text, integer, integer, boolean, text),
  social_private.refuse_ingest(uuid), social.refuse_ingest(uuid)
  to service_role;
