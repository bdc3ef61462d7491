-- Worker health: whether the worker runs, and what is overdue. For an operator, for the command
-- doctor, and for a check of the edge function every few minutes from outside.

create type social.worker_check as (
  subject text,
  is_healthy boolean,
  amount bigint,
  since timestamptz,
  problem text
);

comment on type social.worker_check is
'One check of the worker: whether the subject is healthy, how many rows it is about, since when, and
a sentence that says what is wrong and what to do, which is null if nothing is wrong.';

create function social_private.check_result(
  subject text, is_healthy boolean, amount bigint, since timestamptz, problem text)
  returns social.worker_check
  language sql
  immutable
  security invoker
  set search_path = ''
return (
  check_result.subject, coalesce(check_result.is_healthy, false),
  coalesce(check_result.amount, 0), check_result.since,
  case when not coalesce(check_result.is_healthy, false) then check_result.problem end
)::social.worker_check;

comment on function social_private.check_result(text, boolean, bigint, timestamptz, text) is
'Returns a check. A healthy check has no problem.';

create function social_private.worker_run_checks()
  returns setof social.worker_check
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  newest social_private.worker_runs;
  finished social_private.worker_runs;
  cut_off bigint;
begin
  select * into newest from social_private.worker_runs order by worker_runs.id desc limit 1;
  select * into finished from social_private.worker_runs
  where worker_runs.finished_at is not null order by worker_runs.id desc limit 1;
  select count(*) into cut_off from social_private.worker_runs
  where worker_runs.finished_at is null and worker_runs.lease_ends_at <= now();
  return next social_private.check_result(
    'last run',
    finished.finished_at > now() - interval '10 minutes'
      and (newest.finished_at is not null or newest.lease_ends_at > now()),
    cut_off, finished.finished_at,
    case
      when newest.id is null then
        'The worker has never run. Schedule it, as the page Getting started explains.'
      when newest.finished_at is null and newest.lease_ends_at <= now() then
        'The last run began and never ended. Read the log of the function social-worker.'
      else
        'No run has ended for ten minutes. Check the schedule, the answers in '
        'net._http_response and the log of the function social-worker.'
    end);
  return next social_private.check_result(
    'last error', finished.id is null or finished.error is null,
    (select count(*) from social_private.worker_runs where worker_runs.error is not null),
    finished.finished_at,
    'The last run failed in part: ' || finished.error
      || '. Read social_private.failed_work and the log of the function social-worker.');
end;
$$;

comment on function social_private.worker_run_checks() is
'Checks when the worker last ran, and whether this run succeeded. The amounts are the runs of the
last seven days that never ended, and those with an error.';

create function social_private.worker_schedule_check()
  returns social.worker_check
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  -- Something else than pg_cron may call the worker.
  runs constant boolean := exists (
    select from social_private.worker_runs
    where worker_runs.finished_at > now() - interval '10 minutes');
  jobs bigint;
  active bigint;
  here bigint;
begin
  if to_regclass('cron.job') is null then
    return social_private.check_result('schedule', runs, 0, null,
      'This database has no pg_cron, and nothing else calls the worker. Enable pg_cron and '
      'schedule the worker, or run npx supabase-social work.');
  end if;
  begin
    -- Row-level security of pg_cron shows a role only its own jobs.
    execute $sql$
      select count(*), count(*) filter (where active),
        count(*) filter (where active and database = current_database())
      from cron.job
      where command ~ 'social_private\.call_worker\(|/functions/v1/social-worker'
    $sql$ into jobs, active, here;
  exception when insufficient_privilege or undefined_column then
    return social_private.check_result('schedule', runs, 0, null,
      'This role cannot read cron.job, and nothing has called the worker for ten minutes.');
  end;
  return social_private.check_result('schedule', here > 0 or jobs = 0 and runs, here, null,
    case
      when jobs = 0 then
        'pg_cron has no job that calls the worker. Schedule it with schedule_worker.'
      when active = 0 then 'The job that calls the worker is switched off. Switch it on.'
      else 'The job that calls the worker belongs to another database. Schedule it again.'
    end);
end;
$$;

comment on function social_private.worker_schedule_check() is
'Checks whether pg_cron has an active job that calls the worker. Without such a job, the check is
healthy while something else calls the worker. The amount is the number of active jobs.';

create function social_private.overdue_checks()
  returns setof social.worker_check
  language sql
  stable
  security invoker
  set search_path = ''
as $$
  select social_private.check_result(
    due.subject, due.since is null or due.since > now() - due.patience, due.amount, due.since,
    format('%s rows wait, the oldest one since %s. Check that the worker runs, and read '
      'social_private.failed_work.', due.amount, date_trunc('second', due.since)))
  from (
    select 1 as place, 'accounts' as subject, interval '1 hour' as patience,
      count(*) as amount, min(due_accounts.due_at) as since
    from social_private.due_accounts
    union all
    select 2, 'posts', interval '1 hour', count(*), min(due_posts.due_at)
    from social_private.due_posts
    union all
    select 3, 'comments', interval '1 hour', count(*), min(due_comments.due_at)
    from social_private.due_comments
    union all
    select 4, 'uploads', interval '1 hour', count(*), min(due_uploads.due_at)
    from social_private.due_uploads
    union all
    -- A large export has hundreds of parts, and each run builds one.
    select 5, 'exports', interval '1 day', count(*), min(exports.requested_at)
    from social_private.exports
    where exports.finished_at is null and exports.failed_at is null
    union all
    select 6, 'files', interval '1 hour', count(*), min(due_files.due_at)
    from social_private.due_files
  ) as due
  order by due.place
$$;

comment on function social_private.overdue_checks() is
'Checks since when the oldest account, post, comment, upload, export and file waits for the worker.
An export may wait for a day, and the others for an hour. Rows on which the worker failed recently
are in the check of failed work instead.';

create function social_private.worker_health(key_hash text default null)
  returns setof social.worker_check
  language plpgsql
  stable
  security definer -- service_role has no grant on the tables
  set search_path = ''
as $$
begin
  perform social_private.check_worker_key(worker_health.key_hash);
  return query select * from social_private.worker_run_checks();
  return query select * from social_private.worker_schedule_check();
  return query select * from social_private.overdue_checks();
  return query
  select checked.* from (
    select count(*) as amount, min(failed_work.failed_at) as since,
      max(failed_work.attempts) as attempts
    from social_private.failed_work
  ) as failed
  cross join lateral social_private.check_result(
    'failed work', failed.amount = 0 or failed.attempts < 3, failed.amount, failed.since,
    'The worker failed at least three times on a row. Remove the cause that '
    'social_private.failed_work names.'
  ) as checked;
end;
$$;

create function social.worker_health(key_hash text default null)
  returns setof social.worker_check
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.worker_health(worker_health.key_hash);

comment on function social.worker_health(text) is
'Returns whether the worker runs, and what is overdue. Secret key only.

The subjects are: last run, last error, schedule, accounts, posts, comments, uploads, exports, files
and failed work. key_hash is the SHA-256 of the key of the worker in hexadecimal digits, and null
for a caller with the secret key.
Errors: worker_key_invalid.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.worker_health(text), social.worker_health(text)
  to service_role;

-- Policies: see social_table_access.
