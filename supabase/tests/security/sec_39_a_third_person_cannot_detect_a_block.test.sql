begin;
select plan(3);
select social_private.set_direct_table_access('everybody');
update social_private.config set
  directory_visibility = 'everybody', likes_visibility = 'everybody';
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory']) as name;
select social_tests.post(name, name || ' post')
from unnest(array['alice', 'bob', 'mallory']) as name;
select social_tests.like(a, b || ' post'), social_tests.comment(a, b || ' post', a || ' to ' || b)
from (values ('bob', 'mallory'), ('alice', 'mallory'), ('mallory', 'alice')) as pairs (a, b);

-- Returns everything that a third person can read about alice and bob, as one text.
create function pg_temp.everything() returns text language plpgsql as $$
declare
  read text;
  reading text := '';
begin
  foreach read in array array[
    'profiles', 'profile_counts', 'follows', 'posts', 'post_counts', 'likes', 'comments',
    'comment_counts', 'profile(social_tests.id(''alice''))', 'profile(social_tests.id(''bob''))',
    'post(social_tests.post_id(''alice post''))', 'post(social_tests.post_id(''bob post''))',
    'post_comments(social_tests.post_id(''alice post''))',
    'post_comments(social_tests.post_id(''mallory post''))',
    'post_likers(social_tests.post_id(''mallory post''))', 'profile_search()'
  ] loop
    execute format(
      'select concat(%L, count(*), string_agg(r::text, '','' order by r::text)) from social.%s r',
      reading, read) into reading;
  end loop;
  return reading;
end;
$$;
create temp table before (reading text);
grant all on before to anon, authenticated;

select social_tests.act_as('mallory');
insert into before select pg_temp.everything();
select social_tests.block('alice', 'bob');
select is(
  pg_temp.everything(), (select reading from before),
  'SEC-39 a third person reads the same data before and after a block that hides no comment');
select social_tests.act_as_operator();
truncate before;
select social_tests.act_as_anon();
insert into before select pg_temp.everything();
select social_tests.act_as_operator();
delete from social_private.blocks;
select social_tests.act_as_anon();
select is(
  pg_temp.everything(), (select reading from before),
  'SEC-39 an anonymous caller reads exactly the same data before and after an unblock');
select social_tests.act_as('alice');
select set_eq(
  $$select username from social.post_likers(social_tests.post_id('mallory post'))$$,
  array['alice', 'bob'],
  'SEC-39 the blocker and the blocked person are still listed as likers of another post');

select * from finish();
rollback;
