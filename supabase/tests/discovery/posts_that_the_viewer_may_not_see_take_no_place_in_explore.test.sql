begin;
select plan(4);
select social_tests.person(name)
from unnest(array['open', 'viewer', 'flood', 'blocker', 'fan', 'stranger']) as name;
select social_tests.person('locked', true);
update social.profiles set created_at = now() - interval '8 days';
select social_tests.post('open', 'visible', at => now() - interval '1 hour');

create function pg_temp.captions() returns text[] language sql
return (select array_agg(caption order by caption) from social.explore_posts());

select social_tests.post('flood', 'f' || number, 'followers') from generate_series(1, 500) as number;
select social_tests.act_as('viewer');
select is(pg_temp.captions(), array['visible'],
  'without a pool, newer posts for followers hide no public post');
select social_tests.act_as_operator();
select social_tests.post('locked', 'l' || number) from generate_series(1, 500) as number;
select social_tests.act_as('viewer');
select is(pg_temp.captions(), array['visible'],
  'without a pool, newer posts of a private account hide no public post');
select social_tests.act_as_operator();
select social_tests.post('blocker', 'b' || number) from generate_series(1, 500) as number;
select social_tests.block('blocker', 'viewer');
select social_tests.act_as('viewer');
select is(pg_temp.captions(), array['visible'],
  'without a pool, newer posts of somebody who blocks the viewer hide no public post');
select social_tests.act_as_operator();
delete from social.posts where author_id = social_tests.id('blocker');
select social_tests.post('flood', 'm' || number, 'followers') from generate_series(1, 1000) as number;
select social_private.refresh_explore_pool();
select social_tests.act_as('viewer');
select is(pg_temp.captions(), array['visible'],
  '2,000 newer posts that nobody may see push no public post out of the pool');

select * from finish();
rollback;
