begin;
select plan(7);
create function pg_temp.wrong(expectations text[])
  returns table (written text, expected text, tags text) language sql as $$
  select each[1], each[2], tags
  from generate_subscripts(wrong.expectations, 1) as i,
  lateral (select array[wrong.expectations[i][1], wrong.expectations[i][2]] as each) as pair,
  lateral (
    select coalesce(string_agg(display, ' ' order by "start"), '') as tags
    from social_private.find_hashtags(each[1])
  ) as actual
  where tags <> each[2]
$$;

select is_empty($$select * from pg_temp.wrong(array[
  ['#Sea', 'Sea'], ['(#sea), #sun.', 'sea sun'], ['#go_to', 'go_to'], ['#_a', '_a'],
  ['#1st #2024a', '1st 2024a'], ['#ТАГ', 'ТАГ'], ['#日本語', '日本語'], ['＃タグ', 'タグ'],
  ['#한국어', '한국어'], ['#नमस्ते', 'नमस्ते'], ['#สวัสดี', 'สวัสดี'], ['#مرحبا', 'مرحبا'],
  ['#שָׁלוֹם', 'שָׁלוֹם'], ['#ﬁ', 'ﬁ'], ['#Ｔag', 'Ｔag'], ['#𞤆𞤵𞤤𞤢𞤪', '𞤆𞤵𞤤𞤢𞤪'],
  [e'#می\u200cخواهم', e'می\u200cخواهم'], [e'#sea\u200d', 'sea'], ['#sea🌊', 'sea']
])$$, 'a hashtag may have letters, marks and digits of every script, underscores and joiners');
select is_empty($$select * from pg_temp.wrong(array[
  ['#123', ''], ['#_', ''], ['#', ''], ['# sea', ''], ['#-', ''], ['#️⃣sea', ''], ['#🌊', ''],
  [e'#\u0301', ''], [e'#\u037a', '']
])$$, 'a hashtag needs a letter and cannot begin with a combining mark');
select is_empty($$select * from pg_temp.wrong(array[
  ['#a#b', 'a b'], ['#a＃b', 'a b'], ['##sea', 'sea'], ['#1#b', 'b'], ['C#sharp', ''],
  ['é#a', ''], [e'\u0915\u093f#a', ''], ['a@b.c#d', ''], ['x#a#b', '']
])$$, 'a # begins a hashtag directly after another hashtag, but not directly after a word');
select is_empty($$select * from pg_temp.wrong(array[
  ['https://example.com/#top', ''], ['https://example.com/a-#top', ''], ['/#/path', ''],
  ['HTTP://example.com/(#top)', ''], ['www.example.com/a-#top #sea', 'sea'], ['?q=#sea', ''],
  ['see https://example.com/x. #sea', 'sea'], ['https://example.com/#-#sea', ''], ['#https://example.com', ''],
  ['&#123; &#x1F600; &#amp;', ''], ['R&B #sea', 'sea']
])$$, 'a # inside a URL or a character entity does not begin a hashtag');
select is_empty($$select * from pg_temp.wrong(array[
  ['#' || repeat('é', 100), repeat('é', 100)], ['#' || repeat('x', 101), ''],
  ['#' || repeat('ﷺ', 10), ''], ['#' || repeat('x', 101) || ' #sea', 'sea']
])$$, 'a hashtag has at most 100 characters, both as written and in its normalized form');
select is_empty(
  'select * from social_private.find_hashtags(null)', 'find_hashtags finds no hashtag in null');

select results_eq(
  $$
    select display, hashtag from social_private.find_hashtags('é@bob_x 日#Çא״ב ' collate "C")
    union all select username, null from social_private.find_mentions('日@bob_x' collate "und-x-icu")
  $$,
  $$values ('Çא״ב', 'cא״ב'), ('bob_x', null)$$,
  'the collation of a text changes nothing');

select * from finish();
rollback;
