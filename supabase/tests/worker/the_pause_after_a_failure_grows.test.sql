begin;
select plan(4);
select social_tests.person('alice');
create table public.orders (buyer uuid references auth.users (id));
insert into public.orders values (social_tests.id('alice'));
select social_tests.sign_in('alice');
select social.delete_profile(true);
select social_tests.act_as_operator();

create function pg_temp.minutes() returns integer language plpgsql as $$
begin
  update social_private.failed_work set retry_at = now();
  perform social_tests.work();
  return (select extract(epoch from retry_at - now()) / 60 from social_private.failed_work);
end;
$$;
select is(array(select pg_temp.minutes() from generate_series(1, 5)), array[1, 2, 4, 8, 16],
  'the pause is a minute after the first failure, and doubles with each further failure');
update social_private.failed_work set attempts = 1000;
select is(pg_temp.minutes(), 24 * 60, 'the pause is at most a day');
select social_tests.work();
select is((select attempts from social_private.failed_work), 1001,
  'the worker does not try again during the pause');
select is(
  (select max(extract(epoch from failed_work.retry_at - now()) / 60)::integer
    from unnest(array[1, 2, 3, 4, 5]) as n,
      social_private.note_failure('posts', gen_random_uuid(), n || ': an error'),
      social_private.failed_work where failed_work.queue = 'posts'),
  null, 'a note of another row starts with a pause of its own');

select * from finish();
rollback;
