begin;
select plan(11);
select social_tests.person(name) from unnest(array['mona', 'alice', 'bob', 'mallory']) as name;
select social_tests.staff('mona');
update social.profiles set created_at = now() - interval '40 days';
select social_tests.insert_user(
  'late@example.com', '{"social_username": "late"}', is_confirmed => false);
insert into social.posts (id, author_id, caption, visibility, created_at)
select social_private.uuid_v7(at), social_tests.id('alice'), 'old', 'public', at
from (select now() - interval '2 days') as earlier (at);
select social_tests.post('alice', 'new');
select social_tests.post('alice', 'gone');
select social_tests.comment('bob', 'new', 'hello');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('new'));
select social.like_comment(social_tests.comment_id('hello'));
select social.report_post(social_tests.post_id('new'), 'spam');
select social_tests.act_as('alice');
select social.delete_post(social_tests.post_id('gone'));
select social_tests.act_as_operator();
insert into storage.objects (bucket_id, name, metadata)
values ('social-media', 'a/b.jpg', '{"size": 70}'), ('social-avatars', 'a/c.jpg', '{"size": 5}'),
  ('social-media', 'a/d.jpg', null);
insert into storage.buckets (id, name) values ('other', 'other');
insert into storage.objects (bucket_id, name, metadata) values ('other', 'e', '{"size": 900}');
select set_config('my.today', (now() at time zone 'UTC')::date::text, true);

select social_tests.act_as('mona');
select results_eq('select * from social.statistics(3)',
  $$
    select current_setting('my.today')::date + shift, people, posts, comments, likes, reports, bytes
    from (values (-2, 0, 1, 0, 0, 0, 0::bigint), (-1, 0, 0, 0, 0, 0, 0), (0, 0, 2, 1, 2, 1, 75))
      as days (shift, people, posts, comments, likes, reports, bytes)
  $$,
  'each day has its numbers, and a day without anything has zeros');
select is((select count(*) from social.statistics()), 30::bigint, 'the default is 30 days');
select is((select sum(person_count) from social.statistics(90)), 4::bigint,
  'people count on the day of their sign-up, and unconfirmed accounts do not count');
select results_eq('select day from social.statistics(1)',
  $$select current_setting('my.today')::date$$, 'one day is today');
select is((select count(distinct day) from social.statistics(90)), 90::bigint, '90 days are allowed');
select throws_ok(format('select social.statistics(%L)', days), 'PT422', 'days_invalid',
  coalesce(days::text, 'null') || ' days are refused')
from unnest(array[0, 91, -1, null]) as days;
select social_tests.act_as('mallory');
select throws_ok('select social.statistics()', 'PT403', 'not_staff', 'only staff see statistics');
select social_tests.act_as_anon();
select throws_ok('select social.statistics()', 'PT401', 'not_signed_in',
  'nobody sees statistics without a login');

select * from finish();
rollback;
