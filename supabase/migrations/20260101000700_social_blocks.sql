-- Blocks, mutes, close friends and bells: the commands and the lists.
-- Each row of a list is the profile card of one person. Only the owner of a list sees it. Nobody
-- learns who blocks them, mutes them or lists them as a close friend.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('cannot_block_self', 422, 'You cannot block yourself.', null),
  ('cannot_mute_self', 422, 'You cannot mute yourself.', null),
  ('expires_at_invalid', 422, 'A mute must end in the future.',
    'Pass a future time, or omit expires_at to mute permanently.'),
  ('cannot_add_self', 422, 'You cannot be your own close friend.', null),
  ('cannot_ring_self', 422, 'You cannot ring your own bell.', null);

-- Blocks

create function social_private.block_profile(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no insert grant; it writes only the actor's own block
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
    delete from social_private.bells
    where bells.ringer_id = actor and bells.author_id = block_profile.profile_id;
    delete from social_private.bells
    where bells.ringer_id = block_profile.profile_id and bells.author_id = actor;
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
'Blocks a person.

Neither of you sees the other any more. Follows, requests, close friendships and bells between you
are deleted. Comments of the person under your posts are hidden from everybody. The person is not
notified. Idempotent. Returns the new relationship.

Errors: cannot_block_self, profile_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.unblock_profile(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no delete grant; it deletes only the actor's own block
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('block');
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
'Removes your block of a person.

Follows that the block deleted are not restored. Idempotent. Returns the new relationship.

Common errors: docs/errors.md#common-errors.';

create function social_private.blocked_profiles(after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- clients cannot read the table; it lists only the actor's own rows
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(
    'blocked_profiles', actor, blocked_profiles.after);
  size integer := social_private.checked_page_size(blocked_profiles.page_size);
  ids uuid[];
  cursors text[];
begin
  select array_agg(latest.blocked_id), social_private.time_cursors(
    'blocked_profiles', actor, array_agg(latest.created_at), array_agg(latest.blocked_id))
  into ids, cursors
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
  return query select * from social_private.profile_cards(actor, ids, cursors);
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
'Lists the people whom you block, latest first.

No other list shows these people to you. Returns profile cards.

Common errors: docs/errors.md#common-errors.';

-- Mutes

create function social_private.mute_profile(profile_id uuid, expires_at timestamptz)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no insert grant; it writes only the actor's own mute
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
  perform social_private.consume_rate_limit(actor, 'mute');
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
'Hides a person''s posts from your home feed, and the person from your notifications, until
expires_at or permanently.

You still see the person everywhere else. The person is not notified. A repeat replaces
expires_at. Returns the new relationship.

Errors: cannot_mute_self, expires_at_invalid, profile_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.unmute_profile(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no delete grant; it deletes only the actor's own mute
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('mute');
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
'Removes your mute of a person.

Your home feed shows the person''s posts again, including posts that were created during the mute.
Idempotent. Returns the new relationship.

Common errors: docs/errors.md#common-errors.';

create function social_private.muted_profiles(after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- clients cannot read the table; it lists only the actor's own rows
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(
    'muted_profiles', actor, muted_profiles.after);
  size integer := social_private.checked_page_size(muted_profiles.page_size);
  ids uuid[];
  cursors text[];
begin
  select array_agg(latest.muted_id), social_private.time_cursors(
    'muted_profiles', actor, array_agg(latest.created_at), array_agg(latest.muted_id))
  into ids, cursors
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
  return query select * from social_private.profile_cards(actor, ids, cursors);
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
'Lists the people whom you mute now, latest first.

Returns profile cards.

Common errors: docs/errors.md#common-errors.';

-- Close friends

create function social_private.add_close_friend(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no insert grant; it changes only the actor's own list
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  if add_close_friend.profile_id = actor then
    perform social_private.fail('cannot_add_self');
  end if;
  perform social_private.consume_rate_limit(actor, 'close_friend');
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
'Adds a person to your close friends, so that the person sees your posts for close friends.

The person is not notified. If your account is private, the person sees these posts only while you
accept them as a follower. When a follow of the person ends, the person is no longer a close friend.
Idempotent. Returns the new relationship.

Errors: cannot_add_self, profile_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.remove_close_friend(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no delete grant; it changes only the actor's own list
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('close_friend');
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
'Removes a person from your close friends.

The person no longer sees your posts for close friends. Idempotent. Returns the new relationship.

Common errors: docs/errors.md#common-errors.';

create function social_private.close_friends(after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- clients cannot read the table; it lists only the actor's own rows
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(
    'close_friends', actor, close_friends.after);
  size integer := social_private.checked_page_size(close_friends.page_size);
  ids uuid[];
  cursors text[];
begin
  select array_agg(latest.friend_id), social_private.time_cursors(
    'close_friends', actor, array_agg(latest.created_at), array_agg(latest.friend_id))
  into ids, cursors
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
  return query select * from social_private.profile_cards(actor, ids, cursors);
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
'Lists your close friends, latest first.

Returns profile cards.

Common errors: docs/errors.md#common-errors.';

-- Bells

create function social_private.ring_bell(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no insert grant; it writes only the actor's own bell
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  if ring_bell.profile_id = actor then
    perform social_private.fail('cannot_ring_self');
  end if;
  perform social_private.consume_rate_limit(actor, 'bell');
  perform social_private.lock_pair(actor, ring_bell.profile_id);
  perform social_private.lock_visible_profile(actor, ring_bell.profile_id);
  insert into social_private.bells (ringer_id, author_id)
  values (actor, ring_bell.profile_id)
  on conflict on constraint bells_pkey do nothing;
  return social_private.relationship(actor, ring_bell.profile_id);
end;
$$;

create function social.ring_bell(profile_id uuid)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.ring_bell(ring_bell.profile_id);

comment on function social.ring_bell(uuid) is
'Notifies you of every new post of a person, as far as you may see the post.

The person is not notified. You need not follow the person. The bell ends when you unring it, when
you stop following the person, or with a block. Idempotent. Returns the new relationship.

Errors: cannot_ring_self, profile_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.unring_bell(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no delete grant; it deletes only the actor's own bell
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('bell');
begin
  perform social_private.require_argument(unring_bell.profile_id);
  delete from social_private.bells
  where bells.ringer_id = actor and bells.author_id = unring_bell.profile_id;
  return social_private.relationship(actor, unring_bell.profile_id);
end;
$$;

create function social.unring_bell(profile_id uuid)
  returns social.relationship
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unring_bell(unring_bell.profile_id);

comment on function social.unring_bell(uuid) is
'Stops the notifications of every new post of a person.

Idempotent. Returns the new relationship.

Common errors: docs/errors.md#common-errors.';

create function social_private.bells(after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- clients cannot read the table; it lists only the actor's own rows
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor('bells', actor, bells.after);
  size integer := social_private.checked_page_size(bells.page_size);
  ids uuid[];
  cursors text[];
begin
  select array_agg(latest.author_id), social_private.time_cursors(
    'bells', actor, array_agg(latest.created_at), array_agg(latest.author_id))
  into ids, cursors
  from (
    select rung.author_id, rung.created_at
    from social_private.bells as rung
    join social_private.accounts
      on accounts.profile_id = rung.author_id and accounts.audience_level > 0
    where rung.ringer_id = actor
      and (rung.created_at, rung.author_id) < (key.at, key.id)
    order by rung.created_at desc, rung.author_id desc
    limit size
  ) as latest;
  return query select * from social_private.profile_cards(actor, ids, cursors);
end;
$$;

create function social.bells(after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.bells(bells.after, bells.page_size);

comment on function social.bells(text, integer) is
'Lists the people whose every new post notifies you, latest bell first.

Returns profile cards.

Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.ring_bell(uuid), social.ring_bell(uuid),
  social_private.unring_bell(uuid), social.unring_bell(uuid),
  social_private.bells(text, integer), social.bells(text, integer),
  social_private.block_profile(uuid), social.block_profile(uuid),
  social_private.unblock_profile(uuid), social.unblock_profile(uuid),
  social_private.blocked_profiles(text, integer), social.blocked_profiles(text, integer),
  social_private.mute_profile(uuid, timestamptz), social.mute_profile(uuid, timestamptz),
  social_private.unmute_profile(uuid), social.unmute_profile(uuid),
  social_private.muted_profiles(text, integer), social.muted_profiles(text, integer),
  social_private.add_close_friend(uuid), social.add_close_friend(uuid),
  social_private.remove_close_friend(uuid), social.remove_close_friend(uuid),
  social_private.close_friends(text, integer), social.close_friends(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
