-- Parsing: the @mentions and #hashtags in what people write.
-- Only a word's own characters count, in every script. What a character is comes from ICU, by name,
-- so that the locale of the host's database changes nothing.

create function social_private.word_ranges()
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return '[:alnum:]_' || social_private.mark_ranges();

comment on function social_private.word_ranges() is
'Letters, digits, underscore and marks of every script, as the inside of [] in a pattern.';

create function social_private.find_mentions(value text)
  returns setof text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  -- Most texts mention nobody; full-width signs are what Japanese keyboards write.
  if find_mentions.value ~ '[@＠]' is not true then
    return;
  end if;
  return query
  select (array_agg(names.written order by names.place))[1]
  from (
    select rtrim(match[1], '.') as written, matches.place
    from regexp_matches(
      find_mentions.value collate pg_catalog."und-x-icu",
      '(?<![' || social_private.word_ranges() || '/=])[@＠]([A-Za-z0-9._]+)',
      'g'
    ) with ordinality as matches (match, place)
  ) as names
  where lower(names.written collate "C") ~ '^[a-z0-9][a-z0-9._]{1,28}[a-z0-9]$'
    and names.written ~ '[A-Za-z]'
  group by lower(names.written collate "C")
  order by min(names.place);
end;
$$;

comment on function social_private.find_mentions(text) is
'The usernames that a text mentions, as written, each once, in order.

@ not after a word character, / or = (an address, a path, a query); then the longest run of name
characters, less its trailing dots, if it is a possible username.';

create function social_private.hashtag_key(written text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  key text := lower(
    normalize(hashtag_key.written, nfkc) collate pg_catalog."und-x-icu") collate "C";
begin
  if octet_length(key) = char_length(key) then
    return key;
  end if;
  -- Joiners and variation selectors are not seen; some ligatures are spelled with blanks.
  key := regexp_replace(
    normalize(key, nfkd) collate pg_catalog."und-x-icu",
    '[^' || social_private.word_ranges() || ']'
      '|[\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]',
    '', 'g'
  );
  key := replace(replace(replace(
    translate(key, 'øłđħŧıς', 'oldhtiσ'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
  return normalize(regexp_replace(key, '([a-zα-ω])[\u0300-\u036f]+', '\1', 'g'), nfkc);
end;
$$;

comment on function social_private.hashtag_key(text) is
'What makes two spellings one hashtag: NFKC, lower case, accents folded.

Accents of Latin and Greek letters are folded, and Latin letters that have an accent built in. In
other scripts a mark makes another letter (Cyrillic й, Japanese が, Devanagari vowels) and stays.
Not the extension unaccent: its rules are the host''s to edit, and a key may not change.';

create type social_private.found_hashtag as (hashtag text, display text);

create function social_private.find_hashtags(value text)
  returns setof social_private.found_hashtag
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  chains text;
begin
  if find_hashtags.value ~ '[#＃]' is not true then
    return;
  end if;
  -- A chain is tags without a blank between them (#a#b); what stands before it is no word, and none
  -- of the signs that make it part of a path, a query or a character entity (&#233;).
  select string_agg(match[1], '' order by matches.place) into chains
  from regexp_matches(
    regexp_replace(
      find_hashtags.value collate pg_catalog."und-x-icu",
      '(?:[a-z][a-z0-9+.-]*://|\mwww\.)\S*', ' ', 'gi'
    ),
    '(?<![' || social_private.word_ranges() || '/=&])'
      '((?:[#＃][[:alnum:]_][' || social_private.word_ranges() || '\u200c\u200d]*)+)',
    'g'
  ) with ordinality as matches (match, place);
  return query
  select keys.hashtag, (array_agg(words.display order by tags.place))[1]
  from string_to_table(translate(chains, '＃', '#'), '#')
    with ordinality as tags (written, place),
  lateral (select rtrim(tags.written, e'\u200c\u200d') as display) as words,
  lateral (select social_private.hashtag_key(words.display) as hashtag) as keys
  where keys.hashtag ~ '[[:alpha:]]' collate pg_catalog."und-x-icu"
    and greatest(char_length(words.display), char_length(keys.hashtag)) <= 100
  group by keys.hashtag
  order by min(tags.place);
end;
$$;

comment on function social_private.find_hashtags(text) is
'The hashtags of a text, each once, in order, and how the first was written.

# and letters, marks, digits and underscores of any script, one of them at least a letter, at most
100. Not in a URL or a character entity, nor after a word character unless a hashtag ends there.';

-- Callable

revoke execute on all functions in schema social_private from public;
