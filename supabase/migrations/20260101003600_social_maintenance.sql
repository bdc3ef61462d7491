-- Maintenance: the worker permanently deletes rows and files that are due for deletion.
-- The worker calls the functions of this file every minute, with the secret key. Each call is one
-- transaction with a limited number of rows. An interrupted run continues where the last call
-- ended.

-- Worker calls

create type social.work_error as (task text, code text);

comment on type social.work_error is
'A task of the worker that failed, and the SQLSTATE of the error. The worker continues with its
other tasks.';

create type social.maintenance as (
  erased_rows integer,
  is_done boolean,
  errors social.work_error[]
);

comment on type social.maintenance is
'The result of one call: the number of deleted rows; is_done, which is true if nothing is left to
delete; and the tasks that failed.';

create view social_private.obsolete_failures with (security_invoker = true) as
select failed_work.queue, failed_work.row_id from social_private.failed_work
where failed_work.row_id <> '00000000-0000-0000-0000-000000000000' and case failed_work.queue
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
  or failed_work.retry_at < now() - interval '1 day';

comment on view social_private.obsolete_failures is
'The notes about rows that are no longer to be deleted, for example because the operator deleted or
restored them.';

comment on column social_private.obsolete_failures.queue is 'The kind of work, as in failed_work.';

comment on column social_private.obsolete_failures.row_id is
'The id of the row, as in failed_work.';

create function social_private.forget_failures()
  returns void
  language sql
  volatile
  security invoker
  set search_path = ''
as $$
  delete from social_private.failed_work
  where (failed_work.queue, failed_work.row_id) in (
    select obsolete.queue, obsolete.row_id from social_private.obsolete_failures as obsolete)
$$;

comment on function social_private.forget_failures() is
'Deletes the notes of obsolete_failures.';

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

create function social_private.maintenance_tasks()
  returns text[]
  language sql
  immutable
  security invoker
  set search_path = ''
return array[
  'failures', 'addresses', 'follow_pauses', 'notifications', 'watched_posts', 'sweep',
  'worker_runs', 'job_runs', 'discovery'
];

comment on function social_private.maintenance_tasks() is
'Returns the tasks that the worker does when the work queues are empty, in their order.';

create function social_private.is_task_due(task text)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return case is_task_due.task
    when 'failures' then exists (select from social_private.obsolete_failures)
    when 'addresses' then exists (select from social_private.former_addresses)
      or exists (select from social_private.former_salts)
    when 'follow_pauses' then exists (select from social_private.ended_follow_pauses)
    when 'notifications' then social_private.old_notification_groups(1) <> '{}'
    when 'watched_posts' then exists (select from social_private.left_posts)
    when 'sweep' then (select sweep_at <= now() from social_private.worker_state)
    when 'worker_runs' then exists (select from social_private.former_worker_runs)
    when 'job_runs' then social_private.is_job_cleanup_due()
    when 'discovery' then social_private.is_discovery_due()
    else social_private.is_queue_due(is_task_due.task)
  end;
end;
$$;

comment on function social_private.is_task_due(text) is
'Returns whether a task or a queue of the worker has something to do.';

create function social_private.run_task(task text, max_rows integer, ends_at timestamptz)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  case run_task.task
    when 'failures' then
      perform social_private.forget_failures();
      return 0;
    when 'addresses' then
      return social_private.forget_addresses(run_task.max_rows);
    when 'follow_pauses' then
      return social_private.forget_follow_pauses(run_task.max_rows);
    when 'notifications' then
      return social_private.forget_notifications(run_task.max_rows);
    when 'watched_posts' then
      return social_private.forget_watched_posts(run_task.max_rows);
    when 'sweep' then
      return social_private.sweep_files(run_task.max_rows);
    when 'worker_runs' then
      return social_private.forget_worker_runs(run_task.max_rows);
    when 'job_runs' then
      return social_private.forget_job_runs(run_task.max_rows);
    when 'discovery' then
      return social_private.refresh_discovery(run_task.max_rows);
    else
      return social_private.drain_queue(run_task.task, run_task.max_rows, run_task.ends_at);
  end case;
end;
$$;

comment on function social_private.run_task(text, integer, timestamptz) is
'Does one task or queue of the worker. Returns the number of deleted or refreshed rows.';

create function social_private.try_task(
  task text, max_rows integer, ends_at timestamptz, out handled integer, out code text)
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  no_row constant uuid := '00000000-0000-0000-0000-000000000000'::uuid;
  message text;
  context text;
begin
  handled := 0;
  if social_private.is_task_paused(try_task.task) then
    return;
  end if;
  begin
    handled := social_private.run_task(try_task.task, try_task.max_rows, try_task.ends_at);
    delete from social_private.failed_work
    where failed_work.queue = try_task.task and failed_work.row_id = no_row;
  exception when query_canceled or assert_failure or others then
    get stacked diagnostics
      code = returned_sqlstate, message = message_text, context = pg_exception_context;
    handled := 0;
    begin
      perform social_private.note_failure(
        try_task.task, no_row, social_private.error_without_data(code, message, context));
    -- Without the note, the next call tries the task again at once.
    exception when others then
      return;
    end;
  end;
end;
$$;

comment on function social_private.try_task(text, integer, timestamptz) is
'Does one task or queue of the worker. After an error, undoes the task, notes the error in
failed_work with an id of zeros, and returns the SQLSTATE.';

create function social_private.noted_errors(errors social.work_error[])
  returns social.work_error[]
  language sql
  stable
  security invoker
  set search_path = ''
return array(
  select (noted.task, noted.code)::social.work_error
  from (
    select errors.task, errors.code from unnest(noted_errors.errors) as errors
    union
    -- Rows on which this transaction failed, and parts of discovery.
    select failed_work.queue, left(failed_work.error, 5) from social_private.failed_work
    where failed_work.failed_at = now()
  ) as noted
  order by noted.task, noted.code
);

comment on function social_private.noted_errors(social.work_error[]) is
'Returns the errors and those that this transaction noted in failed_work, each once.';

create function social_private.begin_maintenance()
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- A lock of another transaction must not use up the time for the other rows.
  perform set_config('lock_timeout', '2s', true);
  -- Take this lock before all row locks, as account deletions do. The lock lets only one of these
  -- transactions run at a time.
  perform social_private.serialize_account_erasure();
  update social_private.worker_state set last_run_at = now();
  return true;
exception when lock_not_available then
  return false;
end;
$$;

comment on function social_private.begin_maintenance() is
'Takes the locks of run_maintenance(). Returns false if another transaction holds one of them for
two seconds.';

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
  task text;
  result record;
  erased integer := 0;
  refreshed integer := 0;
  errors social.work_error[] := '{}'::social.work_error[];
begin
  if not exists (select from social_private.config) then
    return (0, false, array[('settings', 'PT409')::social.work_error])::social.maintenance;
  end if;
  if not social_private.begin_maintenance() then
    return (0, false, array[('locks', '55P03')::social.work_error])::social.maintenance;
  end if;
  foreach task in array social_private.work_queues() || social_private.maintenance_tasks() loop
    -- While the queues are not empty, the tasks after them wait.
    exit when erased > 0 and task = 'failures';
    continue when erased > 0 and task = any (social_private.work_queues());
    select * into result from social_private.try_task(task, size, ends_at);
    if task = 'discovery' then
      refreshed := result.handled;
    else
      erased := erased + result.handled;
    end if;
    if result.code is not null then
      errors := errors || (task, result.code)::social.work_error;
    end if;
    -- After a timeout, the time of the call is up.
    exit when result.code = '57014';
  end loop;
  return (
    erased,
    erased = 0 and refreshed < least(size, 1000) and clock_timestamp() < ends_at
      and (social_private.is_task_paused('sweep') or not social_private.is_task_due('sweep')),
    social_private.noted_errors(errors)
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
posts of explore. max_rows is at most 10,000. If a row cannot be deleted or a task fails, the
function continues with the others, and a later call tries again. If an account deletion or another
call holds the locks for two seconds, it does nothing and names the task locks. Returns the number
of deleted rows and the errors.';

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
    select waiting.id from social_private.due_files as waiting
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
  shown constant text := social_private.shown_error(note_failed_work.error, 200);
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

create function social_private.is_work_due()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  task text;
begin
  foreach task in array social_private.work_queues() || social_private.maintenance_tasks() loop
    if not social_private.is_task_paused(task) and social_private.is_task_due(task) then
      return true;
    end if;
  end loop;
  -- The edge function does these two.
  return exists (select from social_private.due_files)
    or exists (select from social_private.waiting_exports);
end;
$$;

comment on function social_private.is_work_due() is
'Returns whether the worker has something to do. Rows and tasks on which it failed recently do not
count until they are due again. A schedule can call this function before it calls the worker.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.run_maintenance(integer), social.run_maintenance(integer),
  social_private.claim_file_deletions(integer), social.claim_file_deletions(integer),
  social_private.complete_file_deletions(uuid[]), social.complete_file_deletions(uuid[]),
  social_private.note_failed_work(text, uuid[], text), social.note_failed_work(text, uuid[], text)
  to service_role;

-- Policies: see social_table_access.
