begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.follow('bob', 'alice', now() - interval '1 day');
select social_tests.post('alice', caption, visibility::social.visibility, now() - interval '1 hour')
from (values ('for friends', 'close_friends'), ('for all', 'public')) as posts (caption, visibility);
-- Make the cache one minute old, and changes older than that.
create function pg_temp.grow_old() returns bigint language sql security definer as $$
  update social_private.feed_changes set changed_at = changed_at - interval '1 hour';
  update social_private.feed_caches
  set settled_at = now() - interval '1 minute', filled_at = now() - interval '1 minute';
  select count(*) from social_private.feed_caches
$$;

select social_tests.act_as('bob');
select is(
  (select array_agg(caption) from social.home_feed()), array['for all'],
  'posts for close friends are not in the feed of other followers');
select is(pg_temp.grow_old(), 1::bigint, 'the feed is cached');
select social_tests.act_as('alice');
select social.add_close_friend(social_tests.id('bob'));
select social_tests.act_as('bob');
select set_eq(
  'select caption from social.home_feed()', array['for all', 'for friends'],
  'a new close friend sees posts from before');
select pg_temp.grow_old();
select social_tests.act_as('alice');
select social.remove_close_friend(social_tests.id('bob'));
select social_tests.act_as('bob');
select is(
  (select array_agg(caption) from social.home_feed()), array['for all'],
  'a former close friend sees no posts for close friends');

select * from finish();
rollback;
