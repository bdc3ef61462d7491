begin;
select plan(10);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.follow('bob', 'alice');
update social_private.readable_tables set columns = array['id', 'username']
where relation = 'profiles';
select social_private.set_direct_table_access('everybody');

select social_tests.act_as('bob');
select is(
  (select array_agg(username::text order by username) from social.profiles),
  array['alice', 'bob'], 'a signed-in person can read the columns that readable_tables lists');
select throws_ok('select bio from social.profiles', '42501', null,
  'a signed-in person cannot read a column that readable_tables does not list');
select throws_ok('select * from social.profiles', '42501', null,
  'select * fails on a table whose access is limited to some columns');
select is((select count(*) from social.follows), 1::bigint,
  'a table can be read even if its policies use another table with limited columns');
select is(
  (select bio from social.profile(social_tests.id('alice'))), null,
  'functions still return a column that cannot be read from the table');
select social_tests.act_as_anon();
select throws_ok('select bio from social.profiles', '42501', null,
  'an anonymous caller cannot read a column that readable_tables does not list');

select social_tests.act_as_operator();
select throws_ok($$
  update social_private.readable_tables set readers = '{}', release_columns = '{id, nothing}'
  where relation = 'profiles'
$$, 'PT422', 'readable_table_invalid',
  'a column that does not exist is refused also when nobody may read the table');
select throws_ok($$
  insert into social_private.readable_tables (relation, release_columns, is_for_everybody)
  values ('no_table', '{}', true)
$$, 'PT422', 'readable_table_invalid', 'a table that does not exist is refused');
update social_private.readable_tables set columns = null;
delete from social_private.readable_tables where relation = 'likes';
select social_private.set_direct_table_access('signed_in');
select social_tests.act_as('bob');
select lives_ok('select * from social.profiles',
  'all columns can be read again when readable_tables has null as the list of columns');
select throws_ok('select * from social.likes', '42501', null,
  'a table that is removed from readable_tables cannot be read');

select * from finish();
rollback;
