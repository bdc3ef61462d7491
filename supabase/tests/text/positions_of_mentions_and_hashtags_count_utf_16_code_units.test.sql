begin;
select plan(4);

select results_eq(
  $$select username, "start", "end" from social_private.find_mentions('@Bob 🌊é@a @bob. ＠BOB')$$,
  $$values ('Bob', 0, 4), ('bob', 11, 15), ('BOB', 17, 21)$$,
  'each mention has its positions, and an emoji counts twice');
select results_eq(
  $$select * from social_private.find_hashtags('🌊#Sea 𞤀#𞤆𞤵#SEA https://a.b/#x 🌊 ＃ぼっち・ざ')$$,
  $$values ('sea', 'Sea', 2, 6), ('ぼっち・ざ', 'ぼっち・ざ', 37, 43)$$,
  'each hashtag has its positions, and a URL before it counts with its length');
select results_eq(
  $$select * from social_private.find_hashtags('#𞤆𞤵#a')$$,
  $$values ('𞤨𞤵', '𞤆𞤵', 0, 5), ('a', 'a', 5, 7)$$,
  'a letter beyond U+FFFF counts twice inside a hashtag');
select is_empty(
  $$
    select written, found from unnest(array[
      '#a🌊#b', '🌊🌊 #𞤆𞤵𞤤 #x', e'#می\u200cخواهم #b', '#a #A', '＃日本🌊 @x #ü'
    ]) as written, lateral social_private.find_hashtags(written) as found
    where social_private.code_unit_part(written, found.start + 1, found."end") <> found.display
      or social_private.code_unit_part(written, found.start, found.start + 1) !~ '[#＃]'
  $$,
  'the text between the positions of a hashtag is the hashtag');

select * from finish();
rollback;
