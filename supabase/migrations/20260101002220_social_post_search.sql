-- Post search: find posts by the words and hashtags of their captions.
-- Each row of post_words contains the words of one caption as a tsvector. We split the text
-- ourselves. The parser and the dictionaries of Postgres depend on the locale and on extensions
-- that an operator can change, and they do not know the scripts that are written without blanks
-- (Han, kana, Thai, Lao, Khmer, Myanmar). A run of such a script becomes its characters and its
-- pairs of neighbouring characters, so that a search finds every part of the run.
-- A search reads the newest posts first and stops when its page is full. A common word fills the
-- page from the newest 200 posts. For all other words, the search asks the GIN index. GIN returns
-- all matches at once and in no order, so each row of post_words also contains the numbers of the
-- periods in which the post was made. A search that asks for a word and for a period reads only
-- this part of the index, and so a search for a word with a million matches reads few of them.
-- The index never decides what a viewer may see. Each search checks every post by the visibility
-- rule, and no limit of a search counts a post that the viewer may not see.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('sort_invalid', 422, 'There is no such order.', 'Pass an order that the function documents.');

-- Tables

create table social_private.post_words (
  post_id uuid not null,
  author_id uuid not null,
  words tsvector not null,

  constraint post_words_pkey primary key (post_id),
  constraint post_words_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade
);

comment on table social_private.post_words is
'Each row contains the words of the caption of one post. Posts without a caption have no row.';

comment on column social_private.post_words.words is
'The words with their positions, in the form of fold_text(). A hashtag also occurs as its key after
the sign #. The lexemes that begin with ~ are the periods of post_periods().';

-- A new row waits in a list until the list has 256 kB. Every search also reads this list, so the
-- list must be shorter than the 4 MB that are the default.
create index post_words_words_idx on social_private.post_words
  using gin (words) with (gin_pending_list_limit = 256);

alter table social_private.post_words enable row level security;

-- Words

create function social_private.blankless_ranges()
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return
  '\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u1000-\u103f\u104c-\u108f\u109a-\u109f'
  '\u1780-\u17d3\u17d7\u17dc-\u17dd\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u3035'
  '\u3038-\u303c\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u312f\u31a0-\u31bf\u31f0-\u31ff'
  '\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f\uf900-\ufaff'
  '\U0001aff0-\U0001b16f\U00020000-\U0003ffff';

comment on function social_private.blankless_ranges() is
'Returns the letters and marks of Han, kana, Bopomofo, Thai, Lao, Khmer and Myanmar as part of a
regular expression. These scripts have no blanks between words. Place the result between [ and ].';

create function social_private.search_tokens(value text)
  returns text[]
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  folded text;
begin
  if octet_length(search_tokens.value) = char_length(search_tokens.value) then
    return string_to_array(btrim(regexp_replace(
      lower(search_tokens.value collate "C"), '[^a-z0-9]+', ' ', 'g')), ' ');
  end if;
  -- Remove the characters that only change how a letter or an emoji looks, and invisible joiners.
  folded := regexp_replace(
    social_private.fold_text(search_tokens.value) collate pg_catalog."und-x-icu",
    '[\u00ad\u034f\u180b-\u180f\u200d\u2060\u20d0-\u20f0\ufe00-\ufe0f\U000e0100-\U000e01ef]',
    '', 'g');
  folded := regexp_replace(folded,
    '[^[:alnum:]' || social_private.mark_ranges() || social_private.blankless_ranges() || ']+',
    ' ', 'g');
  return array_remove(string_to_array(regexp_replace(
    folded, '([' || social_private.blankless_ranges() || ']+)', ' \1 ', 'g'), ' '), '');
end;
$$;

comment on function social_private.search_tokens(text) is
'Returns the words of a text in order, in the form of fold_text(). A run of a script without blanks
is one item.';

create function social_private.is_blankless(token text)
  returns boolean
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return is_blankless.token ~ ('^[' || social_private.blankless_ranges() || ']');
end;
$$;

comment on function social_private.is_blankless(text) is
'Returns whether an item of search_tokens() is a run of a script without blanks.';

create function social_private.quoted_lexeme(value text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return '''' || replace(replace(quoted_lexeme.value, '\', '\\'), '''', '''''') || '''';
end;
$$;

comment on function social_private.quoted_lexeme(text) is
'Returns a lexeme as text of a tsvector or a tsquery, in which every character is plain text.';

create function social_private.placed_words(tokens text[])
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  place integer := 1;
  token text;
  placed text := '';
begin
  foreach token in array placed_words.tokens loop
    -- Most words are ASCII, and this condition costs less than a call.
    if octet_length(token) > char_length(token) and social_private.is_blankless(token) then
      for character in 1..char_length(token) loop
        placed := placed || ' ' || substr(token, character, 1) || ':' || place;
        if character < char_length(token) then
          placed := placed || ' ' || substr(token, character, 2) || ':' || place;
        end if;
        place := place + 1;
      end loop;
    else
      -- Postgres refuses lexemes of more than 2,046 bytes.
      placed := placed || ' ' || left(token, 100) || ':' || place;
      place := place + 1;
    end if;
  end loop;
  return placed;
end;
$$;

comment on function social_private.placed_words(text[]) is
'Returns the words of a text with their positions, as text of a tsvector. Each character of a script
without blanks has its own position, as has each other word.';

create function social_private.post_periods(post_id uuid)
  returns text[]
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  milliseconds bigint := ('x' || translate(left(post_periods.post_id::text, 13), '-', ''))
    ::bit(48)::bigint;
begin
  return array[
    '~1' || to_hex(milliseconds >> 22), '~2' || to_hex(milliseconds >> 26),
    '~3' || to_hex(milliseconds >> 30), '~4' || to_hex(milliseconds >> 34)];
end;
$$;

comment on function social_private.post_periods(uuid) is
'Returns the four periods in which a post was made, as lexemes. The periods last about 70 minutes,
19 hours, 12 days and 199 days. They depend only on the time in the id of the post.';

create function social_private.period_start(post_id uuid, level integer)
  returns uuid
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  milliseconds bigint := ('x' || translate(left(period_start.post_id::text, 13), '-', ''))
    ::bit(48)::bigint;
  bits integer := case when period_start.level > 4 then 48 else 18 + 4 * period_start.level end;
begin
  return rpad(lpad(to_hex(milliseconds >> bits << bits), 12, '0'), 32, '0')::uuid;
end;
$$;

comment on function social_private.period_start(uuid, integer) is
'Returns the lowest id in the period of a post. level is the place of the period in post_periods().
The period with the level 5 is all of time.';

create function social_private.post_vector(post_id uuid, caption text)
  returns tsvector
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  tags text;
begin
  if post_vector.caption ~ '[#＃]' then
    tags := (
      select string_agg(social_private.quoted_lexeme('#' || post_hashtags.hashtag), ' ')
      from social.post_hashtags where post_hashtags.post_id = post_vector.post_id
    );
  end if;
  return (
    social_private.placed_words(social_private.search_tokens(post_vector.caption))
    || ' ' || array_to_string(social_private.post_periods(post_vector.post_id), ' ')
    || ' ' || coalesce(tags, '')
  )::tsvector;
end;
$$;

comment on function social_private.post_vector(uuid, text) is
'Returns the value of post_words.words for a post with this caption. Reads the stored hashtags of
the post.';

-- Effects

create function social_private.sync_post_words(ids uuid[])
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  insert into social_private.post_words (post_id, author_id, words)
  select posts.id, posts.author_id, social_private.post_vector(posts.id, posts.caption)
  from social.posts
  where posts.id = any (sync_post_words.ids) and posts.caption is not null
  order by posts.id
  on conflict on constraint post_words_pkey
  do update set words = excluded.words where post_words.words <> excluded.words;
  delete from social_private.post_words
  using social.posts
  where post_words.post_id = any (sync_post_words.ids)
    and posts.id = post_words.post_id and posts.caption is null;
end;
$$;

comment on function social_private.sync_post_words(uuid[]) is
'Indexes the captions of these posts anew.';

create function social_private.tg_posts__sync_words()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients have no grant on the words
  set search_path = ''
as $$
begin
  if (select config.discovery from social_private.config) then
    if tg_op = 'INSERT' then
      insert into social_private.post_words (post_id, author_id, words)
      values (new.id, new.author_id, social_private.post_vector(new.id, new.caption));
    else
      perform social_private.sync_post_words(array[new.id]);
    end if;
  elsif tg_op = 'UPDATE' then
    -- Otherwise the search would find the post by its old words when discovery is on again.
    delete from social_private.post_words where post_words.post_id = new.id;
  end if;
  return null;
end;
$$;

comment on function social_private.tg_posts__sync_words() is
'Indexes the caption of a new post, and of a post whose caption changes.';

-- The names of both triggers come after those of the triggers that write the hashtags. Postgres
-- fires triggers in alphabetical order.
create trigger index_words
  after insert on social.posts
  for each row when (new.caption is not null)
  execute function social_private.tg_posts__sync_words();

create trigger sync_words
  after update of caption on social.posts
  for each row when (new.caption is distinct from old.caption)
  execute function social_private.tg_posts__sync_words();

-- Queries

create type social_private.post_query as (candidates tsquery, matches tsquery, wanted tsquery);

comment on type social_private.post_query is
'A parsed query. matches is the whole query. candidates has the same words without their order, so
that the index can answer it alone. wanted leaves out the exclusions, and serves the rank.';

create function social_private.phrase_lexemes(tokens text[])
  returns table (lexeme text, place integer)
  language plpgsql
  immutable
  security invoker
  rows 3
  set search_path = ''
as $$
declare
  token text;
begin
  place := 1;
  foreach token in array phrase_lexemes.tokens loop
    if char_length(token) > 1 and social_private.is_blankless(token) then
      for character in 1..char_length(token) - 1 loop
        lexeme := substr(token, character, 2);
        return next;
        place := place + 1;
      end loop;
    else
      lexeme := left(token, 100);
      return next;
    end if;
    place := place + 1;
  end loop;
end;
$$;

comment on function social_private.phrase_lexemes(text[]) is
'Returns the lexemes that a phrase needs, with their positions in the phrase.';

create function social_private.parse_term(term text, is_quoted boolean)
  returns text[]
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  lexemes text[];
  phrase text;
begin
  if not parse_term.is_quoted and parse_term.term ~ '^[#＃]' then
    lexemes := array(
      select social_private.quoted_lexeme('#' || tags.hashtag)
      from social_private.find_hashtags(parse_term.term) as tags);
    if lexemes <> '{}' then
      return array[array_to_string(lexemes, ' & ')] || lexemes;
    end if;
  end if;
  select
    array_agg(parts.lexeme order by parts.place),
    string_agg(parts.distance || parts.lexeme, '' order by parts.place)
  into lexemes, phrase
  from (
    select social_private.quoted_lexeme(parsed.lexeme) as lexeme, parsed.place,
      coalesce(' <' || parsed.place - lag(parsed.place) over (order by parsed.place) || '> ', '')
        as distance
    from social_private.phrase_lexemes(social_private.search_tokens(parse_term.term)) as parsed
  ) as parts;
  return case when phrase is not null then phrase || lexemes end;
end;
$$;

comment on function social_private.parse_term(text, boolean) is
'Returns a term of a query as text of a tsquery, and then each of its lexemes. Returns null if the
term has no word.

A term is a hashtag, or words that must follow each other. A term such as e-mail has two words.';

create function social_private.parse_post_query(query text)
  returns social_private.post_query
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  max_terms constant integer := 10;
  cleaned text := normalize(social_private.clean_text(parse_post_query.query, 'query', 200), nfkc);
  parsed record;
  parts text[];
  candidates text[] := '{}';
  matches text[] := '{}';
  wanted text[] := '{}';
begin
  for parsed in
    select match[1] = '-' as is_exclusion, match[2] as term
    from regexp_matches(
      translate(cleaned, '“”„‟«»', '""""""'), '(-?)("[^"]*"?|[^\s"]+)', 'g') as match
  loop
    parts := social_private.parse_term(btrim(parsed.term, '"'), parsed.term like '"%');
    continue when parts is null;
    if not parsed.is_exclusion then
      matches := matches || ('(' || parts[1] || ')');
      wanted := wanted || ('(' || parts[1] || ')');
      candidates := candidates || parts[2:];
    else
      matches := matches || ('!(' || parts[1] || ')');
      if cardinality(parts) = 2 then
        candidates := candidates || ('!' || parts[2]);
      end if;
    end if;
    exit when cardinality(matches) = max_terms;
  end loop;
  if wanted = '{}' then
    perform social_private.fail('query_too_short', 'Pass at least one word to search for.');
  end if;
  return (
    array_to_string(candidates, ' & ')::tsquery, array_to_string(matches, ' & ')::tsquery,
    array_to_string(wanted, ' & ')::tsquery)::social_private.post_query;
end;
$$;

comment on function social_private.parse_post_query(text) is
'Returns the parsed form of a query as people type it. Only the first ten terms count.

Errors: query_too_long, query_too_short (the query has no word, or only exclusions), text_invalid.';

-- Reads

create type social_private.search_reader as (
  id uuid, blocked uuid[], muted uuid[], muted_pattern text);

comment on type social_private.search_reader is
'The viewer of a search, the people who block the viewer or whom the viewer blocks, the people whom
the viewer mutes, and the muted words.';

create function social_private.search_reader(viewer uuid)
  returns social_private.search_reader
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    search_reader.viewer,
    social_private.blocked_either_way(search_reader.viewer),
    array(
      select mutes.muted_id from social_private.mutes
      where mutes.muter_id = search_reader.viewer
        and (mutes.expires_at is null or mutes.expires_at > now())
    ),
    social_private.muted_pattern(search_reader.viewer)
  )::social_private.search_reader;
end;
$$;

comment on function social_private.search_reader(uuid) is
'Returns what a search needs to know about its viewer.';

create type social_private.found_posts as (ids uuid[], seen integer);

create function social_private.visible_matches(
  reader social_private.search_reader, query tsquery, candidates uuid[])
  returns social_private.found_posts
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  result social_private.found_posts;
begin
  select
    coalesce(array_agg(posts.id order by posts.id desc) filter (
      where post_words.words @@ visible_matches.query
        and (posts.author_id = (visible_matches.reader).id or (
          posts.author_id <> all ((visible_matches.reader).muted)
          and not social_private.is_muted_text(
            (visible_matches.reader).muted_pattern, posts.caption)))
    ), '{}'),
    count(*)
  into result
  from unnest(visible_matches.candidates) as candidate (id)
  join social_private.post_words on post_words.post_id = candidate.id
  join social.posts on posts.id = candidate.id
  join social_private.accounts on accounts.profile_id = posts.author_id
  left join social.follows as edges on edges.follower_id = (visible_matches.reader).id
    and edges.followee_id = posts.author_id
  left join social_private.close_friends as friends on friends.owner_id = posts.author_id
    and friends.friend_id = (visible_matches.reader).id
  where posts.archived_at is null and posts.hidden_at is null
    and social_private.is_visible(
      (visible_matches.reader).id, posts.author_id, posts.audience, accounts.audience_level,
      posts.author_id = any ((visible_matches.reader).blocked),
      coalesce(edges.state = 'accepted', false), friends.owner_id is not null);
  return result;
end;
$$;

comment on function social_private.visible_matches(
  social_private.search_reader, tsquery, uuid[]) is
'Returns which of these posts match the query, newest first, and how many of them the viewer may
see. The matches leave out archived and hidden posts, and muted people and words.';

create type social_private.candidate_posts as (ids uuid[], before uuid);

create function social_private.recent_candidates(query tsquery, before uuid, size integer)
  returns social_private.candidate_posts
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan
as $$
declare
  result social_private.candidate_posts;
begin
  select
    array_agg(recent.post_id order by recent.post_id desc) filter (
      where recent.words @@ recent_candidates.query),
    case when count(*) = recent_candidates.size
      then (array_agg(recent.post_id order by recent.post_id))[1] end
  into result
  from (
    select post_words.post_id, post_words.words
    from social_private.post_words
    where post_words.post_id < recent_candidates.before
    order by post_words.post_id desc
    limit recent_candidates.size
  ) as recent;
  return result;
end;
$$;

comment on function social_private.recent_candidates(tsquery, uuid, integer) is
'Reads the newest posts before an id, without the index of words. Returns the posts that match the
query, newest first, and the last post that was read. This post is null if there are no more.';

create function social_private.period_candidates(
  query tsquery, newest uuid, level integer, max_count integer)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan
as $$
declare
  period text := (social_private.post_periods(period_candidates.newest))[period_candidates.level];
  condition tsquery := case when period is null then period_candidates.query
    else social_private.quoted_lexeme(period)::tsquery && period_candidates.query end;
begin
  return array(
    select post_words.post_id
    from social_private.post_words
    where post_words.words @@ condition
    limit period_candidates.max_count + 1
  );
end;
$$;

comment on function social_private.period_candidates(tsquery, uuid, integer, integer) is
'Returns the posts that match the query and were made in the same period as the post `newest`, in no
order. If there are more than max_count, returns any max_count + 1 of them.';

create function social_private.next_candidates(
  query tsquery, before uuid, inout level integer, inout crowded uuid[],
  out candidates social_private.candidate_posts)
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan
as $$
declare
  max_count constant integer := 500;
  newest uuid := (
    select post_words.post_id from social_private.post_words
    where post_words.post_id < next_candidates.before
    order by post_words.post_id desc
    limit 1
  );
  ids uuid[];
begin
  if newest is null then
    return;
  end if;
  -- Go up one level, unless the longer period that contains this one has too many matches.
  if level < 5 and (crowded[level + 1] is null or newest < crowded[level + 1]) then
    level := level + 1;
  end if;
  loop
    -- A period of the first level has no limit, because it has no shorter periods.
    ids := social_private.period_candidates(
      next_candidates.query, newest, level, case when level > 1 then max_count end);
    exit when level = 1 or cardinality(ids) <= max_count;
    crowded[level] := social_private.period_start(newest, level);
    level := level - 1;
  end loop;
  candidates.before := social_private.period_start(newest, level);
  candidates.ids := array(
    select id from unnest(ids) as id where id <= newest order by id desc);
end;
$$;

comment on function social_private.next_candidates(tsquery, uuid, integer, uuid[]) is
'Returns the posts before an id that match the query, newest first, as far as the next period goes.
level is the length of the last period. crowded contains for each level the start of the last period
that had too many matches. candidates.before is where the next call goes on, or null at the end.';

create function social_private.post_matches(
  reader social_private.search_reader, query social_private.post_query, before uuid, size integer)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  -- A page ends if the viewer may see this many more posts that have all words of the query, but
  -- not in the order of its phrases. Posts that the viewer may not see do not count.
  max_seen constant integer := 10000;
  candidates social_private.candidate_posts := social_private.recent_candidates(
    (post_matches.query).candidates, post_matches.before, 200);
  -- If none of the newest posts matches, the words are probably rare: begin with all of time.
  level integer := case when candidates.ids is null then 4 else 2 end;
  crowded uuid[] := array_fill(null::uuid, array[5]);
  found uuid[] := '{}';
  seen integer := 0;
  place integer;
  step integer;
  part social_private.found_posts;
begin
  loop
    place := 1;
    while place <= coalesce(cardinality(candidates.ids), 0) loop
      step := greatest(2 * (post_matches.size - cardinality(found)), 20);
      part := social_private.visible_matches(
        post_matches.reader, (post_matches.query).matches,
        candidates.ids[place : place + step - 1]);
      found := found || part.ids;
      if cardinality(found) >= post_matches.size then
        return found[:post_matches.size];
      end if;
      seen := seen + part.seen - cardinality(part.ids);
      place := place + step;
    end loop;
    exit when candidates.before is null or seen > max_seen;
    select next.level, next.crowded, (next.candidates).ids, (next.candidates).before
    into level, crowded, candidates.ids, candidates.before
    from social_private.next_candidates(
      (post_matches.query).candidates, candidates.before, level, crowded) as next;
  end loop;
  return found;
end;
$$;

comment on function social_private.post_matches(
  social_private.search_reader, social_private.post_query, uuid, integer) is
'Returns the posts before an id that match the query and that the viewer may see, newest first.';

create function social_private.ranked_matches(
  reader social_private.search_reader, query text, after text, size integer)
  returns social_private.card_keys
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan
as $$
declare
  max_ranked constant integer := 1000;
  parsed social_private.post_query := social_private.parse_post_query(ranked_matches.query);
  list text := 'post_search ' || ranked_matches.query;
  newest uuid;
  key social_private.time_key := social_private.parse_time_cursor(list, null, null);
  ids uuid[];
  result social_private.card_keys;
begin
  if ranked_matches.after is not null then
    newest := social_private.parse_id_cursor(left(ranked_matches.after, 32), null);
    key := social_private.parse_time_cursor(list, newest, substr(ranked_matches.after, 33));
    ids := (social_private.visible_matches(
      ranked_matches.reader, parsed.matches, array[newest])).ids;
  end if;
  ids := ids || social_private.post_matches(
    ranked_matches.reader, parsed, coalesce(newest, 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
    max_ranked - coalesce(cardinality(ids), 0));
  newest := coalesce(newest, ids[1]);
  select array_agg(page.id order by page.rank desc, page.id desc), social_private.time_cursors(
    list, newest, array_agg(page.rank order by page.rank desc, page.id desc),
    array_agg(page.id order by page.rank desc, page.id desc))
  into result
  from (
    -- The functions of cursors encrypt a time and an id. So the rank becomes a time.
    select post_words.post_id as id, 'epoch'::timestamptz + interval '1 microsecond' * floor(
      1000000000 * ts_rank(post_words.words, parsed.wanted, 1))::bigint as rank
    from social_private.post_words
    where post_words.post_id = any (ids)
  ) as page
  where (page.rank, page.id) < (key.at, key.id);
  result.ids := result.ids[:ranked_matches.size];
  result.cursors := array(
    select replace(newest::text, '-', '') || cursor
    from unnest(result.cursors[:ranked_matches.size]) with ordinality as cursors (cursor, place)
    order by place);
  return result;
end;
$$;

comment on function social_private.ranked_matches(
  social_private.search_reader, text, text, integer) is
'Returns a page of the newest 1,000 matches, best first. The cursor contains the newest match of the
first page, so that later posts do not change the next pages, and the encrypted rank of the row.

Errors: cursor_invalid, query_too_long, query_too_short, text_invalid.';

create function social_private.post_search(
  query text, sort text, after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  volatile -- consumes a rate limit
  security definer -- clients have no grant on the words; the matches check visibility
  set search_path = ''
as $$
declare
  viewer uuid := social_private.reader_id();
  size integer := social_private.checked_page_size(post_search.page_size);
  keys social_private.card_keys;
begin
  perform social_private.consume_reader_limit(viewer, 'post_search');
  if not (select config.discovery from social_private.config) then
    return;
  end if;
  if post_search.sort = 'relevance' then
    keys := social_private.ranked_matches(
      social_private.search_reader(viewer), post_search.query, post_search.after, size);
  elsif post_search.sort = 'newest' then
    keys.ids := social_private.post_matches(
      social_private.search_reader(viewer), social_private.parse_post_query(post_search.query),
      social_private.parse_id_cursor(
        post_search.after, 'ffffffff-ffff-ffff-ffff-ffffffffffff'), size);
  else
    perform social_private.fail('sort_invalid');
  end if;
  return query select * from social_private.post_cards(viewer, keys.ids, keys.cursors);
end;
$$;

create function social.post_search(
  query text, sort text default 'newest', after text default null, page_size integer default 20)
  returns setof social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.post_search(
  post_search.query, post_search.sort, post_search.after, post_search.page_size);

comment on function social.post_search(text, text, text, integer) is
'Search posts by the words and hashtags of their captions.

query is what a person types: all words must occur. "two words" in quotation marks must follow each
other. A word, phrase or hashtag after a minus sign must not occur. #tag finds the hashtag, and tag
finds the word and the hashtag. Case and the accents of Latin and Greek letters are ignored. In Han,
kana, Thai, Lao, Khmer and Myanmar, a word also matches inside of a longer word. No other sign has a
meaning. At most the first ten terms count.

sort is newest or relevance. By relevance, the list contains the newest 1,000 matches that you may
see, best first. The list leaves out archived posts, people whom you mute and words that you mute.
Returns post cards.
Errors: query_too_long, query_too_short (no word, or only exclusions), sort_invalid, text_invalid.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.post_search(text, text, text, integer),
  social.post_search(text, text, text, integer)
  to anon, authenticated; -- anon finds public posts

-- Policies: see social_table_access.
