-- Blocking: block and mute, and take it back.
-- A block ends what connects two people, in one transaction under the lock of the pair: follows and
-- requests both ways, close friends and pending matters. Likes and comments stay as rows, hidden
-- from the two, so that an unblock loses nothing and no total tells. It restores no follow.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('cannot_block_self', 422, 'Nobody can block themselves.', null),
  ('cannot_mute_self', 422, 'Nobody can mute themselves.', null),
  ('expires_at_invalid', 422, 'A mute must end in the future.', 'Leave expires_at out for good.');

-- Commands

create function social_private.block_profile(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; the block is the actor's own
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  if block_profile.profile_id = actor then
    perform social_private.fail('cannot_block_self');
  end if;
  perform social_private.spend(actor, 'block');
  perform social_private.lock_pair(actor, block_profile.profile_id);
  if not social_private.is_blocking(actor, block_profile.profile_id) then
    perform social_private.hold_visible_profile(actor, block_profile.profile_id);
    insert into social_private.blocks (blocker_id, blocked_id)
    values (actor, block_profile.profile_id);
    delete from social.follows
    where follows.follower_id = actor and follows.followee_id = block_profile.profile_id;
    delete from social.follows
    where follows.follower_id = block_profile.profile_id and follows.followee_id = actor;
    delete from social_private.close_friends
    where close_friends.owner_id = actor and close_friends.friend_id = block_profile.profile_id;
    delete from social_private.close_friends
    where close_friends.owner_id = block_profile.profile_id and close_friends.friend_id = actor;
  end if;
  return social_private.relationship(actor, block_profile.profile_id);
end;
$$;

create function social.block_profile(profile_id uuid)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.block_profile(block_profile.profile_id);

comment on function social.block_profile(uuid) is
'Block a person. Neither of you finds the other any more, on any surface; follows and requests both
ways are gone, and what they write under your posts is hidden from everybody. Nobody is told. Again
changes nothing.

Returns the relationship. Errors: not_signed_in, profile_missing, profile_not_found,
cannot_block_self, rate_limited.';

create function social_private.unblock_profile(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients hold no delete grant; only the actor's own block goes
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  perform social_private.require_argument(unblock_profile.profile_id);
  perform social_private.lock_pair(actor, unblock_profile.profile_id);
  delete from social_private.blocks
  where blocks.blocker_id = actor and blocks.blocked_id = unblock_profile.profile_id;
  return social_private.relationship(actor, unblock_profile.profile_id);
end;
$$;

create function social.unblock_profile(profile_id uuid)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unblock_profile(unblock_profile.profile_id);

comment on function social.unblock_profile(uuid) is
'Take back your block. No follow comes back. Again changes nothing.

Returns the relationship. Errors: not_signed_in, profile_missing, argument_missing.';

create function social_private.mute_profile(profile_id uuid, expires_at timestamptz)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; the mute is the actor's own
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  if mute_profile.profile_id = actor then
    perform social_private.fail('cannot_mute_self');
  end if;
  if mute_profile.expires_at <= now() or mute_profile.expires_at = 'infinity' then
    perform social_private.fail('expires_at_invalid');
  end if;
  perform social_private.spend(actor, 'block');
  perform social_private.hold_visible_profile(actor, mute_profile.profile_id);
  insert into social_private.mutes (muter_id, muted_id, expires_at)
  values (actor, mute_profile.profile_id, mute_profile.expires_at)
  on conflict on constraint mutes_pkey do update set expires_at = excluded.expires_at;
  return social_private.relationship(actor, mute_profile.profile_id);
end;
$$;

create function social.mute_profile(profile_id uuid, expires_at timestamptz default null)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.mute_profile(mute_profile.profile_id, mute_profile.expires_at);

comment on function social.mute_profile(uuid, timestamptz) is
'Keep a person''s posts out of your home feed, until expires_at or for good. They cannot tell, and
you still find them where you look for them. Again changes when it ends.

Returns the relationship. Errors: not_signed_in, profile_missing, profile_not_found,
cannot_mute_self, expires_at_invalid, rate_limited.';

create function social_private.unmute_profile(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients hold no delete grant; only the actor's own mute goes
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  perform social_private.require_argument(unmute_profile.profile_id);
  delete from social_private.mutes
  where mutes.muter_id = actor and mutes.muted_id = unmute_profile.profile_id;
  if found then
    perform social_private.note_feed_change(unmute_profile.profile_id, actor);
  end if;
  return social_private.relationship(actor, unmute_profile.profile_id);
end;
$$;

create function social.unmute_profile(profile_id uuid)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unmute_profile(unmute_profile.profile_id);

comment on function social.unmute_profile(uuid) is
'Take back your mute; the home feed shows what it left out. Again changes nothing.

Returns the relationship. Errors: not_signed_in, profile_missing, argument_missing.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.block_profile(uuid), social.block_profile(uuid),
  social_private.unblock_profile(uuid), social.unblock_profile(uuid),
  social_private.mute_profile(uuid, timestamptz), social.mute_profile(uuid, timestamptz),
  social_private.unmute_profile(uuid), social.unmute_profile(uuid)
  to anon, authenticated; -- anon too, to be told not_signed_in
