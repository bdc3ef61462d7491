-- Profile search: find people by username and display name.
-- Without a query, everybody in the order of usernames; with one, first the usernames that begin with
-- it, then people whose username or display name has words that begin with its words. One word that
-- begins no name may have one typo: a letter wrong, missing, added or swapped.
-- Names are found by keys: the prefixes of their words, and their words with one letter left out, where
-- a name and its typo meet (Mor and Fraenkel, "A Hash Code Method for Detecting and Correcting Spelling
-- Errors", 1982). So a page reads a few short ranges of one index, in order.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('query_too_long', 422, 'The search text is too long.', null);

-- Tables

create table social_private.search_keys (
  key text collate "C" not null,
  username text collate "C" not null,

  constraint search_keys_pkey primary key (key, username)
);

comment on table social_private.search_keys is 'What each person''s name is found by.';

alter table social_private.search_keys enable row level security;

-- Effects

create function social_private.search_words(name text)
  returns text[]
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  -- NFKD puts accents behind their letters, whence they go. Digits and signs only separate.
  return array(
    select distinct left(word, 8) collate "C"
    from regexp_split_to_table(
      regexp_replace(lower(normalize(search_words.name, nfkd)), '[\u0300-\u036f]', '', 'g'),
      '[\u0001-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+'
    ) as word
    where word <> ''
  );
end;
$$;

comment on function social_private.search_words(text) is
'The words of a name or of a query: their first eight letters, in lower case, without accents.';

create function social_private.typo_keys(word text)
  returns text[]
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return array(
    select distinct overlay(typo_keys.word placing '' from place for 1) collate "C"
    from generate_series(1, length(typo_keys.word)) as place
    where length(typo_keys.word) > 3
  );
end;
$$;

comment on function social_private.typo_keys(text) is
'A word with one letter left out, each in turn; a short word is not forgiven any.';

create function social_private.search_keys_of(username text, display_name text)
  returns text[]
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return array(
    select left(word, place)
    -- The username is also typed without its separators.
    from unnest(words || social_private.search_words(
      translate(search_keys_of.username, '._', ''))) as word,
    generate_series(1, length(word)) as place
    union
    select slip from unnest(words) as word, unnest(social_private.typo_keys(word)) as slip
  )
  from social_private.search_words(
    concat_ws(' ', search_keys_of.username, search_keys_of.display_name)) as words;
end;
$$;

comment on function social_private.search_keys_of(text, text) is 'All keys of a name.';

create function social_private.tg_profiles__sync_search_keys()
  returns trigger
  language plpgsql
  volatile
  security definer -- keys are written by us only
  set search_path = ''
as $$
begin
  if tg_op = 'UPDATE'
    and (new.username, new.display_name) is not distinct from (old.username, old.display_name)
  then
    return null;
  end if;
  if tg_op <> 'INSERT' then
    delete from social_private.search_keys
    where search_keys.username = old.username
      and search_keys.key = any (social_private.search_keys_of(old.username, old.display_name));
  end if;
  if tg_op <> 'DELETE' then
    insert into social_private.search_keys (key, username)
    select key, new.username
    from unnest(social_private.search_keys_of(new.username, new.display_name)) as key;
  end if;
  return null;
end;
$$;

comment on function social_private.tg_profiles__sync_search_keys() is 'Keeps what a name is found by.';

create trigger sync_search_keys
  after insert or delete or update of username, display_name on social.profiles
  for each row execute function social_private.tg_profiles__sync_search_keys();

-- Reads

create function social_private.is_searchable(viewer uuid, profile_id uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (
    select from social_private.accounts
    where accounts.profile_id = is_searchable.profile_id
      and (
        accounts.profile_id = is_searchable.viewer
        or accounts.audience_level > 0
          and not social_private.is_blocked(is_searchable.viewer, accounts.profile_id)
          and (accounts.limited_at is null or exists (
            select from social.follows
            where follows.follower_id = is_searchable.viewer
              and follows.followee_id = accounts.profile_id
              and follows.state = 'accepted'
          ))
      )
  );
end;
$$;

comment on function social_private.is_searchable(uuid, uuid) is
'Whether a search may find this person for the viewer: there, and if limited then followed.';

create function social_private.profile_search(query text, after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- reads keys, which are not for clients
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- else it is planned anew each time
as $$
declare
  viewer uuid := social_private.viewer_id();
  blocked uuid[] := social_private.blocked_either_way(viewer);
  size integer := social_private.checked_page_size(profile_search.page_size);
  wanted text := coalesce(lower(ltrim(
    social_private.clean_text(profile_search.query, 'query', 100), '@')), '');
  -- The cursor holds where the page before ended: beginnings or the rest, and the username.
  place text[] := array['1', ''];
  ids uuid[] := '{}';
  cursors text[] := '{}';
  words text[];
  unknown text[];
begin
  if profile_search.after is not null then
    if profile_search.after ~ '^(2e|3[0-9a]|5f|[67][0-9a-f]){5,40}$' then
      place := regexp_match(
        convert_from(decode(profile_search.after, 'hex'), 'latin1'),
        '^([12]):([a-z0-9._]{3,30})$');
    else
      place := null;
    end if;
    if place is null then
      perform social_private.fail('cursor_invalid');
    end if;
  end if;

  if place[1] = '1' then
    select coalesce(array_agg(id), '{}'), coalesce(array_agg(
      encode(convert_to('1:' || username, 'latin1'), 'hex')), '{}')
    into ids, cursors
    from (
      select profiles.id, profiles.username
      from social.profiles
      join social_private.accounts on accounts.profile_id = profiles.id
      where profiles.username > place[2]
        and profiles.username >= wanted
        and profiles.username < wanted || '~' -- sorts after all that a username may hold
        and case
          when accounts.audience_level > 0 and accounts.limited_at is null
            and accounts.profile_id <> all (blocked) then true
          else social_private.is_searchable(viewer, accounts.profile_id)
        end
      order by profiles.username
      limit size
    ) as prefixed;
    place[2] := '';
  end if;
  if cardinality(ids) = size or wanted = '' then
    return query select * from social_private.profile_cards(viewer, ids, null, cursors);
    return;
  end if;

  -- The longest word is likely to be the rarest: start from there, or from the one with a slip.
  select
    array_agg(word order by is_known, length(word) desc),
    array_agg(word) filter (where not is_known)
  into words, unknown
  from (
    select word, exists (select from social_private.search_keys where key = word) as is_known
    from unnest(social_private.search_words(wanted)) as word
  ) as given;
  if coalesce(cardinality(unknown), 0) < 2 then
    select ids || array_agg(id), cursors || array_agg(
      encode(convert_to('2:' || username, 'latin1'), 'hex'))
    into ids, cursors
    from (
      select distinct found.id, found.username
      from unnest(words[1] || social_private.typo_keys(unknown[1])) as start (key)
      cross join lateral (
        select profiles.id, first.username
        from social_private.search_keys as first
        -- Two stretches in the same order, which are merged; a single word is its own second.
        join social_private.search_keys as second
          on second.key = coalesce(words[2], start.key) and second.username = first.username
        join social.profiles on profiles.username = first.username
        join social_private.accounts on accounts.profile_id = profiles.id
        where first.key = start.key
          and first.username > place[2]
          and second.username > place[2]
          and not (first.username >= wanted and first.username < wanted || '~')
          and not exists (
            select from unnest(words[3:]) as further (word)
            where not exists (
              select from social_private.search_keys
              where search_keys.key = further.word and search_keys.username = first.username
            )
          )
          and case
            -- Who is open to all is quickly told; the rest is left to the rule.
            when accounts.audience_level > 0 and accounts.limited_at is null
              and accounts.profile_id <> all (blocked) then true
            else social_private.is_searchable(viewer, accounts.profile_id)
          end
        order by first.username
        limit size - cardinality(ids)
      ) as found
      order by found.username
      limit size - cardinality(ids)
    ) as named;
  end if;
  return query select * from social_private.profile_cards(viewer, ids, null, cursors);
end;
$$;

create function social.profile_search(
  query text default null, after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.profile_search(
  profile_search.query, profile_search.after, profile_search.page_size);

comment on function social.profile_search(text, text, integer) is
'People: all of them by username, or those whose username begins with the query, followed by those
whose username or display name has words that begin with all of its words; one word may have a slip.
Any case and accents; a leading @ is ignored.

Errors: query_too_long, text_invalid, cursor_invalid, page_size_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.profile_search(text, text, integer), social.profile_search(text, text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in

-- Policies: see social_table_access.
