-- Accounts: what people do with their own profile.
-- Passwords, mails and sessions are Supabase Auth's; this is the rest of an account.

-- Types

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
  perform social_private.spend(actor, 'edit');
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
    perform social_private.queue_file_deletion('avatars', before.avatar_path);
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

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.create_profile(text, text), social.create_profile(text, text),
  social_private.update_profile(
    text, text, text, text, boolean, social.list_visibility, social.list_visibility),
  social.update_profile(
    text, text, text, text, boolean, social.list_visibility, social.list_visibility)
  to anon, authenticated; -- anon too, to be told not_signed_in
