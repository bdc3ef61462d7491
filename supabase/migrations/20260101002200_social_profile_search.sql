-- Profile search: find people by username and display name.
-- Without a query, the search returns all people in the order of their usernames.
-- config.directory_visibility says who may list all people. All others need a query of at least two
-- letters.
-- With a query, the search first returns people whose username begins with the query. After these
-- people, it returns people whose username or display name has words that begin with the words of
-- the query. One word of the query may have a typo, if no name that the viewer can find has a word
-- that begins with this word. A typo is one wrong, missing or additional letter, or two swapped
-- letters.
-- Each row of search_keys is one key of a name. A key is a prefix of a word, or a word with one
-- letter left out. A name and a misspelling of it share a key (Mor and Fraenkel, "A Hash Code
-- Method for Detecting and Correcting Spelling Errors", 1982). So a search reads each page of
-- results from a few short ranges of one index, in order.
-- People whom the viewer may not see change neither the result of a search nor its time: inactive
-- people have no keys, and a search skips the keys of blocked people before it reads anything else.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('query_too_long', 422, 'The search text is too long.', null),
  ('query_too_short', 422, 'The search text is too short.',
    'Pass at least two letters. Signed-in people may be allowed to search for less.');

-- Tables

create table social_private.search_keys (
  key text collate "C" not null,
  username text collate "C" not null,
  is_limited boolean not null default false,

  -- INCLUDE makes index-only scans possible.
  constraint search_keys_pkey primary key (key, username) include (is_limited)
);

comment on table social_private.search_keys is
'Each row is a key with which a search can find a person. The key is a prefix of a word of the
person''s name, or a word of the name with one letter left out. Each person also has the empty key,
which lists everybody. Inactive people have no keys.';

comment on column social_private.search_keys.key is
'The key: a prefix of a word of the name, or the word with one letter left out.';

comment on column social_private.search_keys.username is
'The username of the person whom the key finds.';

comment on column social_private.search_keys.is_limited is
'Whether staff limited the account of the person. Only followers can find a limited person.';

alter table social_private.search_keys enable row level security;

create trigger keep_keys
  after update of key, username on social_private.search_keys
  for each row when ((old.key, old.username) is distinct from (new.key, new.username))
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table, so leave its rows as they are.');

create trigger keep_rows
  before truncate on social_private.search_keys
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

-- Effects

create function social_private.search_words(name text)
  returns text[]
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  -- NFKD separates accents from letters, so that the function can remove the accents. Digits and
  -- punctuation end a word.
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
'Returns the words of a name or a query: the first eight letters of each word, in lower case,
without accents.';

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
'Returns the variants of a word with one letter left out, one variant for each letter. Returns no
variants for words of up to three letters.';

create function social_private.search_keys_of(username text, display_name text)
  returns text[]
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return array(
    select '' collate "C"
    union
    select left(word, place)
    -- Also use the username without dots and underscores, because some people type a username
    -- without them.
    from unnest(words || social_private.search_words(
      translate(search_keys_of.username, '._', ''))) as word,
    generate_series(1, length(word)) as place
    union
    select typo from unnest(words) as word, unnest(social_private.typo_keys(word)) as typo
  )
  from social_private.search_words(
    concat_ws(' ', search_keys_of.username, search_keys_of.display_name)) as words;
end;
$$;

comment on function social_private.search_keys_of(text, text) is
'Returns all keys with which a search can find a person with this username and display name.';

create function social_private.add_search_keys(
  username text, display_name text, is_limited boolean)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  insert into social_private.search_keys (key, username, is_limited)
  select key, add_search_keys.username, add_search_keys.is_limited
  from unnest(social_private.search_keys_of(
    add_search_keys.username, add_search_keys.display_name)) as key
  on conflict on constraint search_keys_pkey do nothing;
end;
$$;

comment on function social_private.add_search_keys(text, text, boolean) is
'Adds the search keys of a person with this username and display name.';

create function social_private.remove_search_keys(username text, display_name text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  delete from social_private.search_keys
  where search_keys.username = remove_search_keys.username
    and search_keys.key = any (social_private.search_keys_of(
      remove_search_keys.username, remove_search_keys.display_name));
end;
$$;

comment on function social_private.remove_search_keys(text, text) is
'Removes the search keys of a person with this username and display name.';

create function social_private.tg_profiles__sync_search_keys()
  returns trigger
  language plpgsql
  volatile
  security definer -- only this trigger writes keys; clients have no grants
  set search_path = ''
as $$
declare
  account social_private.accounts;
begin
  if tg_op = 'UPDATE'
    and (new.username, new.display_name) is not distinct from (old.username, old.display_name)
  then
    return null;
  end if;
  -- The lock waits for a concurrent change of the account, for example a suspension.
  select * into account from social_private.accounts where accounts.profile_id = new.id for share;
  if tg_op <> 'INSERT' then
    perform social_private.remove_search_keys(old.username, old.display_name);
  end if;
  if account.audience_level > 0 then
    perform social_private.add_search_keys(
      new.username, new.display_name, account.limited_at is not null);
  end if;
  return null;
end;
$$;

comment on function social_private.tg_profiles__sync_search_keys() is
'Updates the search keys of a person whose username or display name changes.';

create trigger sync_search_keys
  after insert or delete or update of username, display_name on social.profiles
  for each row execute function social_private.tg_profiles__sync_search_keys();

create function social_private.tg_accounts__sync_search_keys()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write keys; clients have no grants
  set search_path = ''
as $$
declare
  profile social.profiles;
begin
  select * into profile from social.profiles where profiles.id = new.profile_id;
  perform social_private.remove_search_keys(profile.username, profile.display_name);
  if new.audience_level > 0 then
    perform social_private.add_search_keys(
      profile.username, profile.display_name, new.limited_at is not null);
  end if;
  return null;
end;
$$;

comment on function social_private.tg_accounts__sync_search_keys() is
'Removes the search keys of an account that becomes inactive, and adds them again when the account
becomes active. Marks the keys of a limited account.';

create trigger sync_search_keys
  after update on social_private.accounts
  for each row when (
    (old.audience_level = 0) <> (new.audience_level = 0)
    or (old.limited_at is null) <> (new.limited_at is null)
  )
  execute function social_private.tg_accounts__sync_search_keys();

-- Reads

create function social_private.can_find_limited(viewer uuid, username text)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (
    select from social.profiles
    where profiles.username = can_find_limited.username
      and (
        profiles.id = can_find_limited.viewer
        or exists (
          select from social.follows
          where follows.follower_id = can_find_limited.viewer
            and follows.followee_id = profiles.id
            and follows.state = 'accepted'
        )
      )
  );
end;
$$;

comment on function social_private.can_find_limited(uuid, text) is
'Returns whether a search may show this limited person to the viewer: the viewer is the person or an
accepted follower.';

create type social_private.search_matches as (ids uuid[], cursors text[]);

create function social_private.parse_search_cursor(cursor text)
  returns text[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  key text[];
begin
  if parse_search_cursor.cursor is null then
    return array['1', ''];
  end if;
  if parse_search_cursor.cursor ~ '^(2e|3[0-9a]|5f|[67][0-9a-f]){5,40}$' then
    key := regexp_match(
      convert_from(decode(parse_search_cursor.cursor, 'hex'), 'latin1'),
      '^([12]):([a-z0-9._]{3,30})$');
  end if;
  if key is null then
    perform social_private.fail('cursor_invalid');
  end if;
  return key;
end;
$$;

comment on function social_private.parse_search_cursor(text) is
'Returns where the previous page ended: the part of the list (1: usernames that begin with the
query, 2: other matches) and the username.

Errors: cursor_invalid.';

create function social_private.username_matches(
  viewer uuid, blocked text[], prefix text, after text, size integer)
  returns social_private.search_matches
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  matches social_private.search_matches;
begin
  select
    coalesce(array_agg(prefixed.id), '{}'),
    coalesce(array_agg(encode(convert_to('1:' || prefixed.username, 'latin1'), 'hex')), '{}')
  into matches
  from (
    select profiles.id, listed.username
    from social_private.search_keys as listed
    join social.profiles on profiles.username = listed.username
    where listed.key = ''
      and listed.username > username_matches.after
      and listed.username >= username_matches.prefix
      and listed.username < username_matches.prefix || '~' -- sorts after all usernames
      and listed.username <> all (username_matches.blocked)
      and (not listed.is_limited
        or social_private.can_find_limited(username_matches.viewer, listed.username))
    order by listed.username
    limit username_matches.size
  ) as prefixed;
  return matches;
end;
$$;

comment on function social_private.username_matches(uuid, text[], text, text, integer) is
'Returns people whose username begins with a prefix, in alphabetical order. The result begins after
the username `after`. The argument `blocked` contains the usernames of people to leave out.';

create function social_private.word_matches(
  viewer uuid, blocked text[], words text[], starts text[], prefix text, after text, size integer)
  returns social_private.search_matches
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  matches social_private.search_matches;
begin
  select array_agg(found.id), array_agg(encode(convert_to('2:' || found.username, 'latin1'), 'hex'))
  into matches
  from (
    select distinct matched.id, matched.username
    from unnest(word_matches.starts) as start (key)
    cross join lateral (
      select profiles.id, first.username
      from social_private.search_keys as first
      -- The join merges two index ranges that have the same order. If the query is a single word,
      -- the range of this word is joined with itself.
      join social_private.search_keys as second
        on second.key = coalesce(word_matches.words[2], start.key)
        and second.username = first.username
      join social.profiles on profiles.username = first.username
      where first.key = start.key
        and first.username > word_matches.after and second.username > word_matches.after
        and first.username <> all (word_matches.blocked)
        and not (
          first.username >= word_matches.prefix and first.username < word_matches.prefix || '~')
        and not exists (
          select from unnest(word_matches.words[3:]) as further (word)
          where not exists (
            select from social_private.search_keys
            where search_keys.key = further.word and search_keys.username = first.username
          )
        )
        and (not first.is_limited
          or social_private.can_find_limited(word_matches.viewer, first.username))
      order by first.username
      limit word_matches.size
    ) as matched
    order by matched.username
    limit word_matches.size
  ) as found;
  return matches;
end;
$$;

comment on function social_private.word_matches(
  uuid, text[], text[], text[], text, text, integer) is
'Returns people whose name has one of the keys in `starts` and all other words of the query. The
result is in alphabetical order of usernames, and begins after the username `after`.

Leaves out people whose username begins with the prefix, because username_matches returns them. The
argument `blocked` contains the usernames of more people to leave out.';

create function social_private.can_list_people()
  returns boolean
  language plpgsql
  stable
  security definer -- clients cannot read the config; policies call it
  set search_path = ''
as $$
begin
  return (
    select case config.directory_visibility
      when 'everybody' then true
      when 'signed_in' then social_private.viewer_id() is not null
      else false
    end
    from social_private.config
  );
end;
$$;

comment on function social_private.can_list_people() is
'Returns whether config.directory_visibility lets the caller list all people. A policy calls this
function once for each statement.';

create function social_private.require_query(prefix text)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if require_query.prefix !~ '^[a-z0-9._]{2}'
    and not exists (
      select from unnest(social_private.search_words(require_query.prefix)) as word
      where length(word) > 1
    )
    and not social_private.can_list_people()
  then
    perform social_private.fail('query_too_short');
  end if;
end;
$$;

comment on function social_private.require_query(text) is
'Raises query_too_short if the query is neither the first two characters of a username nor a word of
two letters, unless the caller may list all people.';

create function social_private.profile_search(query text, after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  volatile -- consumes a rate limit
  security definer -- clients have no grant on search keys; the matches check visibility
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  viewer uuid := social_private.reader_id();
  blocked text[] := array(
    select profiles.username from social.profiles
    where profiles.id = any (social_private.blocked_either_way(viewer)));
  size integer := social_private.checked_page_size(profile_search.page_size);
  prefix text := coalesce(lower(ltrim(
    social_private.clean_text(profile_search.query, 'query', 100), '@')), '');
  key text[] := social_private.parse_search_cursor(profile_search.after);
  matches social_private.search_matches := row('{}'::uuid[], '{}'::text[]);
  further social_private.search_matches;
  words text[];
  unknown_words text[];
  longest integer;
begin
  perform social_private.consume_reader_limit(viewer, 'profile_search');
  perform social_private.require_query(prefix);
  if key[1] = '1' then
    matches := social_private.username_matches(viewer, blocked, prefix, key[2], size);
    key[2] := '';
  end if;
  if cardinality(matches.ids) < size and prefix <> '' then
    -- Begin with the word that may have a typo. If no word may have a typo, begin with the longest
    -- word, which is probably the rarest.
    select
      array_agg(given.word order by given.is_known, length(given.word) desc),
      coalesce(array_agg(given.word) filter (where not given.is_known), '{}'),
      max(length(given.word))
    into words, unknown_words, longest
    from (
      -- Ignore names that the viewer cannot find. Otherwise the typos that a search forgives would
      -- reveal these names.
      select word, exists (
        select from social_private.search_keys
        where search_keys.key = word
          and search_keys.username <> all (blocked)
          and (not search_keys.is_limited
            or social_private.can_find_limited(viewer, search_keys.username))) as is_known
      from unnest(social_private.search_words(prefix)) as word
    ) as given;
    -- Words of one letter, as in a1 or a.b, would list everybody who has such initials.
    if cardinality(unknown_words) < 2 and (longest > 1 or social_private.can_list_people()) then
      further := social_private.word_matches(
        viewer, blocked, words, words[1] || social_private.typo_keys(unknown_words[1]),
        prefix, key[2], size - cardinality(matches.ids));
      matches.ids := matches.ids || further.ids;
      matches.cursors := matches.cursors || further.cursors;
    end if;
  end if;
  return query select * from social_private.profile_cards(viewer, matches.ids, matches.cursors);
end;
$$;

create function social.profile_search(
  query text default null, after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.profile_search(
  profile_search.query, profile_search.after, profile_search.page_size);

comment on function social.profile_search(text, text, integer) is
'Search people by username and display name.

Without a query, the list contains all people in the order of their usernames. By default, only
signed-in people may list all people (config.directory_visibility). All others need a query of at
least two letters.

With a query, the list first contains people whose username begins with the query. After these
people, it contains people whose username or display name matches all words of the query. A word of
the query matches if a word of the name begins with it. One word of the query may have a typo, if
nobody whom you can find has a name with this word. Case, accents and a leading @ are ignored.

Returns profile cards.
Errors: post_required, query_too_long, query_too_short, text_invalid.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function social_private.can_list_people()
  to anon, authenticated; -- policies call it
grant execute on function
  social_private.profile_search(text, text, integer), social.profile_search(text, text, integer)
  to anon, authenticated; -- anon finds public profiles

-- Policies: see social_table_access.
