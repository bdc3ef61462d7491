begin;
select plan(1);
select social_tests.person('alice');
select social_tests.post('alice', 'sunrise');
update social.posts set deleted_at = now() - interval '1 year';
create function public.refuse() returns trigger language plpgsql as $$
begin
  raise exception using errcode = current_setting('my.state');
end;
$$;
create trigger refuse before delete on social.posts
for each row execute function public.refuse();

create function pg_temp.minutes(state text) returns integer language plpgsql as $$
begin
  perform set_config('my.state', minutes.state, true);
  delete from social_private.failed_work;
  for attempt in 1..8 loop
    update social_private.failed_work set retry_at = now();
    perform social_tests.work();
  end loop;
  return (select extract(epoch from retry_at - now()) / 60 from social_private.failed_work);
end;
$$;
select is(
  array(
    select pg_temp.minutes(state)
    from unnest(array['40P01', '40001', '55P03', '53200', '57014']) as state),
  array[5, 5, 5, 5, 5],
  'a row waits for at most 5 minutes after a deadlock, a lock, a lack of memory or a cancellation');
select * from finish();
rollback;
