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
  pg_temp.found('schmidt'), array['mia.schmidt', 'zora'], 'as typed, by any word of the name');
select results_eq(
  $$select query, pg_temp.found(query)
    from unnest(array['schmitt', 'schmit', 'schmiddt', 'shcmidt']) as query$$,
  $$values
    ('schmitt', array['mia.schmidt', 'zora']), ('schmit', array['mia.schmidt', 'zora']),
    ('schmiddt', array['mia.schmidt', 'zora']), ('shcmidt', array['mia.schmidt', 'zora'])$$,
  'a letter may be wrong, missing, too many, or in the place of its neighbour');
select is_empty(
  $$select query from unnest(array['shmitt', 'kxm', 'mia shmitt', 'mja shmidt', 'kim schmidt'])
      as query where pg_temp.found(query) is not null$$,
  'but not two letters, nor one of three, and every word has to fit');
select is(pg_temp.found('schmidt mia'), array['mia.schmidt'], 'in any order');
select is(pg_temp.found('mia brandd'), array['mia_brandt'], 'beside a word with a slip');
select is(pg_temp.found('miabrandt'), array['mia_brandt'], 'typed without its separator');
select is(pg_temp.found('zoe lukas'), null::text[], 'a letter of its own is another one');
select is(
  array[pg_temp.found('zoe'), pg_temp.found('JURGEN o''br')], array[array['zora'], array['peter']],
  'an accent is not, nor is a capital');

select is(
  social_tests.walk('select username as item, cursor from social.profile_search(''shmidt'',%L,1)'),
  array['mia.schmidt', 'zora'], 'one after the other, nobody twice');

select social_tests.act_as_operator();
update social.profiles set display_name = null where username = 'zora';
delete from auth.users where id = social_tests.id('peter');
select social_tests.act_as('kim');
select is(
  pg_temp.found('schmidt'), array['mia.schmidt'], 'a name given up no longer leads to its person');
select social_tests.act_as_operator();
select set_eq(
  'select username from social_private.search_keys', 'select username from social.profiles',
  'keys are of people who are there, as they are called now');

select * from finish();
rollback;
