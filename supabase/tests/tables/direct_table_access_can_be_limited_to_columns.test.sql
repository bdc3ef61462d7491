begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.follow('bob', 'alice');
update social_private.readable_tables set columns = array['id', 'username']
where relation = 'profiles';
select social_private.set_direct_table_access('everybody');

select social_tests.act_as('bob');
select is(
  (select array_agg(username::text order by username) from social.profiles),
  array['alice', 'bob'], 'listed columns can be read');
select throws_ok('select bio from social.profiles', '42501', null,
  'a column that is not listed cannot be read');
select throws_ok('select * from social.profiles', '42501', null,
  'all columns at once cannot be read');
select is((select count(*) from social.follows), 1::bigint,
  'tables whose policies depend on the table can still be read');
select is(
  (select bio from social.profile(social_tests.id('alice'))), null,
  'functions still return the column');
select social_tests.act_as_anon();
select throws_ok('select bio from social.profiles', '42501', null,
  'the limit applies to anonymous callers too');

select social_tests.act_as_operator();
update social_private.readable_tables set columns = null;
delete from social_private.readable_tables where relation = 'likes';
select social_private.set_direct_table_access('signed_in');
select social_tests.act_as('bob');
select lives_ok('select * from social.profiles',
  'a longer list of columns opens the other columns');
select throws_ok('select * from social.likes', '42501', null,
  'a table that is removed from the list cannot be read');

select * from finish();
rollback;
