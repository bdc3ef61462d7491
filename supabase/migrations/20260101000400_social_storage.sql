-- Storage: where files lie, who may upload them, and how they go again.
-- People upload raw files to uploads/<their id>/<uuid>.<extension>; the edge function ingest writes
-- what is stored of them to media and avatars. Nothing is overwritten or deleted by hand.
-- A file that is no longer wanted is queued here and removed by the edge function work,
-- because deleting a row of storage.objects by SQL would leave the file behind.

-- Buckets

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values
  ('uploads', 'uploads', false, 100 * 1024 * 1024,
    array['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'video/mp4']),
  ('media', 'media', false, 100 * 1024 * 1024,
    array['image/jpeg', 'image/webp', 'video/mp4']),
  ('avatars', 'avatars', true, 5 * 1024 * 1024, array['image/jpeg']),
  ('exports', 'exports', false, 200 * 1024 * 1024, array['application/zip'])
on conflict (id) do update set
  public = excluded.public,
  file_size_limit = excluded.file_size_limit,
  allowed_mime_types = excluded.allowed_mime_types;

-- Tables

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
'Files to remove through the Storage API: written with the deletion, drained by the worker.';

-- Which deletions are due?
create index file_deletions_due_at_idx on social_private.file_deletions (due_at);

alter table social_private.file_deletions enable row level security;

-- Access to storage.objects

create function social_private.is_upload_path(path text, uploader uuid)
  returns boolean
  language sql
  immutable
  security invoker
  set search_path = ''
return coalesce(
  split_part(is_upload_path.path, '/', 1) = is_upload_path.uploader::text
  and is_upload_path.path
    ~ '^[0-9a-f-]{36}/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[a-z0-9]{3,4}$',
  false
);

comment on function social_private.is_upload_path(text, uuid) is
'Whether this is where the person may upload: <their id>/<uuid>.<extension>.';

create policy social_upload_own on storage.objects
  for insert to authenticated
  with check (
    bucket_id = 'uploads'
    and social_private.is_upload_path(name, (select social_private.viewer_id()))
  );

create policy social_read_own on storage.objects
  for select to authenticated
  using (
    bucket_id in ('uploads', 'media', 'avatars')
    and split_part(name, '/', 1) = (select social_private.viewer_id())::text
  );

-- Effects

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
'Have a file removed through the Storage API, soon and surely.';

create function social_private.count_files(person uuid)
  returns integer
  language sql
  stable
  security invoker
  set search_path = ''
return (
  select count(*) from storage.objects
  where objects.bucket_id in ('uploads', 'media', 'avatars', 'exports')
    and objects.name collate "C" >= count_files.person || '/'
    and objects.name collate "C" < count_files.person || '0'
);

comment on function social_private.count_files(uuid) is 'How many files a person has.';

create function social_private.tg_profiles__queue_files()
  returns trigger
  language plpgsql
  volatile
  security definer -- a person who deletes the account holds no right on the queue
  set search_path = ''
as $$
begin
  insert into social_private.file_deletions (bucket_id, path)
  select objects.bucket_id, objects.name
  from storage.objects
  where objects.bucket_id in ('uploads', 'media', 'avatars', 'exports')
    and objects.name collate "C" >= old.id || '/'
    and objects.name collate "C" < old.id || '0' -- the character after the slash
  on conflict do nothing;
  return old;
end;
$$;

comment on function social_private.tg_profiles__queue_files() is
'Queues every file of a deleted person, attached or not.';

create trigger queue_files
  before delete on social.profiles
  for each row execute function social_private.tg_profiles__queue_files();

-- Commands, for the worker with the secret key only

create type social.file_deletion as (id uuid, bucket_id text, path text);

comment on type social.file_deletion is 'A file to remove through the Storage API.';

create function social_private.claim_file_deletions(max_count integer)
  returns setof social.file_deletion
  language plpgsql
  volatile
  security definer -- service_role holds no grant on the queue
  set search_path = ''
as $$
begin
  return query
  update social_private.file_deletions set
    attempts = file_deletions.attempts + 1,
    -- A claim is a lease: a worker that dies leaves it to the next after a growing pause.
    due_at = now() + least(power(2, file_deletions.attempts), 60) * interval '1 minute'
  where file_deletions.id in (
    select waiting.id from social_private.file_deletions as waiting
    where waiting.due_at <= now()
      -- What an open report shows is kept until staff decided.
      and not social_private.is_evidence(waiting.path)
    order by waiting.due_at
    limit least(claim_file_deletions.max_count, 1000)
    for update skip locked
  )
  returning file_deletions.id, file_deletions.bucket_id, file_deletions.path;
end;
$$;

create function social.claim_file_deletions(max_count integer default 1000)
  returns setof social.file_deletion
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.claim_file_deletions(claim_file_deletions.max_count);

comment on function social.claim_file_deletions(integer) is
'Lease up to 1,000 files to remove through the Storage API. Secret key only.';

create function social_private.complete_file_deletions(ids uuid[])
  returns integer
  language plpgsql
  volatile
  security definer -- service_role holds no grant on the queue
  set search_path = ''
as $$
declare
  completed integer;
begin
  delete from social_private.file_deletions
  where file_deletions.id = any (complete_file_deletions.ids);
  get diagnostics completed = row_count;
  return completed;
end;
$$;

create function social.complete_file_deletions(ids uuid[])
  returns integer
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.complete_file_deletions(complete_file_deletions.ids);

comment on function social.complete_file_deletions(uuid[]) is
'Report files as removed; returns how many were still queued. Secret key only.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function social_private.is_upload_path(text, uuid) to anon, authenticated;
grant execute on function
  social_private.claim_file_deletions(integer), social.claim_file_deletions(integer),
  social_private.complete_file_deletions(uuid[]), social.complete_file_deletions(uuid[])
  to service_role;
