begin;
select plan(7);
select social_tests.person(name)
from unnest(array['dora', 'alice', 'a.b', 'carol', 'bob', 'a_c', 'b52', 'zoe']) as name;

select social_tests.act_as_anon();
select is(
  (select array_agg(username) from social.search_profiles()),
  array['a.b', 'a_c', 'alice', 'b52', 'bob', 'carol', 'dora', 'zoe'],
  'without a query everybody is listed, by username');
select is(
  (select array_agg(username) from social.search_profiles('  @ ')),
  (select array_agg(username) from social.search_profiles()), 'an empty query is none');
select is(
  social_tests.walk('select username as item, cursor from social.search_profiles(null, %L, 3)'),
  array['a.b', 'a_c', 'alice', 'b52', 'bob', 'carol', 'dora', 'zoe'],
  'the pages hold everybody once');
select set_config('my.cursor', (
  select cursor from social.search_profiles(null, null, 3) where username = 'alice'), true);
select social_tests.act_as_operator();
delete from auth.users where id in (social_tests.id('alice'), social_tests.id('bob'));
select social_tests.person('adam');
select social_tests.person('bertha');
select social_tests.act_as('carol');
select is(
  (select array_agg(username) from social.search_profiles(null, current_setting('my.cursor'), 3)),
  array['b52', 'bertha', 'carol'],
  'after a row that is deleted the list goes on where it was');
select is(
  (select (id, username, display_name, avatar_path, is_private, follow_state,
      followed_by_state)::text from social.search_profiles('dora')),
  format('(%s,dora,,,f,,)', social_tests.id('dora')), 'a row says who it is');
select social.follow_profile(social_tests.id('dora'));
select is(
  (select follow_state from social.search_profiles('dora')), 'accepted',
  'and how you stand to each other');
select is_empty(
  $$select * from social.search_profiles(null, (
    select cursor from social.search_profiles() where username = 'zoe'))$$,
  'after the last there is nothing');

select * from finish();
rollback;
