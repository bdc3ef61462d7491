-- Accounts: profiles, usernames and account states.
-- Each row of profiles is one person, and its id is the id of the auth user. No column contains an
-- e-mail address. Username, picture and bio can be read by everybody who may see the profile, even
-- if the person's posts are private. Each row of accounts is the state of one person's account:
-- private, limited, suspended, deactivated, deleted or unconfirmed. Clients cannot read the table
-- accounts.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('profile_not_found', 404, 'There is no such person, or you may not see them.', null),
  ('profile_exists', 409, 'This user already has a profile.', 'Call update_profile.'),
  ('username_invalid', 422, 'The username has an invalid format.',
    'Use 3 to 30 of a-z, 0-9, dot and underscore; start and end with a letter or digit; '
    'include a letter.'),
  ('username_taken', 409, 'This username is not available.', 'Choose another username.'),
  ('username_changed_recently', 409, 'The username was changed recently.', null),
  ('display_name_too_long', 422, 'The display name is too long.', null),
  ('bio_too_long', 422, 'The bio is too long.', null),
  ('website_too_long', 422, 'The website address is too long.', null),
  ('website_invalid', 422, 'The website is not an https address.',
    'Use an address like https://example.com.'),
  ('avatar_not_found', 404, 'You have no ready avatar upload with this id.',
    'Process the upload with purpose avatar first, then pass its id.');

-- Usernames that look alike count as the same username. Collation C converts only ASCII letters to
-- lower case, so that no other letter can turn into an allowed letter.

create function social_private.username_skeleton(username text)
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return replace(replace(translate(
  lower(username_skeleton.username collate "C"), '0i135._', 'olles'
), 'rn', 'm'), 'vv', 'w');

comment on function social_private.username_skeleton(text) is
'Returns a form of the username that is the same for all usernames that look alike.

The function removes separators and treats these as the same: 0/o, 1/i/l, 3/e, 5/s, rn/m and vv/w.';

-- Tables

create table social.profiles (
  id uuid not null,
  username text collate "C" not null,
  display_name text,
  bio text,
  website text,
  avatar_path text,
  is_private boolean not null default false,
  created_at timestamptz not null default now(),

  constraint profiles_pkey primary key (id),
  constraint profiles_username_key unique (username),
  constraint profiles_username_is_valid check (
    username ~ '^[a-z0-9][a-z0-9._]{1,28}[a-z0-9]$' and username ~ '[a-z]'
  ),
  constraint profiles_display_name_is_one_line check (
    display_name is nfc normalized
    and display_name !~ '^ | $|  |^$'
    and display_name !~ '[\u0001-\u001f\u007f-\u00a0\u1680\u2000-\u200b\u2028-\u202f\u205f-\u206f]'
    and display_name !~ '[\u2800\u3000]'
  ),
  constraint profiles_texts_have_a_maximum check (
    char_length(display_name) <= 100 and char_length(bio) <= 1000
  ),
  constraint profiles_website_is_an_address check (
    char_length(website) <= 500 and website ~* '^https?://[^[:space:]<>"\\]+$'
  )
);

comment on table social.profiles is
'One row per person. The id is the id of the auth user, and a foreign key deletes the profile with
the user.';

comment on column social.profiles.id is
'The id of the person, which is also the id of the user in Supabase Auth.';

comment on column social.profiles.username is
'The username is unique and in lower case. A username that looks like an existing username is not
allowed.';

comment on column social.profiles.display_name is
'The name that the person chose. Null if they chose none.';

comment on column social.profiles.bio is 'What the person says about themselves.';

comment on column social.profiles.website is 'The https address that the person chose.';

comment on column social.profiles.avatar_path is
'Path of the profile picture in the bucket social-avatars.';

comment on column social.profiles.is_private is
'Whether only accepted followers may see the posts of this person, because the person chose so or
because staff limited the account. The two cases look the same to other people. Triggers keep this
column and accounts.is_private in sync.';

comment on column social.profiles.created_at is 'The time when the profile was created.';

-- This index rejects a username that looks like an existing username.
create unique index profiles_username_skeleton_key
  on social.profiles (social_private.username_skeleton(username));

-- This index finds the person whose picture a file is. No other profile can have the same file.
create unique index profiles_avatar_path_key on social.profiles (avatar_path)
  where avatar_path is not null;

alter table social.profiles enable row level security;

create trigger keep_keys
  before update of id on social.profiles
  for each row when (old.id <> new.id)
  execute function social_private.tg_refuse_key_change(
    'The id is the id of the login. Create a login and a profile for another person.');

create trigger keep_rows
  before truncate on social.profiles
  for each statement execute function social_private.tg_refuse_truncate(
    'Delete the users in Auth. Their profiles and content are then deleted, too.');

create table social_private.former_usernames (
  profile_id uuid not null,
  username text collate "C" not null,
  changed_at timestamptz not null default now(),
  mentions_erased_at timestamptz,

  constraint former_usernames_pkey primary key (profile_id, changed_at),
  constraint former_usernames_username_is_valid check (
    username ~ '^[a-z0-9][a-z0-9._]{1,28}[a-z0-9]$' and username ~ '[a-z]'
  ),
  constraint former_usernames_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.former_usernames is
'Usernames that people had before a change. For the number of days in
config.username_reservation_days, a former username still leads to its owner and nobody else can
take it.';

comment on column social_private.former_usernames.profile_id is 'The person who had the username.';

comment on column social_private.former_usernames.username is 'The former username.';

comment on column social_private.former_usernames.changed_at is
'The time when the person gave the username up. The reservation counts from then.';

comment on column social_private.former_usernames.mentions_erased_at is
'The time when the worker deleted the mentions by this username, after the reservation. Null
before.';

-- This index serves the search for usernames whose mentions the worker must delete.
create index former_usernames_changed_at_idx on social_private.former_usernames (changed_at)
  where mentions_erased_at is null;

-- These indexes serve the search for a former username, and the search for former usernames that
-- look like a given username.
create index former_usernames_username_idx on social_private.former_usernames (username);

create index former_usernames_skeleton_idx
  on social_private.former_usernames (social_private.username_skeleton(username));

alter table social_private.former_usernames enable row level security;

create trigger keep_keys
  after update of profile_id on social_private.former_usernames
  for each row when (old.profile_id <> new.profile_id)
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.former_usernames
  for each statement execute function social_private.tg_refuse_truncate();

create table social_private.username_reservations (
  skeleton_hash bytea not null,
  released_at timestamptz not null,

  constraint username_reservations_pkey primary key (skeleton_hash),
  constraint username_reservations_hash_is_complete check (octet_length(skeleton_hash) = 32)
);

comment on table social_private.username_reservations is
'Usernames of erased accounts. Nobody can take these usernames for the number of days in
config.username_reservation_days.

A row stores only the SHA-256 hash of the result of username_skeleton, so that no personal data
remains.';

comment on column social_private.username_reservations.skeleton_hash is
'The SHA-256 hash of the result of username_skeleton.';

comment on column social_private.username_reservations.released_at is
'The time from which everybody may take the username.';

alter table social_private.username_reservations enable row level security;

create trigger keep_rows
  before truncate on social_private.username_reservations
  for each statement execute function social_private.tg_refuse_truncate();

create table social_private.reserved_usernames (
  username text not null,

  constraint reserved_usernames_pkey primary key (username),
  -- A name with any other character is like no username, so its row would reserve nothing.
  constraint reserved_usernames_username_is_valid check (
    (username collate "C") ~ '^[A-Za-z0-9]([A-Za-z0-9._]{0,28}[A-Za-z0-9])?$'
  )
);

comment on table social_private.reserved_usernames is
'Usernames that nobody may register. Usernames that look like a reserved username are rejected too.
Add the name of your own brand here.';

comment on column social_private.reserved_usernames.username is 'The username, in lower case.';

-- This index serves the check whether a new username looks like a reserved username.
create index reserved_usernames_skeleton_idx
  on social_private.reserved_usernames (social_private.username_skeleton(username));

insert into social_private.reserved_usernames (username)
select unnest(array[
  'about', 'abuse', 'account', 'admin', 'administrator', 'anonymous', 'api', 'app', 'auth',
  'billing', 'blog', 'contact', 'deleted', 'everyone', 'explore', 'feed', 'followers', 'following',
  'help', 'home', 'info', 'legal', 'login', 'logout', 'mail', 'me', 'media', 'moderator',
  'moderation', 'news', 'nobody', 'none', 'notifications', 'null', 'official', 'owner', 'password',
  'people', 'post', 'posts', 'postgres', 'privacy', 'profile', 'register', 'root', 'rpc', 'search',
  'security', 'settings', 'signin', 'signup', 'social', 'staff', 'status', 'supabase', 'support',
  'system', 'team', 'terms', 'undefined', 'user', 'username', 'users', 'verified', 'webmaster'
]);

alter table social_private.reserved_usernames enable row level security;

create trigger keep_rows
  before truncate on social_private.reserved_usernames
  for each statement execute function social_private.tg_refuse_truncate();

create function social_private.is_username_of(profile_id uuid, username text)
  returns boolean
  language plpgsql
  stable
  security definer -- clients call it through policies, and may not read former usernames
  set search_path = ''
as $$
declare
  name text := lower(is_username_of.username collate "C");
begin
  return exists (
    select from social.profiles
    where profiles.id = is_username_of.profile_id and profiles.username = name
  ) or exists (
    select from social_private.former_usernames
    where former_usernames.profile_id = is_username_of.profile_id
      and former_usernames.username = name
      and former_usernames.changed_at
        > now() - (select username_reservation_days from social_private.config) * interval '1 day'
  );
end;
$$;

comment on function social_private.is_username_of(uuid, text) is
'Returns whether a username leads to this person: the person has the username, or had it within the
last config.username_reservation_days. A mention by another username is hidden.';

create function social_private.username_problem(username text, claimant uuid)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  wanted text := lower(left(username_problem.username, 31) collate "C");
  skeleton text := social_private.username_skeleton(wanted);
begin
  return case
    when wanted is null
      or wanted !~ '^[a-z0-9][a-z0-9._]{1,28}[a-z0-9]$'
      or wanted !~ '[a-z]' then 'username_invalid'
    when exists (
      select from social.profiles
      where social_private.username_skeleton(profiles.username) = skeleton
        and profiles.id is distinct from username_problem.claimant
    ) or exists (
      select from social_private.reserved_usernames
      where social_private.username_skeleton(reserved_usernames.username) = skeleton
    ) or exists (
      select from social_private.former_usernames
      where social_private.username_skeleton(former_usernames.username) = skeleton
        and former_usernames.profile_id is distinct from username_problem.claimant
        and former_usernames.changed_at > now()
          - (select username_reservation_days from social_private.config) * interval '1 day'
    ) or exists (
      select from social_private.username_reservations
      where username_reservations.released_at > now()
        and username_reservations.skeleton_hash = sha256(convert_to(skeleton, 'UTF8'))
    ) then 'username_taken'
  end;
end;
$$;

comment on function social_private.username_problem(text, uuid) is
'Returns username_invalid or username_taken if the claimant may not have this username. Returns null
if the claimant may have this username.

The result is username_taken for taken, reserved and look-alike usernames, so that callers cannot
tell these cases apart.';

-- Account states

create type social.list_visibility as enum ('public', 'followers', 'only_me');

comment on type social.list_visibility is
'The people who may see an owner''s list of followers or list of followed people.

public: everybody who may see the account. followers: accepted followers. only_me: the owner.';

create table social_private.accounts (
  profile_id uuid not null,
  is_private boolean not null default false,
  followers_visibility social.list_visibility not null default 'public',
  following_visibility social.list_visibility not null default 'public',
  is_discoverable boolean not null default true,
  limited_at timestamptz,
  suspended_at timestamptz,
  deactivated_at timestamptz,
  deleted_at timestamptz,
  unconfirmed_at timestamptz,
  is_temporary boolean not null default false,
  limit_class text collate "C",
  audience_level smallint not null generated always as (case
    when coalesce(suspended_at, deactivated_at, deleted_at, unconfirmed_at) is not null then 0
    when limited_at is not null or is_private then 1
    else 2
  end) stored,
  followers_audience_level smallint not null generated always as (case
    when coalesce(suspended_at, deactivated_at, deleted_at, unconfirmed_at) is not null
      or followers_visibility = 'only_me' then 0
    when limited_at is not null or is_private or followers_visibility = 'followers' then 1
    else 2
  end) stored,
  following_audience_level smallint not null generated always as (case
    when coalesce(suspended_at, deactivated_at, deleted_at, unconfirmed_at) is not null
      or following_visibility = 'only_me' then 0
    when limited_at is not null or is_private or following_visibility = 'followers' then 1
    else 2
  end) stored,

  -- INCLUDE makes index-only scans of the audience levels possible. Every list of people reads
  -- these levels.
  constraint accounts_pkey primary key (profile_id)
    include (audience_level, followers_audience_level, following_audience_level),
  constraint accounts_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
) with (fillfactor = 80);

comment on table social_private.accounts is
'One row per person: the state of the account and its audience levels.

An audience level says who may see a part of the account. 0: only the owner. 1: accepted followers.
2: everybody.';

comment on column social_private.accounts.profile_id is 'The person whose account it is.';

comment on column social_private.accounts.is_private is
'Whether the owner made the account private. A trigger sets profiles.is_private, which also counts
the limit of staff.';

comment on column social_private.accounts.followers_visibility is
'The people who may see the list of followers: public, followers or only_me.';

comment on column social_private.accounts.following_visibility is
'The people who may see whom the person follows: public, followers or only_me.';

comment on column social_private.accounts.is_discoverable is
'Whether explore and the suggestions of people may show this account to people who do not follow
it.';

comment on column social_private.accounts.limited_at is
'The time when staff limited the account. A limited account is private, whatever its owner chose,
and only followers find it in searches. Its owner is not notified.';

comment on column social_private.accounts.suspended_at is
'The time when staff suspended the account. Nobody sees a suspended account, and its owner cannot
use it.';

comment on column social_private.accounts.deactivated_at is
'The time when the owner deactivated the account. Nobody sees the account until the owner
reactivates it.';

comment on column social_private.accounts.deleted_at is
'The time when the owner deleted the account. Nobody sees a deleted account. Later the owner
restores the account, or the worker erases it.';

comment on column social_private.accounts.unconfirmed_at is
'The time since when the login has an e-mail address or phone number but no confirmation. Nobody
sees an unconfirmed account, and its owner cannot use it. Triggers on auth.users keep this column.';

comment on column social_private.accounts.is_temporary is
'Whether the profile was created for an unconfirmed login and the login has not been confirmed
since. The worker deletes a temporary profile after config.unconfirmed_days.';

comment on column social_private.accounts.limit_class is
'The limit class of this person, such as premium: a name in limit_classes. Null: the ordinary rate
limits apply.';

comment on column social_private.accounts.audience_level is
'Audience level of the account''s posts and counts: 0 only the owner, 1 accepted followers, 2
everybody.';

comment on column social_private.accounts.followers_audience_level is
'Audience level of the list of the account''s followers.';

comment on column social_private.accounts.following_audience_level is
'Audience level of the list of people whom the account follows.';

-- This index serves the search for profiles that were never confirmed.
create index accounts_unconfirmed_at_idx on social_private.accounts (unconfirmed_at)
  where unconfirmed_at is not null;

alter table social_private.accounts enable row level security;

create trigger keep_keys
  before update of profile_id on social_private.accounts
  for each row when (old.profile_id <> new.profile_id)
  execute function social_private.tg_refuse_key_change(
    'The id is the id of the login. Create a login and a profile for another person.');

create trigger keep_rows
  before truncate on social_private.accounts
  for each statement execute function social_private.tg_refuse_truncate(
    'Delete the users in Auth. Their accounts are then deleted, too.');

-- Triggers

create function social_private.is_unconfirmed(login auth.users)
  returns boolean
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return login.confirmed_at is null and concat(login.email, login.phone) <> '';
end;
$$;

comment on function social_private.is_unconfirmed(auth.users) is
'Returns whether an auth user is unconfirmed: the user has an e-mail address or phone number, and
none is confirmed.';

create function social_private.tg_profiles__add_account()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients cannot write accounts
  set search_path = ''
as $$
declare
  is_unconfirmed boolean;
begin
  -- The lock waits for a concurrent confirmation, which cannot see this profile yet.
  is_unconfirmed := (
    select social_private.is_unconfirmed(users) from auth.users where users.id = new.id for share
  );
  insert into social_private.accounts (profile_id, is_private, unconfirmed_at, is_temporary)
  values (
    new.id, new.is_private, case when is_unconfirmed then now() end,
    coalesce(is_unconfirmed, false));
  return null;
end;
$$;

comment on function social_private.tg_profiles__add_account() is
'Creates the account row of a new profile, which is unconfirmed if its login is unconfirmed.';

create trigger add_account
  after insert on social.profiles
  for each row execute function social_private.tg_profiles__add_account();

create function social_private.tg_accounts__sync_privacy()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients cannot write profiles
  set search_path = ''
as $$
begin
  -- The lock waits for concurrent follows, which lock the profile for key share. Otherwise a follow
  -- could remain pending after its account became public.
  perform from social.profiles where profiles.id = new.profile_id for update;
  update social.profiles set is_private = new.is_private or new.limited_at is not null
  where profiles.id = new.profile_id;
  return null;
end;
$$;

comment on function social_private.tg_accounts__sync_privacy() is
'Makes a profile private while its owner or staff restrict the account to its followers.';

create trigger sync_privacy
  after update of is_private, limited_at on social_private.accounts
  for each row when (
    (old.is_private or old.limited_at is not null)
    <> (new.is_private or new.limited_at is not null)
  )
  execute function social_private.tg_accounts__sync_privacy();

create function social_private.tg_profiles__sync_account()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients cannot write accounts
  set search_path = ''
as $$
begin
  update social_private.accounts set is_private = new.is_private
  where accounts.profile_id = new.id
    and (accounts.is_private or accounts.limited_at is not null) <> new.is_private;
  if found then
    -- A limited account stays private.
    update social.profiles set is_private = true
    from social_private.accounts
    where profiles.id = new.id and not profiles.is_private
      and accounts.profile_id = new.id and accounts.limited_at is not null;
  end if;
  return null;
end;
$$;

comment on function social_private.tg_profiles__sync_account() is
'Makes an account private or public if an operator changes profiles.is_private with SQL.';

create trigger sync_account
  after update of is_private on social.profiles
  for each row execute function social_private.tg_profiles__sync_account();

create function social_private.tg_profiles__keep_usernames_apart()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  problem text := social_private.username_problem(new.username, new.id);
begin
  if problem is not null then
    perform social_private.fail(problem);
  end if;
  return null;
end;
$$;

comment on function social_private.tg_profiles__keep_usernames_apart() is
'Rejects a username that this person may not have, also if the operator writes it with SQL. Runs
after the unique indexes, which may have waited for a transaction that took a name that looks alike.
Errors: username_invalid, username_taken.';

create trigger keep_usernames_apart
  after insert on social.profiles
  for each row execute function social_private.tg_profiles__keep_usernames_apart();

create trigger keep_new_usernames_apart
  after update of username on social.profiles
  for each row when (old.username <> new.username)
  execute function social_private.tg_profiles__keep_usernames_apart();

create function social_private.tg_profiles__keep_with_login()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- The sign-up and the worker delete profiles of people who were never confirmed.
  if exists (select from auth.users where users.id = old.id) and not exists (
    select from social_private.accounts
    where accounts.profile_id = old.id and accounts.is_temporary
  ) then
    perform social_private.fail('row_is_required',
      'Delete the login in Auth instead. The profile, its content and its files go with it.');
  end if;
  return old;
end;
$$;

comment on function social_private.tg_profiles__keep_with_login() is
'Rejects the deletion of a profile whose login stays, because the e-mail address of the person would
stay with the login. Error: row_is_required.';

create trigger keep_with_login
  before delete on social.profiles
  for each row execute function social_private.tg_profiles__keep_with_login();

create function social_private.tg_accounts__keep_row()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if exists (select from social.profiles where profiles.id = old.profile_id) then
    perform social_private.fail('row_is_required', 'Delete the login in Auth to delete the person, '
      'or set deactivated_at to hide the person.');
  end if;
  return old;
end;
$$;

comment on function social_private.tg_accounts__keep_row() is
'Rejects the deletion of an account whose profile stays. Error: row_is_required.';

create trigger keep_row
  before delete on social_private.accounts
  for each row execute function social_private.tg_accounts__keep_row();

create function social_private.tg_profiles__keep_former_username()
  returns trigger
  language plpgsql
  volatile
  security definer -- its callers may not write former usernames
  set search_path = ''
as $$
begin
  -- If a transaction changes a username twice, only the first of the two was ever visible.
  insert into social_private.former_usernames (profile_id, username)
  values (new.id, old.username)
  on conflict on constraint former_usernames_pkey do nothing;
  return null;
end;
$$;

comment on function social_private.tg_profiles__keep_former_username() is
'Keeps the previous username of a person, also if the operator changes the username with SQL.';

create trigger keep_former_username
  after update of username on social.profiles
  for each row when (old.username <> new.username)
  execute function social_private.tg_profiles__keep_former_username();

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.is_username_of(uuid, text)
  to anon, authenticated; -- policies call it

-- Policies: see social_table_access.
