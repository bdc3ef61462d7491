begin;
select plan(11);
select social_tests.person(name)
from unnest(array['mia.schmidt', 'mia_brandt', 'schmied', 'kim', 'zora', 'peter']) as name;
update social.profiles set display_name = 'Zoë Łukasz-Schmidt' where username = 'zora';
update social.profiles set display_name = 'Jürgén O''Brien 2nd' where username = 'peter';

create function pg_temp.found(query text) returns text[] language sql as $$
  select array_agg(username) from social.profile_search(query)
$$;

select social_tests.act_as('kim');
select is(
  pg_temp.found('schmidt'), array['mia.schmidt', 'zora'],
  'a query matches any word of a username or display name');
select results_eq(
  $$select query, pg_temp.found(query)
    from unnest(array['schmitt', 'schmit', 'schmiddt', 'shcmidt']) as query$$,
  $$values
    ('schmitt', array['mia.schmidt', 'zora']), ('schmit', array['mia.schmidt', 'zora']),
    ('schmiddt', array['mia.schmidt', 'zora']), ('shcmidt', array['mia.schmidt', 'zora'])$$,
  'a search finds a word with one wrong, missing or added letter or with two swapped letters');
select is_empty(
  $$select query from unnest(array['shmitt', 'kxm', 'mia shmitt', 'mja shmidt', 'kim schmidt'])
      as query where pg_temp.found(query) is not null$$,
  'a search finds nobody for two typos in a word, a typo in a short word or an unknown word');
select is(pg_temp.found('schmidt mia'), array['mia.schmidt'],
  'a search finds a person when the words of the query have another order');
select is(pg_temp.found('mia brandd'), array['mia_brandt'],
  'a search finds a person when one of two words has a typo');
select is(pg_temp.found('miabrandt'), array['mia_brandt'],
  'a search finds a username with an underscore when the query leaves the underscore out');
select is(pg_temp.found('zoe lukas'), null::text[],
  'the letter Ł does not match L in a search, because Ł is not an L with an accent');
select is(
  array[pg_temp.found('zoe'), pg_temp.found('JURGEN o''br')], array[array['zora'], array['peter']],
  'a search ignores accents and capital letters');

select is(
  social_tests.walk('select username as item, cursor from social.profile_search(''shmidt'',%L,1)'),
  array['mia.schmidt', 'zora'], 'the pages of a search with a typo contain each person once');

select social_tests.act_as_operator();
update social.profiles set display_name = null where username = 'zora';
delete from auth.users where id = social_tests.id('peter');
select social_tests.act_as('kim');
select is(
  pg_temp.found('schmidt'), array['mia.schmidt'],
  'a search does not find a person by a display name that was removed');
select social_tests.act_as_operator();
select set_eq(
  'select username from social_private.search_keys', 'select username from social.profiles',
  'the table search_keys has rows of all existing people and of nobody else');

select * from finish();
rollback;
