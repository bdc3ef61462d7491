-- Close friends: the people for whom a post of visibility close_friends is.
-- A list of one's own that nobody else can read; a member may tell only from what they see.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('cannot_add_self', 422, 'You see your own posts anyway.', null);

-- Tables

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

comment on table social_private.close_friends is 'A person counts another among the close friends.';

-- Whose close friend is this person? Also covers the foreign key.
create index close_friends_friend_id_owner_id_idx
  on social_private.close_friends (friend_id, owner_id);
-- Who are this person's close friends, latest first?
create index close_friends_owner_id_created_at_idx
  on social_private.close_friends (owner_id, created_at desc, friend_id desc);

-- Access: policies ask whether the caller is on a list, with the right of the caller.

alter table social_private.close_friends enable row level security;

grant select on social_private.close_friends to anon, authenticated, service_role;

create policy select_membership on social_private.close_friends
  for select to anon, authenticated
  using (friend_id = (select social_private.viewer_id()));

-- Commands

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
  perform social_private.spend(actor, 'block');
  perform social_private.lock_pair(actor, add_close_friend.profile_id);
  perform social_private.hold_visible_profile(actor, add_close_friend.profile_id);
  insert into social_private.close_friends (owner_id, friend_id)
  values (actor, add_close_friend.profile_id)
  on conflict on constraint close_friends_pkey do nothing;
  if found then
    perform social_private.note_feed_change(actor, add_close_friend.profile_id);
  end if;
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

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.add_close_friend(uuid), social.add_close_friend(uuid),
  social_private.remove_close_friend(uuid), social.remove_close_friend(uuid)
  to anon, authenticated; -- anon too, to be told not_signed_in
