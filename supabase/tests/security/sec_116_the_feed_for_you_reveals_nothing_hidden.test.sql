begin;
select plan(8);
-- Visible: friend likes a post, and hidden things will surround it.
select social_tests.person(name) from unnest(array[
  'viewer', 'friend', 'author', 'tagger', 'famous', 'blocker', 'asleep']) as name;
select social_tests.person('shy', true);
select social_tests.follow('viewer', 'friend', now() - interval '1 day');
select social_tests.post('friend', 'of friend ' || number, at => now() - number * interval '1 hour')
from generate_series(1, 3) as number;
select social_tests.post('author', 'liked', at => now() - interval '1 day');
select social_tests.like('friend', 'liked');
select social_tests.post('tagger', 'a #sunset', at => now() - interval '1 day');
select social_tests.post('famous', 'explored', at => now() - interval '1 day');
select social_tests.follow_hashtag('viewer', 'sunset');
select social_tests.fill_explore('explored');

-- The list as the viewer sees it. The recency depends on the time of the call.
create function pg_temp.answer() returns jsonb language plpgsql
as $$
begin
  perform social_tests.act_as('viewer');
  return (
    select jsonb_agg(to_jsonb(listed) - 'cursor' #- '{reason,score}' #- '{reason,parts,recency}'
      order by listed.place)
    from social.for_you_feed(explain => true, page_size => 101) with ordinality as listed (
      id, author_id, author_username, author_display_name, author_avatar_path, caption, visibility,
      is_sensitive, sensitive_note, media, mentions, hashtags, like_count, comment_count, is_liked,
      is_saved, is_following_author, comment_policy, can_comment, is_shareable, created_at, edited_at,
      pinned_at, archived_at, hidden_at, deleted_at, reason, cursor, place)
  );
end;
$$;
create temp table worlds as select pg_temp.answer() as answer;
select social_tests.act_as_operator();
grant select on worlds to authenticated;
select is(jsonb_array_length(answer), 5, 'SEC-116 the viewer sees two posts of friend and three others')
from worlds;

select social_tests.act_as_operator();
create function pg_temp.posts(author text, amount integer, words text default '')
  returns bigint language sql
as $$
  select count(social_tests.post(author, author || ' ' || number || words))
  from generate_series(1, amount) as number
$$;
-- A person whom the viewer follows sleeps. The account has many posts, also in the cached feed.
select social_tests.follow('viewer', 'asleep');
select pg_temp.posts('asleep', 120);
select pg_temp.answer();
select social_tests.act_as_operator();
update social_private.feed_caches set settled_at = clock_timestamp();
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('asleep');
select is(pg_temp.answer(), answer, 'SEC-116 an inactive person changes nothing in the feed')
from worlds;

-- Somebody who blocks the viewer fills the hashtag, the likes of friend, and explore.
select social_tests.act_as_operator();
select pg_temp.posts('blocker', 25, ' #sunset');
insert into social.likes (user_id, post_id)
select social_tests.id('friend'), id from social.posts
where author_id = social_tests.id('blocker');
select social_tests.follow_hashtag('friend', 'sunset');
select social_tests.fill_explore(variadic array(
  select caption from social.posts where author_id = social_tests.id('blocker')) || array['explored']);
select social_tests.block('blocker', 'viewer');
select is(pg_temp.answer(), answer, 'SEC-116 a person who blocks the viewer changes nothing')
from worlds;

-- A private account that the viewer does not follow does the same.
select social_tests.act_as_operator();
update social_private.accounts set is_private = false where profile_id = social_tests.id('shy');
select pg_temp.posts('shy', 25, ' #sunset');
insert into social.likes (user_id, post_id)
select social_tests.id('friend'), id from social.posts where author_id = social_tests.id('shy');
select social_tests.fill_explore(variadic array(
  select caption from social.posts where author_id = social_tests.id('shy')) || array['explored']);
update social_private.accounts set is_private = true where profile_id = social_tests.id('shy');
select is(pg_temp.answer(), answer, 'SEC-116 a private account that the viewer does not follow changes nothing')
from worlds;

-- Posts for other audiences.
select social_tests.act_as_operator();
select social_tests.post('friend', 'only mine', 'only_me');
select social_tests.post('friend', 'closed', 'close_friends');
select social_tests.post('author', 'followers', 'followers');
select social_tests.like('friend', 'followers');
select social_tests.fill_explore('followers', 'explored');
select is(pg_temp.answer(), answer, 'SEC-116 posts for a narrower audience change nothing')
from worlds;

select social_tests.act_as_operator();
update social_private.config set likes_visibility = 'author';
select social_tests.fill_explore('liked', 'explored');
select social_tests.act_as('viewer');
select is_empty(
  $$select caption from social.for_you_feed() where reason ->> 'kind' = 'liked' or reason ? 'profiles'$$,
  'SEC-116 if only authors may see likes, the feed shows no post because of a like');
select is((select reason ->> 'kind' from social.for_you_feed() where caption = 'liked'), 'explore',
  'SEC-116 a hidden like does not take the place of another reason');
select social_tests.act_as_operator();
update social_private.config set likes_visibility = 'signed_in';
update social.likes set created_at = now() - interval '1 hour';
select social_tests.person('asleep' || number) from generate_series(1, 3) as number;
select social_tests.follow('viewer', 'asleep' || number),
  social_tests.like('asleep' || number, 'liked')
from generate_series(1, 3) as number;
update social_private.accounts set deactivated_at = now()
where profile_id in (select social_tests.id('asleep' || number) from generate_series(1, 3) as number);
select social_tests.act_as('viewer');
select is(
  (select reason -> 'profiles' from social.for_you_feed() where caption = 'liked'),
  jsonb_build_array(jsonb_build_object('id', social_tests.id('friend'), 'username', 'friend')),
  'SEC-116 the reason names only people whom the viewer may see');

select * from finish();
rollback;
