begin;
select plan(6);
select social_tests.person('p' || n || 'x', n = 3) from generate_series(1, 6) as n;
select social_tests.follow('p1x', 'p' || n || 'x', now() - interval '1 day')
from generate_series(2, 5) as n;
select count(social_tests.post('p' || 1 + n % 6 || 'x', 'post ' || n,
  case n % 5 when 0 then 'only_me' when 1 then 'followers' when 2 then 'close_friends'
    else 'public' end::social.visibility,
  now() - interval '1 hour' + n * interval '1 second'))
from generate_series(1, 90) as n;

create temp table cache_ages (age interval);
-- Computes the expected home feed of the person p1x with a plain query that uses no cache.
create function social_tests.expected_feed() returns text[] language sql security definer return array(
  select caption from social.posts
  where visibility <> 'only_me' and archived_at is null
    and (author_id = social_tests.id('p1x') or author_id in (
      select followee_id from social.follows
      where follower_id = social_tests.id('p1x') and state = 'accepted'
      except select muted_id from social_private.mutes where expires_at is null or expires_at > now()
      except select profile_id from social_private.accounts where deactivated_at is not null
    ) and (visibility <> 'close_friends' or author_id in (
      select owner_id from social_private.close_friends where friend_id = social_tests.id('p1x'))))
  order by id desc);
create function social_tests.step(n integer) returns text language plpgsql as $$
declare
  post text := (select caption from social.posts order by md5(caption || n) limit 1);
  other text := 'p' || 2 + n * 7 % 5 || 'x';
begin
  perform social_tests.act_as_operator();
  case n % 16
    when 0 then perform social_tests.post(other, 'new ' || n);
    when 1 then delete from social.posts where caption = post;
    when 2 then update social.posts set visibility = 'only_me' where caption = post;
    when 3 then update social.posts set visibility = 'public' where visibility = 'only_me'
      and id = (select id from social.posts where visibility = 'only_me' order by id limit 1);
    when 4 then perform social_tests.act_as('p1x'), social.unfollow_profile(social_tests.id(other));
    when 5 then perform social_tests.act_as('p1x'), social.follow_profile(social_tests.id(other));
    when 6 then perform social_tests.act_as('p3x');
      perform social.accept_follow(id) from social.follow_requests();
    when 8 then update social.posts set archived_at = now() where caption = post;
    when 9 then update social.posts set archived_at = null where archived_at is not null
      and id = (select id from social.posts where archived_at is not null order by id limit 1);
    when 10 then perform social_tests.act_as('p1x'), social.mute_profile(social_tests.id(other));
    when 11 then perform social_tests.act_as('p1x');
      perform social.unmute_profile(id) from social.muted_profiles() limit 1;
    when 12 then perform social_tests.act_as(other),
        social.add_close_friend(social_tests.id('p1x'));
    when 13 then update social_private.accounts set deactivated_at = now()
      where profile_id = social_tests.id(other);
    when 14 then update social_private.accounts set deactivated_at = null;
    else perform social_tests.post('p1x', 'mine ' || n);
  end case;
  -- The test cannot change clock_timestamp(). Instead it moves the stored times of the feed into
  -- the past.
  perform social_tests.act_as_operator();
  alter table social.follows disable trigger record_old_follow;
  update social.follows set accepted_at = accepted_at - interval '10 seconds';
  alter table social.follows enable trigger record_old_follow;
  update social_private.feed_changes set changed_at = changed_at - interval '10 seconds';
  update social_private.feed_marks set
    settled_at = settled_at - interval '10 seconds', mark_at = mark_at - interval '10 seconds';
  update social_private.feed_caches set
    settled_at = settled_at - interval '10 seconds', filled_at = filled_at - interval '10 seconds';
  insert into cache_ages select now() - filled_at from social_private.feed_caches;
  perform social_tests.act_as('p1x');
  return case
    when array(select caption from social.home_feed(page_size => 101)) <> social_tests.expected_feed()
      then 'wrong at once'
    when social_tests.walk('select caption as item, cursor from social.home_feed(%L, 7)')
      <> social_tests.expected_feed() then 'wrong by pages' end;
end;
$$;
select social_tests.act_as('p1x');
select is(
  array(select caption from social.home_feed(page_size => 101)), social_tests.expected_feed(),
  'the first read of a home feed returns all posts of the feed');
select cmp_ok(cardinality(social_tests.expected_feed()), '>', 40,
  'the home feed of this test has more than 40 posts');
select is_empty(
  $$select n, wrong from generate_series(1, 240) as n, social_tests.step(n) as wrong
    where wrong is not null$$,
  'after each of 240 changes the home feed equals the result of a plain query');
select social_tests.act_as_operator();
select cmp_ok(
  (select count(*) from cache_ages where age > interval '10 seconds'), '>', 3::bigint,
  'at least four reads use a feed cache that is older than ten seconds');
select set_eq(
  'select author_id, post_id from social_private.latest_posts where post_id is not null',
  $$select distinct on (author_id) author_id, id from social.posts
    where audience <= 'followers' and author_id not in (
      select profile_id from social_private.accounts where audience_level = 0)
    order by author_id, id desc$$,
  'latest_posts contains the newest post of each person');
delete from auth.users;
select is(
  (select count(*) from social_private.latest_posts)
    + (select count(*) from social_private.feed_caches)
    + (select count(*) from social_private.feed_changes), 0::bigint,
  'deleting all people deletes all rows of latest posts, feed caches and feed changes');

select * from finish();
rollback;
