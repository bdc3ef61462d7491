-- Stubs of pg_cron 1.6, pg_net 0.20 and Vault 0.3, with the tables and the signatures that their
-- documentation shows. They are schemas and no extensions, so `create extension` does not know them.
--
-- What they leave out:
-- - pg_cron runs no job and writes no run. It accepts every text as a schedule, and shows the jobs of
--   everybody to everybody. tests/integration/schedule-pg-cron.test.ts uses the real extension.
-- - pg_net sends no request. So a request stays in the queue, and has no answer. The stub encodes no
--   parameters, and its tables are not unlogged.
-- - Vault encrypts nothing: the columns secret and decrypted_secret are equal. It has no root key, so
--   a restored copy can read every secret.

-- pg_cron

create schema cron;

create table cron.job (
  jobid bigserial primary key,
  schedule text not null,
  command text not null,
  nodename text not null default 'localhost',
  nodeport integer not null default 5432,
  database text not null default current_database(),
  username text not null default current_user,
  active boolean not null default true,
  jobname text,
  constraint jobname_username_uniq unique (jobname, username)
);

create table cron.job_run_details (
  jobid bigint,
  runid bigserial primary key,
  job_pid integer,
  database text,
  username text,
  command text,
  status text,
  return_message text,
  start_time timestamptz,
  end_time timestamptz
);

-- A job with a known name gets the new schedule and command, and stays switched off if it was.
create function cron.schedule(job_name text, schedule text, command text)
  returns bigint
  language sql
as $$
  insert into cron.job (jobname, schedule, command) values (job_name, schedule, command)
  on conflict (jobname, username)
  do update set schedule = excluded.schedule, command = excluded.command
  returning jobid
$$;

create function cron.unschedule(job_id bigint)
  returns boolean
  language plpgsql
as $$
begin
  delete from cron.job where jobid = unschedule.job_id and username = current_user;
  if not found then
    raise exception 'could not find valid entry for job %', unschedule.job_id;
  end if;
  return true;
end;
$$;

create function cron.unschedule(job_name text)
  returns boolean
  language plpgsql
as $$
begin
  delete from cron.job where jobname = unschedule.job_name and username = current_user;
  if not found then
    raise exception 'could not find valid entry for job ''%''', unschedule.job_name;
  end if;
  return true;
end;
$$;

-- pg_net

create schema net;

create table net.http_request_queue (
  id bigserial,
  method text not null,
  url text not null,
  headers jsonb,
  body bytea,
  timeout_milliseconds integer not null
);

create table net._http_response (
  id bigint,
  status_code integer,
  content_type text,
  headers jsonb,
  content text,
  timed_out boolean,
  error_msg text,
  created timestamptz not null default now()
);

create function net.http_post(
  url text,
  body jsonb default '{}',
  params jsonb default '{}',
  headers jsonb default '{"Content-Type": "application/json"}',
  timeout_milliseconds integer default 5000
)
  returns bigint
  language sql
as $$
  insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
  values ('POST', url, headers, convert_to(body::text, 'UTF8'), timeout_milliseconds)
  returning id
$$;

-- Everybody may read and change the queue, as in pg_net.
grant usage on schema net to public;
grant all on all tables in schema net to public;

-- Vault

create schema vault;

create table vault.secrets (
  id uuid primary key default gen_random_uuid(),
  name text unique,
  description text not null default '',
  secret text not null,
  key_id uuid,
  nonce bytea,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create view vault.decrypted_secrets as
  select id, name, description, secret, secret as decrypted_secret, key_id, nonce, created_at,
    updated_at
  from vault.secrets;

create function vault.create_secret(
  new_secret text,
  new_name text default null,
  new_description text default '',
  new_key_id uuid default null
)
  returns uuid
  language sql
as $$
  insert into vault.secrets (secret, name, description)
  values (new_secret, new_name, new_description) returning id
$$;

create function vault.update_secret(
  secret_id uuid,
  new_secret text default null,
  new_name text default null,
  new_description text default null,
  new_key_id uuid default null
)
  returns void
  language sql
as $$
  update vault.secrets
  set secret = coalesce(new_secret, secret), name = coalesce(new_name, name),
    description = coalesce(new_description, description), updated_at = now()
  where id = secret_id
$$;
