begin;
select plan(4);
select social_tests.person('alice');
create function pg_temp.outcome(written text) returns text language sql
return left(social_tests.outcome(format('select social.update_profile(bio => %L)', written)), 18);

select social_tests.act_as('alice');
select is_empty(
  $$
    select text from unnest(array[
      e'e\u0323' || repeat(e'\u0301', 11), 'x' || repeat(e'\u0489', 11), 'ก' || repeat('็', 11),
      e'\u0628' || repeat(e'\u064e', 11), repeat(e'x\u0336', 20) || repeat(e'\u035f', 11),
      'x' || repeat(e'\u0336\u200d', 11), 'x' || repeat(e'\u0336\u200b\u2060\u00ad', 11)
    ]) as text
    where pg_temp.outcome(text) <> 'PT422 text_invalid'
  $$,
  'a text with more than ten combining marks on one letter is refused, even with joiners');
select is_empty(
  $$
    select text from unnest(array[
      'x' || repeat(e'\u0336', 10), repeat('x' || repeat(e'\u0336', 5), 50),
      'ཧྐྵྨླྺྼྻྂ', 'בְּרֵאשִׁ֖ית', 'กู้ ที่', 'مُحَمَّدٌ',
      'क्षत्रियाणि', '👩🏽‍❤️‍💋‍👨🏿 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣', 'Việt Nam'
    ]) as text
    where pg_temp.outcome(text) <> '1 rows'
  $$,
  'texts in scripts that use combining marks, and emoji, are accepted');
select is(
  pg_temp.outcome('x' || repeat(e'\u0336', 299)), 'PT422 text_invalid',
  'a text that consists only of combining marks is refused');
select social_tests.act_as_operator();
select is_empty(
  $$
    select code from unnest(array[
      x'0300', x'0483', x'05bf', x'064b', x'0903', x'0e31', x'0f39', x'1ab0', x'1dc0', x'20d0',
      x'302a', x'3099', x'a67c', x'fe00', x'fe2f'
    ]) as bits, lateral (select bits::integer as code) as codes
    where chr(code) !~ ('[' || social_private.mark_ranges() || ']')
  $$,
  'mark_ranges contains the first combining mark of each tested Unicode block');

select * from finish();
rollback;
