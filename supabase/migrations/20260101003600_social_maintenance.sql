-- Maintenance: the worker permanently deletes rows and files that are due for deletion.
-- The worker calls the functions of this file every minute, with the secret key. Each call is one
-- transaction with a limited number of rows. An interrupted run continues where the last call
-- ended.

-- Worker calls

create type social.maintenance as (
  erased_rows integer,
  is_done boolean
);

comment on type social.maintenance is
'The result of one call: the number of deleted rows, and is_done, which is true if nothing is left
to delete.';

create table social_private.worker_state (
  is_only_row boolean not null default true,
  last_run_at timestamptz,
  sweep_bucket text not null default 'social-avatars',
  sweep_path text not null default '',
  sweep_at timestamptz not null default now() + interval '1 hour',

  constraint worker_state_pkey primary key (is_only_row),
  constraint worker_state_is_one_row check (is_only_row)
);

comment on table social_private.worker_state is
'This table has exactly one row, which says when the worker last ran. The command doctor reads it.';

comment on column social_private.worker_state.last_run_at is
'The time of the last call of run_maintenance. Null if the worker has never run.';

comment on column social_private.worker_state.sweep_bucket is
'The bucket in which sweep_files() continues.';

comment on column social_private.worker_state.sweep_path is
'The last file that sweep_files() has looked at.';

comment on column social_private.worker_state.sweep_at is
'The time from which sweep_files() continues.';

insert into social_private.worker_state default values;

alter table social_private.worker_state enable row level security;

create function social_private.forget_failures()
  returns void
  language sql
  volatile
  security invoker
  set search_path = ''
as $$
  delete from social_private.failed_work
  where case failed_work.queue
    when 'accounts' then not exists (
      select from social_private.erasures
      where erasures.id = failed_work.row_id and erasures.erased_at is null)
    when 'posts' then not exists (
      select from social.posts
      where posts.id = failed_work.row_id and posts.deleted_at is not null)
    when 'comments' then not exists (
      select from social.comments
      where comments.id = failed_work.row_id and comments.deleted_at is not null)
    when 'uploads' then not exists (
      select from social_private.uploads where uploads.id = failed_work.row_id)
    when 'files' then not exists (
      select from social_private.file_deletions where file_deletions.id = failed_work.row_id)
    when 'exports' then not exists (
      select from social_private.exports
      where exports.id = failed_work.row_id and exports.finished_at is null)
    when 'count_updates' then not exists (
      select from social_private.count_updates where count_updates.id = failed_work.row_id)
    when 'bells' then not exists (
      select from social_private.bell_posts where bell_posts.post_id = failed_work.row_id)
    when 'unconfirmed_profiles' then not exists (
      select from social_private.accounts
      where accounts.profile_id = failed_work.row_id and accounts.unconfirmed_at is not null)
    else false
  end
    or failed_work.retry_at < now() - interval '1 day'
$$;

comment on function social_private.forget_failures() is
'Deletes the notes about rows that are no longer to be deleted, for example because the operator
deleted or restored them.';

create function social_private.sweep_files(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  sweep social_private.worker_state := (select worker_state from social_private.worker_state);
  seen bigint;
  last_path text;
  queued integer;
begin
  if sweep.sweep_at > now() then
    return 0;
  end if;
  with page as (
    select objects.name, greatest(objects.created_at, objects.updated_at) as stored_at
    from storage.objects
    where objects.bucket_id = sweep.sweep_bucket
      and objects.name collate "C" > sweep.sweep_path
    order by objects.name collate "C"
    limit sweep_files.max_rows
  ), strays as (
    insert into social_private.file_deletions (bucket_id, path)
    select sweep.sweep_bucket, page.name from page
    -- An ingest stores its files before it registers them, and ends within minutes.
    where page.stored_at < now() - interval '1 hour'
      and not social_private.is_file_in_use(sweep.sweep_bucket, page.name)
    on conflict do nothing
    returning 1
  )
  select count(*), max(page.name collate "C"), (select count(*)::integer from strays)
  into seen, last_path, queued
  from page;
  update social_private.worker_state set
    sweep_path = case when seen < sweep_files.max_rows then '' else last_path end,
    sweep_bucket = case
      when seen = sweep_files.max_rows then sweep.sweep_bucket
      when sweep.sweep_bucket = 'social-avatars' then 'social-media'
      else 'social-avatars'
    end,
    sweep_at = case when seen < sweep_files.max_rows and sweep.sweep_bucket = 'social-media'
      then now() + interval '1 hour' else now() end;
  return queued;
end;
$$;

comment on function social_private.sweep_files(integer) is
'Looks at the next max_rows files of social-avatars and social-media, in the order of their paths,
and queues those for deletion that belong to no row. Returns how many it queued.

A file has no row if a function was interrupted between the file and its row, or if a file was
written while its row was deleted. After the last file, the next sweep begins an hour later. The
queues stray_uploads and stray_exports do the same for the other two buckets.';

create function social_private.run_maintenance(max_rows integer)
  returns social.maintenance
  language plpgsql
  volatile
  security definer -- service_role has no grant on the tables
  set search_path = ''
as $$
declare
  size integer := least(greatest(coalesce(run_maintenance.max_rows, 1000), 1), 10000);
  time_limit interval := current_setting('statement_timeout')::interval;
  -- A slow row can then still be noted before the database cancels the call.
  ends_at timestamptz := clock_timestamp()
    + least(coalesce(nullif(time_limit, '0') / 2, '4 seconds'), '4 seconds');
  queue text;
  erased integer := 0;
  refreshed integer := 0;
begin
  -- Take this lock before all row locks, as account deletions do. The lock lets only one of these
  -- transactions run at a time.
  perform social_private.serialize_account_erasure();
  -- A row that another transaction locks must not use up the time for the other rows.
  perform set_config('lock_timeout', '2s', true);
  update social_private.worker_state set last_run_at = now();
  foreach queue in array array[
    'bells', 'count_updates', 'accounts', 'posts', 'comments', 'uploads', 'stray_uploads',
    'expired_exports', 'stray_exports', 'unconfirmed_profiles', 'old_mentions', 'expired_rows'
  ] loop
    erased := social_private.drain_queue(queue, size, ends_at);
    exit when erased > 0;
  end loop;
  if erased = 0 then
    perform social_private.forget_failures();
    perform social_private.forget_addresses(size);
    perform social_private.forget_follow_pauses(size);
    erased := social_private.forget_notifications(size)
      + social_private.forget_watched_posts(size) + social_private.sweep_files(size);
    refreshed := social_private.refresh_discovery(size);
  end if;
  return (
    erased,
    erased = 0 and refreshed < least(size, 1000) and clock_timestamp() < ends_at
      and (select worker_state.sweep_at > now() from social_private.worker_state)
  )::social.maintenance;
end;
$$;

create function social.run_maintenance(max_rows integer default 1000)
  returns social.maintenance
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.run_maintenance(run_maintenance.max_rows);

comment on function social.run_maintenance(integer) is
'Permanently delete up to max_rows rows that are due for deletion. Secret key only. Repeat the call
until is_done is true.

The function deletes accounts, posts and comments that can no longer be restored, unattached
uploads, expired exports, profiles of people who were never confirmed, mentions by former usernames,
username reservations, idempotency keys, old notifications, topics of posts that nobody watches,
ended pauses of followers and hashes of network addresses. It queues files that belong to no row for
deletion, counts anew the likes, follows and comments of people who became inactive or active,
notifies the people who rang the bell of an author, and refreshes hashtags, trends, scores and the
posts of explore. max_rows is at most 10,000. If a row cannot be deleted, the function continues
with the others, and a later call tries the row again. Returns the number of deleted rows.';

create type social.file_deletion as (id uuid, bucket_id text, path text);

comment on type social.file_deletion is 'A file to delete through the Storage API.';

create function social_private.claim_file_deletions(max_count integer)
  returns setof social.file_deletion
  language plpgsql
  volatile
  security definer -- service_role has no grant on the queue
  set search_path = ''
as $$
begin
  return query
  update social_private.file_deletions set
    attempts = file_deletions.attempts + 1,
    -- A claim is a lease. If the worker stops, another worker may claim the file after a delay,
    -- which grows with each attempt.
    due_at = now() + least(power(2, file_deletions.attempts), 60) * interval '1 minute'
  where file_deletions.id in (
    select waiting.id from social_private.file_deletions as waiting
    where waiting.due_at <= now()
      and waiting.id <> all ((select social_private.paused_rows('files'))::uuid[])
      -- Keep the files of open reports until staff decide the reports.
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
'Lease queued files, in order to delete them through the Storage API. Secret key only.

max_count is at most 1,000. Returns the files.';

create function social_private.complete_file_deletions(ids uuid[])
  returns integer
  language plpgsql
  volatile
  security definer -- service_role has no grant on the queue
  set search_path = ''
as $$
declare
  completed integer;
begin
  delete from social_private.file_deletions
  where file_deletions.id = any (complete_file_deletions.ids);
  get diagnostics completed = row_count;
  delete from social_private.failed_work
  where failed_work.queue = 'files'
    and failed_work.row_id = any (complete_file_deletions.ids);
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
'Report that leased files are deleted. Secret key only.

Returns the number of files that were still queued.';

create function social_private.note_failed_work(queue text, row_ids uuid[], error text)
  returns integer
  language plpgsql
  volatile
  security definer -- service_role has no grant on the tables
  set search_path = ''
as $$
declare
  -- The worker passes no data of people. Storage could name the path of a file, though.
  shown constant text := left(regexp_replace(
    note_failed_work.error, '\S*(@|[0-9a-f]{8}(-[0-9a-f]{4}){3})\S*', '…', 'g'), 200);
  ids uuid[];
begin
  -- End the leases. From now on, the note decides when the worker tries again.
  if note_failed_work.queue = 'files' then
    with released as (
      update social_private.file_deletions set due_at = now()
      where file_deletions.id = any (note_failed_work.row_ids)
      returning file_deletions.id
    )
    select array_agg(released.id) into ids from released;
  elsif note_failed_work.queue = 'exports' then
    with released as (
      update social_private.exports set lease_id = null, lease_ends_at = now()
      where exports.lease_id = any (note_failed_work.row_ids)
      returning exports.id
    )
    select array_agg(released.id) into ids from released;
  end if;
  perform social_private.note_failure(
    note_failed_work.queue, failed.id, coalesce(shown, 'unknown error'))
  from unnest(ids) as failed (id);
  return coalesce(cardinality(ids), 0);
end;
$$;

create function social.note_failed_work(queue text, row_ids uuid[], error text)
  returns integer
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.note_failed_work(
  note_failed_work.queue, note_failed_work.row_ids, note_failed_work.error);

comment on function social.note_failed_work(text, uuid[], text) is
'Report that the worker could not remove files or build a part of an export. Secret key only.

The call ends the leases, and the worker tries again after a pause. queue is files or exports.
row_ids are the ids of leased files, or the lease of an export. error is the code of the error,
without data of people. Returns the number of rows that were noted.';

create function social_private.is_deletion_due()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (
      select from social.posts
      where posts.deleted_at < social_private.restorable_since()
        and posts.id <> all ((select social_private.reported_posts())::uuid[])
        and posts.id <> all ((select social_private.paused_rows('posts'))::uuid[])
    )
    or exists (
      select from social.comments
      where comments.deleted_at < social_private.restorable_since()
        and comments.author_id is not null
        and not exists (
          select from social_private.reports
          where reports.target_id = comments.id and reports.decided_at is null
        )
        and comments.id <> all ((select social_private.paused_rows('comments'))::uuid[])
    )
    or exists (
      select from social_private.erasures
      where erasures.erased_at is null and erasures.erases_at <= now()
        and erasures.id <> all ((select social_private.paused_rows('accounts'))::uuid[])
    );
end;
$$;

comment on function social_private.is_deletion_due() is
'Returns whether an account, post or comment is due for its permanent deletion.';

create function social_private.is_work_due()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return social_private.is_deletion_due()
    or exists (
      select from social_private.bell_posts
      where bell_posts.post_id <> all ((select social_private.paused_rows('bells'))::uuid[])
    )
    or exists (
      select from social_private.count_updates
      where count_updates.due_at <= now()
        and count_updates.id <> all ((select social_private.paused_rows('count_updates'))::uuid[])
    )
    or exists (
      select from social_private.file_deletions
      where file_deletions.due_at <= now()
        and file_deletions.id <> all ((select social_private.paused_rows('files'))::uuid[])
    )
    or exists (
      select from social_private.uploads, social_private.config
      where uploads.created_at < now() - config.unattached_hours * interval '1 hour'
        and uploads.id <> all ((select social_private.paused_rows('uploads'))::uuid[])
    )
    or exists (
      select from social_private.exports
      where exports.finished_at is null and exports.failed_at is null
        and exports.lease_ends_at <= now()
        and exports.id <> all ((select social_private.paused_rows('exports'))::uuid[])
    )
    or exists (
      select from social_private.export_parts
      join social_private.exports on exports.id = export_parts.export_id
      where exports.expires_at <= now()
        and exports.id <> all ((select social_private.paused_rows('expired_exports'))::uuid[])
    )
    or social_private.old_notification_groups(1) <> '{}'
    or social_private.is_discovery_due()
    or (select worker_state.sweep_at <= now() from social_private.worker_state)
    or social_private.unconfirmed_profiles(1) <> '{}'
    or social_private.renamed_people(1) <> '{}';
end;
$$;

comment on function social_private.is_work_due() is
'Returns whether the worker has something to do. Rows on which it failed recently do not count until
they are due again. A schedule can call this function before it calls the worker.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.run_maintenance(integer), social.run_maintenance(integer),
  social_private.claim_file_deletions(integer), social.claim_file_deletions(integer),
  social_private.complete_file_deletions(uuid[]), social.complete_file_deletions(uuid[]),
  social_private.note_failed_work(text, uuid[], text), social.note_failed_work(text, uuid[], text)
  to service_role;

-- Policies: see social_table_access.
