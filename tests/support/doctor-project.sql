-- Makes every line of the command doctor fine: a schedule, a worker that runs, and more rows than a
-- page has. Adds a sign-up hook of the host.

-- pg_cron, which the local Postgres lacks: the columns that the command reads.
create schema cron;
create table cron.job (
  jobid bigint primary key,
  jobname text,
  schedule text not null,
  command text not null,
  active boolean not null default true
);
create table cron.job_run_details (
  jobid bigint,
  runid bigint primary key,
  status text,
  return_message text
);
grant usage on schema cron to postgres;
grant select on cron.job, cron.job_run_details to postgres;
insert into cron.job (jobid, jobname, schedule, command) values
  (1, 'host''s own job', '@daily', 'select 1'),
  (2, 'social worker', '* * * * *', 'select net.http_post(…/functions/v1/social-worker)');
insert into cron.job_run_details values
  (2, 1, 'failed', 'an error of the past'), (2, 2, 'succeeded', '1 row'), (2, 3, 'running', null);

update social_private.worker_state set last_run_at = now();

insert into auth.users (
  instance_id, id, aud, role, email, email_confirmed_at, encrypted_password, confirmation_token,
  recovery_token, email_change_token_new, email_change, raw_app_meta_data, raw_user_meta_data,
  created_at, updated_at
)
select
  '00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'authenticated', 'authenticated',
  'person-' || number || '@example.com', now(), '', '', '', '', '', '{}',
  jsonb_build_object('social_username', 'person_' || number), now(), now()
from generate_series(1, 101) as number;

create function public.own_hook(event jsonb) returns jsonb language sql stable return '{}'::jsonb;
grant execute on function public.own_hook(jsonb) to supabase_auth_admin;
