begin;
select plan(50);
select social_tests.person('alice');
select social_tests.post('alice', 'post ' || number) from generate_series(1, 40) as number;
select social_tests.work();
select social_tests.work();

-- Breaks the task that the setting my.broken names.
do $$
begin
  execute replace(
    pg_get_functiondef('social_private.run_task'::regproc), 'run_task', 'real_task');
end $$;
create function public.break_task() returns void language plpgsql as $$
begin
  raise exception 'a secret of alice';
end $$;
create or replace function social_private.run_task(
  task text, max_rows integer, ends_at timestamptz)
  returns integer language plpgsql as $$
begin
  if current_setting('my.broken') in (task, 'all') then
    perform public.break_task();
  end if;
  return social_private.real_task(task, max_rows, ends_at);
end $$;

-- In each round, one task fails, and a post and the row of a topic are due.
create function pg_temp.test_tasks() returns setof text language plpgsql as $$
declare
  broken text;
  answers social.maintenance[];
begin
  foreach broken in array social_private.work_queues() || social_private.maintenance_tasks() loop
    delete from social_private.failed_work;
    perform set_config('my.broken', broken, true);
    update social.posts set deleted_at = now() - interval '31 days' where id = (
      select id from social.posts where deleted_at is null limit 1);
    insert into social_private.watched_posts (post_id, author_id, watched_until)
    values (
      (select id from social.posts where deleted_at is null limit 1), social_tests.id('alice'),
      now() - interval '2 days');
    -- While a queue is not empty, the tasks after the queues wait.
    answers := array[
      social_private.run_maintenance(1000), social_private.run_maintenance(1000),
      social_private.run_maintenance(1000)];
    return next is(
      array(
        select distinct (errors.task, errors.code)::text
        from unnest(answers) as answers, unnest(answers.errors) as errors),
      array[(broken, 'P0001')::text], 'the answer tells the error: ' || broken);
    return next is(
      array(
        select 'post' from social.posts where deleted_at is not null
        union all select 'topic' from social_private.watched_posts where watched_until < now()),
      case broken when 'posts' then '{post}' when 'watched_posts' then '{topic}' else '{}' end
        ::text[],
      'the other tasks go on: ' || broken);
    delete from social.posts where deleted_at is not null;
    delete from social_private.watched_posts;
  end loop;
end;
$$;
select * from pg_temp.test_tasks();

select set_config('my.broken', 'all', true);
delete from social_private.failed_work;
select is(
  (select (erased_rows, is_done, cardinality(errors))::text
    from social_private.run_maintenance(1000)),
  (0, true, cardinality(social_private.work_queues() || social_private.maintenance_tasks()))::text,
  'a call ends although all its tasks fail');
select is(social_private.is_work_due(), false, 'a task that failed is no work during its pause');
select is_empty($$ select error from social_private.failed_work where error ~ 'alice' $$,
  'the notes contain no data of people');
select set_config('my.broken', 'none', true);
update social_private.failed_work set retry_at = now();
select is(
  (select cardinality(errors) from social_private.run_maintenance(1000)), 0,
  'the tasks are tried again');
select is_empty('select from social_private.failed_work', 'a task that succeeds has no note');

-- A row that fails is told with its queue.
create function public.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'a secret of alice';
end $$;
create trigger refuse before delete on social.posts
for each row execute function public.refuse();
update social.posts set deleted_at = now() - interval '31 days' where id in (
  select id from social.posts limit 1);
select is(
  (select errors from social_private.run_maintenance(1000)),
  array[('posts', 'P0001')::social.work_error], 'the answer tells that a row failed');
select isnt((select row_id from social_private.failed_work), '00000000-0000-0000-0000-000000000000',
  'the error stays with the row');

-- A note that cannot be written ends no call either.
create trigger refuse before insert on social_private.failed_work
for each row execute function public.refuse();
delete from social_private.failed_work;
select set_config('my.broken', 'sweep', true);
select is(
  (select (errors[1]).task from social_private.run_maintenance(1000) where cardinality(errors) = 2),
  'posts', 'a task whose error cannot be noted is told');
select * from finish();
rollback;
