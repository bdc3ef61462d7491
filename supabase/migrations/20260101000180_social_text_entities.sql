-- Text entities: finds the mentions and hashtags of a text, and folds texts for comparisons.
-- No function of this file reads a table. Each function takes linear time for every text.

-- Letters

-- PostgreSQL has no \p{…}, so `npx tsx tools/unicode/print.ts` prints these lists from Unicode 17,
-- as Node.js knows it. A test compares them with the regular expressions of Node.js.
create function social_private.script_ranges(class text)
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return case script_ranges.class
  when 'armenian' then
    '\x531-\x559\x560-\x588\xfb13-\xfb17'
  when 'cjk' then
    '\x1100-\x11ff\x3005-\x3007\x3021-\x3029\x3031-\x3035\x3038-\x303c\x3041-\x3096\x309d-\x309f'
    '\x30a1-\x30fa\x30fc-\x318e\x31a0-\x31bf\x31f0-\x31ff\x3400-\x4dbf\x4e00-\x9fff\xa960-\xa97c'
    '\xac00-\xd7fb\xf900-\xfad9\xff66-\xffdc\x16fe3\x16ff2-\x16ff6\x1aff0-\x1b167\x20000-\x33479'
  when 'cyrillic' then
    '\x400-\x481\x48a-\x52f\x1c80-\x1c8a\x1d2b\x1d78\xa640-\xa66e\xa67f-\xa69d\x1e030-\x1e06d'
  when 'hebrew' then
    '\x5d0-\x5f2\xfb1d\xfb1f-\xfb28\xfb2a-\xfb4f'
  when 'kana' then
    '\x3031-\x3035\x303c\x3041-\x3096\x309d-\x309f\x30a1-\x30fa\x30fc-\x30ff\x31f0-\x31ff'
    '\xff66-\xff9f\x1aff0-\x1b167'
  when 'latin' then
    '\x41-\x5a\x61-\x7a\xaa\xba\xc0-\xd6\xd8-\xf6\xf8-\x2b8\x2bc\x2c7\x2c9-\x2cb\x2cd\x2e0-\x2e4'
    '\x1d00-\x1d25\x1d2c-\x1d5c\x1d62-\x1d65\x1d6b-\x1d77\x1d79-\x1dbe\x1e00-\x1eff\x2071\x207f'
    '\x2090-\x209c\x212a-\x212b\x2132\x214e\x2160-\x2188\x2c60-\x2c7f\xa722-\xa787\xa78b-\xa7ff'
    '\xab30-\xab5a\xab5c-\xab64\xab66-\xab69\xfb00-\xfb06\xff21-\xff3a\xff41-\xff5a'
    '\x10780-\x107ba\x1df00-\x1df2a'
  when 'mongolian' then
    '\x1820-\x1884\x1887-\x18a8\x18aa'
  when 'number' then
    '\x16ee-\x16f0\x2160-\x2182\x2185-\x2188\x3007\x3021-\x3029\x3038-\x303a\xa6e6-\xa6ef'
    '\x10140-\x10174\x10341\x1034a\x103d1-\x103d5\x12400-\x1246e\x16ff4-\x16ff6'
  when 'tibetan' then
    '\xf00\xf40-\xf6c\xf88-\xf8c'
  when 'unspaced' then
    '\xe01-\xe3a\xe40-\xe4e\xe81-\xece\xedc-\xf00\xf18-\xf19\xf35\xf37\xf39\xf3e-\xf84\xf86-\xfbc'
    '\xfc6\x1000-\x103f\x1050-\x108f\x109a-\x109d\x1780-\x17d3\x17d7\x17dc-\x17dd\x1950-\x19c9'
    '\x1a20-\x1a7f\x1aa7\x1b00-\x1b4c\x1b6b-\x1b73\x3005-\x3007\x3021-\x302d\x3031-\x3035'
    '\x3038-\x303c\x3041-\x309a\x309d-\x309f\x30a1-\x30fa\x30fc-\x312f\x31a0-\x31bf\x31f0-\x31ff'
    '\x3400-\x4dbf\x4e00-\xa48c\xa980-\xa9c0\xa9cf\xa9e0-\xa9ef\xa9fa-\xa9fe\xaa60-\xaa76'
    '\xaa7a-\xaadd\xf900-\xfad9\xff66-\xff9f\x11700-\x1172b\x11740-\x11746\x16fe0-\x16fe1'
    '\x16fe3-\x1b2fb\x20000-\x33479'
  end;

comment on function social_private.script_ranges(text) is
'Returns a class of letters as part of a regular expression. Place the result between [ and ].

armenian, cyrillic, hebrew, latin, mongolian and tibetan are the letters of a script. kana are
Hiragana and Katakana. cjk are kana, Chinese characters, Bopomofo and Hangul. number are letters
that are numbers, such as 〇 and Ⅳ. unspaced are the letters and combining marks of scripts that
write no blank between words.';

create function social_private.word_ranges()
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return '[:alnum:]_' || social_private.script_ranges('number') || social_private.mark_ranges();

comment on function social_private.word_ranges() is
'Returns the letters, digits, underscore and combining marks of every script as part of a regular
expression. Place the result between [ and ].';

create function social_private.code_unit_length(value text)
  returns integer
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  if octet_length(code_unit_length.value) = char_length(code_unit_length.value) then
    return octet_length(code_unit_length.value);
  end if;
  return char_length(code_unit_length.value) + char_length(
    regexp_replace(code_unit_length.value, '[^\U00010000-\U0010ffff]+', '', 'g'));
end;
$$;

comment on function social_private.code_unit_length(text) is
'Returns the length of a text in UTF-16 code units, as JavaScript, Kotlin, Java and C# count.';

create function social_private.code_unit_part(value text, first_unit integer, end_unit integer)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  if code_unit_part.value !~ '[\U00010000-\U0010ffff]' then
    return substr(
      code_unit_part.value, code_unit_part.first_unit + 1,
      code_unit_part.end_unit - code_unit_part.first_unit);
  end if;
  -- U+FFFF is no character of any text, and stands for the second code unit of a character here.
  return translate(substr(
    regexp_replace(code_unit_part.value, '([\U00010000-\U0010ffff])', e'\\1\uffff', 'g'),
    code_unit_part.first_unit + 1, code_unit_part.end_unit - code_unit_part.first_unit),
    e'\uffff', '');
end;
$$;

comment on function social_private.code_unit_part(text, integer, integer) is
'Returns the part of a text between two positions in UTF-16 code units.';

-- Mentions

create type social_private.found_mention as (username text, "start" integer, "end" integer);

create function social_private.find_mentions(value text)
  returns setof social_private.found_mention
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  place integer := -1; -- of the sign @
  part text;
  before text; -- the part before the sign
  name text;
begin
  -- Return early, because most texts mention nobody. The second character of the pattern is the
  -- full-width @ of Japanese keyboards.
  if find_mentions.value ~ '[@＠]' is not true then
    return;
  end if;
  foreach part in array string_to_array(translate(find_mentions.value, '＠', '@'), '@') loop
    name := case when before is not null
      then rtrim(substring(part from '^[A-Za-z0-9._]+'), '.') end;
    if lower(name collate "C") ~ '^[a-z0-9][a-z0-9._]{1,28}[a-z0-9]$' and name ~ '[A-Za-z]' then
      before := right(before, 1);
      if before collate pg_catalog."und-x-icu" !~ ('[' || social_private.word_ranges() || '/=]')
        or before ~ ('[' || social_private.script_ranges('unspaced') || ']')
      then
        return next (name, place, place + 1 + char_length(name))::social_private.found_mention;
      end if;
    end if;
    place := place + 1 + social_private.code_unit_length(part);
    before := part;
  end loop;
end;
$$;

comment on function social_private.find_mentions(text) is
'Returns all mentions of a text in order, with the usernames as written. start and end are positions
in UTF-16 code units: of the sign @, and of the first character after the username.

A mention is the sign @ and a valid username. The username is the longest run of username characters
after the sign, without trailing dots. A sign @ directly after a word character, / or = starts no
mention, as in an e-mail address, a path or a query string. But a letter of a script without blanks
between words may directly precede a mention.';

-- Hashtags

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
  -- Remove invisible hyphens, joiners, direction marks and variation selectors.
  folded := regexp_replace(
    normalize(folded, nfkd),
    '[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff'
      '\U000e0100-\U000e01ef]+',
    '', 'g');
  folded := replace(replace(replace(
    translate(folded, 'øłđħŧıς', 'oldhtiσ'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
  return normalize(regexp_replace(folded, '([a-zα-ω])[\u0300-\u036f]+', '\1', 'g'), nfkc);
end;
$$;

comment on function social_private.fold_text(text) is
'Returns a text in the form in which texts are compared: normalized (NFKC), in lower case, without
invisible characters and without accents.

Accents are removed from Greek letters and from Latin letters, including letters such as ø. In other
scripts a mark makes another letter (Cyrillic й, Japanese が, Devanagari vowels), so the function
keeps the mark. The function does not use the extension unaccent, because an operator can edit the
rules of the extension, and the results are stored.';

create function social_private.hashtag_key(written text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  -- NFKC turns the full-width tilde into the ASCII sign ~ and keeps the wave dash. Both are the
  -- same sign of Japanese keyboards: Windows writes the tilde, and other systems write the dash.
  key text := normalize(translate(hashtag_key.written, '～', '〜'), nfkc);
begin
  if octet_length(key) = char_length(key) then
    return lower(key);
  end if;
  -- Many keyboards write the geresh and gershayim of Hebrew and the apostrophe of Ukrainian as
  -- quotation marks.
  if key ~ '[''"’]' then
    key := case when key ~ '[\u0590-\u05ff]' then translate(key, '''"', '׳״')
      else translate(key, '''’', 'ʼʼ') end;
  end if;
  -- Keep joiners that spell a word. Remove the tone marks of Armenian, and the blanks that the
  -- normalization of ligatures adds.
  return social_private.fold_text(regexp_replace(
    normalize(key, nfkd) collate pg_catalog."und-x-icu",
    '[^' || social_private.word_ranges() || '·‧・゠〜־׳״་֊]+', '', 'g'));
end;
$$;

comment on function social_private.hashtag_key(text) is
'Returns the key that all spellings of a hashtag share: the folded text (fold_text) without the
characters that cannot be part of a hashtag.';

-- A joiner is a character inside words that is no letter. The candidates are the tables 3a and 3b
-- of UAX #31 (Unicode Identifiers and Syntax), the quotation marks of UAX #29 (WB7a to WB7c), and
-- the list hashtagSpecialChars of twitter-text (Copyright 2018 Twitter, Inc., Apache License 2.0).
-- docs/mentions.md explains which of them are joiners. Texts use most joiners as punctuation too,
-- so a joiner counts only between two letters of its own scripts.
create function social_private.joiner_pattern()
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return (
  select '(' || string_agg(format('[%1$s][%2$s]*%3$s(?=[%4$s][%5$s])',
    social_private.script_ranges(before), social_private.mark_ranges(), sign, joiners,
    social_private.script_ranges(coalesce(after, before))), '|')
    || ')[' || string_agg(joiners, '') || ']'
  from (values
    -- the letters before the joiner, a sign that may follow them, the joiners, the letters after it
    ('armenian', '', '\u058a\u055b\u055c\u055e', null), -- hyphen; tone marks on a vowel
    ('cjk', '', '\u00b7\u2027\u30fb\uff65', null), -- middle dots of names
    ('kana', '[\u309b\u309c]', '\u00b7\u2027\u30fb\uff65', 'cjk'),
    ('cyrillic', '', '''\u2019', null), -- apostrophe of Ukrainian and Belarusian
    -- geresh and gershayim as quotation marks; hyphen; gershayim
    ('hebrew', '\u05f3?', '''"\u05be\u05f4', null),
    ('kana', '[\u309b\u309c]?', '\u301c\uff5e\u30a0', null), -- wave dash; hyphen of names
    ('latin', '', '\u00b7', null), -- middle dot of Catalan, Gascon and inclusive French
    ('mongolian', '', '\u180e\u202f', null), -- separators of vowels and suffixes
    ('tibetan', '', '\u0f0b\u0f0c', null) -- dot between syllables
  ) as rules (before, sign, joiners, after)
);

comment on function social_private.joiner_pattern() is
'Returns a regular expression that matches a letter, a sign that changes it, and the joiner after
them, if the joiner is between two letters of its scripts. The first group is what precedes the
joiner.';

create function social_private.join_words(value text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  joined text := join_words.value;
begin
  if octet_length(joined) = char_length(joined) then
    return joined;
  end if;
  if joined ~ '[''"\u00b7\u055b-\u058a\u05be\u05f4\u0f0b\u0f0c\u180e\u2019\u2027\u202f]'
    or joined ~ '[\u301c\u30a0\u30fb\uff5e\uff65]'
  then
    joined := regexp_replace(joined, social_private.joiner_pattern(), '\1ʼ', 'g');
  end if;
  -- The Hebrew geresh and the Japanese sound marks change the letter before them, as combining
  -- marks do. So they may also end a word. Replace them last, because ʼ is a letter of its own.
  if joined ~ '[\u05f3\u309b\u309c]' then
    joined := regexp_replace(joined, format(
      '([%1$s][%3$s]*(?=\u05f3)|[%2$s][%3$s]*(?=[\u309b\u309c]))[\u05f3\u309b\u309c]',
      social_private.script_ranges('hebrew'), social_private.script_ranges('kana'),
      social_private.mark_ranges()), '\1ʼ', 'g');
  end if;
  return joined;
end;
$$;

comment on function social_private.join_words(text) is
'Returns a text of the same length in which the letter ʼ replaces each joiner of a word, so that a
word consists only of word characters.';

create function social_private.trimmed_joiners(word text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  trimmed text := rtrim(trimmed_joiners.word, e'\u200c\u200d');
begin
  -- In Malayalam and Sinhala, a joiner after a virama changes the last letter of the word.
  if substr(trimmed_joiners.word, char_length(trimmed) + 1, 1) = e'\u200d'
    and right(trimmed, 1) ~ ('[' || social_private.mark_ranges() || ']')
  then
    return trimmed || e'\u200d';
  end if;
  return trimmed;
end;
$$;

comment on function social_private.trimmed_joiners(text) is
'Returns a word without the invisible joiners at its end that have no effect.';

create type social_private.found_hashtag as (
  hashtag text, display text, "start" integer, "end" integer
);

create function social_private.find_hashtags(value text)
  returns setof social_private.found_hashtag
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  -- Each variable has a collation, because the argument may have another one.
  tag constant text collate pg_catalog."und-x-icu" := '^[[:alnum:]_'
    || social_private.script_ranges('number') || ']['
    || social_private.word_ranges() || '\u200c\u200d]*';
  closed constant text collate pg_catalog."und-x-icu" := '['
    || social_private.word_ranges() || '/=&]';
  url constant text collate pg_catalog."und-x-icu" := '(?:[a-z][a-z0-9+.-]*://|\mwww\.)\S*';
  written text;
  part text collate pg_catalog."und-x-icu"; -- the text after the sign, without its URLs
  place integer := -1; -- of the sign #
  before text collate pg_catalog."und-x-icu" := '/'; -- the end of the part before the sign
  found text collate pg_catalog."und-x-icu";
  key text;
  is_after_tag boolean := false;
  is_url boolean := false;
begin
  if find_hashtags.value ~ '[#＃]' is not true then
    return;
  end if;
  foreach written in array string_to_array(translate(find_hashtags.value, '＃', '#'), '#') loop
    part := written;
    -- A URL ends before the next blank. It becomes the sign /, which no hashtag may follow.
    if is_url then
      is_url := part !~ '\s';
      part := regexp_replace(part, '^\S*', '/');
    end if;
    if part ~* '://|www\.' then
      is_url := is_url or part ~* (url || '$');
      part := regexp_replace(part, url, '/', 'gi');
    end if;
    found := null;
    if is_after_tag or before !~ closed
      or before ~ ('[' || social_private.script_ranges('unspaced') || ']')
    then
      found := substring(social_private.join_words(part) from tag);
    end if;
    is_after_tag := char_length(found) = char_length(part);
    if found is not null then
      found := left(written, char_length(social_private.trimmed_joiners(found)));
      key := case when char_length(found) <= 100 then social_private.hashtag_key(found) end;
      if key ~ '[[:alpha:]]' collate pg_catalog."und-x-icu" and char_length(key) <= 100 then
        return next (key, found, place, place + 1 + social_private.code_unit_length(found))
          ::social_private.found_hashtag;
      end if;
    end if;
    place := place + 1 + social_private.code_unit_length(written);
    before := right(part, 1);
  end loop;
end;
$$;

comment on function social_private.find_hashtags(text) is
'Returns all hashtags of a text in order. start and end are positions in UTF-16 code units: of the
sign #, and of the first character after the hashtag.

A hashtag is the sign # and up to 100 letters, marks, digits and underscores of any script, with
at least one letter. Between two letters it may have a joiner of their script. The sign starts no
hashtag inside a URL or a character entity, or directly after a word that is not a hashtag. But a
letter of a script without blanks between words may directly precede a hashtag.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
