begin;
select plan(9);
select social_tests.person(name)
from unnest(array['anna', 'annabel', 'annika', 'hannah', 'joanna', 'bob', 'peter']) as name;
update social.profiles set display_name = 'Anna Müller' where username = 'bob';
update social.profiles set display_name = 'Peter Pan' where username = 'peter';

select social_tests.act_as('peter');
select is(
  (select array_agg(username) from social.profile_search('anna', page_size => 2)),
  array['anna', 'annabel'], 'usernames that begin with the query come first');
select is(
  (select array_agg(username) from social.profile_search('anna')),
  (select array_agg(username) from social.profile_search('@ANNA')),
  'a query in upper case with a leading @ finds the same people as the plain query');
select ok(
  (select 'bob' = any (array_agg(username)) from social.profile_search('anna')),
  'a search finds a person whose display name contains the query');
select ok(
  (select 'bob' = any (array_agg(username)) from social.profile_search('müller')),
  'a search finds a display name with non-ASCII letters');
select ok(
  (select not 'peter' = any (array_agg(username)) from social.profile_search('anna')),
  'a search does not find a person whose names do not match the query');
select ok(
  (select 'annabel' = any (array_agg(username)) from social.profile_search('anabel')),
  'a search finds a person when the query has one typo');
select is(
  social_tests.walk('select username as item, cursor from social.profile_search(''anna'', %L, 1)'),
  (select array_agg(username) from social.profile_search('anna')),
  'the pages of a search contain each person once, in the order of the whole list');
select is_empty('select * from social.profile_search(''qqqq'')',
  'a search without a match returns no row');
select throws_ok(
  format('select social.profile_search(%L)', repeat('x', 101)), 'PT422', 'query_too_long',
  'a query of 101 characters is rejected');

select * from finish();
rollback;
