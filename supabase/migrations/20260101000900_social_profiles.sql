-- Profiles: read a profile, create and update your own, and change your username.
-- Each row of profile_details is the profile of one person as one viewer sees it. Only accepted
-- followers see the counts of a private account.

-- Reads

create type social.profile_details as (
  id uuid,
  username text,
  display_name text,
  bio text,
  website text,
  avatar_path text,
  is_private boolean,
  created_at timestamptz,
  post_count integer,
  follower_count integer,
  following_count integer,
  follow_state social.follow_state,
  followed_by_state social.follow_state,
  is_muted boolean,
  is_close_friend boolean,
  is_bell_on boolean,
  followers_visibility social.list_visibility,
  following_visibility social.list_visibility,
  is_discoverable boolean,
  is_shareable boolean
);

comment on type social.profile_details is
'A profile with its counts and your connection to the person.

The counts are null if you may not see the posts of a private account. follow_state is the state
of your follow of the person, and followed_by_state is the state of their follow of you. Both are
null on your own profile. is_bell_on says whether you get a notification of every new post of the
person. is_discoverable says whether explore and the suggestions of people may show you. It is null
on the profiles of other people. is_shareable says whether somebody without a login may see the
profile.';

create function social_private.profile_details(viewer uuid, profile_id uuid)
  returns social.profile_details
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  details social.profile_details;
  can_view_counts boolean;
begin
  if not social_private.can_view_profile(profile_details.viewer, profile_details.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  can_view_counts := social_private.can_view_account(
    profile_details.viewer, profile_details.profile_id);
  select
    profiles.id, profiles.username, profiles.display_name, profiles.bio, profiles.website,
    profiles.avatar_path,
    -- The owner sees their own choice, even while staff limit the account.
    case profiles.id when profile_details.viewer then accounts.is_private
      else profiles.is_private end,
    profiles.created_at,
    counts.posts, counts.followers, counts.following, outgoing.state, incoming.state,
    exists (
      select from social_private.mutes
      where mutes.muter_id = profile_details.viewer and mutes.muted_id = profiles.id
        and (mutes.expires_at is null or mutes.expires_at > now())
    ),
    exists (
      select from social_private.close_friends
      where close_friends.owner_id = profile_details.viewer
        and close_friends.friend_id = profiles.id
    ),
    exists (
      select from social_private.bells
      where bells.ringer_id = profile_details.viewer and bells.author_id = profiles.id
    ),
    accounts.followers_visibility, accounts.following_visibility,
    case profiles.id when profile_details.viewer then accounts.is_discoverable end,
    accounts.audience_level > 0
      and (select config.allow_reading_without_login from social_private.config)
  into details
  from social.profiles
  join social_private.accounts on accounts.profile_id = profiles.id
  left join lateral (
    select sum(post_count)::integer as posts, sum(follower_count)::integer as followers,
      sum(following_count)::integer as following
    from social_private.profile_counters
    where profile_counters.profile_id = profiles.id and can_view_counts
  ) as counts on true
  left join social.follows as outgoing
    on outgoing.follower_id = profile_details.viewer and outgoing.followee_id = profiles.id
  left join social.follows as incoming
    on incoming.follower_id = profiles.id and incoming.followee_id = profile_details.viewer
  where profiles.id = profile_details.profile_id;
  return details;
end;
$$;

comment on function social_private.profile_details(uuid, uuid) is
'Returns a profile as the viewer may see it. Error: profile_not_found.';

create function social_private.my_profile()
  returns social.profile_details
  language plpgsql
  stable
  security definer -- bypasses RLS on counters; it checks visibility itself
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  return social_private.profile_details(actor, actor);
end;
$$;

create function social.my_profile()
  returns social.profile_details
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.my_profile();

comment on function social.my_profile() is
'Returns your own profile.

Common errors: docs/errors.md#common-errors.';

create function social_private.profile(profile_id uuid)
  returns social.profile_details
  language plpgsql
  stable
  security definer -- bypasses RLS on counters; it checks visibility itself
  set search_path = ''
as $$
begin
  return social_private.profile_details(social_private.reader_id(), profile.profile_id);
end;
$$;

create function social.profile(profile_id uuid)
  returns social.profile_details
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.profile(profile.profile_id);

comment on function social.profile(uuid) is
'Returns a profile with its counts and your connection to the person. Needs no sign-in.

Errors: profile_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.username_owner(username text)
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  name text := lower(username_owner.username collate "C");
begin
  return coalesce(
    (select profiles.id from social.profiles where profiles.username = name),
    (
      select former_usernames.profile_id from social_private.former_usernames
      where former_usernames.username = name
        and former_usernames.changed_at
          > now() - (select username_reservation_days from social_private.config) * interval '1 day'
      order by former_usernames.changed_at desc
      limit 1
    )
  );
end;
$$;

comment on function social_private.username_owner(text) is
'Returns the person who has this username, or who had it within the last
config.username_reservation_days.';

create function social_private.profile_by_username(username text)
  returns social.profile_details
  language sql
  stable
  security definer -- clients cannot read former usernames
  set search_path = ''
return social_private.profile_details(
  social_private.reader_id(),
  social_private.username_owner(ltrim(profile_by_username.username, '@'))
);

create function social.profile_by_username(username text)
  returns social.profile_details
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.profile_by_username(profile_by_username.username);

comment on function social.profile_by_username(text) is
'Returns a profile by its username. Needs no sign-in.

The username may have any case and a leading @. A former username also works, for 30 days after
the change.

Errors: profile_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.can_view_avatar(viewer uuid, path text)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  owner uuid := (
    select profiles.id from social.profiles where profiles.avatar_path = can_view_avatar.path
  );
begin
  -- Make the same look-ups whether or not the picture exists, so that the time of a call reveals
  -- nothing. No person has the id of zeros.
  return social_private.can_view_profile(
    can_view_avatar.viewer, coalesce(owner, '00000000-0000-0000-0000-000000000000'));
end;
$$;

comment on function social_private.can_view_avatar(uuid, text) is
'Returns whether this path in the bucket social-avatars is the current picture of a profile that the
viewer may see.';

create function social_private.profile_id_of(username text)
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  owner uuid := social_private.username_owner(btrim(profile_id_of.username, ' @'));
begin
  if owner is null then
    perform social_private.fail('profile_not_found', format(
      'Nobody has the username %s, or had it lately. The view social_private.people has everybody.',
      quote_nullable(profile_id_of.username)));
  end if;
  return owner;
end;
$$;

comment on function social_private.profile_id_of(text) is
'Returns the id of the person who has this username, for the functions of the operator. The username
may have any case and a leading @. A former username also leads to its owner.

Errors: profile_not_found.';

-- Commands

create function social_private.create_own_profile(
  login uuid, username text, display_name text)
  returns social.profile_details
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  existing social.profiles;
begin
  -- A concurrent request of the same user waits here and then finds the profile that the first
  -- request created.
  perform pg_advisory_xact_lock(
    hashtextextended('social profile ' || create_own_profile.login, 0));
  select * into existing from social.profiles where profiles.id = create_own_profile.login;
  if not found then
    perform social_private.insert_profile(
      create_own_profile.login, create_own_profile.username, create_own_profile.display_name);
  elsif exists (
      select from social_private.accounts
      where accounts.profile_id = create_own_profile.login
        and coalesce(suspended_at, deactivated_at, deleted_at) is not null
    )
    or existing.username is distinct from lower(create_own_profile.username collate "C")
    or existing.display_name is distinct from social_private.clean_line(
      create_own_profile.display_name, 'display_name',
      (select display_name_length from social_private.config))
  then
    perform social_private.fail('profile_exists');
  end if;
  return social_private.profile_details(create_own_profile.login, create_own_profile.login);
end;
$$;

comment on function social_private.create_own_profile(uuid, text, text) is
'Creates the profile of a login, or returns it if it has these values. Errors:
display_name_too_long, profile_exists, text_invalid, username_invalid, username_taken.';

create function social_private.create_profile(username text, display_name text)
  returns json
  language plpgsql
  volatile
  security definer -- clients have no insert grant; it inserts only the caller's own row
  set search_path = ''
as $$
declare
  login uuid := social_private.login_id();
  detail text;
  hint text;
begin
  if login is null then
    perform social_private.fail('not_signed_in');
  end if;
  -- Ask the row and not the token, which says for up to an hour that the user is anonymous.
  if (select users.is_anonymous from auth.users where users.id = login) then
    perform social_private.fail('anonymous_user');
  end if;
  perform social_private.consume_rate_limit(login, 'username');
  -- An error in the inner block rolls only this block back, so the token above stays consumed.
  begin
    return row_to_json(social_private.create_own_profile(
      login, create_profile.username, create_profile.display_name));
  exception when sqlstate 'PT409' or sqlstate 'PT422' then
    get stacked diagnostics detail = pg_exception_detail, hint = pg_exception_hint;
    return social_private.answer_error(sqlstate, sqlerrm, detail, hint);
  end;
end;
$$;

create function social.create_profile(username text, display_name text default null)
  returns json
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.create_profile(create_profile.username, create_profile.display_name);

comment on function social.create_profile(text, text) is
'Creates your profile if you have none, for example after a sign-in with OAuth.

Idempotent: a repeat with the same values returns the profile. Returns your profile as a
profile_details. A refusal counts towards the rate limit. Therefore the function does not raise the
errors below, but returns them: docs/http.md#errors-that-are-returned.

An anonymous user first links an e-mail address or phone number. While the login is unconfirmed, the
profile is unconfirmed too: nobody else sees it.

Errors: display_name_too_long, profile_exists, text_invalid, username_invalid, username_taken.
Common errors: docs/errors.md#common-errors.';

create function social_private.attach_avatar(actor uuid, avatar_id text, current_path text)
  returns text
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  path text := attach_avatar.actor || '/' || attach_avatar.avatar_id || '.jpg';
begin
  if attach_avatar.avatar_id <> '' and path is distinct from attach_avatar.current_path then
    delete from social_private.uploads
    where uploads.id::text = attach_avatar.avatar_id
      and uploads.owner_id = attach_avatar.actor
      and uploads.purpose = 'avatar'
      and uploads.path is not null;
    if not found then
      perform social_private.fail('avatar_not_found');
    end if;
  end if;
  return path;
end;
$$;

comment on function social_private.attach_avatar(uuid, text, text) is
'Returns the path of an avatar. If the avatar is new, removes its row from uploads. Error:
avatar_not_found.';

create function social_private.update_profile(
  display_name text, bio text, website text, avatar_id text, is_private boolean,
  followers_visibility social.list_visibility, following_visibility social.list_visibility,
  is_discoverable boolean)
  returns social.profile_details
  language plpgsql
  volatile
  security definer -- clients have no update grant; it updates only the actor's own row
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  config social_private.config;
  before social.profiles;
  address text;
  avatar text;
begin
  perform social_private.consume_rate_limit(actor, 'edit');
  select * into config from social_private.config;
  -- Lock the row for update, although no key changes. This lock delays follow_profile, which locks
  -- the row for key share.
  select * into before from social.profiles where profiles.id = actor for update;

  address := social_private.clean_line(update_profile.website, 'website', config.website_length);
  if not social_private.is_website(address) then
    perform social_private.fail('website_invalid');
  end if;
  avatar := social_private.attach_avatar(actor, update_profile.avatar_id, before.avatar_path);

  -- A null argument keeps the stored value. An empty text clears the value.
  update social.profiles set
    display_name = case when update_profile.display_name is null then before.display_name
      else social_private.clean_line(
        update_profile.display_name, 'display_name', config.display_name_length) end,
    bio = case when update_profile.bio is null then before.bio
      else social_private.clean_text(update_profile.bio, 'bio', config.bio_length) end,
    website = case when update_profile.website is null then before.website else address end,
    avatar_path = case update_profile.avatar_id when '' then null
      else coalesce(avatar, before.avatar_path) end
  where profiles.id = actor;
  update social_private.accounts set
    is_private = coalesce(update_profile.is_private, accounts.is_private),
    followers_visibility = coalesce(
      update_profile.followers_visibility, accounts.followers_visibility),
    following_visibility = coalesce(
      update_profile.following_visibility, accounts.following_visibility),
    is_discoverable = coalesce(update_profile.is_discoverable, accounts.is_discoverable)
  where accounts.profile_id = actor
    and num_nonnulls(
      update_profile.is_private, update_profile.followers_visibility,
      update_profile.following_visibility, update_profile.is_discoverable) > 0;
  return social_private.profile_details(actor, actor);
end;
$$;

create function social.update_profile(
  display_name text default null,
  bio text default null,
  website text default null,
  avatar_id text default null,
  is_private boolean default null,
  followers_visibility social.list_visibility default null,
  following_visibility social.list_visibility default null,
  is_discoverable boolean default null)
  returns social.profile_details
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.update_profile(
  update_profile.display_name, update_profile.bio, update_profile.website,
  update_profile.avatar_id, update_profile.is_private,
  update_profile.followers_visibility, update_profile.following_visibility,
  update_profile.is_discoverable);

comment on function social.update_profile(
  text, text, text, text, boolean, social.list_visibility, social.list_visibility, boolean) is
'Changes your profile. An omitted argument keeps its value, and an empty text clears it.

avatar_id is the id of a ready upload for an avatar. The file of the previous avatar is deleted.
Setting is_private to false accepts every pending follow request. followers_visibility decides who
sees the list of your followers. following_visibility decides who sees the list of people whom you
follow. is_discoverable decides whether explore and the suggestions of people may show you to people
who do not follow you. Returns your profile.

Errors: avatar_not_found, bio_too_long, display_name_too_long, text_invalid, website_invalid,
website_too_long.
Common errors: docs/errors.md#common-errors.';

create function social_private.consume_check(login uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- Anybody can become a new anonymous user at any time, and would have a new bucket each time.
  if consume_check.login is null
    or (select users.is_anonymous from auth.users where users.id = consume_check.login)
  then
    perform social_private.consume_address_limit();
  else
    perform social_private.consume_rate_limit(consume_check.login, 'check_username');
  end if;
end;
$$;

comment on function social_private.consume_check(uuid) is
'Consumes one token for a check of a username: of the login, or of the network address if the caller
has no login or is an anonymous user. Error: rate_limited.';

create function social_private.check_username(username text)
  returns text
  language plpgsql
  volatile
  security definer -- clients cannot read reserved usernames
  set search_path = ''
as $$
declare
  login uuid := social_private.login_id();
begin
  perform social_private.consume_check(login);
  return case social_private.username_problem(check_username.username, login)
    when 'username_invalid' then 'invalid'
    when 'username_taken' then 'taken'
    else 'available'
  end;
end;
$$;

create function social.check_username(username text)
  returns text
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.check_username(check_username.username);

comment on function social.check_username(text) is
'Checks a username. Returns available, taken or invalid. Needs no sign-in.

A signed-in person may call this function 30 times per hour. The limit of callers without a login is
in docs/operating.md#callers-without-a-login.

Common errors: docs/errors.md#common-errors.';

create function social_private.check_sign_up(email text, username text, display_name text)
  returns text
  language plpgsql
  volatile
  security definer -- clients cannot read auth.users and reserved usernames
  set search_path = ''
as $$
declare
  login uuid := social_private.login_id();
  unconfirmed uuid;
  problem text;
begin
  -- The function returns a problem instead of raising an error, because an error would undo the
  -- count of this call.
  perform social_private.consume_check(login);
  -- If the address has an unconfirmed login, Auth repeats that sign-up and creates nothing. So the
  -- username of this login is available to the address.
  select users.id into unconfirmed
  from auth.users
  where users.email = lower(check_sign_up.email)
    and not users.is_sso_user
    and users.email_confirmed_at is null;
  problem := social_private.sign_up_problem(
    check_sign_up.username, check_sign_up.display_name, unconfirmed);
  return case
    when problem is not null then problem
    when exists (
      select from social.profiles
      where profiles.id = unconfirmed
        and profiles.username = lower(check_sign_up.username collate "C")
        and profiles.display_name is not distinct from social_private.clean_line(
          check_sign_up.display_name, 'display_name',
          (select display_name_length from social_private.config))
    ) then 'repeated'
    else 'available'
  end;
end;
$$;

create function social.check_sign_up(email text, username text, display_name text default null)
  returns text
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.check_sign_up(
  check_sign_up.email, check_sign_up.username, check_sign_up.display_name);

comment on function social.check_sign_up(text, text, text) is
'Checks the username and display name of a sign-up. Returns available, repeated, or the error code
with which the sign-up would fail: display_name_too_long, text_invalid, username_invalid or
username_taken. Needs no sign-in.

Call this function before you call Auth. Auth looks an e-mail address up before it checks the
username, so a sign-up with a refused username would tell whether the address has an account. The
answer of this function is the same for a confirmed and an unknown address. The result repeated
means that the address has an unconfirmed login with this username and display name. Auth then
ignores the password of the new sign-up. A signed-in person may call this function and
check_username together 30 times per hour. The limit of callers without a login is in
docs/operating.md#callers-without-a-login.

Common errors: docs/errors.md#common-errors.';

create function social_private.change_own_username(actor uuid, username text)
  returns social.profile_details
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  before social.profiles;
  min_interval interval;
  allowed_at timestamptz;
  problem text;
begin
  select * into before from social.profiles
  where profiles.id = change_own_username.actor for update;
  if lower(change_own_username.username collate "C") = before.username then
    return social_private.profile_details(change_own_username.actor, change_own_username.actor);
  end if;
  select username_change_days * interval '1 day' into min_interval from social_private.config;
  select max(changed_at) + min_interval into allowed_at
  from social_private.former_usernames where profile_id = change_own_username.actor;
  if allowed_at > now() then
    perform social_private.fail('username_changed_recently', format(
      'Possible again at %s.',
      to_char(allowed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')));
  end if;

  problem := social_private.username_problem(
    change_own_username.username, change_own_username.actor);
  if problem is null then
    begin
      update social.profiles set username = lower(change_own_username.username collate "C")
      where profiles.id = change_own_username.actor;
    exception when unique_violation then
      perform social_private.fail('username_taken');
    end;
  else
    perform social_private.fail(problem);
  end if;
  return social_private.profile_details(change_own_username.actor, change_own_username.actor);
end;
$$;

comment on function social_private.change_own_username(uuid, text) is
'Changes the username of a person. Errors: username_changed_recently, username_invalid,
username_taken.';

create function social_private.change_username(username text)
  returns json
  language plpgsql
  volatile
  security definer -- clients have no update grant; it changes only the actor's own username
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('username');
  detail text;
  hint text;
begin
  -- An error in the inner block rolls only this block back, so the token above stays consumed.
  begin
    return row_to_json(social_private.change_own_username(actor, change_username.username));
  exception when sqlstate 'PT409' or sqlstate 'PT422' then
    get stacked diagnostics detail = pg_exception_detail, hint = pg_exception_hint;
    return social_private.answer_error(sqlstate, sqlerrm, detail, hint);
  end;
end;
$$;

create function social.change_username(username text)
  returns json
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.change_username(change_username.username);

comment on function social.change_username(text) is
'Changes your username, at most once in 30 days.

For 30 days the former username still leads to your profile, and nobody else can take it. An
operator can change both numbers of days in the config. Idempotent. Returns your profile as a
profile_details. A refusal counts towards the rate limit. Therefore the function does not raise the
errors below, but returns them: docs/http.md#errors-that-are-returned.

Errors: username_changed_recently, username_invalid, username_taken.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.my_profile(), social.my_profile(), social_private.profile(uuid),
  social.profile(uuid), social_private.profile_by_username(text),
  social.profile_by_username(text), social_private.create_profile(text, text),
  social.create_profile(text, text),
  social_private.update_profile(
    text, text, text, text, boolean, social.list_visibility, social.list_visibility, boolean),
  social.update_profile(
    text, text, text, text, boolean, social.list_visibility, social.list_visibility, boolean),
  social_private.check_username(text), social.check_username(text),
  social_private.check_sign_up(text, text, text), social.check_sign_up(text, text, text),
  social_private.change_username(text), social.change_username(text)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
