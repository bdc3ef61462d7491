begin;
select plan(2);
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
    from unnest(array['40P01', '40001', '55P03', '53200']) as state),
  array[5, 5, 5, 5],
  'a row waits for at most 5 minutes after a deadlock, a conflict, a lock or a lack of memory');
create function pg_temp.is_cancelled() returns boolean language plpgsql as $$
begin
  perform pg_temp.minutes('57014');
  return false;
exception when query_canceled then
  return true;
end;
$$;
select is(pg_temp.is_cancelled(), true,
  'the cancellation of the call by an operator is not the failure of a row');

select * from finish();
rollback;
