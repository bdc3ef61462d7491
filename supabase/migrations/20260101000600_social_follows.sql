-- Follows: commands to follow, request, accept, reject and remove, the pause after a rejection, and
-- the lists of followers and followed people.
-- Each row of a list is the profile card of one person. A list leaves out a follow if either of the
-- two people hides it from the viewer.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('cannot_follow_self', 422, 'You cannot follow yourself.', null),
  ('follow_request_not_found', 404, 'This person has no pending request to follow you.', null),
  ('following_too_many', 409, 'You follow the maximum number of people.',
    'Unfollow somebody first.');

-- Pauses: after a person rejected or removed a follower, this follower cannot follow the person
-- again for a while. Otherwise each rejection would be followed by a new request.

create table social_private.follow_pauses (
  follower_id uuid not null,
  followee_id uuid not null,
  rejected_at timestamptz not null default now(),

  constraint follow_pauses_pkey primary key (follower_id, followee_id),
  constraint follow_pauses_follower_id_fkey foreign key (follower_id)
    references social.profiles (id) on delete cascade,
  constraint follow_pauses_followee_id_fkey foreign key (followee_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.follow_pauses is
'Each row says when a person (followee) last rejected or removed a follower. For
config.follow_pause_hours from then, the follower cannot follow the person again.';

comment on column social_private.follow_pauses.follower_id is
'The person who was rejected or removed.';

comment on column social_private.follow_pauses.followee_id is
'The person who rejected or removed the follower.';

comment on column social_private.follow_pauses.rejected_at is
'The time of the last rejection or removal.';

-- This index covers the foreign key, so that deleting a profile reads only the pauses of that
-- person.
create index follow_pauses_followee_id_idx on social_private.follow_pauses (followee_id);

-- This index serves the deletion of ended pauses.
create index follow_pauses_rejected_at_idx
  on social_private.follow_pauses using brin (rejected_at);

alter table social_private.follow_pauses enable row level security;

create trigger keep_keys
  after update of follower_id, followee_id on social_private.follow_pauses
  for each row when (
    (old.follower_id, old.followee_id)
      is distinct from (new.follower_id, new.followee_id)
  )
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.follow_pauses
  for each statement execute function social_private.tg_refuse_truncate();

create function social_private.pause_follow(
  follower uuid, followee uuid, state social.follow_state default null)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- Lock the profiles before the follow, as update_profile does. The foreign keys of the new row
  -- would lock them too late, and a profile that is being deleted would cause an error.
  perform from social.profiles
  where profiles.id in (pause_follow.follower, pause_follow.followee)
  order by profiles.id for key share;
  insert into social_private.follow_pauses (follower_id, followee_id)
  select follows.follower_id, follows.followee_id from social.follows
  where follows.follower_id = pause_follow.follower
    and follows.followee_id = pause_follow.followee
    and follows.state = coalesce(pause_follow.state, follows.state)
  on conflict on constraint follow_pauses_pkey do update set rejected_at = excluded.rejected_at;
end;
$$;

comment on function social_private.pause_follow(uuid, uuid, social.follow_state) is
'Begins the pause of a follower, if there is a follow in this state, or in any state if the state is
null. Call this function before you delete the follow.';

create function social_private.require_no_follow_pause(follower uuid, followee uuid)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  seconds double precision := (
    select date_part('epoch',
      follow_pauses.rejected_at + config.follow_pause_hours * interval '1 hour' - now())
    from social_private.follow_pauses, social_private.config
    where follow_pauses.follower_id = require_no_follow_pause.follower
      and follow_pauses.followee_id = require_no_follow_pause.followee
      and not exists (
        select from social.follows
        where follows.follower_id = follow_pauses.follower_id
          and follows.followee_id = follow_pauses.followee_id
      )
  );
begin
  if seconds > 0 then
    perform social_private.fail_rate_limited(seconds);
  end if;
end;
$$;

comment on function social_private.require_no_follow_pause(uuid, uuid) is
'Raises rate_limited if a person rejected or removed this follower a short time ago, and the
follower does not follow the person again.';

create view social_private.ended_follow_pauses with (security_invoker = true) as
select old.ctid as place from social_private.follow_pauses as old
where old.rejected_at < now()
  - (select follow_pause_hours from social_private.config) * interval '1 hour';

comment on view social_private.ended_follow_pauses is
'The places of the rows of follow_pauses that have ended.';

comment on column social_private.ended_follow_pauses.place is
'The place of the row in follow_pauses.';

create function social_private.forget_follow_pauses(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  deleted integer;
begin
  delete from social_private.follow_pauses as pauses where pauses.ctid = any (array(
    select ended.place from social_private.ended_follow_pauses as ended
    limit forget_follow_pauses.max_rows
    for update skip locked
  ));
  get diagnostics deleted = row_count;
  return deleted;
end;
$$;

comment on function social_private.forget_follow_pauses(integer) is
'Deletes up to max_rows pauses that have ended.';

-- Effects

create function social_private.tg_profiles__accept_requests()
  returns trigger
  language plpgsql
  volatile
  security definer -- staff who lift a limit cannot write the follows of the account
  set search_path = ''
as $$
begin
  -- If an operator makes the profile of a limited account public with SQL, another trigger makes
  -- the profile private again.
  update social.follows set state = 'accepted', accepted_at = clock_timestamp()
  from social_private.accounts
  where follows.followee_id = new.id and follows.state = 'pending'
    and accounts.profile_id = new.id and accounts.limited_at is null;
  return null;
end;
$$;

comment on function social_private.tg_profiles__accept_requests() is
'Accepts every pending request to follow an account that becomes public.';

-- Triggers run in the order of their names. This trigger runs after sync_account, which waits for
-- concurrent follows.
create trigger sync_requests
  after update of is_private on social.profiles
  for each row when (old.is_private and not new.is_private)
  execute function social_private.tg_profiles__accept_requests();

create function social_private.tg_follows__complete_state()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if new.state = 'pending' and not (
    select profiles.is_private from social.profiles where profiles.id = new.followee_id
  ) then
    new.state := 'accepted';
  end if;
  new.accepted_at := case new.state
    when 'accepted' then coalesce(new.accepted_at, old.accepted_at, clock_timestamp()) end;
  return new;
end;
$$;

comment on function social_private.tg_follows__complete_state() is
'Sets or clears accepted_at if the operator changes only the state of a follow with SQL. A follow of
a public account stays accepted, because nobody would be asked to accept it.';

-- No function meets this condition.
create trigger complete_state
  before update of state, accepted_at on social.follows
  for each row when (new.state = 'pending' or new.accepted_at is null)
  execute function social_private.tg_follows__complete_state();

create function social_private.tg_follows__delete_close_friend()
  returns trigger
  language plpgsql
  volatile
  security definer -- the follower, who ends the follow, cannot write the list of the followee
  set search_path = ''
as $$
begin
  delete from social_private.close_friends
  where close_friends.owner_id = old.followee_id and close_friends.friend_id = old.follower_id;
  delete from social_private.bells
  where bells.ringer_id = old.follower_id and bells.author_id = old.followee_id;
  return null;
end;
$$;

comment on function social_private.tg_follows__delete_close_friend() is
'Removes a person from the close friends of a followee, and the bell of the person, when the follow
or the request ends, whatever ends it. A new follow therefore brings neither back.';

create trigger delete_close_friend
  after delete on social.follows
  for each row execute function social_private.tg_follows__delete_close_friend();

create trigger delete_close_friend_of_changed
  after update on social.follows
  for each row when (
    old.state = 'accepted' and new.state <> 'accepted'
    or (old.follower_id, old.followee_id) is distinct from (new.follower_id, new.followee_id)
  )
  execute function social_private.tg_follows__delete_close_friend();

-- Commands

create function social_private.notify_of_follow(follower uuid, followee social.profiles)
  returns void
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform social_private.notify(
    followee.id, case when followee.is_private then 'follow_request' else 'follow' end, follower,
    followee.id, followee.id);
end;
$$;

comment on function social_private.notify_of_follow(uuid, social.profiles) is
'Notifies a person of a new follower or a new request.

If the person makes the account public, the requests become follows, and nobody is notified, because
the person answered none of them.';

create function social_private.follow_profile(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no insert grant; it checks visibility itself
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  followee social.profiles;
begin
  if follow_profile.profile_id = actor then
    perform social_private.fail('cannot_follow_self');
  end if;
  -- This call locks the actor's rate limit bucket, so that concurrent calls cannot exceed
  -- following_max.
  perform social_private.consume_rate_limit(actor, 'follow');
  perform social_private.lock_pair(actor, follow_profile.profile_id);
  if not social_private.can_view_profile(actor, follow_profile.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  -- This lock delays update_profile, so that the account cannot become private before the insert.
  select * into followee from social.profiles
  where profiles.id = follow_profile.profile_id for key share;
  if not found then
    perform social_private.fail('profile_not_found');
  end if;
  perform social_private.require_no_follow_pause(actor, followee.id);
  -- Count pending requests too, because accepting a request does not check following_max again.
  -- Leave out requests to inactive accounts. The actor cannot see these accounts, and the count
  -- would tell them from accounts that block the actor.
  if not exists (
    select from social.follows
    where follows.follower_id = actor and follows.followee_id = followee.id
  ) and (
    select sum(profile_counters.following_count) from social_private.profile_counters
    where profile_counters.profile_id = actor
  ) + (
    select count(*) from social.follows
    join social_private.accounts
      on accounts.profile_id = follows.followee_id and accounts.audience_level > 0
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
  if found then
    perform social_private.notify_of_follow(actor, followee);
  end if;
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
'Follows a person. If the account is private, sends a follow request.

Idempotent: a repeat returns the same state. After the person rejected or removed you, the function
fails with rate_limited for 24 hours (config.follow_pause_hours). Returns the new relationship.

Errors: cannot_follow_self, following_too_many, profile_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.unfollow_profile(profile_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no delete grant; it deletes only the actor's follow
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('follow');
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
'Stops following a person, or withdraws your request to follow them.

You are no longer a close friend of the person either. Idempotent. Returns the new relationship.

Common errors: docs/errors.md#common-errors.';

create function social_private.accept_follow(follower_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no update grant; it accepts only requests to the actor
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('follower');
begin
  perform social_private.lock_pair(actor, accept_follow.follower_id);
  if not social_private.can_view_profile(actor, accept_follow.follower_id) then
    perform social_private.fail('follow_request_not_found');
  end if;
  update social.follows set state = 'accepted', accepted_at = clock_timestamp()
  where follows.follower_id = accept_follow.follower_id
    and follows.followee_id = actor
    and follows.state = 'pending';
  if found then
    perform social_private.notify(
      accept_follow.follower_id, 'request_accepted', actor, accept_follow.follower_id,
      accept_follow.follower_id);
  elsif not exists (
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
'Accepts a request to follow you.

Idempotent. Returns the new relationship.

Errors: follow_request_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.reject_follow(follower_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no delete grant; it deletes only requests to the actor
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('follower');
begin
  perform social_private.require_argument(reject_follow.follower_id);
  perform social_private.lock_pair(actor, reject_follow.follower_id);
  perform social_private.pause_follow(reject_follow.follower_id, actor, 'pending');
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
'Rejects a request to follow you.

The person who asked is not notified, and may request again after 24 hours
(config.follow_pause_hours). The person is no longer one of your close friends either. Idempotent.
Returns the new relationship.

Common errors: docs/errors.md#common-errors.';

create function social_private.remove_follower(follower_id uuid)
  returns social.relationship
  language plpgsql
  volatile
  security definer -- clients have no delete grant; it removes only the actor's follower
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('follower');
begin
  perform social_private.require_argument(remove_follower.follower_id);
  perform social_private.lock_pair(actor, remove_follower.follower_id);
  perform social_private.pause_follow(remove_follower.follower_id, actor);
  delete from social.follows
  where follows.follower_id = remove_follower.follower_id and follows.followee_id = actor;
  -- A trigger does the same for a follower. A close friend need not be a follower.
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
'Removes a person from your followers and from your close friends.

The person is not notified, and may follow or request again after 24 hours
(config.follow_pause_hours). Idempotent. Returns the new relationship.

Common errors: docs/errors.md#common-errors.';

-- Lists

create function social_private.profile_followers(profile_id uuid, after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- bypasses RLS for speed and applies the same rules
  set search_path = ''
as $$
declare
  viewer uuid := social_private.reader_id();
  blocked uuid[] := social_private.blocked_either_way(viewer);
  key social_private.time_key := social_private.parse_time_cursor(
    'profile_followers', profile_followers.profile_id, profile_followers.after);
  size integer := social_private.checked_page_size(profile_followers.page_size);
  ids uuid[];
  cursors text[];
begin
  if not social_private.can_view_profile(viewer, profile_followers.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  if social_private.can_view_account(viewer, profile_followers.profile_id, 'followers') then
    select array_agg(edge.follower_id), social_private.time_cursors(
      'profile_followers', profile_followers.profile_id,
      array_agg(edge.accepted_at), array_agg(edge.follower_id))
    into ids, cursors
    from (
      select follows.follower_id, follows.accepted_at
      from social.follows
      join social_private.accounts on accounts.profile_id = follows.follower_id
      where follows.followee_id = profile_followers.profile_id
        and (follows.accepted_at, follows.follower_id) < (key.at, key.id)
        and case
          when follows.follower_id = viewer then true
          when follows.followee_id = viewer then accounts.audience_level > 0
          -- This condition is the rule of is_in_audience, written inline for speed.
          when follows.follower_id = any (blocked) then false
          when accounts.following_audience_level = 1 then (
            select own.state = 'accepted' from social.follows as own
            where own.follower_id = viewer and own.followee_id = follows.follower_id
          )
          else accounts.following_audience_level = 2
        end
      order by follows.accepted_at desc, follows.follower_id desc
      limit size
    ) as edge;
  end if;
  return query select * from social_private.profile_cards(viewer, ids, cursors);
end;
$$;

create function social.profile_followers(
  profile_id uuid, after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.profile_followers(
  profile_followers.profile_id, profile_followers.after, profile_followers.page_size);

comment on function social.profile_followers(uuid, text, integer) is
'Lists the followers of a person, latest first.

The list is empty if the person does not show the list to you. The list leaves out followers who do
not show you whom they follow, such as private accounts that you do not follow. Needs no sign-in.
Returns profile cards.

Errors: profile_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.profile_following(profile_id uuid, after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- bypasses RLS for speed and applies the same rules
  set search_path = ''
as $$
declare
  viewer uuid := social_private.reader_id();
  blocked uuid[] := social_private.blocked_either_way(viewer);
  key social_private.time_key := social_private.parse_time_cursor(
    'profile_following', profile_following.profile_id, profile_following.after);
  size integer := social_private.checked_page_size(profile_following.page_size);
  ids uuid[];
  cursors text[];
begin
  if not social_private.can_view_profile(viewer, profile_following.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  if social_private.can_view_account(viewer, profile_following.profile_id, 'following') then
    select array_agg(edge.followee_id), social_private.time_cursors(
      'profile_following', profile_following.profile_id,
      array_agg(edge.accepted_at), array_agg(edge.followee_id))
    into ids, cursors
    from (
      select follows.followee_id, follows.accepted_at
      from social.follows
      join social_private.accounts on accounts.profile_id = follows.followee_id
      where follows.follower_id = profile_following.profile_id
        and follows.state = 'accepted'
        and (follows.accepted_at, follows.followee_id) < (key.at, key.id)
        and case
          when follows.followee_id = viewer then true
          when follows.follower_id = viewer then accounts.audience_level > 0
          -- This condition is the rule of is_in_audience, written inline for speed.
          when follows.followee_id = any (blocked) then false
          when accounts.followers_audience_level = 1 then (
            select own.state = 'accepted' from social.follows as own
            where own.follower_id = viewer and own.followee_id = follows.followee_id
          )
          else accounts.followers_audience_level = 2
        end
      order by follows.accepted_at desc, follows.followee_id desc
      limit size
    ) as edge;
  end if;
  return query select * from social_private.profile_cards(viewer, ids, cursors);
end;
$$;

create function social.profile_following(
  profile_id uuid, after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.profile_following(
  profile_following.profile_id, profile_following.after, profile_following.page_size);

comment on function social.profile_following(uuid, text, integer) is
'Lists the people whom a person follows, latest first.

The list is empty if the person does not show the list to you. The list leaves out people who do not
show you their followers, such as private accounts that you do not follow. Needs no sign-in. Returns
profile cards.

Errors: profile_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.follow_requests(after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- bypasses RLS; reads only requests to the actor
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(
    'follow_requests', actor, follow_requests.after);
  size integer := social_private.checked_page_size(follow_requests.page_size);
  ids uuid[];
  cursors text[];
begin
  select array_agg(edge.follower_id), social_private.time_cursors(
    'follow_requests', actor, array_agg(edge.created_at), array_agg(edge.follower_id))
  into ids, cursors
  from (
    select follows.follower_id, follows.created_at
    from social.follows
    join social_private.accounts
      on accounts.profile_id = follows.follower_id and accounts.audience_level > 0
    where follows.followee_id = actor
      and follows.state = 'pending'
      and (follows.created_at, follows.follower_id) < (key.at, key.id)
    order by follows.created_at desc, follows.follower_id desc
    limit size
  ) as edge;
  return query select * from social_private.profile_cards(actor, ids, cursors);
end;
$$;

create function social.follow_requests(after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.follow_requests(follow_requests.after, follow_requests.page_size);

comment on function social.follow_requests(text, integer) is
'Lists the pending requests to follow you, latest first.

Returns profile cards.

Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.follow_profile(uuid), social.follow_profile(uuid),
  social_private.unfollow_profile(uuid), social.unfollow_profile(uuid),
  social_private.accept_follow(uuid), social.accept_follow(uuid),
  social_private.reject_follow(uuid), social.reject_follow(uuid),
  social_private.remove_follower(uuid), social.remove_follower(uuid),
  social_private.profile_followers(uuid, text, integer),
  social.profile_followers(uuid, text, integer),
  social_private.profile_following(uuid, text, integer),
  social.profile_following(uuid, text, integer), social_private.follow_requests(text, integer),
  social.follow_requests(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
