begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.follow('bob', 'alice', now() - interval '1 day');
select social_tests.post('alice', caption, visibility::social.visibility, now() - interval '1 hour')
from (values ('for friends', 'close_friends'), ('for all', 'public')) as posts (caption, visibility);
-- A kept feed is good for what is older than a minute.
create function pg_temp.grow_old() returns bigint language sql security definer as $$
  update social_private.feed_changes set changed_at = changed_at - interval '1 hour';
  update social_private.feed_caches
  set settled_at = now() - interval '1 minute', filled_at = now() - interval '1 minute';
  select count(*) from social_private.feed_caches
$$;

select social_tests.act_as('bob');
select is(
  (select array_agg(caption) from social.home_feed()), array['for all'], 'bob is no close friend');
select is(pg_temp.grow_old(), 1::bigint, 'a feed is kept');
select social_tests.act_as('alice');
select social.add_close_friend(social_tests.id('bob'));
select social_tests.act_as('bob');
select set_eq(
  'select caption from social.home_feed()', array['for all', 'for friends'],
  'a new close friend sees what was posted before');
select pg_temp.grow_old();
select social_tests.act_as('alice');
select social.remove_close_friend(social_tests.id('bob'));
select social_tests.act_as('bob');
select is(
  (select array_agg(caption) from social.home_feed()), array['for all'],
  'and a former one no more');

select * from finish();
rollback;
