-- Makes every line of the command doctor fine: a schedule, a worker that runs, and more rows than a
-- page has. Adds a sign-up hook of the host.

insert into cron.job (jobname, schedule, command) values
  ('host''s own job', '@daily', 'select 1');
insert into cron.job_run_details (jobid, status, return_message)
select jobid, status, message
from cron.job, (values
  ('failed', 'an error of the past'), ('succeeded', '1 row'), ('running', null)
) as runs (status, message)
where jobname = 'social worker';

insert into social_private.worker_runs (project, finished_at, erased, removed)
values ('https://abc.supabase.co', now() + interval '1 day', 3, 2);

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
