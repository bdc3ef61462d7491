begin;
select plan(5);

select is_empty(
  $$
    select spellings, keys
    from unnest(array[
      'sea Sea SEA ｓｅａ ⓢea', 'tag Ｔag 𝒕𝒂𝒈', 'fi ﬁ', 'cafe café CAFÉ', 'vietnam Việtnam',
      'strasse Straße STRASSE STRAẞE', 'lodz Łódź ŁÓDŹ', 'kobenhavn København',
      'oeuvre Œuvre œuvre', 'isparta Isparta ISPARTA ısparta İsparta', 'ελλαδα Ελλάδα ΕΛΛΑΔΑ',
      'οδοσ ΟΔΟΣ οδός', 'таг ТАГ',
      'カタカナ ｶﾀｶﾅ', e'می\u200cخواهم میخواهم', e'a\ufe0fb ab', 'صلىاللهعليهوسلم ﷺ'
    ]) as spellings,
    lateral (
      select array_agg(distinct social_private.hashtag_key(spelling)) as keys
      from unnest(string_to_array(spellings, ' ')) as spelling
    ) as folded
    where cardinality(keys) <> 1
  $$,
  'hashtags that differ only in width, case, joiners, Latin or Greek accents are the same');
select is_empty(
  $$
    select spellings
    from unnest(array[
      'мой мои', 'ёлка елка', 'が か', 'ह हि', 'กา กำ', 'שָׁלוֹם שלום', 'tag taq', '가 각', 'a_b ab'
    ]) as spellings
    where social_private.hashtag_key(split_part(spellings, ' ', 1))
      = social_private.hashtag_key(split_part(spellings, ' ', 2))
  $$,
  'hashtags differ if a combining mark turns a letter into a different letter');
select is_empty(
  $$
    select chr(code)
    from generate_series(65, 69999) as code,
    lateral (select social_private.hashtag_key(chr(code)) as key) as folded
    where code not between 55296 and 57343
      and chr(code) collate "und-x-icu" ~ ('[' || social_private.word_ranges() || ']')
      and (
        social_private.hashtag_key(key) <> key
        or key collate "und-x-icu" !~ ('^[·' || social_private.word_ranges() || ']*$')
      )
  $$,
  'hashtag_key returns only the characters of hashtags, and applying it again changes nothing');
select is_empty(
  $$
    select written from unnest(array['한국어', 'がか', 'мой', 'नमस्ते', 'สวัสดี', 'שָׁלוֹם', 'tag_1']) as written
    where social_private.hashtag_key(written) <> written
  $$,
  'hashtag_key keeps composed characters, such as Korean syllables');
select results_eq(
  $$select hashtag, display from social_private.find_hashtags('#Café #sea #CAFE #Sea')$$,
  $$values ('cafe', 'Café'), ('sea', 'sea'), ('cafe', 'CAFE'), ('sea', 'Sea')$$,
  'find_hashtags returns each hashtag in order of the text, with its key and its spelling');

select * from finish();
rollback;
