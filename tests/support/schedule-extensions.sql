-- Stubs of pg_cron, pg_net and Vault with their documented signatures. The stub of pg_net records
-- requests and does not send them. The stub of Vault does not encrypt.

create schema cron;

create table cron.job (
  jobid bigserial primary key,
  schedule text not null,
  command text not null,
  active boolean not null default true,
  jobname text unique
);

-- A job with a known name is changed, as in pg_cron.
create function cron.schedule(job_name text, schedule text, command text)
  returns bigint
  language sql
as $$
  insert into cron.job (jobname, schedule, command) values (job_name, schedule, command)
  on conflict (jobname) do update set schedule = excluded.schedule, command = excluded.command
  returning jobid
$$;

create function cron.unschedule(job_name text)
  returns boolean
  language plpgsql
as $$
begin
  delete from cron.job where jobname = unschedule.job_name;
  if not found then
    raise exception 'could not find valid entry for job ''%''', unschedule.job_name;
  end if;
  return true;
end;
$$;

create schema net;

create table net.requests (
  id bigserial primary key,
  url text,
  body jsonb,
  headers jsonb,
  timeout_milliseconds integer
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
  insert into net.requests (url, body, headers, timeout_milliseconds)
  values (url, body, headers, timeout_milliseconds) returning id
$$;

create schema vault;

create table vault.secrets (
  id uuid primary key default gen_random_uuid(),
  name text unique,
  secret text not null
);

create view vault.decrypted_secrets as
  select id, name, secret, secret as decrypted_secret from vault.secrets;

create function vault.create_secret(
  new_secret text,
  new_name text default null,
  new_description text default '',
  new_key_id uuid default null
)
  returns uuid
  language sql
as $$
  insert into vault.secrets (name, secret) values (new_name, new_secret) returning id
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
  set secret = coalesce(new_secret, secret), name = coalesce(new_name, name)
  where id = secret_id
$$;
