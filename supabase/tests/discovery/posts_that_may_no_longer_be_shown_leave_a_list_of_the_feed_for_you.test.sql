begin;
select plan(16);
select social_tests.person(name)
from unnest(array['viewer', 'friend', 'author', 'tagger', 'famous']) as name;
select social_tests.follow('viewer', 'friend');
select social_tests.post('friend', 'of friend');
select social_tests.post('author', 'liked');
select social_tests.like('friend', 'liked');
select social_tests.post('tagger', 'a #sunset');
select social_tests.post('famous', 'explored');
select social_tests.follow_hashtag('viewer', 'sunset');
select social_tests.fill_explore('explored');
insert into social_private.hashtags (hashtag) values ('sunset')
on conflict do nothing;

-- Returns the posts that disappear from a stored list after a change. Page 2 begins with the first
-- post, because its cursor contains the place 0.
create function pg_temp.lost(change text) returns text language plpgsql
as $$
declare
  lost text;
  before text[];
  cursor text;
begin
  perform social_tests.act_as('viewer');
  before := array(select caption from social.for_you_feed());
  perform social_tests.act_as_operator();
  cursor := (social_private.time_cursors('for_you_feed', viewer_id, array[made_at],
    array['00000000-0000-0000-0000-000000000000'::uuid]))[1] from social_private.for_you_lists;
  begin
    execute change;
    perform social_tests.act_as('viewer');
    lost := string_agg(caption, ', ' order by caption) from unnest(before) as caption
    where caption not in (select listed.caption from social.for_you_feed(after => cursor) as listed);
    raise exception sqlstate 'UNDO0';
  exception when sqlstate 'UNDO0' then
    perform social_tests.act_as_operator();
  end;
  return coalesce(lost, 'nothing');
end;
$$;

select is(pg_temp.lost('select'), 'nothing', 'a stored list stays complete if nothing changes');
select is(pg_temp.lost($$select social_tests.block('famous', 'viewer')$$), 'explored',
  'a post of somebody who blocks the viewer disappears');
select is(pg_temp.lost($$select social_tests.block('viewer', 'tagger')$$), 'a #sunset',
  'a post of somebody whom the viewer blocks disappears');
select is(pg_temp.lost($$insert into social_private.mutes (muter_id, muted_id)
    values (social_tests.id('viewer'), social_tests.id('famous'))$$), 'explored',
  'a post of a muted person disappears');
select is(pg_temp.lost($$insert into social_private.mutes (muter_id, muted_id)
    values (social_tests.id('viewer'), social_tests.id('friend'))$$), 'liked, of friend',
  'a post that only a muted person likes disappears');
select is(pg_temp.lost($$insert into social_private.muted_words (profile_id, word, display)
    values (social_tests.id('viewer'), 'explored', 'explored')$$), 'explored',
  'a post with a muted word disappears');
select is(pg_temp.lost($$update social.posts set hidden_at = now() where caption = 'explored'$$),
  'explored', 'a post that staff hid disappears');
select is(pg_temp.lost($$update social.posts set deleted_at = now() where caption = 'liked'$$),
  'liked', 'a deleted post disappears');
select is(pg_temp.lost($$update social.posts set visibility = 'followers' where caption = 'liked'$$),
  'liked', 'a post disappears when it is for followers only');
select is(pg_temp.lost($$update social_private.accounts set is_private = true
    where profile_id = social_tests.id('tagger')$$), 'a #sunset',
  'a post of an account that became private disappears');
select is(pg_temp.lost($$delete from social.likes$$), 'liked',
  'a post disappears when no followed person likes it any more');
select is(pg_temp.lost($$update social_private.config set likes_visibility = 'author'$$), 'liked',
  'a post disappears when the viewer may no longer see who likes it');
select is(pg_temp.lost($$update social_private.accounts set deactivated_at = now()
    where profile_id = social_tests.id('friend')$$), 'liked, of friend',
  'the posts of an inactive person, and what only this person likes, disappear');
select is(pg_temp.lost($$delete from social.follows$$), 'liked, of friend',
  'posts of an unfollowed person, and what this person likes, disappear');
select is(pg_temp.lost($$delete from social_private.hashtag_follows$$), 'a #sunset',
  'the posts of an unfollowed hashtag disappear');
select is(pg_temp.lost($$update social_private.hashtags set hidden_from = 'everywhere'$$),
  'a #sunset', 'the posts of a hashtag that staff hid disappear');

select * from finish();
rollback;
