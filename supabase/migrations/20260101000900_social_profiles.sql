-- Profiles: view one, edit one's own, and change the username.

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
  followers_visibility social.list_visibility,
  following_visibility social.list_visibility
);

comment on type social.profile_details is
'A person''s page: profile, counts (null where the account is private and you do not follow it),
how you stand to each other (edges null on your own), and who sees the two lists.';

create function social_private.profile_details(viewer uuid, profile_id uuid)
  returns social.profile_details
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  details social.profile_details;
  is_open boolean;
begin
  if not social_private.can_view_profile(profile_details.viewer, profile_details.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  is_open := social_private.can_view_account(profile_details.viewer, profile_details.profile_id);
  select
    profiles.id, profiles.username, profiles.display_name, profiles.bio, profiles.website,
    profiles.avatar_path, profiles.is_private, profiles.created_at,
    counts.posts, counts.followers, counts.following, mine.state, theirs.state,
    exists (
      select from social_private.mutes
      where mutes.muter_id = profile_details.viewer
        and mutes.muted_id = profiles.id
        and (mutes.expires_at is null or mutes.expires_at > now())
    ),
    exists (
      select from social_private.close_friends
      where close_friends.owner_id = profile_details.viewer
        and close_friends.friend_id = profiles.id
    ),
    accounts.followers_visibility, accounts.following_visibility
  into details
  from social.profiles
  join social_private.accounts on accounts.profile_id = profiles.id
  left join lateral (
    select
      sum(post_count)::integer as posts,
      sum(follower_count)::integer as followers,
      sum(following_count)::integer as following
    from social_private.profile_counters
    where profile_counters.profile_id = profiles.id and is_open
  ) as counts on true
  left join social.follows as mine
    on mine.follower_id = profile_details.viewer and mine.followee_id = profiles.id
  left join social.follows as theirs
    on theirs.follower_id = profiles.id and theirs.followee_id = profile_details.viewer
  where profiles.id = profile_details.profile_id;
  return details;
end;
$$;

comment on function social_private.profile_details(uuid, uuid) is
'A person''s page as the viewer sees it. Error: profile_not_found.';

create function social_private.my_profile()
  returns social.profile_details
  language plpgsql
  stable
  security definer -- reads counters past their policies
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
'Your own page. Errors: not_signed_in, profile_missing.';

create function social_private.profile(profile_id uuid)
  returns social.profile_details
  language plpgsql
  stable
  security definer -- reads counters past their policies
  set search_path = ''
as $$
begin
  return social_private.profile_details(social_private.viewer_id(), profile.profile_id);
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
'A person''s page: profile, counts and how you stand to each other. Error: profile_not_found.';

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
'Whose name this is, or was less than config.username_reservation_days ago.';

create function social_private.profile_by_username(username text)
  returns social.profile_details
  language sql
  stable
  security definer -- reads former names, which clients may not
  set search_path = ''
return social_private.profile_details(
  social_private.viewer_id(),
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
'A person''s page by username, any case, with or without @; a name given up less than 30 days ago
leads to its person too. Error: profile_not_found.';

-- Commands

create function social_private.create_profile(username text, display_name text)
  returns social.profile_details
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; the row is the actor's own
  set search_path = ''
as $$
declare
  login uuid := social_private.login_id();
  existing social.profiles;
begin
  if login is null or (select users.is_anonymous from auth.users where users.id = login) then
    perform social_private.fail('not_signed_in');
  end if;
  -- Of two requests at once the second waits here, and then finds what the first made.
  perform pg_advisory_xact_lock(hashtextextended('social profile ' || login, 0));
  select * into existing from social.profiles where profiles.id = login;
  if not found then
    perform social_private.insert_profile(
      login, create_profile.username, create_profile.display_name);
  elsif social_private.viewer_id() is null
    or existing.username is distinct from lower(create_profile.username collate "C")
    or existing.display_name is distinct from social_private.clean_text(
      create_profile.display_name, 'display_name',
      (select display_name_length from social_private.config))
  then
    perform social_private.fail('profile_exists');
  end if;
  return social_private.profile_details(login, login);
end;
$$;

create function social.create_profile(username text, display_name text default null)
  returns social.profile_details
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.create_profile(create_profile.username, create_profile.display_name);

comment on function social.create_profile(text, text) is
'Make the profile of a login that has none: after OAuth, or a user from before supabase-social. Again
with the same words it returns your page, so a retry is safe.

Returns your page. Errors: not_signed_in, profile_exists, username_invalid, username_taken,
display_name_too_long, text_invalid.';

create function social_private.update_profile(
  display_name text, bio text, website text, avatar_id text, is_private boolean,
  followers_visibility social.list_visibility, following_visibility social.list_visibility)
  returns social.profile_details
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only these columns of the actor's own row
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
  -- For update, though no key changes: follows hold a key share lock, and must wait for us.
  select * into before from social.profiles where profiles.id = actor for update;

  address := social_private.clean_text(update_profile.website, 'website', config.website_length);
  if not social_private.is_website(address) then
    perform social_private.fail('website_invalid');
  end if;
  avatar := actor || '/' || update_profile.avatar_id || '.jpg';
  if update_profile.avatar_id <> '' and avatar is distinct from before.avatar_path then
    delete from social_private.uploads
    where uploads.id::text = update_profile.avatar_id
      and uploads.owner_id = actor and uploads.purpose = 'avatar' and uploads.path is not null;
    if not found then
      perform social_private.fail('avatar_not_found');
    end if;
  end if;

  -- An argument that is null leaves its column as it is; an empty text clears it.
  update social.profiles set
    display_name = case when update_profile.display_name is null then before.display_name
      else social_private.clean_text(
        update_profile.display_name, 'display_name', config.display_name_length) end,
    bio = case when update_profile.bio is null then before.bio
      else social_private.clean_text(update_profile.bio, 'bio', config.bio_length) end,
    website = case when update_profile.website is null then before.website else address end,
    avatar_path = case update_profile.avatar_id when '' then null
      else coalesce(avatar, before.avatar_path) end,
    is_private = coalesce(update_profile.is_private, before.is_private)
  where profiles.id = actor;
  update social_private.accounts set
    followers_visibility = coalesce(
      update_profile.followers_visibility, accounts.followers_visibility),
    following_visibility = coalesce(
      update_profile.following_visibility, accounts.following_visibility)
  where accounts.profile_id = actor
    and num_nonnulls(update_profile.followers_visibility, update_profile.following_visibility) > 0;

  if before.avatar_path is not null and (
    update_profile.avatar_id = '' or before.avatar_path <> avatar
  ) then
    perform social_private.queue_file_deletion('social-avatars', before.avatar_path);
  end if;
  if before.is_private and not update_profile.is_private then
    update social.follows set state = 'accepted', accepted_at = clock_timestamp()
    where follows.followee_id = actor and follows.state = 'pending';
  end if;
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
  following_visibility social.list_visibility default null)
  returns social.profile_details
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.update_profile(
  update_profile.display_name, update_profile.bio, update_profile.website,
  update_profile.avatar_id, update_profile.is_private,
  update_profile.followers_visibility, update_profile.following_visibility);

comment on function social.update_profile(
  text, text, text, text, boolean, social.list_visibility, social.list_visibility) is
'Change your profile. What you leave out stays; an empty text clears. avatar_id is an
upload ingested for an avatar; the file of a replaced one is deleted. Going public accepts every open follow request. The last two decide who sees the list of
your followers, and of whom you follow.

Returns your page. Errors: not_signed_in, profile_missing, display_name_too_long, bio_too_long,
website_too_long, website_invalid, avatar_not_found, text_invalid, rate_limited.';

create function social_private.check_username(username text)
  returns text
  language plpgsql
  volatile
  security definer -- reads the names that are reserved or held
  set search_path = ''
as $$
declare
  login uuid := social_private.login_id();
begin
  -- Who is not signed in has nothing to be counted by that cannot be made up: how often an address
  -- may call, and captchas, are the gateway's.
  if login is not null then
    perform social_private.consume_rate_limit(login, 'check_username');
  end if;
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
'Whether you could register or take this username: available, taken or invalid. Needs no login; a
signed-in person may ask 30 times an hour.

Error: rate_limited.';

create function social_private.change_username(username text)
  returns social.profile_details
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the actor's own name
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  before social.profiles;
  pause interval;
  free_at timestamptz;
  problem text;
begin
  select * into before from social.profiles where profiles.id = actor for update;
  if lower(change_username.username collate "C") = before.username then
    return social_private.profile_details(actor, actor);
  end if;
  select username_change_days * interval '1 day' into pause from social_private.config;
  select max(changed_at) + pause into free_at
  from social_private.former_usernames where profile_id = actor;
  if free_at > now() then
    perform social_private.fail('username_changed_recently', format(
      'Possible again at %s.',
      to_char(free_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')));
  end if;

  problem := social_private.username_problem(change_username.username, actor);
  if problem is null then
    begin
      update social.profiles set username = lower(change_username.username collate "C")
      where profiles.id = actor;
    exception when unique_violation then
      perform social_private.fail('username_taken');
    end;
    insert into social_private.former_usernames (profile_id, username)
    values (actor, before.username);
    -- A rename that committed while we waited for the index may hold the name.
    problem := social_private.username_problem(change_username.username, actor);
  end if;
  if problem is not null then
    perform social_private.fail(problem);
  end if;
  return social_private.profile_details(actor, actor);
end;
$$;

create function social.change_username(username text)
  returns social.profile_details
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.change_username(change_username.username);

comment on function social.change_username(text) is
'Take another username, once in 30 days. The former one leads to you and stays closed to others for
30 days (both numbers are in the config).

Returns your page. Errors: not_signed_in, profile_missing, username_invalid, username_taken,
username_changed_recently.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.my_profile(), social.my_profile(), social_private.profile(uuid),
  social.profile(uuid), social_private.profile_by_username(text),
  social.profile_by_username(text), social_private.create_profile(text, text),
  social.create_profile(text, text),
  social_private.update_profile(text, text, text, text, boolean, social.list_visibility, social.list_visibility),
  social.update_profile(text, text, text, text, boolean, social.list_visibility, social.list_visibility),
  social_private.check_username(text), social.check_username(text),
  social_private.change_username(text), social.change_username(text)
  to anon, authenticated; -- anon too, to be told not_signed_in
