begin;
select plan(3);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
insert into social_private.notification_kinds (kind, object_kind, description)
values ('cheer', 'profile', 'Somebody cheers.');
select social_private.notify(
  social_tests.id('alice'), 'cheer', social_tests.id(name), social_tests.id('alice'),
  social_tests.id('alice'))
from unnest(array['bob', 'carol']) as name;
select social_tests.act_as(name), social.like_post(social_tests.post_id('sunrise'))
from unnest(array['bob', 'carol']) as name;
select social_tests.act_as_operator();
create function pg_temp.page(size integer) returns setof social_private.export_item
language sql security definer
return social_private.export_items(social_tests.id('alice'), 'notifications', '', page.size);
create function pg_temp.kinds() returns text[] language sql security definer
return (
  select array_agg(item #>> '{item,kind}' order by place)
  from jsonb_array_elements(
    (social_private.export_page(social_tests.id('alice'), 'notifications:')).items)
    with ordinality as items (item, place)
);

select is(pg_temp.kinds(), array['cheer', 'cheer', 'post_like', 'post_like'],
  'an export contains notifications of a kind of your own');
select social_tests.act_as_operator();
delete from social_private.notification_kinds where kind = 'cheer';
select is((select count(*) from pg_temp.page(2)), 2::bigint,
  'a page counts notifications of a removed kind, so that the next page follows');
select is(pg_temp.kinds(), array['post_like', 'post_like'],
  'an export leaves out the notifications of a removed kind and continues with the next kind');

select * from finish();
rollback;
