begin;
select plan(9);
select social_tests.person(name)
from unnest(array['anna', 'annabel', 'annika', 'hannah', 'joanna', 'bob', 'peter']) as name;
update social.profiles set display_name = 'Anna Müller' where username = 'bob';
update social.profiles set display_name = 'Peter Pan' where username = 'peter';

select social_tests.act_as('peter');
select is(
  (select array_agg(username) from social.profile_search('anna', page_size => 2)),
  array['anna', 'annabel'], 'first come the usernames that begin with the query');
select is(
  (select array_agg(username) from social.profile_search('anna')),
  (select array_agg(username) from social.profile_search('@ANNA')), 'in any case, with an @');
select ok(
  (select 'bob' = any (array_agg(username)) from social.profile_search('anna')),
  'then those whose display name holds it');
select ok(
  (select 'bob' = any (array_agg(username)) from social.profile_search('müller')),
  'in any alphabet');
select ok(
  (select not 'peter' = any (array_agg(username)) from social.profile_search('anna')),
  'but not those who look different');
select ok(
  (select 'annabel' = any (array_agg(username)) from social.profile_search('anabel')),
  'a slip of the finger is forgiven');
select is(
  social_tests.walk('select username as item, cursor from social.profile_search(''anna'', %L, 1)'),
  (select array_agg(username) from social.profile_search('anna')),
  'the pages, across beginnings and look-alikes, hold everybody once and in order');
select is_empty('select * from social.profile_search(''qqqq'')', 'who is not there is not found');
select throws_ok(
  format('select social.profile_search(%L)', repeat('x', 101)), 'PT422', 'query_too_long',
  'a query has at most 100 characters');

select * from finish();
rollback;
