-- Own lists of people: whom I block, whom I mute, my close friends. Nobody else reads them.

-- Lists

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
      on accounts.profile_id = blocks.blocked_id and accounts.reach > 0
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
      on accounts.profile_id = mutes.muted_id and accounts.reach > 0
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
      on accounts.profile_id = close_friends.friend_id and accounts.reach > 0
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
  social_private.blocked_profiles(text, integer), social.blocked_profiles(text, integer),
  social_private.muted_profiles(text, integer), social.muted_profiles(text, integer),
  social_private.close_friends(text, integer), social.close_friends(text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in
