-- Post words: the words of captions, by which people find posts.
-- Each row of post_words contains the words of one caption as a tsvector. We split the text
-- ourselves. The parser and the dictionaries of Postgres depend on the locale and on extensions
-- that an operator can change, and they do not know the scripts that are written without blanks
-- (Han, kana, Thai, Lao, Khmer, Myanmar). A run of such a script becomes its characters and its
-- pairs of neighbouring characters, so that a search finds every part of the run.

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

comment on column social_private.post_words.post_id is 'The post.';

comment on column social_private.post_words.author_id is 'The author of the post.';

comment on column social_private.post_words.words is
'The words with their positions, in the form of fold_text(). A hashtag also occurs as its key after
the sign #. The lexemes that begin with ~ are the periods of post_periods().';

-- A new row waits in a list until the list has 256 kB. Every search also reads this list, so the
-- list must be shorter than the 4 MB that are the default.
create index post_words_words_idx on social_private.post_words
  using gin (words) with (gin_pending_list_limit = 256);

alter table social_private.post_words enable row level security;

create trigger keep_keys
  after update of post_id, author_id on social_private.post_words
  for each row when ((old.post_id, old.author_id) is distinct from (new.post_id, new.author_id))
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table, so leave its rows as they are.');

create trigger keep_rows
  before truncate on social_private.post_words
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

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
  characters text[];
  -- A text that grows word by word would be copied for each word, and substr() reads a text from
  -- its beginning. Arrays keep the time linear.
  placed text[] := '{}'::text[];
begin
  foreach token in array placed_words.tokens loop
    -- Most words are ASCII, and this condition costs less than a call.
    if octet_length(token) > char_length(token) and social_private.is_blankless(token) then
      characters := string_to_array(token, null);
      for number in 1..cardinality(characters) loop
        placed := array_append(placed, characters[number] || ':' || place);
        if number < cardinality(characters) then
          placed := array_append(
            placed, characters[number] || characters[number + 1] || ':' || place);
        end if;
        place := place + 1;
      end loop;
    else
      -- Postgres refuses lexemes of more than 2,046 bytes.
      placed := array_append(placed, left(token, 100) || ':' || place);
      place := place + 1;
    end if;
  end loop;
  return array_to_string(placed, ' ');
end;
$$;

comment on function social_private.placed_words(text[]) is
'Returns the words of a text with their positions, as text of a tsvector. Each character of a script
without blanks has its own position, as has each other word. Takes linear time for every text.';

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
create trigger add_words
  after insert on social.posts
  for each row when (new.caption is not null)
  execute function social_private.tg_posts__sync_words();

create trigger sync_words
  after update of caption on social.posts
  for each row when (new.caption is distinct from old.caption)
  execute function social_private.tg_posts__sync_words();

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
