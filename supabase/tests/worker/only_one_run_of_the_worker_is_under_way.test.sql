begin;
select plan(17);
create function pg_temp.begin_work(key text default null, server text default null)
  returns uuid language sql as $$
  select social.begin_work('https://a.example', server, encode(sha256(convert_to(key, 'UTF8')), 'hex'))
$$;
create temp table first as select pg_temp.begin_work() as id;
select isnt((select id from first), null, 'a run begins');
select is(pg_temp.begin_work(), null, 'no second run begins while it is under way');
select is(
  (select social.finish_work(id, 1, 2, 3, 4, 'posts 55P03') from first), 1, 'the run ends');
select is(
  (select social.finish_work(id, 0, 0, 0, 0) from first), 0, 'a run ends once');
select is(
  (select (project, erased, removed, failed, exported, error)::text
    from social_private.worker_runs where finished_at >= started_at),
  '(https://a.example,1,2,3,4,"posts 55P03")', 'the run tells what it did');
create temp table second as select pg_temp.begin_work() as id;
select isnt((select id from second), null, 'the next run begins');
update social_private.worker_runs set lease_ends_at = now() where finished_at is null;
select isnt(pg_temp.begin_work(), null, 'a run begins when the lease of an interrupted run is over');
select is(
  (select social.finish_work(id, 0, 0, 0, 0, 'ann@example.com/' || gen_random_uuid()) from second), 1,
  'a run that lasts longer than its lease is told, too');
select is(
  (select error from social_private.worker_runs join second using (id)), '…',
  'an error contains no data of people');
delete from social_private.worker_runs;

-- The key of the worker
select throws_ok($$ select pg_temp.begin_work('k') $$, 'PT403', 'worker_key_invalid',
  'no key is right before there is one');
update social_private.worker_state set key_hash = sha256('right');
select throws_ok($$ select pg_temp.begin_work('wrong') $$, 'PT403', 'worker_key_invalid',
  'a wrong key is refused');
select throws_ok($$ select pg_temp.begin_work('') $$, 'PT403', 'worker_key_invalid',
  'an empty key is refused');
select throws_ok(
  $$ select pg_temp.begin_work('wrong', 'other') $$, 'PT403', 'worker_key_invalid',
  'a caller without the key does not learn whether the server differs');
select throws_ok(
  $$ select pg_temp.begin_work('right', 'other') $$, 'PT409', 'worker_project_differs',
  'a call from another server is refused');
select is_empty('select from social_private.worker_runs', 'a refused call takes no lease');
select isnt(pg_temp.begin_work('right', social_private.server_id()), null,
  'a call with the key from this server begins a run');
delete from social_private.worker_runs;
create temp table long as select social.begin_work(repeat('x', 1000), null, null) as id;
select is(
  (select length(project) from social_private.worker_runs), 200,
  'a long address of a project is shortened');
select * from finish();
rollback;
