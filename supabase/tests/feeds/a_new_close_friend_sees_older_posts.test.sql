begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.follow('bob', 'alice', now() - interval '1 day');
select social_tests.post('alice', caption, visibility::social.visibility, now() - interval '1 hour')
from (values ('for friends', 'close_friends'), ('for all', 'public')) as posts (caption, visibility);
-- Makes the feed cache one minute old and all recorded changes one hour older.
create function pg_temp.grow_old() returns bigint language sql security definer as $$
  update social_private.feed_changes set changed_at = changed_at - interval '1 hour';
  update social_private.feed_caches
  set settled_at = now() - interval '1 minute', filled_at = now() - interval '1 minute';
  select count(*) from social_private.feed_caches
$$;

select social_tests.act_as('bob');
select is(
  (select array_agg(caption) from social.home_feed()), array['for all'],
  'posts for close friends are not in the home feed of other followers');
select is(pg_temp.grow_old(), 1::bigint, 'the home feed of the follower is cached');
select social_tests.act_as('alice');
select social.add_close_friend(social_tests.id('bob'));
select social_tests.act_as('bob');
select set_eq(
  'select caption from social.home_feed()', array['for all', 'for friends'],
  'the home feed of a new close friend contains older posts for close friends');
select pg_temp.grow_old();
select social_tests.act_as('alice');
select social.remove_close_friend(social_tests.id('bob'));
select social_tests.act_as('bob');
select is(
  (select array_agg(caption) from social.home_feed()), array['for all'],
  'the home feed of a former close friend contains no posts for close friends');

select * from finish();
rollback;
