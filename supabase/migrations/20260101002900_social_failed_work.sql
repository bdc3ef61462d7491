-- Failed work: the rows and files on which the worker failed.
-- The worker notes an error, continues with the other rows, and tries the row again later. Clients
-- cannot see the notes.

-- Table

create table social_private.failed_work (
  queue text not null,
  row_id uuid not null,
  attempts integer not null default 1,
  error text not null,
  failed_at timestamptz not null default now(),
  retry_at timestamptz not null,

  constraint failed_work_pkey primary key (queue, row_id)
);

comment on table social_private.failed_work is
'Each row is one row or file on which the worker failed. The worker continues with the others, and
tries again at retry_at. The row disappears when the worker succeeds.';

comment on column social_private.failed_work.queue is
'The kind of work: accounts, posts, comments, uploads, stray_uploads, exports, expired_exports,
stray_exports, files, unconfirmed_profiles, old_mentions, expired_rows, count_updates, bells,
reindexes, post_scores, hashtag_counts, trends or explore. Or a whole task of run_maintenance(): one
of these queues, failures, addresses, follow_pauses, notifications, watched_posts, sweep,
worker_runs, job_runs or discovery.';

comment on column social_private.failed_work.row_id is
'The id of the row: of erasures for accounts, of file_deletions for files, of storage.objects for
stray files, of profiles for unconfirmed profiles and old mentions, otherwise of the table with the
name of the queue. Expired rows have no ids: row_id is their place in the table, as row_place_id()
writes it. The last five queues refresh what people discover. They have no rows, and row_id consists
of zeros, as in the note about a whole task.';

comment on column social_private.failed_work.attempts is
'How often the worker has failed on the row.';

comment on column social_private.failed_work.error is
'The SQLSTATE and the message of the last error. The message contains names of tables, constraints
and functions, and no data.';

comment on column social_private.failed_work.failed_at is 'The time of the last failure.';

comment on column social_private.failed_work.retry_at is
'The time of the next attempt. Set it to now() to try again at once.';

alter table social_private.failed_work enable row level security;

create function social_private.paused_rows(queue text)
  returns uuid[]
  language sql
  stable
  security invoker
  set search_path = ''
return array(
  select failed_work.row_id from social_private.failed_work
  where failed_work.queue = paused_rows.queue and failed_work.retry_at > now()
);

comment on function social_private.paused_rows(text) is
'Returns the rows of a queue that the worker skips, because it failed on them recently.';

create function social_private.is_task_paused(task text)
  returns boolean
  language sql
  stable
  security invoker
  set search_path = ''
return exists (
  select from social_private.failed_work
  where failed_work.queue = is_task_paused.task
    and failed_work.row_id = '00000000-0000-0000-0000-000000000000'
    and failed_work.retry_at > now()
);

comment on function social_private.is_task_paused(text) is
'Returns whether the worker skips a whole task, because the task failed recently.';

create function social_private.error_without_data(state text, message text, context text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  place constant text := 'PL/pgSQL function ([^\n]*) line \d+';
  raised_in text := substring(error_without_data.context from '^' || place || ' at RAISE');
begin
  -- Postgres writes only names into these messages. A function of the host may write anything.
  -- In dynamic SQL, a value can stand where a name belongs.
  if raised_in ~ '^social(_private)?\.' or raised_in is null
    and error_without_data.state ~ '^(23|27|40|53|55|57|42501|42P01|42703|42883)'
    and not (error_without_data.state ~ '^42'
      and error_without_data.context ~ ' at [^\n]*(EXECUTE|RETURN QUERY|OPEN)')
  then
    return error_without_data.state || ': ' || error_without_data.message;
  end if;
  return error_without_data.state || ': an error in '
    || coalesce(substring(error_without_data.context from place), 'a statement');
end;
$$;

comment on function social_private.error_without_data(text, text, text) is
'Returns the SQLSTATE and the message of an error. If the message may contain data of a row, returns
the name of the function that raised the error instead of the message.';

create function social_private.shown_error(error text, max_length integer)
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return left(regexp_replace(
  shown_error.error, '\S*(@|[0-9a-f]{8}(-[0-9a-f]{4}){3})\S*', '…', 'g'), shown_error.max_length);

comment on function social_private.shown_error(text, integer) is
'Returns the first max_length characters of an error that the edge function reports, without e-mail
addresses and without paths of files.';

create function social_private.fail_kept(relation regclass, is_locked boolean default false)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if fail_kept.is_locked then
    raise lock_not_available using
      message = format('Another transaction locks a row of %s.', fail_kept.relation);
  end if;
  raise triggered_data_change_violation using
    message = format('A trigger keeps a row of %s.', fail_kept.relation);
end;
$$;

comment on function social_private.fail_kept(regclass, boolean) is
'Raises an error of the worker: a row is still there after its deletion. Another transaction locks
the row, or a trigger of the host returns null.';

create function social_private.note_failure(queue text, row_id uuid, error text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  -- The next attempt may succeed after a deadlock, a timeout or a lack of memory, so the pause
  -- stays short.
  longest integer := case when note_failure.error ~ '^(40|53|55|57)' then 5 else 24 * 60 end;
begin
  insert into social_private.failed_work (queue, row_id, error, retry_at)
  values (
    note_failure.queue, note_failure.row_id, note_failure.error, now() + interval '1 minute')
  on conflict on constraint failed_work_pkey do update set
    attempts = failed_work.attempts + 1,
    error = excluded.error,
    failed_at = now(),
    retry_at = now()
      + least(power(2, least(failed_work.attempts, 20)), longest) * interval '1 minute';
end;
$$;

comment on function social_private.note_failure(text, uuid, text) is
'Records that the worker failed on a row. The pause before the next attempt is a minute, then twice
as long after each further failure, and at most a day.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
