-- Worker runs: which call of the worker is under way, and what the last ones did.
-- The worker has a key of its own, which can do nothing but run the worker. Each run begins with
-- begin_work and ends with finish_work. Only one run is under way at a time.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('worker_key_invalid', 403, 'This is not the key of the worker.',
    'Send the key that schedule_worker made, or the secret key of the project.'),
  ('worker_project_differs', 409,
    'The database that calls the worker is not the database on which the worker works.',
    'In a copy of a project, run schedule_worker with the address of the copy.');

-- Tables

create table social_private.worker_state (
  is_only_row boolean not null default true,
  last_run_at timestamptz,
  sweep_bucket text not null default 'social-avatars',
  sweep_path text not null default '',
  sweep_at timestamptz not null default now() + interval '1 hour',
  job_runs_at timestamptz not null default now(),
  key_hash bytea,

  constraint worker_state_pkey primary key (is_only_row),
  constraint worker_state_is_one_row check (is_only_row)
);

comment on table social_private.worker_state is
'This table has exactly one row, which says when the worker last ran. The command doctor reads it.';

comment on column social_private.worker_state.is_only_row is
'Always true. The primary key on this column keeps the table at one row.';

comment on column social_private.worker_state.last_run_at is
'The time of the last call of run_maintenance. Null if the worker has never run.';

comment on column social_private.worker_state.sweep_bucket is
'The bucket in which sweep_files() continues.';

comment on column social_private.worker_state.sweep_path is
'The last file that sweep_files() has looked at.';

comment on column social_private.worker_state.sweep_at is
'The time from which sweep_files() continues.';

comment on column social_private.worker_state.job_runs_at is
'The time from which forget_job_runs() looks for old runs again.';

comment on column social_private.worker_state.key_hash is
'The SHA-256 of the key of the worker, which the schedule sends. Null if there is no key yet. The
key itself is in Vault.';

insert into social_private.worker_state default values;

alter table social_private.worker_state enable row level security;

create trigger keep_rows
  before truncate on social_private.worker_state
  for each statement execute function social_private.tg_refuse_truncate(
    'Every installation needs the rows of this table.');

create table social_private.worker_runs (
  id uuid not null default social_private.uuid_v7(),
  started_at timestamptz not null default now(),
  lease_ends_at timestamptz not null default now() + interval '90 seconds',
  finished_at timestamptz,
  project text not null,
  erased integer not null default 0,
  removed integer not null default 0,
  failed integer not null default 0,
  exported integer not null default 0,
  error text,

  constraint worker_runs_pkey primary key (id),
  constraint worker_runs_project_length check (length(project) <= 200),
  constraint worker_runs_error_length check (length(error) <= 500)
);

comment on table social_private.worker_runs is
'The runs of the worker of the last seven days. The worker writes a row when it begins and fills it
in when it ends. A run without an end whose lease is over was interrupted.';

comment on column social_private.worker_runs.id is 'The id of the run.';

comment on column social_private.worker_runs.started_at is 'The time when the run began.';

comment on column social_private.worker_runs.lease_ends_at is
'Until then, no other run begins, unless this run ends before.';

comment on column social_private.worker_runs.finished_at is
'The time when the run ended. Null while it is under way, or if it was interrupted.';

comment on column social_private.worker_runs.project is
'The address of the project whose edge function did the work.';

comment on column social_private.worker_runs.erased is 'The number of deleted rows.';

comment on column social_private.worker_runs.removed is 'The number of removed files.';

comment on column social_private.worker_runs.failed is
'The number of files that Storage could not remove.';

comment on column social_private.worker_runs.exported is 'The number of finished export parts.';

comment on column social_private.worker_runs.error is
'The tasks that failed, each with the code of its error and without data of people. Null if the run
succeeded.';

-- This index serves the search for the run that is under way.
create index worker_runs_unfinished_idx on social_private.worker_runs (lease_ends_at)
  where finished_at is null;

alter table social_private.worker_runs enable row level security;

create view social_private.former_worker_runs with (security_invoker = true) as
select old.id from social_private.worker_runs as old
-- An id contains the time when the run began.
where old.id < (select social_private.min_id_at(now() - interval '7 days'));

comment on view social_private.former_worker_runs is 'The runs that are older than seven days.';

comment on column social_private.former_worker_runs.id is 'The id of the run.';

create function social_private.is_job_cleanup_due()
  returns boolean
  language sql
  stable
  security invoker
  set search_path = ''
return to_regclass('cron.job_run_details') is not null and (
  select worker_state.job_runs_at <= now() from social_private.worker_state
);

comment on function social_private.is_job_cleanup_due() is
'Returns whether forget_job_runs() has something to do. It looks once an hour.';

-- Worker calls

create function social_private.server_id()
  returns text
  language sql
  stable
  security invoker
  set search_path = ''
return left(encode(sha256(convert_to(
  extract(epoch from pg_postmaster_start_time())::text || ' ' || (
    select pg_database.oid::text from pg_catalog.pg_database
    where pg_database.datname = current_database()
  ), 'UTF8')), 'hex'), 32);

comment on function social_private.server_id() is
'Returns a name of the running server and of its database. A clone and another project have another
one, and a restart of the server changes it.';

create function social_private.check_worker_key(key_hash text)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if check_worker_key.key_hash is not null and not exists (
    select from social_private.worker_state
    where encode(worker_state.key_hash, 'hex') = check_worker_key.key_hash
  ) then
    perform social_private.fail('worker_key_invalid');
  end if;
end;
$$;

comment on function social_private.check_worker_key(text) is
'Raises worker_key_invalid unless this is the SHA-256 of the key of the worker. Null stands for a
caller with the secret key.';

create function social_private.begin_work(project text, server text, key_hash text)
  returns uuid
  language plpgsql
  volatile
  security definer -- service_role has no grant on the tables
  set search_path = ''
as $$
declare
  run_id uuid;
begin
  perform social_private.check_worker_key(begin_work.key_hash);
  if begin_work.server <> social_private.server_id() then
    perform social_private.fail('worker_project_differs');
  end if;
  -- Of several calls at once, only one gets this row, and the others do not wait for it.
  perform from social_private.worker_state for update skip locked;
  if not found or exists (
    select from social_private.worker_runs
    where worker_runs.finished_at is null and worker_runs.lease_ends_at > now()
  ) then
    return null;
  end if;
  insert into social_private.worker_runs (project)
  values (left(coalesce(begin_work.project, ''), 200))
  returning worker_runs.id into run_id;
  return run_id;
end;
$$;

create function social.begin_work(
  project text, server text default null, key_hash text default null)
  returns uuid
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.begin_work(begin_work.project, begin_work.server, begin_work.key_hash);

comment on function social.begin_work(text, text, text) is
'Begin a run of the worker. Secret key only.

project is the address of the project whose edge function works, at most 200 characters. server is
the result of server_id() in the database that calls the worker, and null if nothing calls it from a
database. key_hash is the SHA-256 of the key of the worker in hexadecimal digits, and null for a
caller with the secret key. Returns the id of the run. Returns null at once while another run is
under way. An interrupted run counts as under way for 90 seconds.
Errors: worker_key_invalid, worker_project_differs.';

create function social_private.finish_work(
  run_id uuid, erased integer, removed integer, failed integer, exported integer, error text)
  returns integer
  language plpgsql
  volatile
  security definer -- service_role has no grant on the tables
  set search_path = ''
as $$
declare
  finished integer;
begin
  update social_private.worker_runs set
    finished_at = clock_timestamp(),
    erased = coalesce(finish_work.erased, 0),
    removed = coalesce(finish_work.removed, 0),
    failed = coalesce(finish_work.failed, 0),
    exported = coalesce(finish_work.exported, 0),
    error = social_private.shown_error(nullif(finish_work.error, ''), 500)
  where worker_runs.id = finish_work.run_id and worker_runs.finished_at is null;
  get diagnostics finished = row_count;
  return finished;
end;
$$;

create function social.finish_work(
  run_id uuid, erased integer, removed integer, failed integer, exported integer,
  error text default null)
  returns integer
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.finish_work(
  finish_work.run_id, finish_work.erased, finish_work.removed, finish_work.failed,
  finish_work.exported, finish_work.error);

comment on function social.finish_work(uuid, integer, integer, integer, integer, text) is
'Report the end of a run of the worker, and what it did. Secret key only.

run_id is the result of begin_work. error names the tasks that failed, with codes and without data
of people; only its first 500 characters are kept. Returns 1, or 0 if the run has already ended.';

create function social_private.forget_worker_runs(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  deleted integer;
begin
  delete from social_private.worker_runs where worker_runs.id = any (array(
    select former.id from social_private.former_worker_runs as former
    order by former.id
    limit forget_worker_runs.max_rows
  ));
  get diagnostics deleted = row_count;
  return deleted;
end;
$$;

comment on function social_private.forget_worker_runs(integer) is
'Deletes up to max_rows runs that are older than seven days. Returns how many.';

create function social_private.forget_job_runs(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  deleted integer := 0;
begin
  if not social_private.is_job_cleanup_due() then
    return 0;
  end if;
  begin
    -- Row-level security of pg_cron shows a role only the runs of its own jobs. A run that never
    -- connected has no times, so it is as old as the runs around it.
    execute $sql$
      delete from cron.job_run_details where runid = any (array(
        select old.runid from cron.job_run_details as old
        where old.database = current_database()
          and old.command ~ 'social_private\.call_worker\(|/functions/v1/social-worker'
          and (coalesce(old.end_time, old.start_time) < now() - interval '7 days'
            or old.end_time is null and old.start_time is null and old.runid < (
              select max(runid) from cron.job_run_details
              where start_time < now() - interval '7 days'))
        order by old.runid
        limit $1
      ))
    $sql$ using forget_job_runs.max_rows;
    get diagnostics deleted = row_count;
  -- The table belongs to pg_cron. Keep the rows if this version or this project does not let us.
  exception when insufficient_privilege or undefined_table or undefined_column then
    deleted := 0;
  end;
  update social_private.worker_state set job_runs_at = now() + interval '1 hour'
  where deleted < forget_job_runs.max_rows;
  return deleted;
end;
$$;

comment on function social_private.forget_job_runs(integer) is
'Once an hour, deletes up to max_rows runs of the job of the worker that are older than seven days
from cron.job_run_details, because pg_cron never deletes any. Returns how many. Deletes nothing
where pg_cron is missing or where it may not.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.begin_work(text, text, text), social.begin_work(text, text, text),
  social_private.finish_work(uuid, integer, integer, integer, integer, text),
  social.finish_work(uuid, integer, integer, integer, integer, text)
  to service_role;

-- Policies: see social_table_access.
