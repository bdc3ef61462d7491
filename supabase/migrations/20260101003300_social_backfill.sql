-- Backfill: profiles for users who signed up before the installation.
-- The operator runs `npx supabase-social backfill`, which calls create_missing_profiles for some
-- users at a time. A person gets the username that they had in the host app, if the person could
-- register this username now. Otherwise the functions of this file change the name by fixed rules.

-- Types

create type social_private.missing_profile_result as (id uuid, username text, problem text);

comment on type social_private.missing_profile_result is
'What create_missing_profiles did for a user: the username of the new profile, or the problem. Both
are null if the user needs no profile.';

-- Rules

create function social_private.is_address_like(value text)
  returns boolean
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return is_address_like.value ~ '[^[:space:]@]@[^[:space:]@]';
end;
$$;

comment on function social_private.is_address_like(text) is
'Returns whether the text contains something like an e-mail address. Public names never contain
addresses.';

create function social_private.cleaned_username(wanted text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  name text;
begin
  if social_private.is_address_like(cleaned_username.wanted) then
    return null;
  end if;
  -- NFKD separates accents from letters, so that the function can remove the accents. NFKD leaves
  -- some Latin letters as they are, such as ø and ß.
  name := lower(translate(
    regexp_replace(
      normalize(left(cleaned_username.wanted, 200), nfkd), '[\u0300-\u036f]', '', 'g'),
    'øØłŁđĐðÐıÆŒÞẞ', 'oollddddiæœþß'
  ) collate "C");
  name := replace(replace(replace(replace(name, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
  name := btrim(regexp_replace(name, '[^a-z0-9._]+', '_', 'g'), '._');
  name := rtrim(left(name, 30), '._');
  return case when name ~ '[a-z]' then name end;
end;
$$;

comment on function social_private.cleaned_username(text) is
'Returns the text with only the characters that a username may have: without accents, in lower case,
with an underscore in place of other characters, and at most 30 characters.

The result can be too short for a username. Returns null if no letter from a to z is left, or if the
text contains an e-mail address.';

create function social_private.cleaned_display_name(wanted text)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  max_length integer := (select display_name_length from social_private.config);
begin
  if social_private.is_address_like(cleaned_display_name.wanted) then
    return null;
  end if;
  return social_private.clean_line(
    left(normalize(
      social_private.single_line(left(cleaned_display_name.wanted, 10 * max_length)), nfc
    ), max_length),
    'display_name', max_length);
exception when sqlstate 'PT422' then
  return null;
end;
$$;

comment on function social_private.cleaned_display_name(text) is
'Returns the display name, cut to config.display_name_length. Returns null if the text is no valid
display name, or if it contains an e-mail address.';

create function social_private.username_choices(wanted text, claimant uuid)
  returns text[]
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  base text := social_private.cleaned_username(username_choices.wanted);
  -- The digits depend only on the id, so that a dry run and a later run give the same names. They
  -- look like no letter, and they do not tell how many people wanted the name.
  digits text := translate(
    encode(sha256(convert_to(username_choices.claimant::text, 'UTF8')), 'hex'),
    '0123456789abcdef', '2467892467892467');
begin
  return array_remove(array[base], null) || array(
    select left(coalesce(base, 'user'), 30 - digit_count) || left(digits, digit_count)
    from generate_series(case when base is null then 8 else 2 end, 20) as digit_count
    order by digit_count
  );
end;
$$;

comment on function social_private.username_choices(text, uuid) is
'Returns the usernames that the backfill tries for a user, best first. The user gets the first
choice that the user could register now.

The choices are the wanted username in cleaned form, and this name with 2 to 20 digits at its end.
If the wanted text contains no usable name, the choices are user with 8 to 20 digits.';

-- Commands

create function social_private.create_missing_profile(
  user_id uuid, username text, display_name text)
  returns text
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  choice text;
  shown_name text := social_private.cleaned_display_name(create_missing_profile.display_name);
  signed_up_at timestamptz;
begin
  foreach choice in array
    social_private.username_choices(create_missing_profile.username, create_missing_profile.user_id)
  loop
    -- Look again before each choice, because a command of the user may have created the profile.
    select coalesce(least(users.created_at, now()), now()) into signed_up_at
    from auth.users
    where users.id = create_missing_profile.user_id
      and not users.is_anonymous and users.deleted_at is null
      and not exists (select from social.profiles where profiles.id = users.id);
    if not found then
      return null;
    end if;
    begin
      perform social_private.insert_profile(create_missing_profile.user_id, choice, shown_name);
      -- The rate limits of new accounts do not apply to people who signed up long ago.
      update social.profiles set created_at = signed_up_at
      where profiles.id = create_missing_profile.user_id;
      return choice;
    exception
      when foreign_key_violation then
        return null; -- The user was deleted in the meantime.
      when sqlstate 'PT409' or sqlstate 'PT422' then
        -- The choice is taken, or it is too short. The loop continues with the next choice.
    end;
  end loop;
  perform social_private.fail('username_taken');
  return null;
end;
$$;

comment on function social_private.create_missing_profile(uuid, text, text) is
'Creates the profile of an auth user who has none, with the first available username of
username_choices. Returns the username. Returns null if the user needs no profile: anonymous and
deleted users, and users who have a profile. Errors: username_taken.';

create function social_private.create_missing_profiles(people jsonb)
  returns setof social_private.missing_profile_result
  language plpgsql
  volatile
  security invoker
  set search_path = ''
  -- While this transaction waits for a lock, sign-ups could wait for this transaction.
  set lock_timeout = '100ms'
as $$
declare
  person record;
  result social_private.missing_profile_result;
begin
  -- One batch at a time, because two batches could lock the same usernames in different orders.
  begin
    perform pg_advisory_xact_lock(
      hashtextextended('social_private.create_missing_profiles', 0));
  exception when lock_not_available then
    return;
  end;
  for person in select value from jsonb_array_elements(create_missing_profiles.people)
  loop
    result := row((person.value ->> 'id')::uuid, null, null);
    begin
      result.username := social_private.create_missing_profile(
        result.id, person.value ->> 'username', person.value ->> 'display_name');
    exception
      when lock_not_available or deadlock_detected or serialization_failure then
        result.problem := 'busy';
      when others then
        result.problem := sqlerrm;
    end;
    return next result;
    -- Commit the batch before further waits, because sign-ups may wait for its usernames.
    exit when result.problem = 'busy';
  end loop;
end;
$$;

comment on function social_private.create_missing_profiles(jsonb) is
'Creates the profiles of some auth users, in this order. Each element of the array has id, username
and display_name. Returns a row for each user whom the call has reached. A user whose profile cannot
be created does not stop the others.

The call ends early, with the problem busy, at a user whom another transaction locks for more than
100 milliseconds. The call reaches nobody if another transaction is creating missing profiles for
more than 100 milliseconds. Repeat the call for the users that are left.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
