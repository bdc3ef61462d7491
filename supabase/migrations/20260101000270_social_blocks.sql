-- Blocks and mutes: whom a person does not want to see, or be seen by.
-- A block works both ways: neither finds the other anywhere, and nobody is told. A mute is one-way
-- and silent: the muted person's posts leave the home feed until it expires.
-- Nobody reads these tables; the lists of one's own are functions (social_blocking).

-- Tables

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

comment on table social_private.blocks is 'A person blocks another. Works both ways.';

-- Who blocks this person? Also covers the foreign key.
create index blocks_blocked_id_blocker_id_idx on social_private.blocks (blocked_id, blocker_id);
-- Whom does this person block, latest first?
create index blocks_blocker_id_created_at_idx
  on social_private.blocks (blocker_id, created_at desc, blocked_id desc);

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
'A person does not want another in the home feed, until expires_at or for good.';

-- Covers the foreign key.
create index mutes_muted_id_idx on social_private.mutes (muted_id);
-- Whom does this person mute, latest first?
create index mutes_muter_id_created_at_idx
  on social_private.mutes (muter_id, created_at desc, muted_id desc);

-- Access

alter table social_private.blocks enable row level security;
alter table social_private.mutes enable row level security;

create function social_private.is_blocked(a uuid, b uuid)
  returns boolean
  language plpgsql -- a plan is kept; language sql makes one for every call
  stable
  security invoker
  set search_path = ''
as $$
begin
  -- An array, for it asks both whatever the first says: the time an answer takes is to tell nothing.
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
'Whether one of the two blocks the other.';

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
    join social_private.accounts on accounts.profile_id = blocks.blocked_id and accounts.reach > 0
    where blocks.blocker_id = is_blocking.blocker and blocks.blocked_id = is_blocking.blocked
  );
end;
$$;

comment on function social_private.is_blocking(uuid, uuid) is
'Whether the one blocks the other, as the blocker may know it: not of somebody who is away.';

create function social_private.blocked_with(viewer uuid)
  returns uuid[]
  language plpgsql -- a plan is kept; language sql makes one for every call
  stable
  security invoker
  set search_path = ''
as $$
begin
  return array(
    select blocks.blocked_id from social_private.blocks
    where blocks.blocker_id = blocked_with.viewer
    union all
    select blocks.blocker_id from social_private.blocks
    where blocks.blocked_id = blocked_with.viewer
  );
end;
$$;

comment on function social_private.blocked_with(uuid) is
'Everybody whom the viewer blocks or who blocks the viewer. A list reads it once and saves asking
is_blocked for each row, which is most of its time.';

create function social_private.blocked_ids()
  returns uuid[]
  language plpgsql -- a plan is kept; language sql makes one for every call
  stable
  security definer -- policies ask it, and nobody may read who blocks whom
  set search_path = ''
as $$
begin
  return social_private.blocked_with(social_private.viewer_id());
end;
$$;

comment on function social_private.blocked_ids() is
'Everybody whom you block or who blocks you: policies read it once for a query.';

create function social_private.can_view_profile(viewer uuid, profile_id uuid)
  returns boolean
  language plpgsql -- a plan is kept; language sql makes one for every call
  stable
  security definer -- reads accounts and blocks, which clients may not
  set search_path = ''
as $$
declare
  reach smallint := (
    select accounts.reach from social_private.accounts
    where accounts.profile_id = can_view_profile.profile_id
  );
  -- Of nobody the same is asked as of somebody: the time it takes is to tell nothing.
  is_blocked boolean := social_private.is_blocked(
    can_view_profile.viewer, can_view_profile.profile_id);
begin
  return coalesce(
    reach is not null and can_view_profile.profile_id = can_view_profile.viewer
      or reach > 0 and not is_blocked,
    false
  );
end;
$$;

comment on function social_private.can_view_profile(uuid, uuid) is
'Whether this person is there for the viewer: oneself, or in use and no block between them.';

create function social_private.hold_visible_profile(viewer uuid, profile_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- The lock holds off a deletion of the person until we are done; only who is there is locked.
  if social_private.can_view_profile(
    hold_visible_profile.viewer, hold_visible_profile.profile_id)
  then
    perform from social.profiles
    where profiles.id = hold_visible_profile.profile_id for key share;
    if found then
      return;
    end if;
  end if;
  perform social_private.fail('profile_not_found');
end;
$$;

comment on function social_private.hold_visible_profile(uuid, uuid) is
'Go on only with a person who is there for the viewer. Error: profile_not_found.';

create policy select_visible on social.profiles
  for select to anon, authenticated
  using (
    id = (select social_private.viewer_id())
    or (
      (select reach from social_private.accounts where accounts.profile_id = profiles.id) > 0
      and id <> all ((select social_private.blocked_ids())::uuid[])
    )
  );

-- Locks: two people's relation changes in one order.

create function social_private.lock_pair(a uuid, b uuid)
  returns void
  language sql
  volatile
  security invoker
  set search_path = ''
return pg_advisory_xact_lock(hashtextextended(
  'social pair ' || least(lock_pair.a, lock_pair.b) || greatest(lock_pair.a, lock_pair.b), 0));

comment on function social_private.lock_pair(uuid, uuid) is
'Take the lock of an unordered pair of people until the transaction ends. Before any other lock but
the actor''s bucket.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function social_private.blocked_ids() to anon, authenticated;
