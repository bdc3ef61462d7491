-- Ingesting: what the edge function ingest asks and tells of an upload, and what is swept.
-- As the person it begins; with the secret key it completes or refuses.

-- Commands

create function social_private.start_ingest(
  actor uuid, upload_id uuid, purpose social.upload_purpose, is_charged boolean)
  returns social.upload
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  known social_private.uploads;
  source text;
begin
  if num_nulls(start_ingest.upload_id, start_ingest.purpose) > 0 then
    perform social_private.fail('argument_missing', 'Give upload_id and purpose a value.');
  end if;
  select * into known from social_private.uploads where uploads.id = start_ingest.upload_id;
  if known.owner_id = start_ingest.actor and known.purpose = start_ingest.purpose and known.path is not null then
    return social_private.upload(known.id); -- a lost answer is given again, and costs nothing
  end if;
  if start_ingest.is_charged then
    perform social_private.spend(start_ingest.actor, 'upload');
  end if;
  select min(objects.name) into source from storage.objects
  where objects.bucket_id = 'uploads'
    and objects.name collate "C" >= start_ingest.actor || '/' || start_ingest.upload_id || '.'
    and objects.name collate "C" < start_ingest.actor || '/' || start_ingest.upload_id || '/';
  if source is null
    -- The same id again, after it was attached, would lay hands on the files of the post.
    or exists (
      select from social.post_media join social.posts on posts.id = post_media.post_id
      where post_media.id = start_ingest.upload_id and posts.author_id = start_ingest.actor
    )
    or exists (
      select from social.profiles
      where profiles.id = start_ingest.actor
        and profiles.avatar_path = start_ingest.actor || '/' || start_ingest.upload_id || '.jpg'
    )
  then
    perform social_private.fail('upload_not_found');
  end if;
  insert into social_private.uploads (id, owner_id, purpose, source_path)
  values (start_ingest.upload_id, start_ingest.actor, start_ingest.purpose, source)
  on conflict (id) do update set source_path = excluded.source_path
    where uploads.owner_id = start_ingest.actor
      and uploads.purpose = excluded.purpose and uploads.path is null;
  select * into known from social_private.uploads where uploads.id = start_ingest.upload_id;
  if known.owner_id is distinct from start_ingest.actor or known.purpose <> start_ingest.purpose then
    perform social_private.fail('upload_not_found');
  end if;
  return social_private.upload(known.id);
end;
$$;

comment on function social_private.start_ingest(uuid, uuid, social.upload_purpose, boolean) is
'Note that an upload of the actor is being ingested; what is ready already is given again.

Errors: argument_missing, upload_not_found, rate_limited.';

create function social_private.begin_ingest(upload_id uuid, purpose social.upload_purpose)
  returns social.upload
  language plpgsql
  volatile
  security definer -- clients hold no grant on uploads; only the actor's own
  set search_path = ''
as $$
begin
  return social_private.start_ingest(
    social_private.require_actor(), begin_ingest.upload_id, begin_ingest.purpose, true);
end;
$$;

create function social.begin_ingest(upload_id uuid, purpose social.upload_purpose default 'post')
  returns social.upload
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.begin_ingest(begin_ingest.upload_id, begin_ingest.purpose);

comment on function social.begin_ingest(uuid, social.upload_purpose) is
'Ask for an upload to be ingested, as the edge function ingest does. Call that, not this.

Errors: not_signed_in, profile_missing, argument_missing, upload_not_found, rate_limited.';

create function social_private.begin_ingest_for(
  profile_id uuid, upload_id uuid, purpose social.upload_purpose)
  returns social.upload
  language plpgsql
  volatile
  security definer -- service_role holds no grant on uploads
  set search_path = ''
as $$
begin
  if not exists (select from social.profiles where profiles.id = begin_ingest_for.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  return social_private.start_ingest(
    begin_ingest_for.profile_id, begin_ingest_for.upload_id, begin_ingest_for.purpose, false);
end;
$$;

create function social.begin_ingest_for(
  profile_id uuid, upload_id uuid, purpose social.upload_purpose default 'post')
  returns social.upload
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.begin_ingest_for(
  begin_ingest_for.profile_id, begin_ingest_for.upload_id, begin_ingest_for.purpose);

comment on function social.begin_ingest_for(uuid, uuid, social.upload_purpose) is
'Ask for an upload in a person''s folder to be ingested, for take-in. Secret key only.

Errors: profile_not_found, argument_missing, upload_not_found.';

create function social_private.complete_ingest(
  upload_id uuid, path text, thumbnail_path text, thumbhash text, mime_type text,
  width integer, height integer)
  returns social.upload
  language plpgsql
  volatile
  security definer -- service_role holds no grant on uploads
  set search_path = ''
as $$
declare
  waiting social_private.uploads;
  bucket text;
  folder text;
begin
  select * into waiting from social_private.uploads
  where uploads.id = complete_ingest.upload_id for update;
  bucket := case waiting.purpose when 'avatar' then 'avatars' else 'media' end;
  folder := waiting.owner_id || '/' || waiting.id;
  -- Whoever holds the key may err: only files that are there, where they belong, and stay.
  if waiting.id is null or waiting.path is null and exists (
    select from unnest(array[complete_ingest.path, complete_ingest.thumbnail_path]) as given (name)
    where given.name is not null and (
      given.name !~ ('^' || folder || '(/display\.(jpg|webp|mp4)|/thumbnail\.(jpg|webp)|\.jpg)$')
      or not exists (
        select from storage.objects where objects.bucket_id = bucket and objects.name = given.name
      )
      or exists (
        select from social_private.file_deletions
        where file_deletions.bucket_id = bucket and file_deletions.path = given.name
      )
    )
  ) then
    perform social_private.fail('upload_not_found');
  end if;
  update social_private.uploads set
    path = complete_ingest.path,
    thumbnail_path = complete_ingest.thumbnail_path,
    thumbhash = complete_ingest.thumbhash,
    mime_type = complete_ingest.mime_type,
    width = complete_ingest.width,
    height = complete_ingest.height
  where uploads.id = waiting.id and waiting.path is null;
  perform social_private.queue_file_deletion('uploads', waiting.source_path);
  return social_private.upload(waiting.id);
end;
$$;

create function social.complete_ingest(
  upload_id uuid, path text, thumbnail_path text, thumbhash text, mime_type text,
  width integer, height integer)
  returns social.upload
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.complete_ingest(
  complete_ingest.upload_id, complete_ingest.path, complete_ingest.thumbnail_path,
  complete_ingest.thumbhash, complete_ingest.mime_type,
  complete_ingest.width, complete_ingest.height);

comment on function social.complete_ingest(uuid, text, text, text, text, integer, integer) is
'Register what was made of an upload. Secret key only.

The raw file is queued to be removed. Of two calls the first counts, and both get it. Error:
upload_not_found.';

create function social_private.refuse_ingest(upload_id uuid)
  returns boolean
  language plpgsql
  volatile
  security definer -- service_role holds no grant on uploads
  set search_path = ''
as $$
declare
  source text;
begin
  delete from social_private.uploads
  where uploads.id = refuse_ingest.upload_id and uploads.path is null
  returning uploads.source_path into source;
  if source is not null then
    perform social_private.queue_file_deletion('uploads', source);
  end if;
  return source is not null;
end;
$$;

create function social.refuse_ingest(upload_id uuid)
  returns boolean
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.refuse_ingest(refuse_ingest.upload_id);

comment on function social.refuse_ingest(uuid) is
'Forget an upload that is no picture or video, and have its raw file removed. Secret key only.';

create function social_private.sweep_uploads(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  before timestamptz := now() - (select config.unattached_hours from social_private.config)
    * interval '1 hour';
  swept integer;
  queued integer;
begin
  with old as (
    delete from social_private.uploads
    where uploads.id in (
      select waiting.id from social_private.uploads as waiting
      where waiting.created_at < before
      order by waiting.created_at
      limit sweep_uploads.max_rows
      for update skip locked
    )
    returning uploads.*
  ), files as (
    insert into social_private.file_deletions (bucket_id, path)
    select place.bucket_id, place.path
    from old, lateral (
      values
        ('uploads', old.source_path),
        (case old.purpose when 'avatar' then 'avatars' else 'media' end, old.path),
        ('media', old.thumbnail_path)
      union all
      -- Of one that never became ready all that the function may have written.
      select case old.purpose when 'avatar' then 'avatars' else 'media' end,
        old.owner_id || '/' || old.id || ending
      from unnest(case old.purpose when 'avatar' then array['.jpg'] else array[
        '/display.jpg', '/display.webp', '/display.mp4', '/thumbnail.jpg', '/thumbnail.webp'
      ] end) as ending
      where old.path is null
    ) as place (bucket_id, path)
    where place.path is not null
    on conflict do nothing
  )
  select count(*) into swept from old;

  insert into social_private.file_deletions (bucket_id, path)
  select objects.bucket_id, objects.name from storage.objects
  where objects.bucket_id = 'uploads' and objects.created_at < before
    and not exists (
      select from social_private.file_deletions
      where file_deletions.bucket_id = 'uploads' and file_deletions.path = objects.name
    )
  order by objects.created_at
  limit greatest(sweep_uploads.max_rows - swept, 0)
  on conflict do nothing;
  get diagnostics queued = row_count;
  return swept + queued;
end;
$$;

comment on function social_private.sweep_uploads(integer) is
'Forget uploads that nobody attached in time, at most so many, and have their files removed.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.begin_ingest(uuid, social.upload_purpose),
  social.begin_ingest(uuid, social.upload_purpose)
  to anon, authenticated; -- anon too, to be told not_signed_in
grant execute on function
  social_private.begin_ingest_for(uuid, uuid, social.upload_purpose),
  social.begin_ingest_for(uuid, uuid, social.upload_purpose),
  social_private.complete_ingest(uuid, text, text, text, text, integer, integer),
  social.complete_ingest(uuid, text, text, text, text, integer, integer),
  social_private.refuse_ingest(uuid), social.refuse_ingest(uuid)
  to service_role;
