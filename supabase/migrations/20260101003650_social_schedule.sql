-- Schedule: pg_cron calls the edge function social-worker every minute.
--
-- The schedule does not send the secret key of the project. pg_net keeps the headers of a request
-- in a table that every role with SQL can read, and follows redirects with these headers. So the
-- worker has a key of its own, which can only run the worker. The database makes this key and keeps
-- its hash, and Vault keeps the key. No statement contains it, so that no log does.
--
-- The extensions may be missing when this migration runs, so the functions use dynamic SQL.

insert into social_private.errors (code, status, detail, hint) values
  ('schedule_extension_missing', 409, 'The schedule needs an extension that is not enabled.', null),
  ('worker_url_invalid', 422, 'This is not the address of a project.',
    'Pass the address of the API, for example https://abc.supabase.co.'),
  ('worker_call_failed', 409, 'The database could not queue a call of the worker.', null);

-- Extensions

create function social_private.missing_extensions()
  returns text[]
  language sql
  stable
  security invoker
  set search_path = ''
return array(
  select needed.statement
  from (values
    ('create extension pg_cron with schema pg_catalog',
      to_regprocedure('cron.schedule(text, text, text)') is not null),
    ('create extension pg_net with schema extensions', exists (
      select from pg_catalog.pg_proc
      where pg_proc.proname = 'http_post' and pg_proc.pronamespace = to_regnamespace('net')::oid
    )),
    ('create extension supabase_vault', to_regclass('vault.decrypted_secrets') is not null)
  ) as needed (statement, is_there)
  where not needed.is_there
);

comment on function social_private.missing_extensions() is
'Returns the statements that enable the extensions that a schedule needs and that are missing.';

-- The key of the worker

create function social_private.has_worker_key()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  is_known boolean;
begin
  execute $query$
    select pg_catalog.sha256(convert_to(secrets.decrypted_secret, 'UTF8')) = worker_state.key_hash
    from vault.decrypted_secrets as secrets, social_private.worker_state
    where secrets.name = 'social_worker_key'
  $query$ into is_known;
  return is_known is true;
exception when others then
  -- The Vault of a restored copy cannot decrypt the secrets of the original.
  return false;
end;
$$;

comment on function social_private.has_worker_key() is
'Returns whether Vault has the key of the worker, and the database its hash.';

create function social_private.rotate_worker_key()
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if 'create extension supabase_vault' = any (social_private.missing_extensions()) then
    perform social_private.fail(
      'schedule_extension_missing', 'Run: create extension supabase_vault;');
  end if;
  -- create_secret() writes its argument into the table before it encrypts it, and update_secret()
  -- encrypts it before. So create an empty secret, whose deletion also repairs a secret that cannot
  -- be decrypted. The key stays inside of one expression, because Postgres can log variables.
  execute $query$ delete from vault.secrets where name = 'social_worker_key' $query$;
  execute $query$
    select vault.update_secret(
      vault.create_secret('', 'social_worker_key', 'The key of the worker of supabase-social'),
      replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''))
  $query$;
  execute $query$
    update social_private.worker_state set key_hash = (
      select pg_catalog.sha256(convert_to(secrets.decrypted_secret, 'UTF8'))
      from vault.decrypted_secrets as secrets where secrets.name = 'social_worker_key')
  $query$;
end;
$$;

comment on function social_private.rotate_worker_key() is
'Gives the worker another key. Run it as role postgres. The next call of the schedule sends the new
key, and the old key stops working at once. Errors: schedule_extension_missing.';

-- The job

create function social_private.call_worker(url text)
  returns bigint
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  request_id bigint;
  context text;
  reason text;
begin
  begin
    execute $query$
      select net.http_post(
        url := $1 || '/functions/v1/social-worker',
        body := jsonb_build_object('server', social_private.server_id()),
        headers := jsonb_build_object(
          'content-type', 'application/json', 'x-social-worker-key', secrets.decrypted_secret),
        timeout_milliseconds := 60000) -- the default of 5 seconds would cancel a longer run
      from vault.decrypted_secrets as secrets
      where secrets.name = 'social_worker_key'
    $query$ into request_id using call_worker.url;
  exception when others then
    -- The details of an error can contain the row of the request, and so the key.
    get stacked diagnostics context = pg_exception_context;
    reason := social_private.error_without_data(sqlstate, sqlerrm, context);
  end;
  if request_id is null then
    perform social_private.fail('worker_call_failed', coalesce(
      reason, 'The key is missing. Run: select social_private.schedule_worker(''https://…'');'));
  end if;
  return request_id;
end;
$$;

comment on function social_private.call_worker(text) is
'Queues a call of the edge function social-worker of the project with this address, and returns the
id of the request. The job of pg_cron runs it. pg_net sends the request after the transaction.
Errors: worker_call_failed.';

create function social_private.remove_worker_job()
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  execute $query$
    select cron.unschedule(jobid) from cron.job
    where jobname = 'social worker' and username = current_user
  $query$;
end;
$$;

comment on function social_private.remove_worker_job() is 'Removes the job of pg_cron.';

create function social_private.put_worker_job(command text)
  returns text
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  job_id bigint;
  rhythm text;
  is_same boolean;
begin
  execute $query$
    select jobid, schedule, active and command = $1 from cron.job
    where jobname = 'social worker' and username = current_user
  $query$ into job_id, rhythm, is_same using put_worker_job.command;
  if is_same then
    return case when rhythm = '* * * * *' then 'unchanged' else 'kept' end;
  end if;
  -- pg_cron gives a job another command, and does not switch it on again.
  perform social_private.remove_worker_job();
  execute $query$ select cron.schedule('social worker', $1, $2) $query$
  using coalesce(rhythm, '* * * * *'), put_worker_job.command;
  return case when job_id is null then 'created' else 'updated' end;
end;
$$;

comment on function social_private.put_worker_job(text) is
'Creates the job of pg_cron, or gives it another command. Returns created, updated, unchanged or, if
the operator chose another rhythm, kept.';

create function social_private.forget_secret_key()
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  execute $query$
    delete from vault.secrets
    where name = 'social_secret_key'
      and not exists (select from cron.job where command like '%social_secret_key%')
      and not exists (
        select from pg_catalog.pg_proc
        where concat(prosrc, pg_catalog.pg_get_function_sqlbody(pg_proc.oid))
            like '%social_secret_key%'
          and pronamespace <> 'social_private'::regnamespace)
  $query$;
end;
$$;

comment on function social_private.forget_secret_key() is
'Deletes the secret key of the project from Vault, where the first schedules stored it, unless
another job or a function of the app reads it.';

create function social_private.schedule_worker(url text)
  returns text
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  missing constant text[] := social_private.missing_extensions();
  address constant text :=
    regexp_replace(trim(schedule_worker.url), '(/functions/v1/social-worker)?/*$', '');
  result text;
begin
  if missing <> '{}' then
    perform social_private.fail(
      'schedule_extension_missing', 'Run: ' || array_to_string(missing, '; ') || ';');
  end if;
  if (address ~ '^https?://[a-zA-Z0-9.:_\[\]-]+(/[a-zA-Z0-9./_-]*)?$') is not true then
    perform social_private.fail('worker_url_invalid');
  end if;
  -- Let one call at a time look for the key and for the job.
  perform from social_private.worker_state for update;
  if not social_private.has_worker_key() then
    perform social_private.rotate_worker_key();
  end if;
  result := social_private.put_worker_job(
    format('select social_private.call_worker(%L)', address));
  perform social_private.forget_secret_key();
  return result;
end;
$$;

comment on function social_private.schedule_worker(text) is
'Lets pg_cron call the worker of the project with this address every minute. Run it as role
postgres. Every repetition leaves one job and one key. If the operator gave the job another rhythm,
it stays. Returns created, updated, unchanged or kept. Errors: schedule_extension_missing,
worker_url_invalid.';

create function social_private.unschedule_worker()
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if to_regclass('cron.job') is not null then
    perform social_private.remove_worker_job();
  end if;
  if to_regclass('vault.secrets') is not null then
    execute $query$ delete from vault.secrets where name = 'social_worker_key' $query$;
  end if;
  update social_private.worker_state set key_hash = null;
end;
$$;

comment on function social_private.unschedule_worker() is
'Ends the schedule: removes the job of pg_cron and the key of the worker. Run it as role postgres.';

-- Callable: only the owner of the database schedules the worker.

select social_private.close_new_functions();

-- Policies: see social_table_access.
