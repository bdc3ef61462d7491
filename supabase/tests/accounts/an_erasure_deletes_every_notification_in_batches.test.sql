begin;
select plan(8);
select social_tests.person(name)
from unnest(array['alice', 'bob', 'carol', 'dave', 'erin']) as name;
select social_tests.post('alice', 'of alice'), social_tests.post('bob', 'of bob');
select social_tests.act_as(name), social.like_post(social_tests.post_id('of alice')),
  social.follow_profile(social_tests.id('alice'))
from unnest(array['bob', 'carol', 'dave', 'erin']) as name;
select social_tests.act_as(name), social.like_post(social_tests.post_id('of bob')),
  social.mute_post_notifications(social_tests.post_id('of bob')),
  social.set_notification_preference('follow', 'nobody')
from unnest(array['alice', 'carol']) as name;
select social_tests.act_as('alice'), social.watch_notifications(),
  social.watch_post(social_tests.post_id('of alice'));
select social_tests.act_as_operator();
insert into social_private.bells (ringer_id, author_id)
select social_tests.id(ringer), social_tests.id(author)
from (values ('alice', 'bob'), ('bob', 'alice'), ('carol', 'alice'), ('carol', 'bob'))
  as rung (ringer, author);
insert into social_private.bell_posts (post_id, author_id)
values (social_tests.post_id('of alice'), social_tests.id('alice'));
-- Alice mutes Bob, and Carol blocks Alice. Their notifications do not count.
insert into social_private.mutes (muter_id, muted_id)
values (social_tests.id('alice'), social_tests.id('bob'));
select social_tests.block('carol', 'alice');

create function pg_temp.rows() returns text language sql
return format('%s %s %s %s %s %s %s',
  (select count(*) from social_private.notification_groups),
  (select count(*) from social_private.notifications),
  (select count(*) from social_private.notification_preferences),
  (select count(*) from social_private.bells), (select count(*) from social_private.muted_posts),
  (select count(*) from social_private.inboxes),
  (select count(*) from social_private.watched_posts)
    + (select count(*) from social_private.bell_posts));
create function pg_temp.total() returns integer language sql
return (
  select sum(number::integer) from string_to_array(pg_temp.rows(), ' ') as numbers,
    unnest(numbers) as number);
-- Deletes at most two rows in each call, until nothing of Alice is left.
create function pg_temp.most_at_once() returns integer language plpgsql as $$
declare
  most integer := 0;
  before integer;
begin
  loop
    before := pg_temp.total();
    exit when (
      social_private.erase_notifications(social_tests.id('alice'), 2)).row_count = 0;
    most := greatest(most, before - pg_temp.total());
  end loop;
  return most;
end;
$$;

select is(pg_temp.rows(), '3 10 2 3 2 1 2', 'Alice has rows in every table of notifications');
savepoint before_erasure;
select is(pg_temp.most_at_once(), 2,
  'erase_notifications deletes at most the given number of rows');
select is(pg_temp.rows(), '1 1 2 1 1 1 2',
  'erase_notifications deletes what a person received and caused, and all that may be many rows');
rollback to before_erasure;
select social_tests.sign_in('alice');
select set_config('my.receipt', (select receipt_id from social.delete_profile(true))::text, true);
select social_tests.work();
select is(pg_temp.rows(), '1 1 1 1 1 0 0',
  'an erasure deletes every row of the person, and no row of others');
select is((social.erasure_receipt(current_setting('my.receipt')::uuid)).notification_count, 4,
  'the receipt counts the notifications that the person could see');
rollback to before_erasure;
select social_tests.act_as_operator();
delete from auth.users where id = social_tests.id('alice');
select is(pg_temp.rows(), '1 1 1 1 1 0 0', 'a deletion in Auth deletes the same rows');
rollback to before_erasure;
create function public.keep() returns trigger language plpgsql as 'begin return null; end';
create trigger keep before delete on social_private.notification_groups
for each row execute function public.keep();
select social_tests.sign_in('alice');
select social.delete_profile(true);
select social_tests.work();
select is(array(select error from social_private.failed_work where queue = 'accounts'),
  array['27000: A trigger keeps a row of social_private.notifications.'],
  'a notification that a trigger of the host keeps is noted');
select is((select count(*) from auth.users where email like 'alice%'), 1::bigint,
  'the login is kept until its notifications are deleted');

select * from finish();
rollback;
