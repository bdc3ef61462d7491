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
  'the query may have any case and a leading @');
select ok(
  (select 'bob' = any (array_agg(username)) from social.profile_search('anna')),
  'people whose display name contains the query are found');
select ok(
  (select 'bob' = any (array_agg(username)) from social.profile_search('müller')),
  'a display name with other letters than ASCII is found');
select ok(
  (select not 'peter' = any (array_agg(username)) from social.profile_search('anna')),
  'people with other names are not found');
select ok(
  (select 'annabel' = any (array_agg(username)) from social.profile_search('anabel')),
  'a query with one typo finds the person');
select is(
  social_tests.walk('select username as item, cursor from social.profile_search(''anna'', %L, 1)'),
  (select array_agg(username) from social.profile_search('anna')),
  'the pages contain each person once, in the order of the whole list');
select is_empty('select * from social.profile_search(''qqqq'')',
  'a query without a match returns nothing');
select throws_ok(
  format('select social.profile_search(%L)', repeat('x', 101)), 'PT422', 'query_too_long',
  'a query has at most 100 characters');

select * from finish();
rollback;
