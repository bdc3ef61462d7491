-- Follows: who follows whom.
-- One row is one edge from follower to followee, pending while a private account has not answered.
-- Its two ends read it; others see accepted edges where followers and followees are open to them.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('cannot_follow_self', 422, 'Nobody can follow themselves.', null),
  ('follow_request_not_found', 404, 'This person has no open request to follow you.', null),
  ('following_too_many', 409, 'You follow as many people as one may.', 'Unfollow somebody first.');

-- Tables

create type social.follow_state as enum ('pending', 'accepted');

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
'An edge from follower to followee. Pending until a private account accepts.';

-- Who follows this person, latest first? Also covers the foreign key.
create index follows_followee_id_accepted_at_idx
  on social.follows (followee_id, accepted_at desc, follower_id desc);
-- Whom does this person follow, latest first?
create index follows_follower_id_accepted_at_idx
  on social.follows (follower_id, accepted_at desc, followee_id desc) where state = 'accepted';
-- How many has this person asked?
create index follows_asked_idx on social.follows (follower_id) where state = 'pending';
-- Who asks to follow this person, latest first?
create index follows_requests_idx
  on social.follows (followee_id, created_at desc, follower_id desc) where state = 'pending';

-- Access

create function social_private.is_reached(viewer uuid, account_id uuid, reach smallint)
  returns boolean
  language plpgsql -- a plan is kept; language sql makes one for every call
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    is_reached.reach = 2
    or is_reached.reach = 1 and exists (
      select from social.follows
      where follows.follower_id = is_reached.viewer
        and follows.followee_id = is_reached.account_id
        and follows.state = 'accepted'
    )
  ) and not social_private.is_blocked(is_reached.viewer, is_reached.account_id);
end;
$$;

comment on function social_private.is_reached(uuid, uuid, smallint) is
'Whether what an account shows thus far (see accounts.reach) gets to this other person.';

create function social_private.can_view_account(viewer uuid, account_id uuid)
  returns boolean
  language plpgsql
  stable
  security definer -- a policy on follows cannot read follows
  set search_path = ''
as $$
begin
  return exists (
    select from social_private.accounts
    where accounts.profile_id = can_view_account.account_id
      and (
        accounts.profile_id = can_view_account.viewer
        or social_private.is_reached(can_view_account.viewer, accounts.profile_id, accounts.reach)
      )
  );
end;
$$;

comment on function social_private.can_view_account(uuid, uuid) is
'Whether the viewer may see what this account shows its followers: own, open, or followed.';

create function social_private.can_view_followers(viewer uuid, account_id uuid)
  returns boolean
  language plpgsql
  stable
  security definer -- a policy on follows cannot read follows
  set search_path = ''
as $$
begin
  return exists (
    select from social_private.accounts
    where accounts.profile_id = can_view_followers.account_id
      and (
        accounts.profile_id = can_view_followers.viewer
        or social_private.is_reached(
          can_view_followers.viewer, accounts.profile_id, accounts.followers_reach)
      )
  );
end;
$$;

comment on function social_private.can_view_followers(uuid, uuid) is
'Whether the viewer may see who follows this account.';

create function social_private.can_view_following(viewer uuid, account_id uuid)
  returns boolean
  language plpgsql
  stable
  security definer -- a policy on follows cannot read follows
  set search_path = ''
as $$
begin
  return exists (
    select from social_private.accounts
    where accounts.profile_id = can_view_following.account_id
      and (
        accounts.profile_id = can_view_following.viewer
        or social_private.is_reached(
          can_view_following.viewer, accounts.profile_id, accounts.following_reach)
      )
  );
end;
$$;

comment on function social_private.can_view_following(uuid, uuid) is
'Whether the viewer may see whom this account follows.';

alter table social.follows enable row level security;

-- Both lists that would show an edge must be open to the viewer; one's own edges are, as long as
-- the person at the other end is there.
create policy select_visible on social.follows
  for select to anon, authenticated
  using (
    case (select social_private.viewer_id())
      when follower_id then (select true from social.profiles where profiles.id = followee_id)
      when followee_id then (select true from social.profiles where profiles.id = follower_id)
      else state = 'accepted'
        and social_private.can_view_followers((select social_private.viewer_id()), followee_id)
        and social_private.can_view_following((select social_private.viewer_id()), follower_id)
    end
  );

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.can_view_account(uuid, uuid),
  social_private.can_view_followers(uuid, uuid),
  social_private.can_view_following(uuid, uuid)
  to anon, authenticated; -- policies call them
