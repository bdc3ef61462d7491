-- Exports: what a person posted, wrote and chose, to take along.
-- One row is one export; the edge function work builds it in parts, a zip each, in the bucket
-- exports (social_exporting says how). Suspended, deactivated and deleted people have theirs too.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('export_not_found', 404, 'There is no such export of yours.', null),
  ('export_too_soon', 429, 'There is an export of the last day already.', 'Download that one.');

-- Types

create type social.export_state as enum ('waiting', 'running', 'ready', 'failed', 'expired');

create type social.export as (
  id uuid,
  state social.export_state,
  done_count integer,
  total_count integer,
  missing_count integer,
  parts jsonb,
  requested_at timestamptz,
  finished_at timestamptz,
  expires_at timestamptz,
  cursor text
);

comment on type social.export is
'An export of your data: items done of about so many (null until it runs), files that could not be
read, and once it is ready its parts until expires_at: [{path, bytes}], zips in the bucket exports.';

-- Tables

create table social_private.exports (
  id uuid not null default social_private.uuid_v7(),
  profile_id uuid not null,
  requested_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  failed_at timestamptz,
  expires_at timestamptz,
  lease_id uuid,
  lease_ends_at timestamptz not null default now(),
  attempts integer not null default 0,
  position text,
  done_count integer not null default 0,
  total_count integer,
  missing_count integer not null default 0,

  constraint exports_pkey primary key (id),
  constraint exports_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.exports is 'Exports that people asked for.';
comment on column social_private.exports.lease_id is
'Who works on the next part; a worker that comes back with an older lease is sent away.';

-- What did this person ask for, latest first? Also covers the foreign key.
create index exports_profile_id_id_idx on social_private.exports (profile_id, id desc);
-- What is to be worked on?
create index exports_waiting_idx on social_private.exports (lease_ends_at)
  where finished_at is null and failed_at is null;
-- One at a time, also of two requests at once.
create unique index exports_unfinished_key on social_private.exports (profile_id)
  where finished_at is null and failed_at is null;

create table social_private.export_parts (
  path text not null,
  export_id uuid not null,
  number integer not null,
  bytes integer not null,
  item_count integer not null,

  constraint export_parts_pkey primary key (path),
  constraint export_parts_export_id_number_key unique (export_id, number),
  constraint export_parts_export_id_fkey foreign key (export_id)
    references social_private.exports (id) on delete cascade
);

comment on table social_private.export_parts is
'The zips of exports, paths in the bucket exports. Only what stands here can be downloaded.';

-- Access

alter table social_private.exports enable row level security;
alter table social_private.export_parts enable row level security;

create function social_private.can_read_export(path text)
  returns boolean
  language plpgsql
  stable
  security definer -- login_id and the table are not for clients
  set search_path = ''
as $$
begin
  -- The login counts, not the viewer: who is away keeps what is theirs.
  return exists (
    select from social_private.export_parts
    join social_private.exports on exports.id = export_parts.export_id
    where export_parts.path = can_read_export.path
      and exports.profile_id = social_private.login_id()
      and exports.expires_at > now()
  );
end;
$$;

comment on function social_private.can_read_export(text) is
'Whether this file of the bucket exports is a part of an export of the caller that is ready.';

create policy social_read_exports on storage.objects
  for select to authenticated
  using (bucket_id = 'exports' and social_private.can_read_export(name));

-- Effects

create function social_private.tg_export_parts__queue_file()
  returns trigger
  language plpgsql
  volatile
  security definer -- whoever deletes the person holds no right on the queue
  set search_path = ''
as $$
begin
  perform social_private.queue_file_deletion('exports', old.path);
  return null;
end;
$$;

comment on function social_private.tg_export_parts__queue_file() is
'Queues the file of a part whose row is gone.';

create trigger queue_file
  after delete on social_private.export_parts
  for each row execute function social_private.tg_export_parts__queue_file();

-- Commands

create function social_private.export_card(export_id uuid)
  returns social.export
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    select row(
      exports.id,
      case
        when exports.failed_at is not null then 'failed'
        when exports.expires_at <= now() then 'expired'
        when exports.finished_at is not null then 'ready'
        when exports.started_at is not null then 'running'
        else 'waiting'
      end,
      exports.done_count, exports.total_count, exports.missing_count,
      coalesce((
        select jsonb_agg(
          jsonb_build_object('path', export_parts.path, 'bytes', export_parts.bytes)
          order by export_parts.number)
        from social_private.export_parts
        where export_parts.export_id = exports.id and exports.expires_at > now()
      ), '[]'),
      exports.requested_at, exports.finished_at, exports.expires_at,
      replace(exports.id::text, '-', '')
    )::social.export
    from social_private.exports where exports.id = export_card.export_id
  );
end;
$$;

comment on function social_private.export_card(uuid) is 'An export as its person sees it.';

create function social_private.request_export()
  returns social.export
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; the export is the caller's own
  set search_path = ''
as $$
declare
  person uuid := social_private.require_account();
  pause interval := (select export_hours from social_private.config) * interval '1 hour';
  latest social_private.exports;
begin
  -- Of two requests at once the second waits here, and then finds the first.
  perform pg_advisory_xact_lock(hashtextextended('social export ' || person, 0));
  select * into latest from social_private.exports
  where exports.profile_id = person and exports.failed_at is null
  order by exports.id desc
  limit 1;
  if found and latest.finished_at is null then
    return social_private.export_card(latest.id);
  end if;
  if latest.requested_at > now() - pause then
    perform social_private.fail('export_too_soon', format(
      'Download that one, or try again in %s seconds.',
      ceil(extract(epoch from latest.requested_at + pause - now()))));
  end if;
  insert into social_private.exports (profile_id) values (person) returning * into latest;
  return social_private.export_card(latest.id);
end;
$$;

create function social.request_export()
  returns social.export
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.request_export();

comment on function social.request_export() is
'Ask for an export of your data, once a day; while one is under way this returns it. You may also
while your account is suspended, deactivated or deleted.

Returns the export. Errors: not_signed_in, profile_missing, export_too_soon.';

-- Reads

create function social_private.my_export(export_id uuid)
  returns social.export
  language plpgsql
  stable
  security definer -- nobody may read the table; the export is the caller's own
  set search_path = ''
as $$
declare
  person uuid := social_private.require_account();
begin
  if not exists (
    select from social_private.exports
    where exports.id = my_export.export_id and exports.profile_id = person
  ) then
    perform social_private.fail('export_not_found');
  end if;
  return social_private.export_card(my_export.export_id);
end;
$$;

create function social.my_export(export_id uuid)
  returns social.export
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.my_export(my_export.export_id);

comment on function social.my_export(uuid) is
'An export of yours: how far it is, and its parts.

Errors: not_signed_in, profile_missing, export_not_found.';

create function social_private.my_exports(after text, page_size integer)
  returns setof social.export
  language plpgsql
  stable
  security definer -- nobody may read the table; the list is the caller's own
  set search_path = ''
as $$
declare
  person uuid := social_private.require_account();
  key uuid := social_private.parse_id_cursor(
    my_exports.after, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  size integer := social_private.checked_page_size(my_exports.page_size);
begin
  return query
  select card.*
  from (
    select exports.id from social_private.exports
    where exports.profile_id = person and exports.id < key
    order by exports.id desc
    limit size
  ) as latest
  cross join lateral social_private.export_card(latest.id) as card;
end;
$$;

create function social.my_exports(after text default null, page_size integer default 20)
  returns setof social.export
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.my_exports(my_exports.after, my_exports.page_size);

comment on function social.my_exports(text, integer) is
'Your exports, latest first. Errors: not_signed_in, profile_missing, cursor_invalid,
page_size_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function social_private.can_read_export(text) to anon, authenticated; -- a policy asks
grant execute on function
  social_private.request_export(), social.request_export(),
  social_private.my_export(uuid), social.my_export(uuid),
  social_private.my_exports(text, integer), social.my_exports(text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in
