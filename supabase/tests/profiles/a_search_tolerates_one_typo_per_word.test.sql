begin;
select plan(11);
select social_tests.person(name)
from unnest(array['mia.schmidt', 'mia_brandt', 'schmied', 'kim', 'zora', 'peter']) as name;
update social.profiles set display_name = 'Zoë Łukasz-Schmidt' where username = 'zora';
update social.profiles set display_name = 'Jürgén  O''Brien 2nd' where username = 'peter';

create function pg_temp.found(query text) returns text[] language sql as $$
  select array_agg(username) from social.profile_search(query)
$$;

select social_tests.act_as('kim');
select is(
  pg_temp.found('schmidt'), array['mia.schmidt', 'zora'],
  'a query finds every word of a username or display name');
select results_eq(
  $$select query, pg_temp.found(query)
    from unnest(array['schmitt', 'schmit', 'schmiddt', 'shcmidt']) as query$$,
  $$values
    ('schmitt', array['mia.schmidt', 'zora']), ('schmit', array['mia.schmidt', 'zora']),
    ('schmiddt', array['mia.schmidt', 'zora']), ('shcmidt', array['mia.schmidt', 'zora'])$$,
  'one letter may be wrong, missing, added or swapped with its neighbour');
select is_empty(
  $$select query from unnest(array['shmitt', 'kxm', 'mia shmitt', 'mja shmidt', 'kim schmidt'])
      as query where pg_temp.found(query) is not null$$,
  'two typos in a word, a typo in a short word, or a word without a match find nobody');
select is(pg_temp.found('schmidt mia'), array['mia.schmidt'],
  'the words of the query may have any order');
select is(pg_temp.found('mia brandd'), array['mia_brandt'],
  'one word of the query may have a typo');
select is(pg_temp.found('miabrandt'), array['mia_brandt'],
  'the query may leave out the separator of a username');
select is(pg_temp.found('zoe lukas'), null::text[], 'a distinct letter such as Ł does not match L');
select is(
  array[pg_temp.found('zoe'), pg_temp.found('JURGEN o''br')], array[array['zora'], array['peter']],
  'an accent and a capital letter do not matter');

select is(
  social_tests.walk('select username as item, cursor from social.profile_search(''shmidt'',%L,1)'),
  array['mia.schmidt', 'zora'], 'the pages contain each person once');

select social_tests.act_as_operator();
update social.profiles set display_name = null where username = 'zora';
delete from auth.users where id = social_tests.id('peter');
select social_tests.act_as('kim');
select is(
  pg_temp.found('schmidt'), array['mia.schmidt'],
  'a removed display name no longer finds the person');
select social_tests.act_as_operator();
select set_eq(
  'select username from social_private.search_keys', 'select username from social.profiles',
  'the search keys belong to the existing people');

select * from finish();
rollback;
