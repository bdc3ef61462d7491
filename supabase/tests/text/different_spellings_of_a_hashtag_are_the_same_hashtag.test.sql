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
  'width, case, Latin and Greek accents, joiners and compatibility forms do not matter');
select is_empty(
  $$
    select spellings
    from unnest(array[
      'мой мои', 'ёлка елка', 'が か', 'ह हि', 'กา กำ', 'שָׁלוֹם שלום', 'tag taq', '가 각', 'a_b ab'
    ]) as spellings
    where social_private.hashtag_key(split_part(spellings, ' ', 1))
      = social_private.hashtag_key(split_part(spellings, ' ', 2))
  $$,
  'a combining mark that makes another letter makes another hashtag');
select is_empty(
  $$
    select chr(code)
    from generate_series(65, 69999) as code,
    lateral (select social_private.hashtag_key(chr(code)) as key) as folded
    where code not between 55296 and 57343
      and chr(code) collate "und-x-icu" ~ ('[' || social_private.word_ranges() || ']')
      and (
        social_private.hashtag_key(key) <> key
        or key collate "und-x-icu" !~ ('^[' || social_private.word_ranges() || ']*$')
      )
  $$,
  'the key of a key is the key itself, and has only word characters');
select is_empty(
  $$
    select written from unnest(array['한국어', 'がか', 'мой', 'नमस्ते', 'สวัสดี', 'שָׁלוֹם', 'tag_1']) as written
    where social_private.hashtag_key(written) <> written
  $$,
  'a key keeps the composed form that people write, such as Korean syllables');
select results_eq(
  $$select * from social_private.find_hashtags('#Café #sea #CAFE #Sea')$$,
  $$values ('cafe', 'Café'), ('sea', 'sea')$$,
  'each hashtag is found once, in order, as first written');

select * from finish();
rollback;
