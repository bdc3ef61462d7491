-- Post search: find posts by the words and hashtags of their captions.
-- A search reads the newest posts first and stops when its page is full. A common word fills the
-- page from the newest 200 posts. For all other words, the search asks the GIN index. GIN returns
-- all matches at once and in no order, so each row of post_words also contains the numbers of the
-- periods in which the post was made. A search that asks for a word and for a period reads only
-- this part of the index, and so a search for a word with a million matches reads few of them.
-- The index never decides what a viewer may see. Each search checks every post by the visibility
-- rule, and no limit of a search counts a post that the viewer may not see.

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
  candidates text[] := '{}'::text[];
  matches text[] := '{}'::text[];
  wanted text[] := '{}'::text[];
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
  if exists (
    select from regexp_matches(array_to_string(wanted, ' '), '''#([^'']+)''', 'g') as named
    where not social_private.is_hashtag_shown(named[1])
  ) then
    candidates := array['''#''']; -- no caption has this lexeme
    matches := candidates;
  end if;
  return (
    array_to_string(candidates, ' & ')::tsquery, array_to_string(matches, ' & ')::tsquery,
    array_to_string(wanted, ' & ')::tsquery)::social_private.post_query;
end;
$$;

comment on function social_private.parse_post_query(text) is
'Returns the parsed form of a query as people type it. Only the first ten terms count. A query for a
hashtag that staff hide everywhere matches nothing.

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
    social_private.muted_people(search_reader.viewer),
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
      where (
          visible_matches.query is null or exists (
            select from social_private.post_words
            where post_words.post_id = posts.id and post_words.words @@ visible_matches.query
          )
        )
        and (posts.author_id = (visible_matches.reader).id or (
          posts.author_id <> all ((visible_matches.reader).muted)
          and ((visible_matches.reader).muted_pattern is null or not social_private.is_muted_text(
            (visible_matches.reader).muted_pattern, posts.caption))))
    ), '{}'),
    count(*)::integer
  into result
  from unnest(visible_matches.candidates) as candidate (id)
  join social.posts on posts.id = candidate.id
  join social_private.accounts on accounts.profile_id = posts.author_id
  where posts.archived_at is null and posts.hidden_at is null
    and social_private.is_visible(
      (visible_matches.reader).id, posts.author_id, posts.audience, accounts.audience_level,
      posts.author_id = any ((visible_matches.reader).blocked),
      -- Most posts are public, and then no follow or friendship matters.
      case when posts.audience > 'public' or accounts.audience_level < 2 then exists (
        select from social.follows
        where follows.follower_id = (visible_matches.reader).id
          and follows.followee_id = posts.author_id and follows.state = 'accepted') end,
      case when posts.audience = 'close_friends' then exists (
        select from social_private.close_friends
        where close_friends.owner_id = posts.author_id
          and close_friends.friend_id = (visible_matches.reader).id) end);
  return result;
end;
$$;

comment on function social_private.visible_matches(
  social_private.search_reader, tsquery, uuid[]) is
'Returns which of these posts match the query, newest first, and how many of them the viewer may
see. The matches leave out archived and hidden posts, and muted people and words. If the query is
null, all of these posts match.';

create type social_private.search_progress as (
  ids uuid[], has_found boolean, before_id uuid, level integer, crowded uuid[]);

comment on type social_private.search_progress is
'How far a search has come. ids are the posts of the last step, newest first, that the search has
not looked at yet. has_found says whether the last step found any. before_id is where the next step
goes on, or null at the end. level is the length of the last period. crowded contains for each level
the start of the last period that had too many matches.';

create function social_private.recent_candidates(query tsquery, before uuid, size integer)
  returns social_private.search_progress
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan
as $$
declare
  progress social_private.search_progress;
begin
  select
    coalesce(array_agg(recent.post_id order by recent.post_id desc) filter (
      where recent.words @@ recent_candidates.query), '{}'),
    bool_or(recent.words @@ recent_candidates.query),
    case when count(*) = recent_candidates.size
      then (array_agg(recent.post_id order by recent.post_id))[1] end,
    1, array_fill(null::uuid, array[5])
  into progress
  from (
    select post_words.post_id, post_words.words
    from social_private.post_words
    where post_words.post_id < recent_candidates.before
    order by post_words.post_id desc
    limit recent_candidates.size
  ) as recent;
  return progress;
end;
$$;

comment on function social_private.recent_candidates(tsquery, uuid, integer) is
'The first step of a search: reads the newest posts before an id, without the index of words.';

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
  period tsquery := social_private.quoted_lexeme(
    (social_private.post_periods(period_candidates.newest))[period_candidates.level])::tsquery;
begin
  if period is null then
    return array(
      select post_words.post_id
      from social_private.post_words
      where post_words.words @@ period_candidates.query
      limit period_candidates.max_count + 1
    );
  end if;
  return array(
    select post_words.post_id
    from social_private.post_words
    -- With two conditions, GIN skips the entries of the words outside of the period. With one
    -- condition (period && query), GIN reads them all.
    where post_words.words @@ period and post_words.words @@ period_candidates.query
    limit period_candidates.max_count + 1
  );
end;
$$;

comment on function social_private.period_candidates(tsquery, uuid, integer, integer) is
'Returns the posts that match the query and were made in the same period as the post `newest`, in no
order. If there are more than max_count, returns any max_count + 1 of them.';

create function social_private.next_candidates(
  query tsquery, progress social_private.search_progress)
  returns social_private.search_progress
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan
as $$
declare
  max_count constant integer := 500;
  level integer := (next_candidates.progress).level;
  crowded uuid[] := (next_candidates.progress).crowded;
  newest uuid := (
    select post_words.post_id from social_private.post_words
    where post_words.post_id < (next_candidates.progress).before_id
    order by post_words.post_id desc
    limit 1
  );
  ids uuid[];
begin
  if newest is null then
    return ('{}', false, null, level, crowded)::social_private.search_progress;
  end if;
  -- Go up one level, unless the longer period that contains this one has too many matches. If 12
  -- days had no match, the words are rare, so go on with all of time.
  while level < 5 and newest >= crowded[level + 1] is not true loop
    level := level + 1;
    exit when level < 4 or (next_candidates.progress).has_found;
  end loop;
  loop
    -- A period of the first level has no limit, because it has no shorter periods.
    ids := social_private.period_candidates(
      next_candidates.query, newest, level, case when level > 1 then max_count end);
    exit when level = 1 or cardinality(ids) <= max_count;
    crowded[level] := social_private.period_start(newest, level);
    level := level - 1;
  end loop;
  return (
    array(select id from unnest(ids) as id where id <= newest order by id desc), ids <> '{}',
    social_private.period_start(newest, level), level, crowded)::social_private.search_progress;
end;
$$;

comment on function social_private.next_candidates(tsquery, social_private.search_progress) is
'The next step of a search: reads the index of words for the longest period that has at most 500
matches.';

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
  max_seen constant integer := 5000;
  progress social_private.search_progress := social_private.recent_candidates(
    (post_matches.query).candidates, post_matches.before, 200);
  -- The candidates of a query without phrases are exact.
  unchecked tsquery := case when (post_matches.query).matches <> (post_matches.query).candidates
    then (post_matches.query).matches end;
  found_ids uuid[] := '{}'::uuid[];
  seen integer := 0;
  step integer;
  earlier uuid[];
  part social_private.found_posts;
begin
  loop
    -- Check few candidates together with those of the next period, because each check is a query.
    while progress.before_id is not null
      and cardinality(progress.ids) < post_matches.size - cardinality(found_ids)
    loop
      earlier := progress.ids;
      progress := social_private.next_candidates((post_matches.query).candidates, progress);
      progress.ids := earlier || progress.ids;
    end loop;
    while progress.ids <> '{}' loop
      -- Twice as many as the page needs, because the viewer may not see all of them.
      step := greatest(2 * (post_matches.size - cardinality(found_ids)), 20);
      part := social_private.visible_matches(
        post_matches.reader, unchecked, progress.ids[:step]);
      progress.ids := progress.ids[step + 1:];
      found_ids := found_ids || part.ids;
      if cardinality(found_ids) >= post_matches.size then
        return found_ids[:post_matches.size];
      end if;
      seen := seen + part.seen - cardinality(part.ids);
    end loop;
    exit when progress.before_id is null or seen > max_seen;
  end loop;
  return found_ids;
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
    select ranked.id, ranked.rank
    from (
      -- The functions of cursors encrypt a time and an id. So the rank becomes a time.
      select post_words.post_id as id, 'epoch'::timestamptz + interval '1 microsecond' * floor(
        1000000000 * ts_rank(post_words.words, parsed.wanted, 1))::bigint as rank
      from social_private.post_words
      where post_words.post_id = any (ids)
    ) as ranked
    where (ranked.rank, ranked.id) < (key.at, key.id)
    order by ranked.rank desc, ranked.id desc
    limit ranked_matches.size
  ) as page;
  result.cursors := array(
    select replace(newest::text, '-', '') || cursor
    from unnest(result.cursors) with ordinality as cursors (cursor, place)
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
    perform social_private.fail('sort_invalid', 'Pass newest or relevance.');
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
finds the word and the hashtag. A hashtag that staff have hidden finds nothing. Case and the accents
of Latin and Greek letters are ignored. In Han, kana, Thai, Lao, Khmer and Myanmar, a word also
matches inside of a longer word. No other sign has a meaning. At most the first ten terms count.

sort is newest or relevance. By relevance, the list contains the newest 1,000 matches that you may
see, best first. The list leaves out archived posts, people whom you mute and words that you mute.
Returns post cards.
Errors: post_required, query_too_long, query_too_short (no word, or only exclusions), sort_invalid,
text_invalid.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.post_search(text, text, text, integer),
  social.post_search(text, text, text, integer)
  to anon, authenticated; -- anon finds public posts

-- Policies: see social_table_access.
