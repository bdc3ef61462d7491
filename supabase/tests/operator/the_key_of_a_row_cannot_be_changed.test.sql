begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.post('alice', 'sunset');
select social_tests.comment('bob', 'sunrise', 'hello');
select social_tests.comment('bob', 'sunset', 'bye');
select social_tests.like('bob', 'sunrise');
select social_tests.follow('bob', 'alice');
insert into social.post_media (post_id, position, path, mime_type, width, height)
values (social_tests.post_id('sunrise'), 0, 'a.jpg', 'image/jpeg', 800, 600);

-- Every column of a primary key or foreign key, apart from columns that say no person or content.
create temp view keys as
select conrelid::regclass::text as name, attname::text as key, conrelid, attnum
from pg_constraint
cross join unnest(conkey) as number
join pg_attribute on attrelid = conrelid and attnum = number
where contype in ('p', 'f')
  and connamespace in ('social'::regnamespace, 'social_private'::regnamespace)
  and (select relpersistence from pg_class where pg_class.oid = conrelid) = 'p'
  and attname not in ('is_only_row', 'changed_at', 'added_at', 'position', 'skeleton_hash')
  and conrelid::regclass::text not in (
    -- These tables have triggers of their own, or any change of a row is harmless.
    'social_private.audit_log', 'social_private.reports', 'social_private.reserved_usernames',
    'social_private.explore_pool', 'social_private.failed_work', 'social_private.popular_profiles',
    'social_private.trends', 'social_private.worker_runs', 'social_private.erasures',
    'social_private.acting_calls', 'social_private.class_limits', 'social_private.limit_classes')
  and attname <> 'limit_class';

select social_tests.act_as_operator();
select is_empty(
  $$
    select name, key from keys
    where not exists (
      select from pg_trigger
      where tgrelid = conrelid and attnum = any (tgattr)
        and tgfoid = 'social_private.tg_refuse_key_change'::regproc
    )
    group by 1, 2
  $$,
  'a trigger protects every key column');
select cmp_ok((select count(*) from keys), '>=', 80::bigint, 'the test finds at least 80 keys');

create function pg_temp.refusal(statement text) returns text language sql as $$
  select left(social_tests.outcome(format(
    statement, social_tests.id('carol'), social_tests.post_id('sunset'))), 19)
$$;
select is_empty(
  $$
    select statement, pg_temp.refusal(statement) from unnest(array[
      'update social.posts set author_id = %1$L',
      'update social.posts set caption = ''x'', author_id = %1$L where caption = ''sunrise''',
      'update social.posts set id = social_private.uuid_v7()',
      'update social.comments set author_id = %1$L',
      'update social.comments set post_id = %2$L',
      'update social.comments set parent_id = id, root_id = id',
      'update social.comments set depth = 3',
      'update social.likes set user_id = %1$L',
      'update social.likes set post_id = %2$L',
      'update social.follows set follower_id = %1$L',
      'update social.follows set followee_id = %1$L',
      'update social.post_media set post_id = %2$L',
      'update social.post_media set path = ''b.jpg''',
      'update social.post_media set medium_path = ''b.jpg''',
      'update social.post_media set thumbnail_path = ''b.jpg''',
      'update social.profiles set id = gen_random_uuid()',
      'update social_private.post_counters set slot = 100'
    ]) as statement
    where pg_temp.refusal(statement) <> 'PT409 key_is_fixed '
  $$,
  'a changed key is refused');
select matches(
  social_tests.outcome(format(
    'insert into social.posts as old (id, author_id, visibility) values (%1$L, %2$L, ''public'')
    on conflict (id) do update set author_id = excluded.author_id',
    social_tests.post_id('sunrise'), social_tests.id('carol'))),
  '^PT409 key_is_fixed .*merge_profiles', 'an upsert that changes the author is refused');
select is(
  social_tests.outcome(format(
    'insert into social.posts as old (id, author_id, visibility, caption)
    values (%1$L, %2$L, ''public'', ''dawn'')
    on conflict (id) do update set author_id = excluded.author_id, caption = excluded.caption',
    social_tests.post_id('sunrise'), social_tests.id('alice'))),
  '1 rows', 'an upsert with the same author succeeds');
select is(
  social_tests.outcome('update social.posts set author_id = author_id, caption = ''x'''), '2 rows',
  'a form that sends every column succeeds');
select is(
  social_tests.outcome('update social.comments set author_id = null, body = null,
    deleted_at = now(), deleted_by = ''staff'' where body = ''bye'''),
  '1 rows', 'a permanent deletion clears the author of a comment');
select matches(
  social_tests.outcome(format(
    'update social.comments set author_id = %1$L, body = ''x'' where body is null',
    social_tests.id('carol'))),
  '^PT409 key_is_fixed ', 'a comment that lost its author gets no other author');
set local social.is_moving_rows = on;
select is(
  social_tests.outcome(format('update social.likes set user_id = %L', social_tests.id('carol'))),
  '1 rows', 'a function that moves rows may change keys');

select * from finish();
rollback;
