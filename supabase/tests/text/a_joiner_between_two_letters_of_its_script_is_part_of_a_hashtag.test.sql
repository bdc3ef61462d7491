begin;
select plan(3);
create function pg_temp.tags(written text) returns text language sql return (
  select coalesce(string_agg(display, ' ' order by "start"), '')
  from social_private.find_hashtags(tags.written)
);
-- Each row is a hashtag in a text, the hashtag as found, and the source of the spelling.
create temp table examples (script text, written text, expected text, source text);
insert into examples values
  ('Japanese', '#ぼっち・ざ・ろっく！', 'ぼっち・ざ・ろっく', 'title of a TV series, 2022'),
  ('Japanese', '#トロピカル～ジュ！プリキュア', 'トロピカル～ジュ', 'title of a TV series, 2021'),
  ('Japanese', '#トロピカル〜ジュ！プリキュア', 'トロピカル〜ジュ', 'the same, as macOS writes it'),
  ('Japanese', '#レオナルド・ダ・ヴィンチ', 'レオナルド・ダ・ヴィンチ', 'Wikipedia, ja'),
  ('Japanese', '#機動戦士ガンダム・水星の魔女', '機動戦士ガンダム・水星の魔女', 'title of a TV series, 2022'),
  ('Japanese', '#ジャン゠リュック・ゴダール', 'ジャン゠リュック・ゴダール', 'JIS X 0213, U+30A0'),
  ('Japanese', '#ﾚｵﾅﾙﾄﾞ･ﾀﾞ･ｳﾞｨﾝﾁ', 'ﾚｵﾅﾙﾄﾞ･ﾀﾞ･ｳﾞｨﾝﾁ', 'JIS X 0201, half-width'),
  ('Japanese', '#あ゛・あ゛〜あ', 'あ゛・あ゛〜あ', 'sound marks before joiners'),
  ('Japanese', '#あ゛あ゛ぁ', 'あ゛あ゛ぁ', 'spelling of shouts in manga'),
  ('Japanese', '#ドラゴンクエストⅪ発売', 'ドラゴンクエストⅪ発売', 'title of a game, 2017'),
  ('Chinese', '#列奥纳多·达·芬奇。', '列奥纳多·达·芬奇', 'GB/T 15834-2011, 间隔号'),
  ('Chinese', '#阿諾‧史瓦辛格', '阿諾‧史瓦辛格', 'Taiwan, 重訂標點符號手冊, 音界號'),
  ('Chinese', '#二〇二四年', '二〇二四年', 'GB/T 15835-2011, 〇'),
  ('Hangul', '#한·중·일 정상회의', '한·중·일', '한글 맞춤법, 부록, 가운뎃점'),
  ('Latin', '#col·laboració', 'col·laboració', 'Catalan, DIEC2'),
  ('Latin', '#Paral·lel, Barcelona', 'Paral·lel', 'Catalan, avenue in Barcelona'),
  ('Latin', '#novel·la.', 'novel·la', 'Catalan, DIEC2'),
  ('Latin', '#des·har', 'des·har', 'Gascon, Congrès permanent de la lenga occitana'),
  ('Latin', '#étudiant·e·s', 'étudiant·e·s', 'French, guide of the Haut Conseil à l''Égalité, 2015'),
  ('Latin', '#Hawaiʻi', 'Hawaiʻi', 'Hawaiian, U+02BB is a letter'),
  ('Cyrillic', '#п’ять', 'п’ять', 'Український правопис, 2019, § 7'),
  ('Cyrillic', '#Кам''янець', 'Кам''янець', 'Ukrainian, name of a city'),
  ('Cyrillic', '#здоровʼя', 'здоровʼя', 'Ukrainian, U+02BC is a letter'),
  ('Cyrillic', '#сям’я', 'сям’я', 'Belarusian, Правілы, 2008, § 24'),
  ('Hebrew', '#צה״ל', 'צה״ל', 'Academy of the Hebrew Language, acronyms'),
  ('Hebrew', '#צה"ל', 'צה"ל', 'the same on most keyboards; UAX #29, WB7b'),
  ('Hebrew', '#ג׳ירפה', 'ג׳ירפה', 'Wikipedia, he'),
  ('Hebrew', '#צ''ילי', 'צ''ילי', 'Chile, on most keyboards; UAX #29, WB7a'),
  ('Hebrew', '#סנדוויץ׳, בבקשה', 'סנדוויץ׳', 'UAX #31, table 3b; RFC 5892, A.5'),
  ('Hebrew', '#ג׳ו־ג׳ו #ג׳־ו', 'ג׳ו־ג׳ו ג׳־ו', 'geresh before and after a maqaf'),
  ('Hebrew', '#תל־אביב', 'תל־אביב', 'Wikipedia, he, maqaf'),
  ('Tibetan', '#བོད་ཡིག', 'བོད་ཡིག', 'name of the Tibetan script'),
  ('Tibetan', '#རྫོང་ཁ', 'རྫོང་ཁ', 'name of the language Dzongkha'),
  ('Tibetan', '#བཀྲ་ཤིས་བདེ་ལེགས།', 'བཀྲ་ཤིས་བདེ་ལེགས', 'greeting; ends before the sign shad'),
  ('Armenian', '#ինչո՞ւ', 'ինչո՞ւ', '"why", question mark on the last vowel'),
  ('Armenian', '#հայ֊անգլերեն', 'հայ֊անգլերեն', 'UAX #31, table 3a, U+058A'),
  ('Mongolian', e'#ᠬᠠᠷ\u180eᠠ', e'ᠬᠠᠷ\u180eᠠ', 'The Unicode Standard, 13.5, vowel separator'),
  ('Mongolian', e'#ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ', e'ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ', 'The Unicode Standard, 13.5, suffix'),
  ('Arabic', e'#می\u200cخواهم', e'می\u200cخواهم', 'Persian; UAX #31, A1'),
  ('Arabic', '#جمـــعة', 'جمـــعة', 'the tatweel is a letter in Unicode'),
  ('Sinhala', e'#ශ\u0dca\u200dරී', e'ශ\u0dca\u200dරී', 'Sri Lanka; UAX #31, B'),
  ('Malayalam', e'#അവന\u0d4d\u200d!', e'അവന\u0d4d\u200d', 'letter chillu as before Unicode 5.1'),
  ('Devanagari', '#नमस्ते।', 'नमस्ते', 'Hindi greeting; ends before the danda'),
  ('Thai', '#กรุงเทพฯ', 'กรุงเทพฯ', 'Bangkok, as Thai people abbreviate it'),
  ('Thai', '#อื่นๆ', 'อื่นๆ', 'Royal Society dictionary'),
  ('Tifinagh', '#ⵜⴰⵎⴰⵣⵉⵖⵜ', 'ⵜⴰⵎⴰⵣⵉⵖⵜ', 'name of a language'),
  ('Cherokee', '#ᏣᎳᎩ', 'ᏣᎳᎩ', 'name of a language'),
  ('Nko', '#ߒߞߏ', 'ߒߞߏ', 'name of a script'),
  ('Georgian', '#საქართველო', 'საქართველო', 'name of a country');

select is_empty(
  $$select script, written, expected, pg_temp.tags(written), source from examples
    where pg_temp.tags(written) <> expected$$,
  'a hashtag contains the joiners between two letters of their script');
select is_empty(
  $$
    select a, b from (values
      ('トロピカル～ジュ', 'トロピカル〜ジュ'), ('ﾚｵﾅﾙﾄﾞ･ﾀﾞ･ｳﾞｨﾝﾁ', 'レオナルド・ダ・ヴィンチ'),
      ('צה״ל', 'צה"ל'), ('צ׳ילי', 'צ''ילי'), ('п’ять', 'п''ять'), ('п’ять', 'пʼять'),
      ('coŀlaboració', 'COL·LABORACIO'), ('ドラゴンクエストⅪ', 'ドラゴンクエストXI'), ('か゛', 'が'),
      ('ինչո՞ւ', 'ինչու'), (e'བོད\u0f0cཡིག', 'བོད་ཡིག'), (e'ᠬᠠᠷ\u180eᠠ', 'ᠬᠠᠷᠠ')
    ) as same (a, b)
    where social_private.hashtag_key(a) <> social_private.hashtag_key(b)
  $$,
  'different ways to write the same joiner make the same hashtag');
select is_empty(
  $$
    select a, b from (values
      ('トロピカル〜ジュ', 'トロピカルジュ'), ('col·laboració', 'collaboració'), ('צה״ל', 'צהל'),
      ('п’ять', 'пять'), ('བོད་ཡིག', 'བོདཡིག'), ('ぼっち・ざ・ろっく', 'ぼっちざろっく')
    ) as different (a, b)
    where social_private.hashtag_key(a) = social_private.hashtag_key(b)
  $$,
  'a hashtag with a joiner differs from the hashtag without it');

select * from finish();
rollback;
