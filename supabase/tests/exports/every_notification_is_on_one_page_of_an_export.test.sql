begin;
select plan(3);
select social_tests.person('alice');
select social_tests.person('fan' || number) from generate_series(1, 6) as number;
select social_tests.post('alice', 'post ' || number) from generate_series(1, 3) as number;
insert into social.likes (user_id, post_id)
select profiles.id, posts.id from social.profiles, social.posts where username <> 'alice';
insert into social_private.notification_groups (recipient_id, kind, target_id, generation)
select social_tests.id('alice'), 'post_like', posts.id, generation
from social.posts, generate_series(1, 3) as generation;
-- Notifications of the same time, and groups without notifications at several places.
insert into social_private.notifications (group_id, actor_id, object_id, created_at)
select groups.id, likes.user_id, likes.post_id, case
  when username = 'fan1' then '2026-01-01 12:00:00.000001' else '2026-01-01 12:00' end::timestamptz
from social_private.notification_groups as groups
join social.likes on likes.post_id = groups.target_id
join social.profiles on profiles.id = likes.user_id
join social.posts on posts.id = likes.post_id
where (caption, generation) in (('post 1', 1), ('post 2', 2), ('post 3', 1), ('post 3', 3));

create function pg_temp.read(size integer) returns text[] language plpgsql as $$
declare
  page social_private.export_item[] := '{}';
  found text[] := '{}';
begin
  for turns in 1..50 loop
    page := array(
      select one from social_private.export_items(
        social_tests.id('alice'), 'notifications', (page[cardinality(page)]).key, read.size
      ) as one);
    found := found || array(
      select concat_ws(' ', item ->> 'post_id', item #>> '{profile,username}')
      from unnest(page) order by 1);
    exit when cardinality(page) < read.size;
  end loop;
  return found;
end;
$$;
select is(cardinality(pg_temp.read(1)), 24, 'pages of one row contain every notification once');
select is(
  (select array_agg(item order by item) from unnest(pg_temp.read(5)) as item),
  (select array_agg(item order by item) from unnest(pg_temp.read(100)) as item),
  'pages of five rows contain the same notifications as one page');
select social_private.delete_notification_groups(
  array(select id from social_private.notification_groups where generation = 1), 100);
select is(cardinality(pg_temp.read(3)), 12,
  'groups without notifications do not end an export early');

select * from finish();
rollback;
