begin;
select plan(1);
create function pg_temp.tags(written text) returns text language sql return (
  select coalesce(string_agg(display, ' ' order by "start"), '')
  from social_private.find_hashtags(tags.written)
);
-- Each row is a hashtag in a text, the hashtag as found, and the source of the spelling.
create temp table examples (script text, written text, expected text, source text);
insert into examples values
  ('Latin', '#sea-sun #sea.sun #sea:sun', 'sea sea sea', 'ASCII punctuation; UAX #31, table 3a'),
  ('Latin', '#rock''n''roll #NASA’s', 'rock NASA', 'English, possessive'),
  ('Latin', '#l’été #aujourd’hui', 'l aujourd', 'French, elision'),
  ('Latin', '#İstanbul’da', 'İstanbul', 'Turkish, TDK, kesme işareti before a suffix'),
  ('Latin', '#O‘zbekiston', 'O', 'Uzbek, U+2018 instead of the letter U+02BB'),
  ('Latin', '#Berlin· #a··b #·c #sea · sun', 'Berlin a sea', 'middle dot as a separator'),
  ('Latin', '#sea～sun #sea・sun #sea〜', 'sea sea sea', 'joiners of Japanese'),
  ('Latin', '#co' || e'\u2010' || 'op', 'co', 'U+2010 belongs to no script'),
  ('Greek', '#καλημέρα·κόσμε', 'καλημέρα', 'ano teleia, a semicolon; NFC of U+0387'),
  ('Japanese', '#東京～大阪', '東京', 'range, as in timetables'),
  ('Japanese', '#おはよう～ #おはよう・ #ん・・ん', 'おはよう おはよう ん', 'long sound at the end'),
  ('Japanese', '#鬼滅の刃。 #鬼滅の刃」', '鬼滅の刃 鬼滅の刃', 'JIS X 4051, punctuation'),
  ('Japanese', '#同上〃', '同上', 'U+3003 of twitter-text repeats the line above'),
  ('Japanese', '#O・ヘンリー', 'O', 'a Latin letter before the middle dot'),
  ('Chinese', '#北京—上海 #红楼梦》', '北京 红楼梦', 'GB/T 15834-2011, 连接号 and 书名号'),
  ('Hangul', '#3·1절 #세종대왕·', '세종대왕', 'date; the dot joins letters only'),
  ('Cyrillic', '''#море'' #море’', 'море море', 'quotation marks'),
  ('Cyrillic', '#море-океан «#море»', 'море море', 'Russian, hyphen and quotation marks'),
  ('Hebrew', '"#שלום" #שלום״ #שלום־', 'שלום שלום שלום', 'quotation marks'),
  ('Hebrew', '#ב׳·alice', 'ב׳', 'the geresh belongs to the letter, which is not Latin'),
  ('Hebrew', '#a"ב #ב"a', 'a ב', 'a Latin letter on one side'),
  ('Tibetan', '#བོད་ #བོད།', 'བོད བོད', 'syllable dot at the end of a line'),
  ('Armenian', '#Հայաստան։ #Հայաստան՞', 'Հայաստան Հայաստան', 'full stop; mark at the end'),
  ('Arabic', '#مرحبا، #الله؟ #پاکستان۔', 'مرحبا الله پاکستان', 'comma, question mark, full stop'),
  ('Devanagari', '#भारत॥', 'भारत', 'double danda'),
  ('Ethiopic', '#አማርኛ፡ቋንቋ', 'አማርኛ', 'the sign ፡ separates words'),
  ('Khmer', '#ភាសាខ្មែរ។', 'ភាសាខ្មែរ', 'full stop'),
  ('Myanmar', '#မြန်မာ၊', 'မြန်မာ', 'comma'),
  ('Mongolian', '#ᠮᠣᠩᠭᠣᠯ᠂', 'ᠮᠣᠩᠭᠣᠯ', 'comma');

select is_empty(
  $$select script, written, expected, pg_temp.tags(written), source from examples
    where pg_temp.tags(written) <> expected$$,
  'a joiner that is not between two letters of its script ends the hashtag, as punctuation does');

select * from finish();
rollback;
