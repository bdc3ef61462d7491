-- Makes every line of the command doctor fine: a schedule, a worker that runs, more rows than a page
-- has, and policies of the host app that restrictive policies of supabase-social make harmless.

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

insert into auth.users (id, email, raw_user_meta_data)
select gen_random_uuid(), 'person-' || number || '@example.com',
  jsonb_build_object('social_username', 'person_' || number)
from generate_series(1, 101) as number;

create policy host_reads_everything on storage.objects for select to authenticated using (true);
create policy host_service on storage.objects for all to service_role using (true);
