begin;
select plan(4);
-- Everybody except the last person has one of the states that keep a person out.
select social_tests.person(name) from unnest(array[
  'viewer', 'friend', 'followed', 'requested', 'dismissed', 'blocked', 'blocker', 'muted',
  'gone', 'limited', 'unlisted', 'closed', 'secretive', 'shown'
]) as name;
select social_tests.follow('viewer', name, now() - interval '2 days')
from unnest(array['friend', 'followed']) as name;
select social_tests.follow('friend', username, now() - interval '1 day')
from social.profiles where username not in ('friend', 'blocker', 'blocked');
select social_tests.request('viewer', 'requested');
select social_tests.block('blocker', 'viewer');
select social_tests.block('viewer', 'blocked');
select social_tests.follow('friend', name, now() - interval '1 day')
from unnest(array['blocker', 'blocked']) as name;
insert into social_private.mutes (muter_id, muted_id)
values (social_tests.id('viewer'), social_tests.id('muted'));
update social_private.accounts set
  deactivated_at = case when username = 'gone' then now() end,
  limited_at = case when username = 'limited' then now() end,
  is_discoverable = username <> 'unlisted',
  is_private = username = 'closed',
  followers_visibility = case when username = 'secretive' then 'only_me' else 'public'
    end::social.list_visibility
from social.profiles where profiles.id = profile_id;

select social_tests.act_as('viewer');
select social.dismiss_suggestion(social_tests.id('dismissed'));
select is(
  (select array_agg(username) from social.suggested_profiles()), array['shown'],
  'suggestions leave out yourself, people whom you follow, asked to follow, dismissed, blocked or
  muted, people who block you, inactive, limited, undiscoverable and private accounts, and people
  who hide their followers');
-- The cache now exists. Each state must count at the moment of reading, too.
select social_tests.act_as_operator();
update social_private.suggestion_caches set
  ids = (select array_agg(id order by username) from social.profiles),
  scores = (select array_agg(1000000) from social.profiles),
  masks = (select array_agg(1::bigint) from social.profiles);
select social_tests.act_as('viewer');
select is(
  (select array_agg(username) from social.suggested_profiles()), array['shown'],
  'a cache that contains everybody shows nobody more');
select social_tests.act_as_operator();
insert into social.follows (follower_id, followee_id, state, accepted_at)
select social_tests.id(name), social_tests.id('viewer'), 'accepted', now() - interval '1 day'
from unnest(array['closed', 'limited']) as name;
delete from social_private.suggestion_caches;
select social_tests.act_as('viewer');
select is(
  (select array_agg(array[username, reason, mutual_count::text] order by username)
    from social.suggested_profiles()),
  array[array['closed', 'follows_you', '0'], array['shown', 'mutuals', '1']],
  'a private account that follows you is suggested without mutuals, and a limited account is not');
select social_tests.act_as_operator();
update social_private.accounts set is_discoverable = false;
select social_tests.act_as('viewer');
select is_empty(
  'select * from social.suggested_profiles()', 'nobody is suggested who does not want it');

select * from finish();
rollback;
