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
  array['alice', 'bob'], 'the listed columns may be read');
select throws_ok('select bio from social.profiles', '42501', null, 'no other may');
select throws_ok('select * from social.profiles', '42501', null, 'nor all at once');
select is((select count(*) from social.follows), 1::bigint, 'what depends on the table goes on');
select is(
  (select bio from social.profile(social_tests.id('alice'))), null, 'and so do the functions');
select social_tests.act_as_anon();
select throws_ok('select bio from social.profiles', '42501', null, 'it holds for anon as well');

select social_tests.act_as_operator();
update social_private.readable_tables set columns = null;
delete from social_private.readable_tables where relation = 'likes';
select social_private.set_direct_table_access('signed_in');
select social_tests.act_as('bob');
select lives_ok('select * from social.profiles', 'a wider list opens the rest');
select throws_ok('select * from social.likes', '42501', null, 'what is struck off is closed');

select * from finish();
rollback;
