-- Stubs stand in for pg_cron, pg_net and Vault.
begin;
select plan(6);
create schema if not exists cron;
create schema if not exists net;
create schema if not exists vault;
drop table if exists cron.job;
create table cron.job (
  jobname text, command text, username text default current_user, active boolean);
create table net.calls (url text, headers jsonb);
create function net.http_post(
  url text, body jsonb, headers jsonb, timeout_milliseconds integer) returns bigint
  language sql
  as $$insert into net.calls values (url, headers); select 1::bigint$$;
create view vault.decrypted_secrets as
  select 'social_worker_key'::text as name, 'secret'::text as decrypted_secret;

select is(social_private.wake_worker(), null, 'without a job, nothing is called');
insert into cron.job (jobname, command, active) values
  ('social worker', $$select social_private.call_worker('https://abc.supabase.co')$$, false);
select is(social_private.wake_worker(), null, 'a job that is switched off is not called');
update cron.job set active = true;
select social_tests.person('mallory');
select set_config('my.draft', social_tests.upload('mallory'), true);
select is(
  (select is_worker_called from social_private.remove_illegal_file(
    current_setting('my.draft'), 'Court order')), true, 'a removal calls the worker');
select results_eq('select url, headers ->> $$x-social-worker-key$$ from net.calls',
  $$values ('https://abc.supabase.co/functions/v1/social-worker', 'secret')$$,
  'the call has the address of the job and the key');
drop view vault.decrypted_secrets;
select set_config('my.draft', social_tests.upload('mallory'), true);
select is(
  (select is_worker_called from social_private.remove_illegal_file(
    current_setting('my.draft'), 'Court order')), false, 'a call that fails stops no removal');
select ok(exists (
  select from social_private.file_deletions join social_private.due_files using (id)
  where path = current_setting('my.draft')), 'the next run removes the file');

select * from finish();
rollback;
