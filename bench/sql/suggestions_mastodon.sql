-- The query of Mastodon 4.3 (app/models/account_suggestions/friends_of_friends_source.rb), with our
-- tables and without the checks for moved accounts and domains. $1 is the viewer.
with first_degree as (
  select follows.followee_id
  from social.follows
  join social_private.accounts on accounts.profile_id = follows.followee_id
  where follows.follower_id = $1::uuid and follows.state = 'accepted'
    and accounts.following_visibility <> 'only_me'
)
select profiles.id
from social.profiles
join social.follows on follows.followee_id = profiles.id and follows.state = 'accepted'
join social_private.accounts on accounts.profile_id = profiles.id
join social_private.profile_counters as counters on counters.profile_id = profiles.id
left join social_private.dismissed_suggestions as dismissed
  on dismissed.dismissed_id = profiles.id and dismissed.profile_id = $1::uuid
where follows.follower_id in (select followee_id from first_degree)
  and not exists (
    select from social_private.blocks where blocked_id = profiles.id and blocker_id = $1::uuid)
  and not exists (
    select from social_private.blocks where blocked_id = $1::uuid and blocker_id = profiles.id)
  and not exists (
    select from social_private.mutes where muted_id = profiles.id and muter_id = $1::uuid)
  and not exists (
    select from social.follows as own
    where own.followee_id = profiles.id and own.follower_id = $1::uuid)
  and follows.followee_id <> $1::uuid
  and accounts.is_discoverable and accounts.suspended_at is null and accounts.limited_at is null
  and dismissed.dismissed_id is null
group by profiles.id
order by count(*) desc, min(counters.follower_count)
limit 20
