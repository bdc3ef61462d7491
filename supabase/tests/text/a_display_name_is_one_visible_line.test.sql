begin;
select plan(16);
select social_tests.person('alice');
select social_tests.login('newcomer');
create function pg_temp.kept(written text) returns text language sql
return (social.update_profile(display_name => kept.written)).display_name;
-- Returns the display name after each way in which a name can enter the database.
create function pg_temp.entrances(written text) returns setof text language plpgsql as $$
begin
  perform social_tests.act_as_operator();
  perform social_tests.insert_user('signed.up@example.com',
    jsonb_build_object('social_username', 'signed.up', 'social_display_name', written));
  return next (select display_name from social.profiles where username = 'signed.up');
  perform social_tests.insert_user('late@example.com',
    jsonb_build_object('social_username', 'late', 'social_display_name', written),
    is_confirmed => false);
  delete from social.profiles where username = 'late';
  update auth.users set email_confirmed_at = now() where email = 'late@example.com';
  return next (select display_name from social.profiles where username = 'late');
  perform social_private.create_missing_profile(
    social_tests.insert_user('filled@example.com'), 'filled', written);
  return next (select display_name from social.profiles where username = 'filled');
  perform social_tests.person('imported');
  perform social_private.import_items(social_tests.id('imported'), 'profile',
    jsonb_build_array(jsonb_build_object('display_name', written, 'created_at', now())));
  return next (select display_name from social.profiles where username = 'imported');
  perform social_tests.act_as('newcomer');
  return next social.create_profile('newcomer', written) ->> 'display_name';
  perform social_tests.act_as('alice');
  return next (social.update_profile(display_name => written)).display_name;
end;
$$;

select is(array(select pg_temp.entrances(e' \u2028An\u202e\nna\u3000\u00a0 \u200be\u2066\u0301\u2069 ')),
  array_fill('An na é'::text, array[6]),
  'every entrance stores one line, without bidi overrides, composed after their removal (NFC)');
select is(pg_temp.kept(e'a\u0020\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008'
    '\u2009\u200a\u202f\u205f\u3000\u2800\t\r\n\u2028\u2029b'), 'a b',
  'blanks and line breaks of every kind become one space');
select is(pg_temp.kept(e'\u3000\u200e\u2800 a \u200f\u061c\u00a0'), 'a',
  'blanks and direction marks at both ends are removed');
select is(pg_temp.kept(e'a\u200bl\u2060i\ufeffc\u00ade\u034f\u180e\u3164\uffa0\u115f\U000e0061\ufe0f'),
  'alice', 'invisible characters, tags and variation selectors are removed');
select is(pg_temp.kept(e'al\u200cic\u200de'), 'alice',
  'joiners are removed from scripts that do not join letters');
select is(pg_temp.kept(e'e\u200e\u0301 e\u200d\u0301 e\ufe0f\u0301 e\u2060\u0301'), 'é é é é',
  'a letter and its accent are composed whatever invisible character was between the two');
select is(pg_temp.kept(e'\u0301\u0301 x'), 'x', 'a name does not begin with an accent');
select is(pg_temp.kept(e'\u1112\u1161\u11ab A\u030a \u2126'), '한 Å Ω', 'a name is stored in NFC');
select is_empty(
  $$
    select name from unnest(array[
      'José Ñandú', 'Nguyễn Thị Ánh', 'O''Neill-Smith, Jr.', 'Ελένη', 'Пётр', '日本 語', 'ガが', '한국어',
      -- Hebrew with points, Arabic, Persian with a zero-width non-joiner, a number in brackets.
      'שָׁלוֹם כהן', 'محمد علي', e'می\u200cخواهم', e'ه\u200d', e'C++\u200e هو', e'لغة\u061c! (א)',
      -- Devanagari, Sinhala, Bengali and Malayalam with joiners, Thai, Tibetan, Mongolian.
      'नमस्ते', e'क्\u200dष', e'ක්\u200dෂ', e'র\u200d্য', e'ന്\u200d', e'ക്\u200cഷ', 'ก็ได้', 'བཀྲ་ཤིས',
      e'ᠮᠣᠩᠭᠣᠯ\u180bᠠ',
      -- Emoji: families, skin tones, presentation, keycaps, flags of countries and of regions.
      '👩‍👩‍👧‍👦', '👩🏽‍🚀', '❤️‍🔥', '🏳️‍🌈', '1️⃣', '☺️', '🇩🇪', e'\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f', '🐻‍❄️',
      -- A variant of a Chinese character.
      e'葛\U000e0100城'
    ]) as name
    where pg_temp.kept(name) is distinct from normalize(name, nfc)
  $$,
  'names in every script and joined emoji are stored unchanged');
select is(pg_temp.kept(e' \t\n '), null, 'a name of blanks clears the name');
select is_empty(
  $$
    select codes from unnest(array[
      '200b', '3164', '115f 1160', '2800 200b', 'e0061', 'fe0f', '200e 200f 61c', '1d159', '16fe4',
      '13430', '202e 202c', '34f', 'e0100', '180b', 'a0 200d', '301 302', '200c 200d', '85', 'b', '1',
      '2029 20e3 180e 323'
    ]) as codes,
    lateral (
      select string_agg(chr(('x' || lpad(code, 8, '0'))::bit(32)::integer), '') as text
      from unnest(string_to_array(codes, ' ')) as code
    ) as written
    where social_tests.outcome(format('select social.update_profile(display_name => %L)', text))
      !~ '^PT422 text_invalid'
  $$,
  'a name without a visible character, or with a control character, is refused');
select is_empty(
  $$
    select blank from unnest(array[e'\u205f', e'\u2800', e'\u3000', e'\u2003', ' ']) as blank,
      unnest(array[e'\ufe0f', e'\u180e', e'\u180f', e'\u200d', e'\U000e0100']) as invisible
    where (social.update_profile(display_name => 'Ann' || blank || invisible)).display_name <> 'Ann'
  $$,
  'an invisible character after an odd blank at the end of a name is removed');
select is((social.update_profile(website => e' https://example.com/\u200ba\u2028')).website,
  'https://example.com/a', 'a website is one line too');

select social_tests.act_as_operator();
select is_empty(
  $$
    select name from unnest(array[
      e'two\nlines', e'two\u2028lines', ' a', 'a ', 'a  b', e'a\u00a0b', e'\u202ea', e'e\u0301', '',
      e'a\u200b'
    ]) as name
    where social_tests.outcome(
      format('update social.profiles set display_name = %L where username = ''alice''', name))
      !~ '^23514 '
  $$,
  'not even the operator can store a name that is not one line');
select is(
  social_private.clean_text(e'one\u2028two\u2029e\u202e\u0301 e\u200b\u0301', 'bio', 99),
  e'one\ntwo\né é', 'a text of several lines has one kind of line break, and is composed after the '
  || 'removal of bidi overrides');
select social_tests.act_as('alice');
select throws_ok(
  format('select social.update_profile(display_name => %L)', repeat(e'\u200b', 100000)),
  'PT422', 'display_name_too_long', 'a long name of invisible characters is refused by its size');

select * from finish();
rollback;
