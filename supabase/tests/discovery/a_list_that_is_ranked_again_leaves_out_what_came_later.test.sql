begin;
select plan(3);
select social_tests.person(name) from unnest(array['viewer', 'friend']) as name;
select social_tests.person('poet' || number) from generate_series(1, 6) as number;
select social_tests.follow('viewer', 'friend');
select social_tests.follow_hashtag('viewer', 'sea');
select social_tests.post('poet' || number, '#sea ' || number, at => now() - number * interval '1 hour')
from generate_series(1, 3) as number;
select social_tests.post('poet' || 3 + number, 'liked ' || number, at => now() - number * interval '10 hours')
from generate_series(1, 2) as number;
insert into social.likes (user_id, post_id, created_at)
values (social_tests.id('friend'), social_tests.post_id('liked 1'), now() - interval '1 hour');
update social_private.default_feed_weights set explore = 0;

create temp table first_page (caption text, cursor text);
grant select, insert on first_page to authenticated;
create function pg_temp.rest() returns text[] language sql
return (
  select array_agg(caption order by caption)
  from social.for_you_feed(after => (select cursor from first_page)));
select social_tests.act_as('viewer');
insert into first_page select caption, cursor from social.for_you_feed(page_size => 1);
select is((select caption from first_page), '#sea 1', 'the first page has the best post');
select is(
  pg_temp.rest(), array['#sea 2', '#sea 3', 'liked 1'], 'the next page continues the list');

select social_tests.act_as_operator();
select social_tests.post('poet6', '#sea 4', at => now() + interval '1 minute');
insert into social.likes (user_id, post_id, created_at)
values (social_tests.id('friend'), social_tests.post_id('liked 2'), now() + interval '1 minute');
delete from social_private.for_you_lists;
select social_tests.act_as('viewer');
select is(
  pg_temp.rest(), array['#sea 2', '#sea 3', 'liked 1'],
  'without the stored list, later posts and later likes do not join the next page');

select * from finish();
rollback;
