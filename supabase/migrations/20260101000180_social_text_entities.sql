-- Text entities: finds the mentions and hashtags of a text.
-- No function of this file reads a table.

-- Mentions and hashtags

create function social_private.word_ranges()
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return '[:alnum:]_' || social_private.mark_ranges();

comment on function social_private.word_ranges() is
'Returns the letters, digits, underscore and combining marks of every script as part of a regular
expression. Place the result between [ and ].';

create function social_private.find_mentions(value text)
  returns setof text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  -- Return early, because most texts mention nobody. The second character of the pattern is the
  -- full-width @ of Japanese keyboards.
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
'Returns the usernames that a text mentions, as written and in order, without duplicates.

A mention is the sign @ and a valid username. The username is the longest run of username characters
after the sign, without trailing dots. A sign @ directly after a word character, / or = starts no
mention, as in an e-mail address, a path or a query string.';

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
  -- Remove invisible joiners, variation selectors, and blanks that the normalization of ligatures
  -- adds.
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
'Returns the key that all spellings of a hashtag share: normalized (NFKC), in lower case, without
accents.

Accents are removed from Greek letters and from Latin letters, including letters such as ø. In other
scripts a mark makes another letter (Cyrillic й, Japanese が, Devanagari vowels), so the function
keeps the mark. The function does not use the extension unaccent, because an operator can edit the
rules of the extension, and the keys must not change.';

create function social_private.fold_text(value text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  folded text := lower(
    normalize(fold_text.value, nfkc) collate pg_catalog."und-x-icu") collate "C";
begin
  if octet_length(folded) = char_length(folded) then
    return folded;
  end if;
  folded := normalize(folded, nfkd);
  folded := replace(replace(replace(
    translate(folded, 'øłđħŧıς', 'oldhtiσ'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
  return normalize(regexp_replace(folded, '([a-zα-ω])[\u0300-\u036f]+', '\1', 'g'), nfkc);
end;
$$;

comment on function social_private.fold_text(text) is
'Returns the text in lower case, normalized (NFKC) and without the accents of Latin and Greek
letters, as in hashtag_key(). The length may change.';

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
  -- A chain is one or more hashtags without a blank between them (#a#b). A chain cannot follow a
  -- word character, or a sign that makes it part of a path, a query string or a character entity
  -- (&#233;).
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
'Returns the hashtags of a text in order, without duplicates. Each hashtag has the spelling of its
first occurrence.

A hashtag is the sign # and up to 100 letters, marks, digits and underscores of any script, with
at least one letter. The sign starts no hashtag inside a URL or a character entity, or directly
after a word that is not a hashtag.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
