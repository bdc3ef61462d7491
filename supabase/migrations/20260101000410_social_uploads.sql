-- Uploads: files on their way from a phone to a post or a profile.
-- The raw file goes to the bucket uploads. The edge function ingest makes the sizes that are stored
-- (social_ingesting). Then the upload is ready and waits to be attached, once; what is not is swept.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('upload_not_found', 404, 'There is no such upload of yours.',
    'Upload to the bucket uploads as <your id>/<upload id>.<extension> first.');

-- Tables

create type social.upload_purpose as enum ('post', 'avatar');

create table social_private.uploads (
  id uuid not null,
  owner_id uuid not null,
  purpose social.upload_purpose not null,
  source_path text not null,
  path text,
  thumbnail_path text,
  thumbhash text,
  mime_type text,
  width integer,
  height integer,
  created_at timestamptz not null default now(),

  constraint uploads_pkey primary key (id),
  constraint uploads_owner_id_fkey foreign key (owner_id)
    references social.profiles (id) on delete cascade,
  constraint uploads_are_ready_or_not check (
    num_nulls(path, mime_type, width, height) in (0, 4)),
  constraint uploads_have_a_size check (width between 1 and 20000 and height between 1 and 20000)
);

comment on table social_private.uploads is
'Uploads that are being ingested, or are ready and wait to be attached. The id is the client''s.';
comment on column social_private.uploads.source_path is 'Where the raw file lies in uploads.';
comment on column social_private.uploads.path is
'Where the display size lies, in media or avatars; null until it is ready.';

-- Also covers the foreign key.
create index uploads_owner_id_idx on social_private.uploads (owner_id);
-- What waits for too long?
create index uploads_created_at_idx on social_private.uploads (created_at);

alter table social_private.uploads enable row level security;

-- Types

create type social.upload as (
  id uuid,
  owner_id uuid,
  purpose social.upload_purpose,
  source_path text,
  bytes bigint,
  image_bytes integer,
  path text,
  thumbnail_path text,
  thumbhash text,
  mime_type text,
  width integer,
  height integer
);

comment on type social.upload is
'An upload: its raw file and how large that may be as a picture, and what was made of it. path is null
until it is ready; thumbnail_path and thumbhash are null for videos, the first for avatars too.';

create function social_private.upload(upload_id uuid)
  returns social.upload
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  found_upload social.upload;
begin
  select
    uploads.id, uploads.owner_id, uploads.purpose, uploads.source_path,
    (objects.metadata ->> 'size')::bigint, config.image_bytes,
    uploads.path, uploads.thumbnail_path, uploads.thumbhash,
    uploads.mime_type, uploads.width, uploads.height
  into found_upload
  from social_private.uploads
  cross join social_private.config
  left join storage.objects
    on objects.bucket_id = 'uploads' and objects.name = uploads.source_path
  where uploads.id = upload.upload_id;
  return found_upload;
end;
$$;

comment on function social_private.upload(uuid) is 'An upload as the edge function ingest sees it.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
