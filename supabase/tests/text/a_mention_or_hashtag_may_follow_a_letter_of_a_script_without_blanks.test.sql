begin;
select plan(2);
create function pg_temp.found(written text) returns text language sql return concat_ws(' ',
  (select string_agg('#' || display, ' ' order by "start")
    from social_private.find_hashtags(found.written)),
  (select string_agg('@' || username, ' ' order by "start")
    from social_private.find_mentions(found.written)));

select is_empty(
  $$
    select written, expected, pg_temp.found(written) from (values
      ('こんにちは@annaさん', '@anna'), ('今日は#夕焼け', '#夕焼け'), ('@anna、@bob。', '@anna @bob'),
      ('カメラ@anna ﾊﾟｰﾃｨｰ@bob', '@anna @bob'), ('你好@anna你好#世界', '#世界 @anna'),
      ('二〇二四年#元旦', '#元旦'), ('ㄅㄆㄇ@anna', '@anna'), ('ꆈꌠ@anna', '@anna'),
      ('สวัสดี@anna วันนี้#ทะเล', '#ทะเล @anna'), ('ສະບາຍດີ@anna#ລາວ', '@anna'),
      ('ສະບາຍດີ#ລາວ', '#ລາວ'), ('សួស្តី@anna សួស្តី#កម្ពុជា', '#កម្ពុជា @anna'),
      ('ဒီနေ့#ရန်ကုန် ဒီနေ့@anna', '#ရန်ကုန် @anna'), ('བཀྲ་ཤིས@anna', '@anna'),
      (e'か\u3099@anna', '@anna'), ('#今日は@anna', '#今日は @anna'), ('ᥖᥭᥰ@anna', '@anna')
    ) as examples (written, expected)
    where pg_temp.found(written) <> expected
  $$,
  'a mention or hashtag begins directly after a letter of Chinese, Japanese, Thai and the like');
select is_empty(
  $$
    select written, pg_temp.found(written) from (values
      ('안녕@anna 서울#바다'), ('я@anna я#море'), ('é@anna é#a'), ('नमस्ते@anna नमस्ते#भारत'),
      ('مرحبا@anna مرحبا#بحر'), ('שלום@anna שלום#ים'), ('日1@anna'), ('日_@anna'),
      ('日/@anna'), ('日本x@anna'), ('https://例え.jp/今日は#夕焼け'), ('日&#x3042;'), ('ხმა@anna'),
      ('አማርኛ@anna አማርኛ#ቡና')
    ) as examples (written)
    where pg_temp.found(written) <> ''
  $$,
  'no mention or hashtag begins directly after a letter of other scripts, a digit or a URL');

select * from finish();
rollback;
