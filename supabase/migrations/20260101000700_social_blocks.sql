-- Blocks, mutes and close friends: the commands, and the lists that only their owner reads.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('cannot_block_self', 422, 'Nobody can block themselves.', null),
  ('cannot_mute_self', 422, 'Nobody can mute themselves.', null),
  ('expires_at_invalid', 422, 'A mute must end in the future.', 'Leave expires_at out for good.'),
  ('cannot_add_self', 422, 'You see your own posts anyway.', null);

-- Blocks

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
  perform social_private.consume_rate_limit(actor, 'block');
  perform social_private.lock_pair(actor, block_profile.profile_id);
  if not social_private.is_blocking(actor, block_profile.profile_id) then
    perform social_private.lock_visible_profile(actor, block_profile.profile_id);
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

create function social_private.blocked_profiles(after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- nobody may read the table; the list is the actor's own
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(blocked_profiles.after);
  size integer := social_private.checked_page_size(blocked_profiles.page_size);
  ids uuid[];
  times timestamptz[];
begin
  select array_agg(latest.blocked_id), array_agg(latest.created_at)
  into ids, times
  from (
    select blocks.blocked_id, blocks.created_at
    from social_private.blocks
    join social_private.accounts
      on accounts.profile_id = blocks.blocked_id and accounts.audience_level > 0
    where blocks.blocker_id = actor
      and (blocks.created_at, blocks.blocked_id) < (key.at, key.id)
    order by blocks.created_at desc, blocks.blocked_id desc
    limit size
  ) as latest;
  return query select * from social_private.profile_cards(actor, ids, times);
end;
$$;

create function social.blocked_profiles(after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.blocked_profiles(blocked_profiles.after, blocked_profiles.page_size);

comment on function social.blocked_profiles(text, integer) is
'Whom you block, latest first: the only place where you still see them.

Errors: not_signed_in, profile_missing, cursor_invalid, page_size_invalid.';

-- Mutes

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
  perform social_private.consume_rate_limit(actor, 'block');
  perform social_private.lock_visible_profile(actor, mute_profile.profile_id);
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

create function social_private.muted_profiles(after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- nobody may read the table; the list is the actor's own
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(muted_profiles.after);
  size integer := social_private.checked_page_size(muted_profiles.page_size);
  ids uuid[];
  times timestamptz[];
begin
  select array_agg(latest.muted_id), array_agg(latest.created_at)
  into ids, times
  from (
    select mutes.muted_id, mutes.created_at
    from social_private.mutes
    join social_private.accounts
      on accounts.profile_id = mutes.muted_id and accounts.audience_level > 0
    where mutes.muter_id = actor
      and (mutes.created_at, mutes.muted_id) < (key.at, key.id)
      and (mutes.expires_at is null or mutes.expires_at > now())
      and not social_private.is_blocked(actor, mutes.muted_id)
    order by mutes.created_at desc, mutes.muted_id desc
    limit size
  ) as latest;
  return query select * from social_private.profile_cards(actor, ids, times);
end;
$$;

create function social.muted_profiles(after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.muted_profiles(muted_profiles.after, muted_profiles.page_size);

comment on function social.muted_profiles(text, integer) is
'Whom you mute at the moment, latest first.

Errors: not_signed_in, profile_missing, cursor_invalid, page_size_invalid.';

-- Close friends

create function social_private.add_close_friend(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; the list is the actor's own
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  if add_close_friend.profile_id = actor then
    perform social_private.fail('cannot_add_self');
  end if;
  perform social_private.consume_rate_limit(actor, 'block');
  perform social_private.lock_pair(actor, add_close_friend.profile_id);
  perform social_private.lock_visible_profile(actor, add_close_friend.profile_id);
  insert into social_private.close_friends (owner_id, friend_id)
  values (actor, add_close_friend.profile_id)
  on conflict on constraint close_friends_pkey do nothing;
  return social_private.relationship(actor, add_close_friend.profile_id);
end;
$$;

create function social.add_close_friend(profile_id uuid)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.add_close_friend(add_close_friend.profile_id);

comment on function social.add_close_friend(uuid) is
'Let a person see your posts for close friends, also if they do not follow you. Nobody is told.
Again changes nothing.

Returns the relationship. Errors: not_signed_in, profile_missing, profile_not_found,
cannot_add_self, rate_limited.';

create function social_private.remove_close_friend(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients hold no delete grant; the list is the actor's own
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  perform social_private.require_argument(remove_close_friend.profile_id);
  delete from social_private.close_friends
  where close_friends.owner_id = actor
    and close_friends.friend_id = remove_close_friend.profile_id;
  return social_private.relationship(actor, remove_close_friend.profile_id);
end;
$$;

create function social.remove_close_friend(profile_id uuid)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.remove_close_friend(remove_close_friend.profile_id);

comment on function social.remove_close_friend(uuid) is
'Take a person off your list of close friends: posts for them are hidden from the person at once.
Again changes nothing.

Returns the relationship. Errors: not_signed_in, profile_missing, argument_missing.';

create function social_private.close_friends(after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- nobody may read the table; the list is the actor's own
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(close_friends.after);
  size integer := social_private.checked_page_size(close_friends.page_size);
  ids uuid[];
  times timestamptz[];
begin
  select array_agg(latest.friend_id), array_agg(latest.created_at)
  into ids, times
  from (
    select close_friends.friend_id, close_friends.created_at
    from social_private.close_friends
    join social_private.accounts
      on accounts.profile_id = close_friends.friend_id and accounts.audience_level > 0
    where close_friends.owner_id = actor
      and (close_friends.created_at, close_friends.friend_id) < (key.at, key.id)
      and not social_private.is_blocked(actor, close_friends.friend_id)
    order by close_friends.created_at desc, close_friends.friend_id desc
    limit size
  ) as latest;
  return query select * from social_private.profile_cards(actor, ids, times);
end;
$$;

create function social.close_friends(after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.close_friends(close_friends.after, close_friends.page_size);

comment on function social.close_friends(text, integer) is
'Your close friends, latest first.

Errors: not_signed_in, profile_missing, cursor_invalid, page_size_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.block_profile(uuid), social.block_profile(uuid),
  social_private.unblock_profile(uuid), social.unblock_profile(uuid),
  social_private.blocked_profiles(text, integer), social.blocked_profiles(text, integer),
  social_private.mute_profile(uuid, timestamptz), social.mute_profile(uuid, timestamptz),
  social_private.unmute_profile(uuid), social.unmute_profile(uuid),
  social_private.muted_profiles(text, integer), social.muted_profiles(text, integer),
  social_private.add_close_friend(uuid), social.add_close_friend(uuid),
  social_private.remove_close_friend(uuid), social.remove_close_friend(uuid),
  social_private.close_friends(text, integer), social.close_friends(text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in
