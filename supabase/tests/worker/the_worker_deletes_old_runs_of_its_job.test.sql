begin;
select plan(9);
select social_tests.work();
select lives_ok('select social_private.forget_job_runs(10)', 'a project may have no pg_cron');

-- As pg_cron makes it: row-level security shows a role the runs of its own jobs.
create schema cron;
create table cron.job_run_details (
  jobid bigint, runid bigint primary key, job_pid integer, database text, username text,
  command text, status text, return_message text, start_time timestamptz, end_time timestamptz);
alter table cron.job_run_details enable row level security;
create policy cron_job_run_details_policy on cron.job_run_details using (username = current_user);
create function pg_temp.runs(first integer, last integer, age text, command text) returns void
language sql as $$
  insert into cron.job_run_details
  select 1, number, 1, current_database(), current_user, runs.command, 'succeeded', '',
    now() - age::interval, now() - age::interval
  from generate_series(first, last) as number
$$;
select pg_temp.runs(1, 5, '8 days', 'select social_private.call_worker(''https://a.example'')');
select pg_temp.runs(6, 7, '8 days', 'select net.http_post(''/functions/v1/social-worker'')');
select pg_temp.runs(8, 9, '8 days', 'select 1');
select pg_temp.runs(11, 12, '6 days', 'select social_private.call_worker(''https://a.example'')');
-- A run that never connected has no times.
select pg_temp.runs(10, 10, '1 day', 'select social_private.call_worker(''https://a.example'')');
update cron.job_run_details set start_time = null, end_time = null where runid in (5, 10);
create function pg_temp.left_runs() returns bigint[] language sql as
  'select array_agg(runid order by runid) from cron.job_run_details';

select is(social_private.forget_job_runs(4), 4, 'a call deletes a limited number of runs');
select ok(social_private.is_job_cleanup_due(), 'the rest is due');
select is(social_private.forget_job_runs(4), 3, 'the next call deletes the rest');
select is(pg_temp.left_runs(), '{8,9,10,11,12}'::bigint[],
  'runs of other jobs and runs of the last days stay');
select is(social_private.forget_job_runs(4), 0, 'the worker looks once an hour');
select is(social_private.is_job_cleanup_due(), false, 'until then, nothing is due');

update social_private.worker_state set job_runs_at = now();
create role cron_stranger;
grant cron_stranger to current_user;
grant usage on schema social_private, cron to cron_stranger;
alter table cron.job_run_details drop column command;
select is(social_private.forget_job_runs(4), 0, 'a version of pg_cron without the column is no error');
update social_private.worker_state set job_runs_at = now();
grant select, update on social_private.worker_state to cron_stranger;
create policy strangers on social_private.worker_state to cron_stranger using (true);
grant execute on function social_private.forget_job_runs(integer),
  social_private.is_job_cleanup_due() to cron_stranger;
set local role cron_stranger;
select set_config('my.deleted', social_private.forget_job_runs(4)::text, true);
reset role;
select is(current_setting('my.deleted'), '0', 'a role that may not delete the runs is no error');
select * from finish();
rollback;
