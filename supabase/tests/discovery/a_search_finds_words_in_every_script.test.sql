begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;

create temp table cases (caption text, query text, is_found boolean);
grant select on cases to authenticated;
insert into cases values
  ('Crème brûlée at the harbour', 'creme BRULEE', true),
  ('Crème brûlée at the harbour', 'crem', false),
  ('Ο Όμηρος στην Αθήνα', 'ομηροσ αθηνα', true),
  ('Большая йога', 'БОЛЬШАЯ', true),
  ('Большая йога', 'иога', false),
  ('בוקר טוב מצה״ל', 'טוב', true),
  ('صباح الخير يا بيروت', 'بيروت', true),
  ('बेंगलुरु में हिन्दी', 'हिन्दी', true),
  ('தமிழ் வாழ்க', 'தமிழ்', true),
  ('བོད་ཡིག་སྐད', 'བོད་ཡིག', true),
  ('안녕하세요 서울', '서울', true),
  ('我在东京都看到了白鹭', '东京', true),
  ('我在东京都看到了白鹭', '东京都', true),
  ('我在东京都看到了白鹭', '京东', false),
  ('我在东京都看到了白鹭', '鹭', true),
  ('我在东京都看到了白鹭', '东都', false),
  ('東 京都', '東京', false),
  ('ｶﾞﾝﾀﾞﾑを見た', 'ガンダム', true),
  ('ぼっち・ざ・ろっく', 'ぼっち・ざ・ろっく', true),
  ('二〇二六年', '二〇二六', true),
  ('ฉันรักเมืองไทยมาก', 'เมืองไทย', true),
  ('ຂ້ອຍຮັກເມືອງລາວ', 'ເມືອງລາວ', true),
  ('ខ្ញុំស្រឡាញ់ភ្នំពេញ', 'ភ្នំពេញ', true),
  ('ကျွန်တော်မြန်မာစာ', 'မြန်မာ', true),
  ('iPhone15を買った', 'iphone15', true),
  ('iPhone15を買った', 'iphone', false),
  ('The 1️⃣ ❤️ of it', '1 of', true),
  ('soft' || U&'\00AD' || 'hyphen', 'softhyphen', true),
  ('my_new_camera', 'new camera', true),
  (repeat('a', 2100), repeat('a', 150), true),
  (repeat('海', 700), '海海海', true);
select social_tests.post('alice', caption) from cases group by caption;

create function pg_temp.finds(query text, caption text) returns boolean language sql as $$
  select exists (
    select from social.post_search(finds.query, page_size => 100) as found
    where found.caption = finds.caption)
$$;

select social_tests.act_as('bob');
select is_empty(
  'select query, caption from cases where pg_temp.finds(query, caption) <> is_found',
  'a search finds a caption exactly by its words, in every script');
select is(
  (select count(*) from social.post_search('我在东京都看到了白鹭')), 1::bigint,
  'a search finds a caption of a script without blanks by the whole caption');
select social_tests.act_as_operator();
-- The index must give the same answers as the scan of the newest posts.
select is_empty(
  $$select query, caption from cases
    where (caption in (
      select posts.caption from social.posts join social_private.post_words on post_id = posts.id
      where words @@ (social_private.parse_post_query(query)).matches)) <> is_found$$,
  'the words of a post match the same queries');
select is_empty(
  $$select query, caption from cases
    where (caption in (
      select posts.caption from social.posts join social_private.post_words on post_id = posts.id
      where words @@ (social_private.parse_post_query(query)).candidates)) < is_found$$,
  'the candidates that the index returns contain every match');

select * from finish();
rollback;
