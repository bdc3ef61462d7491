begin;
select plan(14);
select social_tests.person(name) from unnest(array[
  'viewer', 'open', 'followed', 'muted', 'blocked', 'blocker', 'wordy', 'away', 'unlisted', 'delicate'
]) as name;
select social_tests.person('locked', true);
select social_tests.post(username, username) from social.profiles;
select social_tests.post('open', 'for followers', 'followers');
select social_tests.follow('viewer', 'followed');
update social.posts set is_sensitive = true where caption = 'delicate';
update social_private.accounts set is_discoverable = false
where profile_id = social_tests.id('unlisted');

create function pg_temp.captions() returns text[] language sql
return (select array_agg(caption order by caption) from social.explore_posts());
create function pg_temp.refresh() returns void language plpgsql as $$
begin
  perform social_tests.act_as_operator();
  update social_private.explore_refreshes set refreshed_at = '-infinity';
  perform social_private.refresh_explore_pool();
end;
$$;
-- The same rules hold before the worker has filled the pool (first) and after (second).
select social_tests.act_as('viewer');
select is(
  pg_temp.captions(), array['away', 'blocked', 'blocker', 'muted', 'open', 'wordy'],
  'explore lists public posts of public people whom the viewer does not follow');
select pg_temp.refresh();
select social_tests.act_as('viewer');
select is(
  pg_temp.captions(), array['away', 'blocked', 'blocker', 'muted', 'open', 'wordy'],
  'explore lists the same posts from the pool');
select is(
  (select distinct reason from social.explore_posts()), '{"kind": "explore"}'::jsonb,
  'each post says that it comes from explore');

select social.mute_profile(social_tests.id('muted'));
select is('muted' = any (pg_temp.captions()), false, 'a mute hides a post of the pool at once');
select social.block_profile(social_tests.id('blocked'));
select is('blocked' = any (pg_temp.captions()), false, 'a block hides a post of the pool at once');
select social_tests.act_as('blocker');
select social.block_profile(social_tests.id('viewer'));
select social_tests.act_as('viewer');
select is('blocker' = any (pg_temp.captions()), false, 'a block by the author hides a post at once');
select social_tests.act_as_operator();
insert into social_private.muted_words (profile_id, word, display)
values (social_tests.id('viewer'), 'wordy', 'wordy');
select social_tests.act_as('viewer');
select is('wordy' = any (pg_temp.captions()), false, 'a muted word hides a post at once');
select social_tests.act_as('away');
select social.deactivate_profile();
select social_tests.act_as('viewer');
select is(pg_temp.captions(), array['open'], 'a deactivation hides a post at once');
select social_tests.act_as('locked');
select is(
  'for followers' = any (pg_temp.captions()), false,
  'explore lists no post that is for followers only');
select social_tests.act_as('viewer');
select social.follow_profile(social_tests.id('open'));
select is(pg_temp.captions(), null, 'a follow hides a post at once');
select social.unfollow_profile(social_tests.id('open'));
select is(pg_temp.captions(), array['open'], 'a post returns after an unfollow');
select social_tests.act_as('open');
select social.update_profile(is_private => true);
select social_tests.act_as('viewer');
select is(pg_temp.captions(), null, 'an account that becomes private hides its posts at once');
select social.follow_profile(social_tests.id('open'));
select social_tests.act_as_operator();
select pg_temp.refresh();
update social_private.accounts set is_private = false where profile_id = social_tests.id('open');
delete from social.follows where follower_id = social_tests.id('viewer');
insert into social.follows (follower_id, followee_id, state)
values (social_tests.id('viewer'), social_tests.id('open'), 'pending');
select social_tests.act_as('viewer');
select is(
  'open' = any (pg_temp.captions()), false, 'explore leaves out people whom the viewer has asked');
select social_tests.act_as('blocked');
select is(
  'blocked' = any (pg_temp.captions()), false, 'explore leaves out the posts of the viewer');

select * from finish();
rollback;
