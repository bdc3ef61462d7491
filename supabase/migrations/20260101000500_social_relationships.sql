-- Relationships: the tables of follows, blocks, mutes, close friends and bells, and the visibility
-- rules that depend on them.
-- Each row of these tables connects two people. A viewer may see a follow if the viewer may see the
-- follower's list of followed people and the followee's list of followers. The other tables are
-- private.

-- Tables

create type social.follow_state as enum ('pending', 'accepted');

comment on type social.follow_state is 'The state of a follow: pending (requested) or accepted.';

create table social.follows (
  follower_id uuid not null,
  followee_id uuid not null,
  state social.follow_state not null,
  created_at timestamptz not null default now(),
  accepted_at timestamptz,

  constraint follows_pkey primary key (follower_id, followee_id),
  constraint follows_follower_id_fkey foreign key (follower_id)
    references social.profiles (id) on delete cascade,
  constraint follows_followee_id_fkey foreign key (followee_id)
    references social.profiles (id) on delete cascade,
  constraint follows_not_self check (follower_id <> followee_id),
  constraint follows_accepted_at_tells_state check (
    (state = 'accepted') = (accepted_at is not null)
  )
);

comment on table social.follows is
'Each row says that one person (follower) follows another (followee). A follow of a private account
is pending until the owner of the account accepts the follow. Only the two people may see the row.
The functions profile_followers and profile_following list the follows of others.';

comment on column social.follows.follower_id is 'The person who follows.';

comment on column social.follows.followee_id is 'The person who is followed.';

comment on column social.follows.state is
'pending: the followee has not accepted the request yet. accepted: the follow is in force.';

comment on column social.follows.created_at is 'The time of the follow or of the request.';

comment on column social.follows.accepted_at is
'The time when the follow came into force. Null while the request is pending.';

-- This index serves the list of a person's followers, latest first. It also covers the foreign key.
create index follows_followee_id_accepted_at_idx
  on social.follows (followee_id, accepted_at desc, follower_id desc);

-- This index serves the list of people whom a person follows, latest first.
create index follows_follower_id_accepted_at_idx
  on social.follows (follower_id, accepted_at desc, followee_id desc) where state = 'accepted';

-- This index serves the count of the pending requests that a person has sent.
create index follows_asked_idx on social.follows (follower_id) where state = 'pending';

-- This index serves the list of pending requests to follow a person, latest first.
create index follows_requests_idx
  on social.follows (followee_id, created_at desc, follower_id desc) where state = 'pending';

alter table social.follows enable row level security;

create trigger keep_keys
  before update of follower_id, followee_id on social.follows
  for each row when (
    (old.follower_id, old.followee_id)
      is distinct from (new.follower_id, new.followee_id)
  )
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social.follows
  for each statement execute function social_private.tg_refuse_truncate();

create table social_private.blocks (
  blocker_id uuid not null,
  blocked_id uuid not null,
  created_at timestamptz not null default now(),

  constraint blocks_pkey primary key (blocker_id, blocked_id),
  constraint blocks_blocker_id_fkey foreign key (blocker_id)
    references social.profiles (id) on delete cascade,
  constraint blocks_blocked_id_fkey foreign key (blocked_id)
    references social.profiles (id) on delete cascade,
  constraint blocks_not_self check (blocker_id <> blocked_id)
);

comment on table social_private.blocks is
'Each row says that one person (blocker) blocks another. The effect is mutual: neither person sees
the other.';

comment on column social_private.blocks.blocker_id is 'The person who blocks.';

comment on column social_private.blocks.blocked_id is 'The person who is blocked.';

comment on column social_private.blocks.created_at is 'The time of the block.';

-- This index serves the search for everybody who blocks a person. It also covers the foreign key.
create index blocks_blocked_id_blocker_id_idx on social_private.blocks (blocked_id, blocker_id);

-- This index serves the list of blocked people, latest first.
create index blocks_blocker_id_created_at_idx
  on social_private.blocks (blocker_id, created_at desc, blocked_id desc);

alter table social_private.blocks enable row level security;

create trigger keep_keys
  after update of blocker_id, blocked_id on social_private.blocks
  for each row when (
    (old.blocker_id, old.blocked_id)
      is distinct from (new.blocker_id, new.blocked_id)
  )
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.blocks
  for each statement execute function social_private.tg_refuse_truncate();

create table social_private.mutes (
  muter_id uuid not null,
  muted_id uuid not null,
  expires_at timestamptz,
  created_at timestamptz not null default now(),

  constraint mutes_pkey primary key (muter_id, muted_id),
  constraint mutes_muter_id_fkey foreign key (muter_id)
    references social.profiles (id) on delete cascade,
  constraint mutes_muted_id_fkey foreign key (muted_id)
    references social.profiles (id) on delete cascade,
  constraint mutes_not_self check (muter_id <> muted_id)
);

comment on table social_private.mutes is
'Each row says that the home feed of one person (muter) leaves out the posts of another person. The
mute ends at expires_at, or never if expires_at is null.';

comment on column social_private.mutes.muter_id is 'The person who mutes.';

comment on column social_private.mutes.muted_id is
'The person whose posts the home feed leaves out.';

comment on column social_private.mutes.expires_at is
'The time when the mute ends. Null if it does not end by itself.';

comment on column social_private.mutes.created_at is 'The time of the mute.';

-- This index covers the foreign key, so that deleting a profile reads only the mutes of that
-- person.
create index mutes_muted_id_idx on social_private.mutes (muted_id);

-- This index serves the list of muted people, latest first.
create index mutes_muter_id_created_at_idx
  on social_private.mutes (muter_id, created_at desc, muted_id desc);

alter table social_private.mutes enable row level security;

create trigger keep_keys
  after update of muter_id, muted_id on social_private.mutes
  for each row when ((old.muter_id, old.muted_id) is distinct from (new.muter_id, new.muted_id))
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.mutes
  for each statement execute function social_private.tg_refuse_truncate();

create table social_private.close_friends (
  owner_id uuid not null,
  friend_id uuid not null,
  created_at timestamptz not null default now(),

  constraint close_friends_pkey primary key (owner_id, friend_id),
  constraint close_friends_owner_id_fkey foreign key (owner_id)
    references social.profiles (id) on delete cascade,
  constraint close_friends_friend_id_fkey foreign key (friend_id)
    references social.profiles (id) on delete cascade,
  constraint close_friends_not_self check (owner_id <> friend_id)
);

comment on table social_private.close_friends is
'Each row says that one person (owner) lists another (friend) as a close friend. When the friend
stops following the owner, a trigger deletes the row.';

comment on column social_private.close_friends.owner_id is 'The person whose list it is.';

comment on column social_private.close_friends.friend_id is 'The person on the list.';

comment on column social_private.close_friends.created_at is 'The time when the friend was added.';

-- This index serves the search for everybody who lists a person as a close friend. It also covers
-- the foreign key.
create index close_friends_friend_id_owner_id_idx
  on social_private.close_friends (friend_id, owner_id);

-- This index serves the list of close friends, latest first.
create index close_friends_owner_id_created_at_idx
  on social_private.close_friends (owner_id, created_at desc, friend_id desc);

alter table social_private.close_friends enable row level security;

create trigger keep_keys
  after update of owner_id, friend_id on social_private.close_friends
  for each row when ((old.owner_id, old.friend_id) is distinct from (new.owner_id, new.friend_id))
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.close_friends
  for each statement execute function social_private.tg_refuse_truncate();

create table social_private.bells (
  ringer_id uuid not null,
  author_id uuid not null,
  created_at timestamptz not null default now(),

  constraint bells_pkey primary key (ringer_id, author_id),
  constraint bells_ringer_id_fkey foreign key (ringer_id)
    references social.profiles (id) on delete cascade,
  constraint bells_author_id_fkey foreign key (author_id)
    references social.profiles (id) on delete cascade,
  constraint bells_not_self check (ringer_id <> author_id)
);

comment on table social_private.bells is
'Each row says that one person (ringer) wants a notification of every new post of another person
(author).';

comment on column social_private.bells.ringer_id is 'The person who wants the notifications.';

comment on column social_private.bells.author_id is 'The person whose new posts ring.';

comment on column social_private.bells.created_at is 'The time when the bell was rung.';

-- This index serves the search for everybody who rang the bell of an author. It also covers the
-- foreign key.
create index bells_author_id_ringer_id_idx on social_private.bells (author_id, ringer_id);

-- This index serves the list of a person's bells, latest first.
create index bells_ringer_id_created_at_idx
  on social_private.bells (ringer_id, created_at desc, author_id desc);

alter table social_private.bells enable row level security;

create trigger keep_keys
  after update of ringer_id, author_id on social_private.bells
  for each row when (
    (old.ringer_id, old.author_id)
      is distinct from (new.ringer_id, new.author_id)
  )
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.bells
  for each statement execute function social_private.tg_refuse_truncate();

-- Visibility rules

create function social_private.lock_pair(a uuid, b uuid)
  returns void
  language sql
  volatile
  security invoker
  set search_path = ''
return pg_advisory_xact_lock(hashtextextended(
  'social pair ' || least(lock_pair.a, lock_pair.b) || greatest(lock_pair.a, lock_pair.b), 0));

comment on function social_private.lock_pair(uuid, uuid) is
'Locks a pair of people until the transaction ends. The order of the two people does not matter.

To avoid deadlocks, take this lock before every other lock, except the lock on the actor''s rate
limit bucket.';

create function social_private.is_blocked(a uuid, b uuid)
  returns boolean
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security invoker
  set search_path = ''
as $$
begin
  -- Always make both look-ups. If one look-up were skipped, the time of a call would reveal who
  -- blocks whom.
  return true = any (array[
    exists (
      select from social_private.blocks
      where blocks.blocker_id = is_blocked.a and blocks.blocked_id = is_blocked.b
    ),
    exists (
      select from social_private.blocks
      where blocks.blocker_id = is_blocked.b and blocks.blocked_id = is_blocked.a
    )
  ]);
end;
$$;

comment on function social_private.is_blocked(uuid, uuid) is
'Returns whether one of the two people blocks the other.';

create function social_private.is_blocking(blocker uuid, blocked uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (
    select from social_private.blocks
    join social_private.accounts
      on accounts.profile_id = blocks.blocked_id and accounts.audience_level > 0
    where blocks.blocker_id = is_blocking.blocker and blocks.blocked_id = is_blocking.blocked
  );
end;
$$;

comment on function social_private.is_blocking(uuid, uuid) is
'Returns whether the first person (blocker) blocks the second person (blocked). Returns false if the
blocked account is inactive.';

create function social_private.blocked_either_way(viewer uuid)
  returns uuid[]
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security invoker
  set search_path = ''
as $$
begin
  return array(
    select blocks.blocked_id from social_private.blocks
    where blocks.blocker_id = blocked_either_way.viewer
    union all
    select blocks.blocker_id from social_private.blocks
    where blocks.blocked_id = blocked_either_way.viewer
  );
end;
$$;

comment on function social_private.blocked_either_way(uuid) is
'Returns the ids of everybody whom the viewer blocks or who blocks the viewer.

A list function calls this function once. Calling is_blocked for each row would be slow.';

create function social_private.muted_people(viewer uuid)
  returns uuid[]
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security invoker
  set search_path = ''
as $$
begin
  return array(
    select mutes.muted_id from social_private.mutes
    where mutes.muter_id = muted_people.viewer
      and (mutes.expires_at is null or mutes.expires_at > now())
  );
end;
$$;

comment on function social_private.muted_people(uuid) is
'Returns the ids of everybody whom the viewer mutes.';

create function social_private.avoided_people(viewer uuid)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return social_private.blocked_either_way(avoided_people.viewer)
    || social_private.muted_people(avoided_people.viewer);
end;
$$;

comment on function social_private.avoided_people(uuid) is
'Returns the ids of everybody whom the viewer blocks or mutes or who blocks the viewer.';

create function social_private.blocked_ids()
  returns uuid[]
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security definer -- policies call it, and clients cannot read blocks
  set search_path = ''
as $$
begin
  return social_private.blocked_either_way(social_private.viewer_id());
end;
$$;

comment on function social_private.blocked_ids() is
'Returns the ids of everybody whom the caller blocks or who blocks the caller. Policies call this
function once per query.';

create function social_private.can_view_profile(viewer uuid, profile_id uuid)
  returns boolean
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security definer -- clients cannot read blocks
  set search_path = ''
as $$
declare
  audience_level smallint := (
    select accounts.audience_level from social_private.accounts
    where accounts.profile_id = can_view_profile.profile_id
  );
  -- Make the same look-ups whether or not the profile exists, so that the time of a call reveals
  -- nothing.
  is_blocked boolean := social_private.is_blocked(
    can_view_profile.viewer, can_view_profile.profile_id);
begin
  return coalesce(
    audience_level is not null and can_view_profile.profile_id = can_view_profile.viewer
      or audience_level > 0 and not is_blocked,
    false
  );
end;
$$;

comment on function social_private.can_view_profile(uuid, uuid) is
'Returns whether the viewer may see this profile. Viewers may see their own profile. They may see
another profile if it is active and neither person blocks the other.';

create function social_private.lock_visible_profile(viewer uuid, profile_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- Lock the profile only if the viewer may see it. The lock prevents the deletion of the profile
  -- until this transaction ends.
  if social_private.can_view_profile(
    lock_visible_profile.viewer, lock_visible_profile.profile_id)
  then
    perform from social.profiles
    where profiles.id = lock_visible_profile.profile_id for key share;
    if found then
      return;
    end if;
  end if;
  perform social_private.fail('profile_not_found');
end;
$$;

comment on function social_private.lock_visible_profile(uuid, uuid) is
'Locks a profile that the viewer may see, so that it cannot be deleted. Error: profile_not_found.';

create function social_private.is_in_audience(viewer uuid, account_id uuid, audience_level smallint)
  returns boolean
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    is_in_audience.audience_level = 2
    or is_in_audience.audience_level = 1 and exists (
      select from social.follows
      where follows.follower_id = is_in_audience.viewer
        and follows.followee_id = is_in_audience.account_id
        and follows.state = 'accepted'
    )
  ) and not social_private.is_blocked(is_in_audience.viewer, is_in_audience.account_id);
end;
$$;

comment on function social_private.is_in_audience(uuid, uuid, smallint) is
'Returns whether the viewer may see content with this audience level on the account of another
person.';

create type social_private.account_part as enum ('posts', 'followers', 'following');

comment on type social_private.account_part is
'The parts of an account. Each part has its own audience level.';

create function social_private.can_view_account(
  viewer uuid, account_id uuid, part social_private.account_part default 'posts')
  returns boolean
  language plpgsql
  stable
  security definer -- avoids recursion: the policy on follows calls this function
  set search_path = ''
as $$
begin
  return exists (
    select from social_private.accounts
    where accounts.profile_id = can_view_account.account_id
      and (
        accounts.profile_id = can_view_account.viewer
        or social_private.is_in_audience(
          can_view_account.viewer, accounts.profile_id, case can_view_account.part
            when 'followers' then accounts.followers_audience_level
            when 'following' then accounts.following_audience_level
            else accounts.audience_level
          end)
      )
  );
end;
$$;

comment on function social_private.can_view_account(uuid, uuid, social_private.account_part) is
'Returns whether the viewer may see a part of this account.

posts: the posts and counts. followers: the list of followers. following: the list of followed
people.';

-- Relationship and profile cards

create type social.relationship as (
  profile_id uuid,
  follow_state social.follow_state,
  followed_by_state social.follow_state,
  is_blocked boolean,
  is_muted boolean,
  mute_expires_at timestamptz,
  is_close_friend boolean,
  is_bell_on boolean
);

comment on type social.relationship is
'How you and another person are connected.

follow_state is the state of your follow of the person, and followed_by_state is the state of their
follow of you. Null means that no follow exists. is_blocked, is_muted and is_close_friend say
whether you block the person, mute the person, or have the person as a close friend. mute_expires_at
is null for a permanent mute. is_bell_on says whether you get a notification of every new post of
the person.';

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
  -- A person whom the viewer may not see gets the same result as a person who does not exist. The
  -- only exception is is_blocked, which shows the viewer's own block.
  if not social_private.can_view_profile(relationship.viewer, relationship.profile_id) then
    return row(
      relationship.profile_id, null, null,
      social_private.is_blocking(relationship.viewer, relationship.profile_id), false, null, false,
      false
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
    ),
    exists (
      select from social_private.bells
      where ringer_id = relationship.viewer and author_id = relationship.profile_id
    )
  )::social.relationship;
end;
$$;

comment on function social_private.relationship(uuid, uuid) is
'Returns how the viewer and another person are connected.';

create type social.profile_card as (
  id uuid,
  username text,
  display_name text,
  avatar_path text,
  is_private boolean,
  follow_state social.follow_state,
  followed_by_state social.follow_state,
  cursor text
);

comment on type social.profile_card is
'A person in a list. follow_state is the state of your follow of the person. followed_by_state is
the state of the person''s follow of you.';

create function social_private.profile_cards(viewer uuid, ids uuid[], cursors text[])
  returns setof social.profile_card
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return query
  select
    profiles.id, profiles.username::text, profiles.display_name, profiles.avatar_path,
    profiles.is_private, outgoing.state, incoming.state, listed.cursor
  from unnest(profile_cards.ids, profile_cards.cursors)
    with ordinality as listed (id, cursor, place)
  join social.profiles on profiles.id = listed.id
  left join social.follows as outgoing
    on outgoing.follower_id = profile_cards.viewer and outgoing.followee_id = listed.id
  left join social.follows as incoming
    on incoming.follower_id = listed.id and incoming.followee_id = profile_cards.viewer
  order by listed.place;
end;
$$;

comment on function social_private.profile_cards(uuid, uuid[], text[]) is
'Returns the profile cards of these people in the given order. The argument cursors has one element
per person.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.blocked_ids(),
  social_private.can_view_account(uuid, uuid, social_private.account_part)
  to anon, authenticated; -- policies call them

-- Policies: see social_table_access.
