-- Muted words: words, phrases and hashtags that a person does not want to read.
-- Lists leave out the posts, comments and notifications of other people whose text contains one of
-- them. A list reads the muted words of its viewer once, as one pattern.

-- Tables

create table social_private.muted_words (
  profile_id uuid not null,
  word text collate "C" not null,
  display text not null,
  expires_at timestamptz,
  created_at timestamptz not null default now(),

  constraint muted_words_pkey primary key (profile_id, word),
  constraint muted_words_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.muted_words is
'Each row is a word, phrase or hashtag that one person muted until expires_at, or for good.';

comment on column social_private.muted_words.word is
'The key that all spellings of the word share. The key of a hashtag begins with the sign #.';

comment on column social_private.muted_words.display is 'The word as the person wrote it.';

alter table social_private.muted_words enable row level security;

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
    select string_agg(regexp_replace(muted_words.word, '[^[:alnum:]_]', '\\\&', 'g'), '|')
    from social_private.muted_words
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
begin
  if is_muted_text.pattern is null or is_muted_text.value is null then
    return false;
  end if;
  return lower(normalize(is_muted_text.value, nfkc)) ~ is_muted_text.pattern;
end;
$$;

comment on function social_private.is_muted_text(text, text) is
'Returns whether the text contains a muted word. pattern is the result of muted_pattern().';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
