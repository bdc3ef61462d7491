-- Following: follow, unfollow, ask, let in, turn down, remove.
-- Whatever two people do to each other takes the lock of the pair first, so blocks and follows of
-- the same two never cross.

-- Types

create type social.relationship as (
  profile_id uuid,
  follow_state social.follow_state,
  followed_by_state social.follow_state,
  is_blocked boolean,
  is_muted boolean,
  mute_expires_at timestamptz,
  is_close_friend boolean
);

comment on type social.relationship is
'Between you and a person: your edge to them and theirs to you (null where there is none), whether
you block them, mute them (until when; null is for good), and count them among your close friends.';

-- Commands

create function social_private.relationship(viewer uuid, profile_id uuid)
  returns social.relationship
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  mute social_private.mutes;
begin
  -- Of somebody who is not there for the viewer it tells as much as of nobody, but for a block of
  -- the viewer's own.
  if not social_private.can_view_profile(relationship.viewer, relationship.profile_id) then
    return row(
      relationship.profile_id, null, null,
      social_private.is_blocking(relationship.viewer, relationship.profile_id), false, null, false
    )::social.relationship;
  end if;
  select * into mute from social_private.mutes
  where mutes.muter_id = relationship.viewer
    and mutes.muted_id = relationship.profile_id
    and (mutes.expires_at is null or mutes.expires_at > now());
  return row(
    relationship.profile_id,
    (
      select state from social.follows
      where follower_id = relationship.viewer and followee_id = relationship.profile_id
    ),
    (
      select state from social.follows
      where follower_id = relationship.profile_id and followee_id = relationship.viewer
    ),
    false,
    mute.muter_id is not null,
    mute.expires_at,
    exists (
      select from social_private.close_friends
      where owner_id = relationship.viewer and friend_id = relationship.profile_id
    )
  )::social.relationship;
end;
$$;

comment on function social_private.relationship(uuid, uuid) is
'How the viewer and a person stand to each other.';

create function social_private.follow_profile(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; this checks for itself
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  followee social.profiles;
begin
  if follow_profile.profile_id = actor then
    perform social_private.fail('cannot_follow_self');
  end if;
  -- Spending locks the actor's bucket, so that parallel follows are counted one after the other.
  perform social_private.spend(actor, 'follow');
  perform social_private.lock_pair(actor, follow_profile.profile_id);
  if not social_private.can_view_profile(actor, follow_profile.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  -- update_profile locks for update, so an account becomes private before this or after us.
  select * into followee from social.profiles
  where profiles.id = follow_profile.profile_id for key share;
  if not found then
    perform social_private.fail('profile_not_found');
  end if;
  -- A request counts too: whoever answers it asks no more how many there are.
  if not exists (
    select from social.follows
    where follows.follower_id = actor and follows.followee_id = followee.id
  ) and (
    select sum(profile_counters.following_count) from social_private.profile_counters
    where profile_counters.profile_id = actor
  ) + (
    select count(*) from social.follows
    where follows.follower_id = actor and follows.state = 'pending'
  ) >= (select config.following_max from social_private.config) then
    perform social_private.fail('following_too_many');
  end if;

  insert into social.follows (follower_id, followee_id, state, accepted_at)
  values (
    actor,
    followee.id,
    case when followee.is_private then 'pending' else 'accepted' end::social.follow_state,
    case when not followee.is_private then clock_timestamp() end
  )
  on conflict on constraint follows_pkey do nothing;
  return social_private.relationship(actor, followee.id);
end;
$$;

create function social.follow_profile(profile_id uuid)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.follow_profile(follow_profile.profile_id);

comment on function social.follow_profile(uuid) is
'Follow a person, or ask a private account to be let in. Again changes nothing.

Returns the relationship. Errors: not_signed_in, profile_missing, profile_not_found,
cannot_follow_self, following_too_many, rate_limited.';

create function social_private.unfollow_profile(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients hold no delete grant; only the actor's own edge goes
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  perform social_private.require_argument(unfollow_profile.profile_id);
  perform social_private.lock_pair(actor, unfollow_profile.profile_id);
  delete from social.follows
  where follows.follower_id = actor and follows.followee_id = unfollow_profile.profile_id;
  return social_private.relationship(actor, unfollow_profile.profile_id);
end;
$$;

create function social.unfollow_profile(profile_id uuid)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unfollow_profile(unfollow_profile.profile_id);

comment on function social.unfollow_profile(uuid) is
'Stop following a person, or take back the request. Again changes nothing.

Returns the relationship. Errors: not_signed_in, profile_missing, argument_missing.';

create function social_private.accept_follow(follower_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the followee accepts
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  perform social_private.lock_pair(actor, accept_follow.follower_id);
  if not social_private.can_view_profile(actor, accept_follow.follower_id) then
    perform social_private.fail('follow_request_not_found');
  end if;
  update social.follows set state = 'accepted', accepted_at = clock_timestamp()
  where follows.follower_id = accept_follow.follower_id
    and follows.followee_id = actor
    and follows.state = 'pending';
  if not found and not exists (
    select from social.follows
    where follows.follower_id = accept_follow.follower_id and follows.followee_id = actor
  ) then
    perform social_private.fail('follow_request_not_found');
  end if;
  return social_private.relationship(actor, accept_follow.follower_id);
end;
$$;

create function social.accept_follow(follower_id uuid)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.accept_follow(accept_follow.follower_id);

comment on function social.accept_follow(uuid) is
'Let in a person who asked to follow you. Again changes nothing.

Returns the relationship. Errors: not_signed_in, profile_missing, follow_request_not_found.';

create function social_private.reject_follow(follower_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients hold no delete grant; only requests to the actor go
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  perform social_private.require_argument(reject_follow.follower_id);
  perform social_private.lock_pair(actor, reject_follow.follower_id);
  delete from social.follows
  where follows.follower_id = reject_follow.follower_id and follows.followee_id = actor
    and follows.state = 'pending';
  return social_private.relationship(actor, reject_follow.follower_id);
end;
$$;

create function social.reject_follow(follower_id uuid)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.reject_follow(reject_follow.follower_id);

comment on function social.reject_follow(uuid) is
'Turn down a request to follow you. Nobody is told. Again changes nothing.

Returns the relationship. Errors: not_signed_in, profile_missing, argument_missing.';

create function social_private.remove_follower(follower_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients hold no delete grant; only edges to the actor go
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  perform social_private.require_argument(remove_follower.follower_id);
  perform social_private.lock_pair(actor, remove_follower.follower_id);
  delete from social.follows
  where follows.follower_id = remove_follower.follower_id and follows.followee_id = actor;
  delete from social_private.close_friends
  where close_friends.owner_id = actor and close_friends.friend_id = remove_follower.follower_id;
  return social_private.relationship(actor, remove_follower.follower_id);
end;
$$;

create function social.remove_follower(follower_id uuid)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.remove_follower(remove_follower.follower_id);

comment on function social.remove_follower(uuid) is
'Make a follower stop following you, and no close friend any more. Nobody is told. Again changes
nothing.

Returns the relationship. Errors: not_signed_in, profile_missing, argument_missing.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.follow_profile(uuid), social.follow_profile(uuid),
  social_private.unfollow_profile(uuid), social.unfollow_profile(uuid),
  social_private.accept_follow(uuid), social.accept_follow(uuid),
  social_private.reject_follow(uuid), social.reject_follow(uuid),
  social_private.remove_follower(uuid), social.remove_follower(uuid)
  to anon, authenticated; -- anon too, to be told not_signed_in
