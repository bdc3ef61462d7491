begin;
select plan(4);
select social_tests.person('p' || n || 'x', n = 3) from generate_series(1, 6) as n;
select social_tests.follow('p1x', 'p2x', now() - interval '1 day');
select count(social_tests.post('p' || 1 + n % 6 || 'x', format('post %s #a%s', n, n % 4),
  case n % 5 when 0 then 'followers' when 1 then 'only_me' else 'public' end::social.visibility,
  now() - interval '1 hour' + n * interval '1 second'))
from generate_series(1, 90) as n;
insert into social_private.hashtag_follows (profile_id, hashtag, created_at)
select social_tests.id('p1x'), 'a' || n, now() - interval '1 day' from generate_series(1, 2) as n;

create temp table cache_ages (age interval);
-- Computes the expected home feed of the person p1x with a plain query that uses no cache.
create function social_tests.expected_feed() returns text[] language sql security definer return array(
  select caption from social.posts
  where audience <> 'only_me' and (author_id = social_tests.id('p1x')
    or author_id not in (select muted_id from social_private.mutes)
    and (
      author_id in (
        select followee_id from social.follows
        where follower_id = social_tests.id('p1x') and state = 'accepted'
        except select profile_id from social_private.accounts where audience_level = 0
      )
      or audience = 'public'
      and author_id in (select profile_id from social_private.accounts where audience_level = 2)
      and not exists (
        select from social_private.blocks
        where author_id in (blocker_id, blocked_id) and social_tests.id('p1x') in (blocker_id, blocked_id)
      )
      and exists (
        select from social.post_hashtags join social_private.hashtag_follows using (hashtag)
        left join social_private.hashtags using (hashtag)
        where post_id = posts.id and hidden_from is distinct from 'everywhere'
      )
    ))
  order by id desc);
create function social_tests.step(n integer) returns text language plpgsql as $$
declare
  post uuid := (select id from social.posts order by md5(id::text || n) limit 1);
  other text := 'p' || 2 + n * 7 % 5 || 'x';
begin
  perform social_tests.act_as_operator();
  case n % 15
    when 0 then perform social_tests.post(other, format('new %s #a%s', n, n % 3));
    when 1 then delete from social.posts where id = post;
    when 2 then update social.posts set visibility = 'followers' where id = post;
    when 3, 4 then update social.posts set visibility = 'public'
      where id = (select id from social.posts where visibility <> 'public' order by id limit 1);
    when 5 then update social.posts set caption = format('edit %s #a%s', n, n % 3) where id = post;
    when 6 then
      if not exists (
        select from social_private.hashtags where hashtag = 'a' || n % 4 and hidden_from is not null
      ) then
        perform social_tests.act_as('p1x'), social.follow_hashtag('a' || n % 4);
      end if;
    when 7 then perform social_tests.act_as('p1x'), social.unfollow_hashtag('a' || (n + 1) % 4);
    when 8 then update social.posts set archived_at = case when archived_at is null then now() end
      where id = post;
    when 9 then perform social_tests.act_as('p1x'), social.mute_profile(social_tests.id(other));
    when 10 then perform social_tests.act_as('p1x');
      perform social.unmute_profile(id) from social.muted_profiles() limit 1;
    when 11 then update social_private.accounts set is_private = not is_private
      where profile_id = social_tests.id(other);
    when 12 then update social_private.hashtags set
        hidden_from = case when hidden_from is null then 'everywhere'::social.hashtag_hiding end,
        shown_at = clock_timestamp()
      where hashtag = 'a' || n % 3;
    when 13 then
      if exists (select from social_private.blocks) then
        delete from social_private.blocks;
      else
        perform social_tests.block('p1x', 'p4x');
      end if;
    else perform social_tests.post('p1x', 'mine ' || n), social_private.fold_hashtag_counts(100);
  end case;
  -- The test cannot change clock_timestamp(). Instead it moves the stored times of the feed into
  -- the past. Posts move too, so that a later change of theirs is late.
  perform social_tests.act_as_operator();
  alter table social.follows disable trigger record_old_follow;
  update social.follows set accepted_at = accepted_at - interval '10 seconds';
  alter table social.follows enable trigger record_old_follow;
  alter table social_private.hashtag_follows disable trigger record_old_follow;
  update social_private.hashtag_follows set created_at = created_at - interval '10 seconds';
  alter table social_private.hashtag_follows enable trigger record_old_follow;
  update social_private.hashtags set shown_at = shown_at - interval '10 seconds';
  update social_private.late_hashtag_posts set added_at = added_at - interval '10 seconds';
  update social_private.feed_changes set changed_at = changed_at - interval '10 seconds';
  update social_private.feed_marks set
    settled_at = settled_at - interval '10 seconds', mark_at = mark_at - interval '10 seconds',
    -- A vacuum that runs at the same time must not delay the mark.
    mark_xid = pg_snapshot_xmin(pg_current_snapshot());
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
  'the first read of a home feed returns all posts of followed people and hashtags');
select cmp_ok(cardinality(social_tests.expected_feed()), '>', 30,
  'the home feed of this test has more than 30 posts');
select is_empty(
  $$select n, wrong from generate_series(1, 240) as n, social_tests.step(n) as wrong
    where wrong is not null$$,
  'after each of 240 changes the home feed equals the result of a plain query');
select social_tests.act_as_operator();
select cmp_ok(
  (select count(*) from cache_ages where age > interval '10 seconds'), '>', 3::bigint,
  'at least four reads use a feed cache that is older than ten seconds');

select * from finish();
rollback;
