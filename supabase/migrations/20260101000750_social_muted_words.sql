-- Muted words: words, phrases and hashtags that a person does not want to read.
-- Lists leave out the posts, comments and notifications of other people whose text contains one of
-- them. A list reads the muted words of its viewer once. No command reads the muted words of other
-- people, so that neither an answer nor its time tells anybody that their words are muted.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('word_empty', 422, 'There is no word to mute.', 'Pass a word, a phrase or a hashtag.'),
  ('word_too_long', 422, 'The word is too long.', null),
  ('muted_words_too_many', 409, 'You mute too many words.', 'Unmute a word first.');

-- Forms: the form of a text contains the form of a word if the text contains the word.

create function social_private.unspaced_ranges()
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return
  '\u0e00-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f\u2e80-\u2fff\u3005-\u3007'
  '\u3021-\u312f\u31a0-\ua4cf\ua980-\ua9ff\uaa00-\uaadf\uf900-\ufaff\U0001aff0-\U0001b2ff'
  '\U00020000-\U0003ffff';

comment on function social_private.unspaced_ranges() is
'Returns the characters of the scripts without blanks between words as part of a regular expression:
Chinese, Japanese, Thai, Lao, Tibetan, Burmese, Khmer, Yi, Javanese, Balinese, Cham and the scripts
of the Tai languages. Place the result between [ and ].';

create function social_private.word_form(value text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  form text collate "C" := social_private.fold_text(word_form.value);
begin
  -- A shorter pattern finds the words of most texts in less time.
  if octet_length(form) = char_length(form) then
    form := regexp_replace(form, '([a-z0-9_]+)', e'\x01\\1\x01', 'g');
  else
    -- Remove invisible characters and variation selectors. People cannot write them on purpose.
    -- Many keyboards write apostrophes, and the geresh and gershayim of Hebrew, as quotation marks.
    form := translate(regexp_replace(
      form,
      '[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff'
        '\U000e0100-\U000e01ef]', '', 'g'
    ), e'\u2018\u2019\u02bc\u05f3\u201c\u201d\u05f4\u0085\u1680\u2028\u2029',
      e'\'\'\'\'"""    ');
    if form ~ ('[' || social_private.unspaced_ranges() || ']') then
      form := regexp_replace(
        form, '([' || social_private.unspaced_ranges() || ']+)', e'\x01\\1\x01', 'g');
    end if;
    form := regexp_replace(
      form collate pg_catalog."und-x-icu", '([' || social_private.word_ranges() || ']+)',
      e'\x01\\1\x01', 'g');
  end if;
  if form ~ '\s\s|[\t-\r]' then
    form := regexp_replace(form, '\s+', ' ', 'g');
  end if;
  return form;
end;
$$;

comment on function social_private.word_form(text) is
'Returns a text in a form in which a plain search finds whole words.

The form is the folded text, with one blank for each run of blanks. The control character 1 stands
before and after each word, and so marks where a word begins and ends. In a script without blanks,
it marks where a run of characters of such scripts begins and ends.';

create function social_private.muted_word_key(value text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  tag record;
begin
  select tags.hashtag, tags.display into tag
  from social_private.find_hashtags(muted_word_key.value) as tags limit 1;
  if '#' || tag.display = translate(muted_word_key.value, '＃', '#') then
    return '#' || tag.hashtag;
  end if;
  return btrim(translate(social_private.word_form(muted_word_key.value), e'\x01', ''));
end;
$$;

comment on function social_private.muted_word_key(text) is
'Returns the key that all spellings of a word, a phrase or a hashtag share. The key of a hashtag is
the sign # and the key of hashtag_key().';

create function social_private.muted_word_form(word text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  tag text := (
    select tags.hashtag from social_private.find_hashtags(muted_word_form.word) as tags limit 1);
  form text collate "C" := social_private.word_form(muted_word_form.word);
  unspaced text := social_private.unspaced_ranges();
begin
  if '#' || tag = muted_word_form.word then
    return e'\x02' || tag || e'\x02';
  end if;
  -- A word of a script without blanks may begin and end anywhere. In Korean, particles follow a
  -- word without a blank.
  if muted_word_form.word ~ ('^[' || unspaced || ']') then
    form := ltrim(form, e'\x01');
  end if;
  if muted_word_form.word ~ ('[\u1100-\u11ff\uac00-\ud7ff' || unspaced || ']$') then
    form := rtrim(form, e'\x01');
  end if;
  return form;
end;
$$;

comment on function social_private.muted_word_form(text) is
'Returns what the form of a text contains if the text contains the muted word with this key. A
hashtag stands between two control characters 2, which is_muted_text() adds to the form.';

-- Tables

create table social_private.muted_words (
  profile_id uuid not null,
  word text collate "C" not null,
  display text not null,
  form text collate "C" not null generated always as (
    social_private.muted_word_form(word)) stored,
  expires_at timestamptz,
  created_at timestamptz not null default now(),

  constraint muted_words_pkey primary key (profile_id, word),
  constraint muted_words_display_has_a_maximum check (char_length(display) <= 100),
  constraint muted_words_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.muted_words is
'Each row is a word, phrase or hashtag that one person muted until expires_at, or for good.';

comment on column social_private.muted_words.profile_id is 'The person who mutes the word.';

comment on column social_private.muted_words.word is
'The key that all spellings of the word share. The key of a hashtag begins with the sign #.';

comment on column social_private.muted_words.display is 'The word as the person wrote it.';

comment on column social_private.muted_words.form is
'What is_muted_text() searches for in the form of a text.';

comment on column social_private.muted_words.expires_at is
'The time when the mute ends. Null if it does not end by itself.';

comment on column social_private.muted_words.created_at is 'The time of the mute.';

alter table social_private.muted_words enable row level security;

create trigger keep_keys
  after update of profile_id, word on social_private.muted_words
  for each row when ((old.profile_id, old.word) is distinct from (new.profile_id, new.word))
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.muted_words
  for each statement execute function social_private.tg_refuse_truncate();

-- Rules

create function social_private.muted_pattern(viewer uuid)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if muted_pattern.viewer is null then
    return null;
  end if;
  return (
    select string_agg(muted_words.form, e'\n') from social_private.muted_words
    where muted_words.profile_id = muted_pattern.viewer
      and (muted_words.expires_at is null or muted_words.expires_at > now())
  );
end;
$$;

comment on function social_private.muted_pattern(uuid) is
'Returns the muted words of the viewer in the form that is_muted_text() expects. Returns null if the
viewer mutes no word.';

create function social_private.is_muted_text(pattern text, value text)
  returns boolean
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
declare
  form text collate "C";
  word text collate "C";
begin
  if is_muted_text.pattern is null or is_muted_text.value is null then
    return false;
  end if;
  form := social_private.word_form(is_muted_text.value);
  if strpos(form, '#') > 0 and strpos(is_muted_text.pattern, e'\x02') > 0 then
    form := form || coalesce((
      select string_agg(e'\x02' || tags.hashtag || e'\x02', '')
      from social_private.find_hashtags(is_muted_text.value) as tags
    ), '');
  end if;
  -- A plain search for each word takes less time than a regular expression, which Postgres would
  -- compile for each viewer. No character of a word has a special meaning.
  foreach word in array string_to_array(is_muted_text.pattern collate "C", e'\n') loop
    if strpos(form, word) > 0 then
      return true;
    end if;
  end loop;
  return false;
end;
$$;

comment on function social_private.is_muted_text(text, text) is
'Returns whether the text contains a muted word. pattern is the result of muted_pattern().

A word or phrase matches whole words in any case, with and without the accents of Latin and Greek
letters, and any blanks between its words. In scripts without blanks, it matches anywhere. It also
matches the hashtag of the same word. A muted hashtag matches only the hashtag.';

-- Commands

create type social.muted_word as (
  word text,
  display text,
  expires_at timestamptz,
  created_at timestamptz,
  cursor text
);

comment on type social.muted_word is
'A word, phrase or hashtag that you mute. word is the key that all spellings share. The key of a
hashtag begins with the sign #. display is the word as you wrote it. expires_at is null if the mute
has no end. After unmute_word, created_at is null.';

create function social_private.mute_word(word text, expires_at timestamptz)
  returns social.muted_word
  language plpgsql
  volatile
  security definer -- clients have no insert grant; it writes only the actor's own rows
  set search_path = ''
as $$
declare
  -- This call locks the actor's rate limit bucket, so that concurrent calls cannot mute more words
  -- than the maximum.
  actor uuid := social_private.require_actor_and_consume('tune_feed');
  display text := social_private.clean_line(mute_word.word, 'word', 100);
  key text := social_private.muted_word_key(display);
  muted social_private.muted_words;
begin
  if coalesce(key, '') = '' then
    perform social_private.fail('word_empty');
  end if;
  if mute_word.expires_at <= now() or mute_word.expires_at = 'infinity' then
    perform social_private.fail('expires_at_invalid');
  end if;
  delete from social_private.muted_words as expired
  where expired.profile_id = actor and expired.expires_at <= now();
  insert into social_private.muted_words (profile_id, word, display, expires_at, created_at)
  values (actor, key, display, mute_word.expires_at, clock_timestamp())
  on conflict on constraint muted_words_pkey do update set expires_at = excluded.expires_at
  returning * into muted;
  if (select count(*) from social_private.muted_words as counted where counted.profile_id = actor)
    > (select config.muted_words_max from social_private.config)
  then
    perform social_private.fail('muted_words_too_many');
  end if;
  return (muted.word, muted.display, muted.expires_at, muted.created_at, null)::social.muted_word;
end;
$$;

create function social.mute_word(word text, expires_at timestamptz default null)
  returns social.muted_word
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.mute_word(mute_word.word, mute_word.expires_at);

comment on function social.mute_word(text, timestamptz) is
'Leaves out what other people write with this word, until expires_at or permanently.

word is a word, a phrase or a hashtag of at most 100 characters. A word or phrase matches whole
words in any case, with and without the accents of Latin and Greek letters. In scripts without
blanks, it matches anywhere. It also matches the hashtag of the same word. A hashtag (#word) matches
only the hashtag.

The home feed, For You, explore, search, hashtag pages, the lists of comments and the notifications
leave out posts and comments with the word. A profile and a single post show everything. You always
see what you wrote. Counts stay the same. Nobody is notified. A repeat replaces expires_at. Returns
the muted word without a cursor.

Errors: expires_at_invalid, muted_words_too_many, text_invalid, word_empty, word_too_long.
Common errors: docs/errors.md#common-errors.';

create function social_private.unmute_word(word text)
  returns social.muted_word
  language plpgsql
  volatile
  security definer -- clients have no delete grant; it deletes only the actor's own row
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('tune_feed');
  display text := social_private.clean_line(unmute_word.word, 'word', 100);
  key text := social_private.muted_word_key(display);
begin
  if coalesce(key, '') = '' then
    perform social_private.fail('word_empty');
  end if;
  delete from social_private.muted_words
  where muted_words.profile_id = actor and muted_words.word = key;
  return (key, display, null, null, null)::social.muted_word;
end;
$$;

create function social.unmute_word(word text)
  returns social.muted_word
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unmute_word(unmute_word.word);

comment on function social.unmute_word(text) is
'Shows again what other people write with this word.

Idempotent. Every spelling of the word unmutes it. Returns the word, with null as created_at.

Errors: text_invalid, word_empty, word_too_long.
Common errors: docs/errors.md#common-errors.';

-- List

create function social_private.muted_words(after text, page_size integer)
  returns setof social.muted_word
  language plpgsql
  stable
  security definer -- clients cannot read the table; it lists only the actor's own rows
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(
    'muted_words', actor, muted_words.after);
  size integer := social_private.checked_page_size(muted_words.page_size);
begin
  return query
  select
    muted.word, muted.display, muted.expires_at, muted.created_at,
    (social_private.time_cursors(
      'muted_words', actor, array[muted.created_at], array[places.id]))[1]
  from social_private.muted_words as muted
  -- The cursor of a list contains a UUID.
  cross join lateral (select md5(muted.word)::uuid as id) as places
  where muted.profile_id = actor
    and (muted.created_at, places.id) < (key.at, key.id)
    and (muted.expires_at is null or muted.expires_at > now())
  order by muted.created_at desc, places.id desc
  limit size;
end;
$$;

create function social.muted_words(after text default null, page_size integer default 20)
  returns setof social.muted_word
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.muted_words(muted_words.after, muted_words.page_size);

comment on function social.muted_words(text, integer) is
'Lists the words, phrases and hashtags that you mute now, latest first.

Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.mute_word(text, timestamptz), social.mute_word(text, timestamptz),
  social_private.unmute_word(text), social.unmute_word(text),
  social_private.muted_words(text, integer), social.muted_words(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
