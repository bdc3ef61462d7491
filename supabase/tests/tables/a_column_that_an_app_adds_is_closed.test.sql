begin;
select plan(11);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
alter table social.profiles add column phone text default '555';
alter table social.posts add column draft text default 'secret';
alter table social_private.accounts add column plan text default 'premium';

create function pg_temp.readers_of_own_columns() returns setof text language sql as $$
  select format('%s %s.%s', role, attrelid::regclass, attname)
  from pg_attribute, unnest(array['anon', 'authenticated', 'service_role']) as role
  where attname in ('phone', 'draft', 'plan') and attnum > 0
    and attrelid in ('social.profiles'::regclass, 'social.posts'::regclass,
      'social_private.accounts'::regclass)
    and has_column_privilege(role, attrelid, attnum, 'select')
$$;

select is_empty('select * from pg_temp.readers_of_own_columns()',
  'nobody can read a column that an app adds to a table');
select social_tests.act_as('bob');
select throws_ok('select phone from social.profiles', '42501', null,
  'a signed-in person cannot read the new column');
select throws_ok('select * from social.profiles', '42501', null,
  'select * fails, because it would read the new column');
select is((select count(username) from social.profiles), 2::bigint,
  'a signed-in person still reads the columns of supabase-social');
select lives_ok('select * from social.follows', 'other tables can be read with select *');
select is((select username::text from social.profile(social_tests.id('alice'))), 'alice',
  'functions work as before');

select social_tests.act_as_operator();
select social_private.set_direct_table_access(access)
from unnest(array['closed', 'everybody', 'signed_in']) as access;
select is_empty('select * from pg_temp.readers_of_own_columns()',
  'set_direct_table_access opens no column that an app added');

update social_private.readable_tables set columns = array_append(release_columns, 'phone')
where relation = 'profiles';
select social_tests.act_as('bob');
select is((select array_agg(distinct phone) from social.profiles), array['555'],
  'readable_tables can open the new column');
select lives_ok('select * from social.profiles', 'select * then works again');

select social_tests.act_as_operator();
update social_private.readable_tables set columns = null where relation = 'profiles';
select is_empty('select * from pg_temp.readers_of_own_columns()',
  'null in readable_tables closes the column that an app added');
select throws_ok(
  $$update social_private.readable_tables set columns = '{id, nothing}'
    where relation = 'profiles'$$,
  'PT422', 'readable_table_invalid', 'readable_tables refuses a column that does not exist');

select * from finish();
rollback;
