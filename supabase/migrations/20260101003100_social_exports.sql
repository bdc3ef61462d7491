-- Exports: people request a copy of their data, and the worker builds it in parts.
-- Each row is one export. Each part is a zip file in the bucket social-exports. People whose
-- account is suspended, deactivated or deleted may also export their data. Whoever has a second
-- factor needs it for an export, because an export contains all data of a person.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('export_not_found', 404, 'There is no such export of yours.', null),
  ('export_too_soon', 429, 'You have already requested an export recently.', 'Download that one.'),
  ('export_lease_lost', 409, 'Another worker builds this export, or it no longer exists.',
    'Discard this part.');

-- Tables

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
'An export of your data. done_count is the number of finished items. total_count is the approximate
number of all items, and null until the worker starts. Both count only what the export contains.
missing_count is the number of files that could not be read. parts is an array of {path, bytes}: the
zip files in the bucket social-exports. The array is empty before the export is ready and after
expires_at.';

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

comment on table social_private.exports is
'Each row is one export of a person''s data, which that person requested.';

comment on column social_private.exports.id is 'The id of the export.';

comment on column social_private.exports.profile_id is 'The person who requested the export.';

comment on column social_private.exports.requested_at is 'The time of the request.';

comment on column social_private.exports.started_at is
'The time when the worker began. Null before.';

comment on column social_private.exports.finished_at is
'The time when the export was complete. Null before.';

comment on column social_private.exports.failed_at is
'The time when the worker gave up. Null if it did not.';

comment on column social_private.exports.expires_at is
'The time when the files are deleted. Null while the export is not finished.';

comment on column social_private.exports.lease_id is
'Identifies the worker that builds the next part. A worker with an older lease gets the error
export_lease_lost.';

comment on column social_private.exports.lease_ends_at is
'The time until which one worker has the export for itself.';

comment on column social_private.exports.attempts is
'How often the worker has begun the next part.';

comment on column social_private.exports.position is
'Where the next part begins. Null at the beginning and at the end.';

comment on column social_private.exports.done_count is
'Number of items that the finished parts contain.';

comment on column social_private.exports.total_count is
'Number of items of the whole export. Null until the worker begins.';

comment on column social_private.exports.missing_count is
'Number of files that could not be found in Storage.';

-- This index serves the list of one person's exports, latest first. It also covers the foreign key.
create index exports_profile_id_id_idx on social_private.exports (profile_id, id desc);

-- This index serves the search for exports that wait for a worker.
create index exports_waiting_idx on social_private.exports (lease_ends_at)
  where finished_at is null and failed_at is null;

-- This index lets a person have only one unfinished export, even with concurrent requests.
create unique index exports_unfinished_key on social_private.exports (profile_id)
  where finished_at is null and failed_at is null;

alter table social_private.exports enable row level security;

create trigger keep_keys
  after update of id, profile_id on social_private.exports
  for each row when ((old.id, old.profile_id) is distinct from (new.id, new.profile_id))
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.exports
  for each statement execute function social_private.tg_refuse_truncate();

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
'Each row is a zip file of an export, with its path in the bucket social-exports. A person can
download only files that have a row in this table.';

comment on column social_private.export_parts.path is
'Path of the zip file in the bucket social-exports.';

comment on column social_private.export_parts.export_id is 'The export.';

comment on column social_private.export_parts.number is 'The number of the part, starting at 1.';

comment on column social_private.export_parts.bytes is 'Size of the file in bytes.';

comment on column social_private.export_parts.item_count is 'Number of items in the part.';

alter table social_private.export_parts enable row level security;

create trigger keep_keys
  after update of path, export_id on social_private.export_parts
  for each row when ((old.path, old.export_id) is distinct from (new.path, new.export_id))
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table, so leave its rows as they are.');

create trigger keep_rows
  before truncate on social_private.export_parts
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

create function social_private.can_read_export(path text)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  -- Use login_id instead of viewer_id, so that a person with an inactive account keeps access to
  -- their export.
  return exists (
    select from social_private.export_parts
    join social_private.exports on exports.id = export_parts.export_id
    where export_parts.path = can_read_export.path
      and exports.profile_id = social_private.login_id()
      and exports.expires_at > now()
      and not social_private.is_second_factor_missing()
  );
end;
$$;

comment on function social_private.can_read_export(text) is
'Returns whether the caller may read this file of the bucket social-exports. The file must belong to
an export of the caller. The export must be finished and must not be expired. A caller who has a
second factor must have used it in this session.';

create function social_private.tg_export_parts__queue_file()
  returns trigger
  language plpgsql
  volatile
  security definer -- its callers may not write the queue
  set search_path = ''
as $$
begin
  perform social_private.queue_file_deletion('social-exports', old.path);
  return null;
end;
$$;

comment on function social_private.tg_export_parts__queue_file() is
'Queues the file of a deleted part for deletion.';

create trigger queue_file
  after delete on social_private.export_parts
  for each row execute function social_private.tg_export_parts__queue_file();

-- Commands and reads

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

comment on function social_private.export_card(uuid) is
'Returns an export, with the attributes that its owner may see.';

create function social_private.request_export()
  returns social.export
  language plpgsql
  volatile
  security definer -- clients have no insert grant; the export is the caller's own
  set search_path = ''
as $$
declare
  person uuid := social_private.require_account();
  minimum_age interval := (select export_hours from social_private.config) * interval '1 hour';
  latest social_private.exports;
begin
  perform social_private.consume_rate_limit(person, 'export');
  perform social_private.require_second_factor();
  -- The second of two concurrent requests waits here and then finds the export of the first
  -- request.
  perform pg_advisory_xact_lock(hashtextextended('social export ' || person, 0));
  select * into latest from social_private.exports
  where exports.profile_id = person and exports.failed_at is null
  order by exports.id desc
  limit 1;
  if found and latest.finished_at is null then
    return social_private.export_card(latest.id);
  end if;
  if latest.requested_at > now() - minimum_age then
    perform social_private.fail('export_too_soon', format(
      'Download that one, or try again in %s seconds.',
      ceil(extract(epoch from latest.requested_at + minimum_age - now()))));
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
'Request an export of your data, once a day. Idempotent while an export is unfinished.

You can also request an export while your account is suspended, deactivated or deleted. Requires the
second factor of a person who has one. Returns the export.

Errors: export_too_soon, insufficient_aal.
Common errors: docs/errors.md#common-errors.';

create function social_private.my_export(export_id uuid)
  returns social.export
  language plpgsql
  stable
  security definer -- clients may not read the table; the export is the caller's own
  set search_path = ''
as $$
declare
  person uuid := social_private.require_account();
begin
  perform social_private.require_second_factor();
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
'Get one of your exports, with its progress and its parts. Requires the second factor of a person
who has one.

Errors: export_not_found, insufficient_aal. Common errors: docs/errors.md#common-errors.';

create function social_private.my_exports(after text, page_size integer)
  returns setof social.export
  language plpgsql
  stable
  security definer -- clients may not read the table; lists the caller's own exports
  set search_path = ''
as $$
declare
  person uuid := social_private.require_account();
  key uuid := social_private.parse_id_cursor(
    my_exports.after, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  size integer := social_private.checked_page_size(my_exports.page_size);
begin
  perform social_private.require_second_factor();
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
'List your exports, latest first. Requires the second factor of a person who has one.

Errors: insufficient_aal. Common errors: docs/errors.md#common-errors.';

-- Functions for the worker, which has the secret key

create type social.export_page as (document text, items jsonb, next text);

comment on type social.export_page is
'A page of a document of an export. items is an array of {key, item}. next is the position where the
next page begins, or null at the end. The items of the document "files" contain the paths of the
files to add to the zip.';

create function social_private.export_part_path(export social_private.exports)
  returns text
  language sql
  stable
  security invoker
  set search_path = ''
return format('%s/%s/%s.zip', export.profile_id, export.id, export.lease_id);

comment on function social_private.export_part_path(social_private.exports) is
'Returns the path of the part that the worker builds now. The path contains the lease id, so that a
worker whose lease has ended never overwrites the file of the next worker.';

create function social_private.fail_export(export_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  update social_private.exports set failed_at = now(), lease_id = null
  where exports.id = fail_export.export_id;
  if not found then
    perform social_private.fail_kept('social_private.exports');
  end if;
  delete from social_private.export_parts where export_parts.export_id = fail_export.export_id;
end;
$$;

comment on function social_private.fail_export(uuid) is
'Marks an export as failed, because its current part has failed five times. The person may then
request a new export.';

create function social_private.exported_items(export_id uuid)
  returns integer
  language sql
  stable
  security invoker
  set search_path = ''
return (
  select coalesce(sum(export_parts.item_count), 0) from social_private.export_parts
  where export_parts.export_id = exported_items.export_id
);

comment on function social_private.exported_items(uuid) is
'Returns the number of items in the finished parts of an export. The number includes the files that
could not be read.';

create function social_private.lease_export(export_id uuid)
  returns social_private.exports
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  export social_private.exports;
begin
  update social_private.exports set
    lease_id = gen_random_uuid(), lease_ends_at = now() + interval '10 minutes',
    attempts = exports.attempts + 1, started_at = coalesce(exports.started_at, now()),
    total_count = coalesce(
      exports.total_count, social_private.count_export(exports.profile_id)),
    done_count = social_private.exported_items(exports.id) - exports.missing_count
  where exports.id = lease_export.export_id
  returning * into export;
  if not found then
    perform social_private.fail_kept('social_private.exports');
  end if;
  return export;
end;
$$;

comment on function social_private.lease_export(uuid) is
'Leases the next part of an export for ten minutes. Returns the export.';

create view social_private.waiting_exports with (security_invoker = true) as
select exports.* from social_private.exports
where exports.finished_at is null and exports.failed_at is null
  and exports.lease_ends_at <= now()
  and exports.id <> all ((select social_private.paused_rows('exports'))::uuid[]);

comment on view social_private.waiting_exports is
'The exports that claim_export() may lease, without those on which the worker failed recently.';

comment on column social_private.waiting_exports.id is 'The id of the export.';

comment on column social_private.waiting_exports.profile_id is
'The person who requested the export.';

comment on column social_private.waiting_exports.requested_at is 'The time of the request.';

comment on column social_private.waiting_exports.started_at is
'The time when the worker began. Null before.';

comment on column social_private.waiting_exports.finished_at is
'The time when the export was complete. Null in this view.';

comment on column social_private.waiting_exports.failed_at is
'The time when the worker gave up. Null in this view.';

comment on column social_private.waiting_exports.expires_at is
'The time when the files are deleted. Null while the export is not finished.';

comment on column social_private.waiting_exports.lease_id is 'The last worker that built a part.';

comment on column social_private.waiting_exports.lease_ends_at is
'The time until which one worker has the export for itself.';

comment on column social_private.waiting_exports.attempts is
'How often the worker has begun the next part.';

comment on column social_private.waiting_exports.position is
'Where the next part begins. Null at the beginning.';

comment on column social_private.waiting_exports.done_count is
'Number of items that the finished parts contain.';

comment on column social_private.waiting_exports.total_count is
'Number of items of the whole export. Null until the worker begins.';

comment on column social_private.waiting_exports.missing_count is
'Number of files that could not be found in Storage.';

create function social_private.claim_export(profile_id uuid)
  returns jsonb
  language plpgsql
  volatile
  security definer -- service_role has no grant on exports
  set search_path = ''
as $$
declare
  export social_private.exports;
  state text;
  message text;
  context text;
begin
  -- The loop ends: an export that cannot be leased is paused, and the next query skips it.
  loop
    select * into export from social_private.waiting_exports as waiting
    where claim_export.profile_id is null or waiting.profile_id = claim_export.profile_id
    order by waiting.lease_ends_at, waiting.id
    limit 1
    for update skip locked;
    if not found then
      return null;
    end if;
    begin
      if export.attempts < 5 then
        export := social_private.lease_export(export.id);
        exit;
      end if;
      perform social_private.fail_export(export.id);
    exception when query_canceled or assert_failure or others then
      get stacked diagnostics
        state = returned_sqlstate, message = message_text, context = pg_exception_context;
      perform social_private.note_failure('exports', export.id,
        social_private.error_without_data(state, message, context));
    end;
  end loop;
  return jsonb_build_object(
    'lease_id', export.lease_id,
    'path', social_private.export_part_path(export),
    'part', (
      select count(*) + 1 from social_private.export_parts
      where export_parts.export_id = export.id
    ),
    'attempts', export.attempts,
    'position', export.position);
end;
$$;

create function social.claim_export(profile_id uuid default null)
  returns jsonb
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.claim_export(claim_export.profile_id);

comment on function social.claim_export(uuid) is
'Lease the next part of an export for ten minutes. Secret key only.

The call leases the export that has waited longest. If you pass profile_id, the call considers only
exports of this person. Returns an object {lease_id, path, part, attempts, position}. path is the
path of the zip to upload to the bucket social-exports. part is the number of the part. attempts is
the number of attempts to build the part. position is the position where the part begins. Returns
null when no export is waiting.';

create function social_private.export_document(stream text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return case
    when export_document.stream in ('post_likes', 'comment_likes') then 'likes'
    when export_document.stream in ('following', 'followers') then 'follows'
    when export_document.stream in ('mutes', 'close_friends', 'bells') then 'blocks'
    when export_document.stream in (
      'hashtags', 'muted_words', 'dismissed_suggestions', 'show_less'
    ) then 'discovery'
    when export_document.stream = 'avatar' then 'files'
    else export_document.stream
  end;
end;
$$;

comment on function social_private.export_document(text) is
'Returns the document of an export that contains the rows of this stream.';

create function social_private.export_page(person uuid, after text)
  returns social.export_page
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  streams text[] := social_private.export_streams();
  stream text := coalesce(split_part(export_page.after, ':', 1), streams[1]);
  stream_number integer := array_position(streams, stream);
  size integer := case stream when 'posts' then 25 when 'files' then 100 else 500 end;
  page social.export_page;
  remaining integer := size;
  found_count bigint;
  used_count bigint;
  batch jsonb;
  last_key text;
begin
  if stream_number is null then
    perform social_private.fail('cursor_invalid');
  end if;
  page.document := social_private.export_document(stream);
  page.items := '[]';
  page.next := coalesce(export_page.after, stream || ':');
  -- A page with hidden rows is filled up, because the person sees the progress after each page, and
  -- a short page would reveal the hidden rows. The number of attempts limits the duration.
  for attempt in 1..20 loop
    select
      count(*), count(*) filter (where rows.given <= remaining),
      coalesce(
        jsonb_agg(jsonb_build_object('key', stream || ':' || rows.key, 'item', rows.item)
          order by rows.place) filter (where rows.item is not null and rows.given <= remaining),
        '[]'),
      (array_agg(rows.key order by rows.place desc) filter (where rows.given <= remaining))[1]
    into found_count, used_count, batch, last_key
    from (
      select items.*, count(items.item) over (order by items.place) as given
      from social_private.export_items(
        export_page.person, stream, split_part(page.next, ':', 2), size
      ) with ordinality as items (key, item, place)
    ) as rows;
    page.items := page.items || batch;
    page.next := coalesce(stream || ':' || last_key, page.next);
    remaining := remaining - jsonb_array_length(batch);
    if used_count < size and used_count = found_count then
      page.next := streams[stream_number + 1] || ':';
      exit;
    end if;
    exit when remaining = 0;
  end loop;
  return page;
end;
$$;

comment on function social_private.export_page(uuid, text) is
'Returns the page of an export that begins at the position `after`. A page leaves out rows that the
person may not see, and is full nevertheless, unless its stream ends. Errors: cursor_invalid.';

create function social_private.claim_export_page(lease_id uuid, after text)
  returns social.export_page
  language plpgsql
  volatile
  security definer -- service_role has no grant on exports
  set search_path = ''
as $$
declare
  person uuid;
  page social.export_page;
begin
  select exports.profile_id into person from social_private.exports
  where exports.lease_id = claim_export_page.lease_id
  for update;
  if not found then
    perform social_private.fail('export_lease_lost');
  end if;
  page := social_private.export_page(person, claim_export_page.after);
  -- Renew the lease, and show the progress to the person.
  update social_private.exports set
    done_count = exports.done_count + jsonb_array_length(page.items),
    total_count = greatest(
      exports.total_count, exports.done_count + jsonb_array_length(page.items)),
    lease_ends_at = now() + interval '10 minutes'
  where exports.lease_id = claim_export_page.lease_id;
  return page;
end;
$$;

create function social.claim_export_page(lease_id uuid, after text default null)
  returns social.export_page
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.claim_export_page(claim_export_page.lease_id, claim_export_page.after);

comment on function social.claim_export_page(uuid, text) is
'Read the next page of the leased export, and renew the lease. Secret key only.

For the first page, pass the position from claim_export as the argument "after". For each other
page, pass the value "next" of the previous page. Returns the page.

Errors: export_lease_lost.
Common errors: docs/errors.md#common-errors.';

create type social.export_progress as (
  export_id uuid,
  done_count integer,
  total_count integer,
  is_finished boolean
);

comment on type social.export_progress is
'The progress of an export. done_count is the number of finished items. total_count is the
approximate number of all items. is_finished is true when the export is complete.';

create function social_private.complete_export_part(
  lease_id uuid, bytes integer, items integer, missing integer, next text)
  returns social.export_progress
  language plpgsql
  volatile
  security definer -- service_role has no grant on exports
  set search_path = ''
as $$
declare
  export social_private.exports;
  is_finished boolean := complete_export_part.next is null;
  given integer;
  days integer := (select export_days from social_private.config);
begin
  select * into export from social_private.exports
  where exports.lease_id = complete_export_part.lease_id
  for update;
  if not found then
    perform social_private.fail('export_lease_lost');
  end if;
  insert into social_private.export_parts (path, export_id, number, bytes, item_count)
  select
    social_private.export_part_path(export), export.id, count(*) + 1, complete_export_part.bytes,
    complete_export_part.items
  from social_private.export_parts where export_parts.export_id = export.id;
  -- Files that could not be read count as missing, not as done.
  given := social_private.exported_items(export.id)
    - export.missing_count - complete_export_part.missing;
  update social_private.exports set
    lease_id = null, lease_ends_at = now(), attempts = 0, position = complete_export_part.next,
    missing_count = exports.missing_count + complete_export_part.missing, done_count = given,
    finished_at = case when is_finished then now() end,
    expires_at = case when is_finished then now() + days * interval '1 day' end,
    total_count = case when is_finished then given
      else greatest(exports.total_count, given) end
  where exports.id = export.id
  returning * into export;
  delete from social_private.failed_work
  where failed_work.queue = 'exports' and failed_work.row_id = export.id;
  return (export.id, export.done_count, export.total_count, is_finished)::social.export_progress;
end;
$$;

create function social.complete_export_part(
  lease_id uuid, bytes integer, items integer, missing integer default 0, next text default null)
  returns social.export_progress
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.complete_export_part(
  complete_export_part.lease_id, complete_export_part.bytes, complete_export_part.items,
  complete_export_part.missing, complete_export_part.next);

comment on function social.complete_export_part(uuid, integer, integer, integer, text) is
'Report that the leased part is uploaded. Secret key only.

The arguments are the size of the zip, the number of items in it, the number of files that could not
be read, and the position where the next part begins. If next is null, the export is finished.
Returns the progress of the export. If the call raises export_lease_lost, another worker builds this
part. In that case, delete the uploaded file.

Errors: export_lease_lost.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.request_export(), social.request_export(),
  social_private.my_export(uuid), social.my_export(uuid),
  social_private.my_exports(text, integer), social.my_exports(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error
grant execute on function
  social_private.claim_export(uuid), social.claim_export(uuid),
  social_private.claim_export_page(uuid, text), social.claim_export_page(uuid, text),
  social_private.complete_export_part(uuid, integer, integer, integer, text),
  social.complete_export_part(uuid, integer, integer, integer, text)
  to service_role;

-- Policies: see social_table_access.
