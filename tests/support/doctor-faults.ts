import { release } from '../../src/sdk/release.ts'
import { type Fault, fault } from './doctor-fault.ts'
import { serviceFaults } from './doctor-service-faults.ts'

/** Replaces a function by another body. To mend it, the test restores the first definition. */
const functionFaults: Fault[] = [
  fault('the database has an older release', 'database release', {
    breaks: `create or replace function social.version() returns text language sql immutable
      security invoker set search_path = '' return '0.0.9'`,
    says: `It is 0.0.9, and this command has ${release}. Run npx supabase-social upgrade, then npx supabase db push.`,
    mends: '$social.version()',
  }),
  fault('the database has a newer release', 'database release', {
    breaks: `create or replace function social.version() returns text language sql immutable
      security invoker set search_path = '' return '9.0.0'`,
    says: 'Install supabase-social 9.0.0',
    mends: '$social.version()',
  }),
  fault('the hook accepts every username', 'sign-up hook', {
    breaks: `create or replace function social_private.before_user_created(event jsonb)
      returns jsonb language plpgsql stable security definer set search_path = ''
      as 'begin return event -> ''nothing''; end'`,
    says: 'accepts an invalid username',
    mends: '$social_private.before_user_created(jsonb)',
  }),
]

const signUpFaults: Fault[] = [
  fault('the trigger on auth.users is missing', 'sign-up trigger', {
    breaks: 'drop trigger social_create_profile on auth.users',
    says: 'is missing, so a sign-up creates no profile',
    mends: `create trigger social_create_profile after insert on auth.users
      for each row execute function social_private.tg_users__create_profile()`,
  }),
  fault('the trigger on auth.users is disabled', 'sign-up trigger', {
    breaks: 'alter table auth.users disable trigger social_create_profile',
    says: 'is disabled, so a sign-up creates no profile',
    mends: 'alter table auth.users enable trigger social_create_profile',
  }),
  fault('the foreign key to auth.users is missing', 'sign-up trigger', {
    breaks: 'alter table social.profiles drop constraint profiles_id_fkey',
    says: 'foreign key of social.profiles to auth.users is missing',
    mends: `alter table social.profiles add constraint profiles_id_fkey
      foreign key (id) references auth.users (id) on delete cascade`,
  }),
  fault('the trigger on soft deletes is missing', 'soft-delete trigger', {
    breaks: 'drop trigger social_follow_soft_delete on auth.users',
    says: 'a soft-deleted user keeps a visible profile',
    mends: `create trigger social_follow_soft_delete after update on auth.users for each row
      when ((old.deleted_at is null) <> (new.deleted_at is null))
      execute function social_private.tg_users__follow_soft_delete()`,
  }),
  fault('the trigger on confirmations is disabled', 'confirmation trigger', {
    breaks: 'alter table auth.users disable trigger social_sync_confirmation',
    says: 'an account stays invisible after its e-mail address or phone number is confirmed',
    mends: 'alter table auth.users enable trigger social_sync_confirmation',
  }),
  fault('the trigger on sessions is missing', 'session trigger', {
    breaks: 'drop trigger social_move_topics on auth.sessions',
    says: 'an app gets Realtime messages after its session has ended. Enable the trigger social_move_topics on auth.sessions',
    mends: `create trigger social_move_topics after delete on auth.sessions
      referencing old table as ended_sessions
      for each statement execute function social_private.tg_sessions__move_inbox()`,
  }),
  fault('the trigger on bans is disabled', 'ban trigger', {
    breaks: 'alter table auth.users disable trigger social_move_topic',
    says: 'the apps of a banned user get Realtime messages until their token expires',
    mends: 'alter table auth.users enable trigger social_move_topic',
  }),
  fault('Auth may not run the hook', 'sign-up hook', {
    breaks:
      'revoke execute on function social_private.before_user_created(jsonb) from supabase_auth_admin',
    says: 'Auth may not run it, so nobody can sign up',
    mends:
      'grant execute on function social_private.before_user_created(jsonb) to supabase_auth_admin',
  }),
]

/** Breaks and mends the job of the worker, and lets the last run be an hour old or not. */
const job = (change: string) => `update cron.job set ${change} where jobname = 'social worker'`
const ran = (when: string) => `update social_private.worker_runs set finished_at = ${when}`
const LATE = ran("now() - interval '1 hour'")
const RECENT = ran("now() + interval '1 day'")

const scheduleFaults: Fault[] = [
  fault('the job of the worker is missing', 'schedule', {
    breaks: `alter table cron.job add saved text; ${job("saved = command, command = 'select 2'")};
      update cron.job set jobname = 'other' where saved is not null; ${LATE}`,
    says: 'pg_cron has no job, and nothing calls the worker',
    mends: `update cron.job set jobname = 'social worker', command = saved where saved is not null;
      alter table cron.job drop saved; ${RECENT}`,
  }),
  fault('pg_cron is missing', 'schedule', {
    breaks: `alter schema cron rename to no_cron; ${LATE}`,
    says: 'This database has no pg_cron, and nothing calls the worker',
    mends: `alter schema no_cron rename to cron; ${RECENT}`,
  }),
  fault('the job of the worker is switched off', 'schedule', {
    breaks: job('active = false'),
    says: 'is switched off',
    mends: job('active = true'),
  }),
  fault('the job of the worker calls another project', 'schedule', {
    breaks: job("command = replace(command, '127.0.0.1', 'other.host')"),
    says: 'calls http://other.host:',
    mends: job("command = replace(command, 'other.host', '127.0.0.1')"),
  }),
  fault('the job of the worker sends the secret key', 'schedule', {
    breaks: job("command = command || ' -- social_secret_key'"),
    says: 'sends the secret key of the project, and every role with SQL can read',
    mends: job("command = replace(command, ' -- social_secret_key', '')"),
  }),
  fault('the last run of the job failed', 'schedule', {
    breaks: `insert into cron.job_run_details (jobid, runid, status, return_message)
      select jobid, 9, 'failed', E'ERROR: no net\nLINE 1: …' from cron.job
      where jobname = 'social worker'`,
    says: 'failed (ERROR: no net)',
    mends: 'delete from cron.job_run_details where runid = 9',
  }),
  fault('the worker has not run for an hour', 'last run', {
    breaks: LATE,
    says: 'ran 60 minutes ago: erased 3 rows, removed 2 files. No run has ended for ten minutes.',
    mends: RECENT,
  }),
  fault('the worker has never run', 'last run', {
    breaks: `create table social_private.kept as select * from social_private.worker_runs;
      delete from social_private.worker_runs`,
    says: 'has never run',
    mends: `insert into social_private.worker_runs select * from social_private.kept;
      drop table social_private.kept`,
  }),
  fault('the last run failed in part', 'last run', {
    breaks: "update social_private.worker_runs set error = 'posts: 57014'",
    says: 'The last run failed in part: posts: 57014',
    mends: 'update social_private.worker_runs set error = null',
  }),
  fault('files wait for their deletion', 'overdue work', {
    breaks: `insert into social_private.file_deletions (bucket_id, path, due_at, attempts)
      values ('social-media', 'somewhere/1.jpg', now() - interval '2 hours', 3)`,
    says: 'files: 1 rows wait',
    mends: "delete from social_private.file_deletions where path = 'somewhere/1.jpg'",
  }),
  fault('the worker fails on rows', 'failed work', {
    breaks: `insert into social_private.failed_work (queue, row_id, attempts, error, retry_at)
      values ('accounts', gen_random_uuid(), 3, '23503: … violates "orders_buyer_fkey"', now()),
        ('accounts', gen_random_uuid(), 1, '23503: … violates "orders_buyer_fkey"', now()),
        ('files', gen_random_uuid(), 1, 'StorageApiError 400', now())`,
    says: '2 in accounts, after up to 3 attempts (23503: … violates "orders_buyer_fkey"); 1 in files, after up to 1 attempt (StorageApiError 400)',
    mends: 'delete from social_private.failed_work',
  }),
  fault('the worker may not delete the log of Auth', 'log of Auth', {
    breaks: 'revoke delete on auth.audit_log_entries from postgres',
    says: 'the address and the id of the person stay in auth.audit_log_entries, because',
    mends: 'grant delete on auth.audit_log_entries to postgres',
  }),
]

const tableFaults: Fault[] = [
  fault('row-level security is off on a table', 'row-level security', {
    breaks: 'alter table social.saves disable row level security',
    says: 'It is off on social.saves',
    mends: 'alter table social.saves enable row level security',
  }),
  fault('a policy of the host is on a table', 'table policies', {
    breaks: 'create policy open on social.posts for select to authenticated using (true)',
    says: '"open" on social.posts does not belong to supabase-social',
    mends: 'drop policy open on social.posts',
  }),
  fault('a policy of a table is missing', 'table policies', {
    breaks: 'drop policy select_all on social_private.accounts',
    says: '"select_all" on social_private.accounts is missing',
    mends: `create policy select_all on social_private.accounts
      for select to anon, authenticated using (true)`,
  }),
  fault('a policy of a table is changed', 'table policies', {
    breaks: 'alter policy select_all on social_private.accounts to public',
    says: '"select_all" on social_private.accounts is changed',
    mends: 'alter policy select_all on social_private.accounts to anon, authenticated',
  }),
  fault('clients may write a table', 'rights', {
    breaks: 'grant insert on social.saves to authenticated',
    says: 'social.saves: authenticated insert is granted',
    mends: 'revoke insert on social.saves from authenticated',
  }),
  fault('clients may read a whole table', 'rights', {
    breaks: 'grant select on social.profiles to authenticated',
    says: 'social.profiles: authenticated select is granted on the whole table',
    mends: 'select social_private.repair_grants()',
  }),
  fault('clients may read a column that an app added', 'rights', {
    breaks:
      'alter table social.profiles add phone text; grant select (phone) on social.profiles to authenticated',
    says: 'social.profiles.phone: authenticated select is granted',
    mends: 'alter table social.profiles drop phone',
  }),
  fault('clients lost the right to read all private tables', 'rights', {
    breaks: 'revoke select on all tables in schema social_private from anon, authenticated',
    says: 'social_private.accounts: anon select is missing',
    mends: 'select social_private.repair_grants()',
  }),
  fault('clients may read a private table', 'rights', {
    breaks: 'grant select on social_private.blocks to anon',
    says: 'social_private.blocks: anon select is granted',
    mends: 'revoke select on social_private.blocks from anon',
  }),
  fault('clients may use the schema social_private', 'rights', {
    breaks: 'grant usage on schema social_private to anon',
    says: 'schema social_private: anon usage is granted',
    mends: 'revoke usage on schema social_private from anon',
  }),
  fault('everybody may call a private function', 'rights', {
    breaks: 'grant execute on function social_private.repair_counters() to public',
    says: 'social_private.repair_counters(): anon execute is granted',
    mends: 'revoke execute on function social_private.repair_counters() from public',
  }),
  fault('clients may not call a function of the SDK', 'rights', {
    breaks: 'revoke execute on function social.home_feed(text, integer) from authenticated',
    says: 'social.home_feed(): authenticated execute is missing',
    mends: 'grant execute on function social.home_feed(text, integer) to authenticated',
  }),
  fault('a table of the host is in the schema', 'objects', {
    breaks: 'create table social.notes (id uuid)',
    says: 'social.notes does not belong to supabase-social',
    mends: 'drop table social.notes',
  }),
  fault('a function is missing', 'objects', {
    breaks: 'alter function social.limits() rename to former_limits',
    says: 'social.limits() does not exist',
    mends: 'alter function social.former_limits() rename to limits',
  }),
  fault('Realtime publishes a table', 'realtime', {
    breaks: 'create publication supabase_realtime for table social.posts',
    says: 'Realtime sends changes of social.posts to clients',
    mends: 'drop publication supabase_realtime',
  }),
]

export const sqlFaults: Fault[] = [
  ...functionFaults,
  ...signUpFaults,
  ...scheduleFaults,
  ...tableFaults,
  ...serviceFaults,
]
