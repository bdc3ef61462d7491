begin;
select plan(4);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.follow('bob', 'alice');
select social_tests.post('alice', 'gone');
select social_tests.post('alice', 'there');
select social_tests.comment('bob', 'gone', 'his');
select social_tests.like('bob', 'gone');
create temp table calls as
select * from social_tests.calls(
  social_tests.id('alice'), social_tests.post_id('gone'), social_tests.comment_id('his'))
where statement ~ social_tests.post_id('gone')::text
  or statement ~ social_tests.comment_id('his')::text;
create temp table nowhere as
select name, replace(replace(statement, social_tests.post_id('gone')::text, gen_random_uuid()::text),
  social_tests.comment_id('his')::text, gen_random_uuid()::text) as statement
from calls;
grant select on calls, nowhere to authenticated;
update social.posts set deleted_at = now() where caption = 'gone';

select cmp_ok((select count(*) from calls), '>', 25::bigint,
  'SEC-62 the test covers more than 25 functions');
create function pg_temp.tells() returns setof text language sql as $$
  select calls.name || ': ' || social_tests.outcome(calls.statement)
  from calls join nowhere using (name)
  -- The author of the post can restore it. The author of the comment can delete it (SEC-79).
  where calls.name not in ('restore_post', 'delete_comment')
    and social_tests.outcome(calls.statement) <> social_tests.outcome(nowhere.statement)
$$;
select social_tests.act_as('bob');
select is_empty('select pg_temp.tells()',
  'SEC-62 every function gives other people the same answer for deleted and missing posts');
select social_tests.act_as('alice');
select is_empty('select pg_temp.tells()',
  'SEC-62 every function gives the author the same answer for deleted and missing posts');
select is_empty(
  $$
    select caption from social.posts where caption = 'gone'
    union all select body from social.comments
    union all select post_id::text from social.likes
    union all select post_id::text from social.post_counts
      where post_id not in (select id from social.posts)
  $$,
  'SEC-62 no table shows a deleted post, its comments, likes or counts');

select * from finish();
rollback;
