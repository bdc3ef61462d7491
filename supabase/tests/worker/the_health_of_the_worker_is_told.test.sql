begin;
select plan(37);
create function pg_temp.is_healthy(wanted text) returns boolean language sql as
  'select is_healthy from social_private.worker_health() where subject = wanted';
create function pg_temp.problem(wanted text) returns text language sql as
  'select problem from social_private.worker_health() where subject = wanted';
create function pg_temp.run(age text, error text default null) returns void language sql as $$
  insert into social_private.worker_runs (id, project, started_at, lease_ends_at, finished_at, error)
  values (social_private.uuid_v7(now() - age::interval), 'https://a.example',
    now() - age::interval, now() - age::interval, now() - age::interval, error)
$$;
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'post');
select social_tests.comment('bob', 'post', 'comment');

select is(
  array(select subject from social_private.worker_health()),
  array['last run', 'last error', 'schedule', 'accounts', 'posts', 'comments', 'uploads', 'exports',
    'files', 'failed work'], 'the health has a check for each subject');
select ok(not pg_temp.is_healthy('last run'), 'a worker that never ran is not healthy');
select matches(pg_temp.problem('last run'), 'has never run', 'the problem says so');
select ok(not pg_temp.is_healthy('schedule'), 'nothing calls the worker');
select matches(pg_temp.problem('schedule'), 'Enable pg_cron', 'the problem says what to do');
select pg_temp.run('3 days');
select ok(not pg_temp.is_healthy('last run'), 'a worker that has not run for days is not healthy');
select pg_temp.run('2 minutes');
select is_empty('select * from social_private.worker_health() where not is_healthy',
  'a worker that ran two minutes ago is healthy');
select is_empty('select * from social_private.worker_health() where problem is not null',
  'a healthy check has no problem');
insert into social_private.worker_runs (project) values ('https://a.example');
select ok(pg_temp.is_healthy('last run'), 'a run may be under way');
update social_private.worker_runs set lease_ends_at = now() where finished_at is null;
select ok(not pg_temp.is_healthy('last run'), 'a run that never ended is not healthy');
select matches(pg_temp.problem('last run'), 'never ended', 'the problem says so');
delete from social_private.worker_runs where finished_at is null;
select pg_temp.run('1 minute', 'posts 23503');
select ok(not pg_temp.is_healthy('last error'), 'the last run failed in part');
select matches(pg_temp.problem('last error'), 'posts 23503', 'the problem names the task and the code');
select pg_temp.run('0 minutes');
select ok(pg_temp.is_healthy('last error'), 'the error of an earlier run is over');

-- The schedule
create schema cron;
create table cron.job (jobname text, command text, database text, active boolean);
select ok(pg_temp.is_healthy('schedule'), 'without a job, something else may call the worker');
update social_private.worker_runs set finished_at = now() - interval '1 day';
select matches(pg_temp.problem('schedule'), 'has no job', 'a project without a job is not healthy');
insert into cron.job
values ('social worker', 'select social_private.call_worker(''x'')', current_database(), false);
select matches(pg_temp.problem('schedule'), 'switched off', 'an inactive job is not healthy');
update cron.job set active = true, database = 'renamed';
select matches(pg_temp.problem('schedule'), 'another database', 'a job elsewhere is not healthy');
update cron.job set database = current_database();
select ok(pg_temp.is_healthy('schedule'), 'an active job is healthy');
alter table cron.job drop column active;
select matches(pg_temp.problem('schedule'), 'cannot read', 'an unknown version of pg_cron is told');
update social_private.worker_runs set finished_at = now();

-- What is overdue: the job is off, and deleted content waits.
create function pg_temp.is_late(wanted text, young text, old text) returns setof text
language plpgsql as $$
begin
  execute young;
  return next ok(pg_temp.is_healthy(wanted), wanted || ' may wait for a while');
  execute old;
  return next ok(not pg_temp.is_healthy(wanted), wanted || ' may not wait for days');
end $$;
alter table social.posts disable trigger user;
select pg_temp.is_late('posts',
  $$ update social.posts set deleted_at = now() - interval '30 days 10 minutes' $$,
  $$ insert into social.posts (id, author_id, caption, visibility, created_at, deleted_at)
    select social_private.uuid_v7(now()), social_tests.id('alice'), 'late', 'public', now(),
      now() - interval '61 days' from generate_series(1, 11818) $$);
select is(
  (select (amount, since)::text from social_private.worker_health() where subject = 'posts'),
  (11819, now() - interval '31 days')::text,
  '11,819 posts that are 31 days overdue are told');
select pg_temp.is_late('comments',
  $$ update social.comments set deleted_at = now() - interval '30 days 10 minutes',
    deleted_by = 'author', deleter_id = author_id $$,
  $$ update social.comments set deleted_at = now() - interval '32 days' $$);
select pg_temp.is_late('accounts',
  $$ insert into social_private.erasures (profile_id, erases_at)
    values (social_tests.id('bob'), now() - interval '10 minutes') $$,
  $$ update social_private.erasures set erases_at = now() - interval '2 hours' $$);
select pg_temp.is_late('uploads',
  $$ select social_tests.upload('alice');
    update social_private.uploads set created_at = now() - interval '24 hours 10 minutes' $$,
  $$ update social_private.uploads set created_at = now() - interval '3 days' $$);
select pg_temp.is_late('exports',
  $$ insert into social_private.exports (profile_id) values (social_tests.id('bob')) $$,
  $$ update social_private.exports set requested_at = now() - interval '2 days' $$);
select pg_temp.is_late('files',
  $$ select social_private.queue_file_deletion('social-media', 'x/y.jpg') $$,
  $$ update social_private.file_deletions set due_at = now() - interval '2 days' $$);
select pg_temp.is_late('failed work',
  $$ select social_private.note_failure('files', gen_random_uuid(), '55P03: x') $$,
  $$ update social_private.failed_work set attempts = 3 $$);
select social_tests.act_as_service();
select is((select count(*) from social.worker_health()), 10::bigint,
  'a caller with the secret key reads the health');
select throws_ok($$ select * from social.worker_health('wrong') $$, 'PT403', 'worker_key_invalid',
  'a wrong key of the worker does not');
select * from finish();
rollback;
