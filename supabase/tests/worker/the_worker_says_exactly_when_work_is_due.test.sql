begin;
select plan(71);

-- Does what the runs of the edge function do until no work is left.
create function pg_temp.run_worker() returns void language plpgsql as $$
declare
  claimed uuid[];
  export jsonb;
begin
  perform set_config('storage.allow_delete_query', 'true', true);
  perform social_tests.work();
  claimed := array(select id from social_private.claim_file_deletions(1000));
  delete from storage.objects using social_private.file_deletions as files
  where files.id = any (claimed)
    and objects.bucket_id = files.bucket_id and objects.name = files.path;
  perform social_private.complete_file_deletions(claimed);
  export := social_private.claim_export(null);
  if export is not null then
    perform social_private.complete_export_part((export ->> 'lease_id')::uuid, 1, 1, 0, null);
  end if;
end;
$$;

select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
select social_tests.post('alice', 'post ' || number) from generate_series(1, 6) as number;
select social_tests.comment('bob', 'post 1', 'comment ' || number)
from generate_series(1, 3) as number;
create schema cron;
create table cron.job_run_details (
  runid bigint primary key, database text, command text, start_time timestamptz,
  end_time timestamptz);
insert into social_private.popular_profiles (place, profile_id)
select 1, social_tests.id('alice');
select pg_temp.run_worker();
select pg_temp.run_worker();
select is(social_private.is_work_due(), false, 'nothing is due after a run');

-- What makes each task due.
create temp table kinds (task text, what text, statement text);
insert into kinds values
  ('bells', 'a bell', $$
    insert into social_private.bell_posts (post_id, author_id)
    values (social_tests.post_id('post 1'), social_tests.id('alice')) $$),
  ('count_updates', 'a count update', $$
    insert into social_private.count_updates (person_id, kind)
    values (social_tests.id('bob'), 'likes') $$),
  ('accounts', 'an account', $$
    insert into social_private.erasures (profile_id, erases_at)
    values (social_tests.id('dave'), now()) $$),
  ('posts', 'a post', $$
    update social.posts set deleted_at = now() - interval '31 days' where caption = 'post 6' $$),
  ('comments', 'a comment', $$
    update social.comments set deleted_at = now() - interval '31 days', deleted_by = 'author',
      deleter_id = author_id where body = 'comment 3' $$),
  ('uploads', 'an upload', $$
    select social_tests.upload('alice');
    update social_private.uploads set created_at = now() - interval '1 week' $$),
  ('stray_uploads', 'a raw file', $$
    insert into storage.objects (bucket_id, name, created_at)
    values ('social-uploads', social_tests.id('alice') || '/raw.jpg', now() - interval '1 week')
    $$),
  ('expired_exports', 'an expired export', $$
    with export as (
      insert into social_private.exports (profile_id, finished_at, expires_at)
      values (social_tests.id('carol'), now(), now()) returning id
    )
    insert into social_private.export_parts (path, export_id, number, bytes, item_count)
    select social_tests.upload('carol', 'social-exports'), export.id, 1, 5, 5 from export $$),
  ('stray_exports', 'a file without an export', $$
    insert into storage.objects (bucket_id, name, created_at)
    values ('social-exports', 'x/stray.zip', now() - interval '2 hours') $$),
  ('unconfirmed_profiles', 'a profile that was never confirmed', $$
    update social_private.accounts set unconfirmed_at = now() - interval '8 days',
      is_temporary = true where profile_id = social_tests.id('carol') $$),
  ('old_mentions', 'a former username', $$
    insert into social_private.former_usernames (profile_id, username, changed_at)
    values (social_tests.id('bob'), 'bobby', now() - interval '1 year') $$),
  ('expired_rows', 'an old reservation', $$
    insert into social_private.username_reservations values (sha256('x'), now()) $$),
  ('expired_rows', 'an old key', $$
    insert into social_private.idempotency_keys (user_id, key, request_hash, created_at)
    values (social_tests.id('bob'), 'k', 'x', now() - interval '1 week') $$),
  ('failures', 'a note about a row that is gone', $$
    insert into social_private.failed_work (queue, row_id, error, retry_at)
    values ('posts', gen_random_uuid(), 'x', now()) $$),
  ('addresses', 'a salt of yesterday', $$
    insert into social_private.address_salts (day)
    values ((now() at time zone 'utc')::date - 1) $$),
  ('addresses', 'a hash of an address', $$
    insert into social_private.rate_buckets (actor_id, action, refilled_at)
    values ('00000000-0000-0000-0000-000000000001', 'check_by_address', now()) $$),
  ('follow_pauses', 'an ended pause', $$
    insert into social_private.follow_pauses
    values (social_tests.id('bob'), social_tests.id('alice'), now() - interval '1 year') $$),
  ('notifications', 'an old notification', $$
    insert into social_private.notification_groups (
      id, recipient_id, kind, target_id, generation, opened_at, latest_at)
    values (social_private.uuid_v7(now() - interval '1 year'), social_tests.id('alice'),
      'new_follower', social_tests.id('bob'), 1, now() - interval '1 year', now() - interval '1 year') $$),
  ('watched_posts', 'a post that nobody watches', $$
    insert into social_private.watched_posts (post_id, author_id, watched_until)
    values (social_tests.post_id('post 1'), social_tests.id('alice'), now() - interval '2 days')
    $$),
  ('sweep', 'a sweep', $$ update social_private.worker_state set sweep_at = now() $$),
  ('worker_runs', 'an old run', $$
    insert into social_private.worker_runs (id, project, finished_at)
    values (social_private.uuid_v7(now() - interval '8 days'), '', now()) $$),
  ('job_runs', 'the runs of the job', $$
    update social_private.worker_state set job_runs_at = now() $$),
  ('reindexes', 'an index', $$ insert into social_private.reindexes (due_at) values (now()) $$),
  ('post_scores', 'a score', $$
    insert into social_private.score_changes values (social_tests.post_id('post 1')) $$),
  ('hashtag_counts', 'a count of a hashtag', $$
    insert into social_private.hashtag_changes (hashtag, delta) values ('x', 1) $$),
  ('hashtag_counts', 'a late post of a hashtag', $$
    insert into social_private.late_hashtag_posts
    values (now() - interval '3 days', social_tests.post_id('post 1')) $$),
  ('trends', 'the trends', $$
    update social_private.trend_refreshes set refreshed_at = now() - interval '1 hour' $$),
  ('explore', 'the pool of explore', $$
    update social_private.explore_refreshes set refreshed_at = now() - interval '1 hour' $$),
  ('explore', 'a list of seen posts', $$
    insert into social_private.seen_posts
    values (social_tests.id('bob'), now() - interval '2 days', '{}', '{}') $$),
  ('explore', 'a ranking', $$
    insert into social_private.for_you_lists
    values (social_tests.id('bob'), now() - interval '2 days', '{}') $$),
  ('explore', 'the popular people', $$
    update social_private.popular_profiles set refreshed_at = now() - interval '2 hours' $$),
  ('files', 'a file', $$
    select social_private.queue_file_deletion('social-media', 'x/y.jpg') $$),
  ('exports', 'an export', $$
    insert into social_private.exports (profile_id) values (social_tests.id('bob')) $$);

create function pg_temp.test_kinds() returns setof text language plpgsql as $$
declare
  kind record;
begin
  for kind in select * from kinds loop
    execute kind.statement;
    return next ok(social_private.is_work_due(), kind.what || ' is work');
    perform pg_temp.run_worker();
    perform pg_temp.run_worker();
    return next is(social_private.is_work_due(), false, kind.what || ' is no work after a run');
  end loop;
end;
$$;
select * from pg_temp.test_kinds();
select set_eq(
  $$ select distinct task from kinds $$,
  array_remove(
    social_private.work_queues() || social_private.maintenance_tasks()
      || social_private.discovery_parts() || array['files', 'exports'], 'discovery'),
  'this test knows every task');

-- What the worker keeps is no work.
select social_private.queue_file_deletion('social-media', 'x/reported.jpg');
insert into social_private.reports (
  reporter_id, target_kind, target_id, subject_id, reason, snapshot, media_paths)
values (
  social_tests.id('bob'), 'post', social_tests.post_id('post 2'), social_tests.id('alice'), 'spam',
  '{}', array['x/reported.jpg']);
select is(social_private.is_work_due(), false, 'a file of an open report is no work');
select is_empty('select from social_private.claim_file_deletions(1000)', 'because no run removes it');
update social_private.reports set decision = 'dismissed', decided_at = now();
select ok(social_private.is_work_due(), 'the file is work when the report is decided');
select * from finish();
rollback;
