begin;
select plan(7);
select social_tests.person(name)
from unnest(array['dora', 'alice', 'a.b', 'carol', 'bob', 'a_c', 'b52', 'zoe']) as name;

update social_private.config set directory_visibility = 'everybody';
select social_tests.act_as_anon();
select is(
  (select array_agg(username) from social.profile_search()),
  array['a.b', 'a_c', 'alice', 'b52', 'bob', 'carol', 'dora', 'zoe'],
  'a search without a query lists everybody in order of username');
select is(
  (select array_agg(username) from social.profile_search('  @ ')),
  (select array_agg(username) from social.profile_search()),
  'a search with an empty query lists the same people as a search without a query');
select is(
  social_tests.walk('select username as item, cursor from social.profile_search(null, %L, 3)'),
  array['a.b', 'a_c', 'alice', 'b52', 'bob', 'carol', 'dora', 'zoe'],
  'the pages of a search without a query contain each person once');
select set_config('my.cursor', (
  select cursor from social.profile_search(null, null, 3) where username = 'alice'), true);
select social_tests.act_as_operator();
delete from auth.users where id in (social_tests.id('alice'), social_tests.id('bob'));
select social_tests.person('adam');
select social_tests.person('bertha');
select social_tests.act_as('carol');
select is(
  (select array_agg(username) from social.profile_search(null, current_setting('my.cursor'), 3)),
  array['b52', 'bertha', 'carol'],
  'a cursor stays valid after the person of its row is deleted');
select is(
  (select (id, username, display_name, avatar_path, is_private, follow_state,
      followed_by_state)::text from social.profile_search('dora')),
  format('(%s,dora,,,f,,)', social_tests.id('dora')),
  'a row of a search contains the profile card of the person');
select social.follow_profile(social_tests.id('dora'));
select is(
  (select follow_state from social.profile_search('dora')), 'accepted',
  'a row of a search shows that the caller follows the person');
select is_empty(
  $$select * from social.profile_search(null, (
    select cursor from social.profile_search() where username = 'zoe'))$$,
  'the page after the cursor of the last row is empty');

select * from finish();
rollback;
