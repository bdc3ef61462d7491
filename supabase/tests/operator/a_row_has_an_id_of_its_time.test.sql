begin;
select plan(15);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.act_as_operator();

create function pg_temp.insert_post(id uuid, at timestamptz) returns text language sql as $$
  select left(social_tests.outcome(format(
    'insert into social.posts (id, author_id, caption, visibility, created_at)
    values (%L, %L, ''by hand'', ''public'', %L)',
    insert_post.id, social_tests.id('alice'), insert_post.at)), 21)
$$;
create function pg_temp.insert_comment(id uuid, at timestamptz) returns text language sql as $$
  select left(social_tests.outcome(format(
    'insert into social.comments (id, post_id, author_id, body, created_at)
    values (%L, %L, %L, ''by hand'', %L)',
    insert_comment.id, social_tests.post_id('sunrise'), social_tests.id('bob'), insert_comment.at
  )), 21)
$$;

create temp view refused (what, id, at) as values
  ('a version 4 id', gen_random_uuid(), now()),
  ('a version 1 id', '01a22d90-f1f5-13e7-97eb-c3f74f373caa'::uuid, '2026-11-30 17:46:00+00'),
  ('the nil id', '00000000-0000-0000-0000-000000000000', now()),
  ('the largest id', 'ffffffff-ffff-7fff-bfff-ffffffffffff', now()),
  ('a new id and an old time', social_private.uuid_v7(), now() - interval '2 hours'),
  ('an old id and a new time', social_private.uuid_v7(now() - interval '2 hours'), now()),
  ('a new id and a future time', social_private.uuid_v7(), now() + interval '2 hours'),
  ('a future id and time', social_private.uuid_v7(now() + interval '1 day'), now() + interval '1 day');
create temp view accepted (what, id, at) as values
  ('a new id', social_private.uuid_v7(), now()),
  ('an id of an old time', social.uuid_v7('2019-03-04 05:06:07.891234+00'),
    '2019-03-04 05:06:07.891234+00'::timestamptz),
  ('an id of a clock that is a little late', social.uuid_v7(now() - interval '20 seconds'), now());

select is_empty(
  $$select what, pg_temp.insert_post(id, at) from refused
    where pg_temp.insert_post(id, at) <> 'PT422 id_not_in_order'$$,
  'a post with an id of another version or time is refused');
select is_empty(
  $$select what, pg_temp.insert_comment(id, at) from refused
    where pg_temp.insert_comment(id, at) <> 'PT422 id_not_in_order'$$,
  'a comment with an id of another version or time is refused');
select is_empty(
  $$select what from accepted where pg_temp.insert_post(id, at) <> '1 rows'$$,
  'a post with an id of its time is accepted');
select is_empty(
  $$select what from accepted where pg_temp.insert_comment(id, at) <> '1 rows'$$,
  'a comment with an id of its time is accepted');
select matches(
  social_tests.outcome(format(
    'insert into social.posts (author_id, caption, visibility, created_at)
    values (%L, ''old'', ''public'', ''2020-01-01'')', social_tests.id('alice'))),
  'Insert the id social\.uuid_v7\(created_at\)', 'the hint contains the recipe');
select matches(
  social_tests.outcome(format(
    'insert into social.posts (id, author_id, visibility) values (%L, %L, ''public'')
    on conflict (id) do update set visibility = excluded.visibility',
    gen_random_uuid(), social_tests.id('alice'))),
  'id_not_in_order', 'an upsert is checked, too');
select matches(
  social_tests.outcome('update social.posts set created_at = created_at - interval ''1 day'''),
  'id_not_in_order', 'a time that does not fit the id is refused');
select matches(
  social_tests.outcome('update social.comments set body = ''x'', created_at = ''2000-01-01'''),
  'id_not_in_order', 'this also holds for the time of a comment');
select matches(
  social_tests.outcome(format(
    'insert into social.post_edits (post_id, alt_texts, replaced_at) values (%L, ''{}'', ''2020-01-01'')',
    social_tests.post_id('sunrise'))),
  'id_not_in_order.*uuid_v7\(replaced_at\)', 'an earlier version has an id of its time');
select matches(
  social_tests.outcome(format(
    'insert into social_private.reports (id, target_kind, target_id, subject_id, reason, snapshot)
    values (%L, ''post'', %L, %L, ''spam'', ''{}'')',
    gen_random_uuid(), social_tests.post_id('sunrise'), social_tests.id('alice'))),
  'id_not_in_order', 'a report has an id of its time');

select ok(
  social_private.is_id_of(social_private.uuid_v7(now() + interval '30 seconds'), now()),
  'a row of a statement that takes a while in a transaction is accepted');

create temp table old_posts as
select 'old ' || n as caption, now() - n * interval '1 day' as created_at
from generate_series(1, 300) as n order by random();
insert into social.posts (id, author_id, caption, visibility, created_at)
select social.uuid_v7(created_at), social_tests.id('alice'), caption, 'public', created_at
from old_posts;
select results_eq(
  'select caption from social.posts where caption ~ ''^old'' order by id desc',
  'select caption from old_posts order by created_at desc',
  'the recipe sorts many posts by their times');

select social_tests.act_as('bob');
select throws_ok('select social.uuid_v7()', '42501', null, 'a person cannot call uuid_v7');
select social_tests.act_as_anon();
select throws_ok('select social.uuid_v7()', '42501', null, 'an anonymous caller cannot call uuid_v7');
select social_tests.act_as_operator();
set local role service_role;
select lives_ok('select social.uuid_v7(now())', 'the secret key can call uuid_v7');
reset role;

select * from finish();
rollback;
