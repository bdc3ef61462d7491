-- Follows: who follows whom.
-- One row is one edge from follower to followee, pending while a private account has not answered.
-- Its two ends read it; others see accepted edges between accounts whose posts they may see.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('cannot_follow_self', 422, 'Nobody can follow themselves.', null),
  ('follow_request_not_found', 404, 'This person has no open request to follow you.', null);

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
-- Who asks to follow this person, latest first?
create index follows_requests_idx
  on social.follows (followee_id, created_at desc, follower_id desc) where state = 'pending';

-- Access

create function social_private.can_view_account(viewer uuid, account_id uuid)
  returns boolean
  language plpgsql -- a plan is kept; language sql makes one for every call
  stable
  security definer -- a policy on follows cannot read follows
  set search_path = ''
as $$
begin
  return coalesce(can_view_account.account_id = can_view_account.viewer, false)
    or exists (
      select from social.profiles
      where profiles.id = can_view_account.account_id and not profiles.is_private
    )
    or exists (
      select from social.follows
      where follows.follower_id = can_view_account.viewer
        and follows.followee_id = can_view_account.account_id
        and follows.state = 'accepted'
    );
end;
$$;

comment on function social_private.can_view_account(uuid, uuid) is
'Whether the viewer may see what this account shows its followers: own, open, or followed.';

alter table social.follows enable row level security;

grant select on social.follows to anon, authenticated, service_role;

create policy select_visible on social.follows
  for select to anon, authenticated
  using (
    follower_id = (select social_private.viewer_id())
    or followee_id = (select social_private.viewer_id())
    or (
      state = 'accepted'
      and social_private.can_view_account((select social_private.viewer_id()), follower_id)
      and social_private.can_view_account((select social_private.viewer_id()), followee_id)
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
'Take the lock of an unordered pair of people until the transaction ends. Before any other lock.';

-- Commands

create type social.relationship as (
  profile_id uuid,
  follow_state social.follow_state,
  followed_by_state social.follow_state
);

comment on type social.relationship is
'Between you and a person: your edge to them and theirs to you; null where there is none.';

create function social_private.relationship(viewer uuid, profile_id uuid)
  returns social.relationship
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return row(
    relationship.profile_id,
    (
      select state from social.follows
      where follower_id = relationship.viewer and followee_id = relationship.profile_id
    ),
    (
      select state from social.follows
      where follower_id = relationship.profile_id and followee_id = relationship.viewer
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
  perform social_private.lock_pair(actor, follow_profile.profile_id);
  -- update_profile locks for update, so an account becomes private before this or after us.
  select * into followee from social.profiles
  where profiles.id = follow_profile.profile_id for key share;
  if not found then
    perform social_private.fail('profile_not_found');
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
cannot_follow_self.';

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
'Make a follower stop following you. Nobody is told. Again changes nothing.

Returns the relationship. Errors: not_signed_in, profile_missing, argument_missing.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.can_view_account(uuid, uuid),
  social_private.follow_profile(uuid), social.follow_profile(uuid),
  social_private.unfollow_profile(uuid), social.unfollow_profile(uuid),
  social_private.accept_follow(uuid), social.accept_follow(uuid),
  social_private.reject_follow(uuid), social.reject_follow(uuid),
  social_private.remove_follower(uuid), social.remove_follower(uuid)
  to anon, authenticated; -- anon too, to be told not_signed_in
