begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'mallory']) as name;
select social_tests.post('alice', 'post ' || lpad(n::text, 2, '0')) from generate_series(1, 30) as n;
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('post ' || lpad(n::text, 2, '0')))
from generate_series(1, 30) as n;
create function pg_temp.pages(size integer) returns text[] language sql
return social_tests.walk(format(
  'select (select caption from social.post(post_id)) as item, cursor
   from social.notifications(%%L, %s)', size));
create temp table everything (captions text[]);
grant all on everything to authenticated;
insert into everything select array(
  select 'post ' || lpad(n::text, 2, '0') from generate_series(30, 1, -1) as n);

select social_tests.act_as('alice');
select is(pg_temp.pages(1), (select captions from everything), 'pages of one row list everything');
select is(pg_temp.pages(7), (select captions from everything), 'pages of seven rows list everything');
select is(pg_temp.pages(30), (select captions from everything), 'a page of all rows lists everything');

-- All notifications have the same time, as rows of one transaction may have.
select social_tests.act_as_operator();
update social_private.notifications set created_at = now();
update social_private.notification_groups set latest_at = now();
select social_tests.act_as('alice');
select set_eq(
  'select unnest(pg_temp.pages(1))', 'select unnest(captions) from everything',
  'pages of one row list everything if all times are equal');
select is(cardinality(pg_temp.pages(4)), 30,
  'pages of four rows list nothing twice if all times are equal');

-- Most groups are hidden.
select social_tests.act_as('bob');
select social.unlike_post(social_tests.post_id('post ' || lpad(n::text, 2, '0')))
from generate_series(2, 29) as n;
select social_tests.act_as('alice');
select set_eq('select unnest(pg_temp.pages(1))', array['post 01', 'post 30'],
  'pages skip groups that are hidden');

-- New notifications arrive while alice reads.
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('post ' || lpad(n::text, 2, '0')))
from generate_series(2, 29) as n;
select social_tests.act_as_operator();
update social_private.notifications set created_at = now() - interval '1 hour';
update social_private.notification_groups set latest_at = now() - interval '1 hour';
select social_tests.act_as('alice');
create temp table shown as
select id, post_id, cursor from social.notifications(page_size => 10);
grant all on shown to authenticated;
select social_tests.act_as('carol');
select social.like_post((select post_id from shown limit 1));
select social.follow_profile(social_tests.id('alice'));
select social_tests.act_as('alice');
insert into shown
select id, post_id, cursor from social.notifications((select cursor from shown offset 9), 100);
select is((select count(*) from shown), 30::bigint,
  'the next page neither repeats nor skips a row when newer notifications arrive');
select is((select count(distinct id) from shown), 30::bigint, 'every row is shown once');

select social_tests.act_as('mallory');
select throws_ok(
  format('select * from social.notifications(%L)', (select cursor from shown limit 1)),
  'PT400', 'cursor_invalid', 'a cursor of another person is refused');

select * from finish();
rollback;
