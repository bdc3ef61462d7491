begin;
select plan(5);
-- Returns the texts for which the result of is_muted_text is not the expected one.
create function pg_temp.wrong(is_expected boolean, cases jsonb) returns setof text language sql as $$
  select word || ': ' || text
  from jsonb_each(cases) as words (word, texts), jsonb_array_elements_text(texts) as text
  where social_private.is_muted_text(
    social_private.muted_word_form(social_private.muted_word_key(word)), text)
    is distinct from is_expected
$$;

select is_empty($$select pg_temp.wrong(true, '{
    "cat": ["cat", "A Cat!", "(cat)", "no\ncat", "#cat", "the ＣＡＴ", "cat-like", "the cat''s"],
    "Red  Car": ["my red car", "RED\n\t car", "red\u00a0car", "#red car"],
    "don''t": ["I don’t", "I DON''T"], "iPhone": ["iPhone買った", "新iphone"],
    "café": ["CAFE", "cafe\u0301"], "cafe": ["Café."], "straße": ["STRASSE"], "ﬁne": ["fine"],
    "ΟΔΟΣ": ["οδός"], "İstanbul": ["istanbul"], "spoiler": ["spo\u200biler", "spoil\u00ader"],
    "צה״ל": ["צה\"ל", "#צה\"ל"], "צ\"ה": ["צ״ה"], "ג׳": ["ג''"], "ёж": ["Ёж"], "हिन्दी": ["हिन्दी में"]}')$$,
  'a word or phrase matches in any case, with and without accents, and with any blanks');
select is_empty($$select pg_temp.wrong(false, '{
    "cat": ["cats", "concat", "cat_1", "#cats", "", "c a t"], "red car": ["red cars", "redcar", "car red"],
    "iPhone": ["iPhones買った"], "й": ["и"], "ёж": ["ёжик"], "हिन": ["हिन्दी"]}')$$,
  'a word or phrase matches no part of a word, and no other letter of its script');
select is_empty($$select pg_temp.wrong(true, '{
    "c++": ["I use C++.", "c++17"], "a.b": ["A.B"], "100%": ["100% of it"], "_": ["a _ b"],
    "\\d": ["a \\D"], "(": ["a (b)"], ".*": ["a.*b"], "[a": ["x [A"], "#1": ["We are #1!"],
    "🍆": ["a🍆b"], "❤️": ["❤"], "❤": ["❤️"]}') union all select pg_temp.wrong(false, '{
    "c++": ["I use C.", "cc"], "a.b": ["axb", "a b"], "100%": ["1000"], "_": ["a", "a_b"],
    "\\d": ["5"], "(": ["a"], ".*": ["abc"], "[a": ["a"], "#1": ["1"], "a|b": ["a", "b"],
    "🍆": ["a"]}')$$,
  'every special character and emoji of a word matches only itself');
select is_empty($$select pg_temp.wrong(true, '{
    "東京": ["私は東京大学へ", "#東京大学"], "ｶﾒﾗ": ["カメラマン"], "คน": ["คนไทย"],
    "iphone買": ["新iPhone買った"], "한국": ["한국에서"]}')
  union all select pg_temp.wrong(false, '{
    "東京": ["京東", "東 京"], "iphone買": ["myiphone買った"], "한국": ["대한국"]}')$$,
  'a word of a script without blanks matches anywhere, and a Korean word before a particle');
select is_empty($$select pg_temp.wrong(true, '{
    "#cat": ["#cat", "a #Cat!", "#dog#cat", "＃ＣＡＴ"], "#Café": ["#cafe"], "#東京": ["#東京 です"]}')
  union all select pg_temp.wrong(false, '{
    "#cat": ["cat", "#cats", "a#cat", "https://example.com/#cat"], "#東京": ["東京", "#東京大学"]}')$$,
  'a hashtag matches every spelling of the hashtag and nothing else');

select * from finish();
rollback;
