begin;
select plan(10);
create table social.notes (id uuid);
grant select, insert on social.notes to anon, authenticated;
create view social.names as select username from social.profiles;
grant select on social.names to authenticated;
create sequence social.numbers;
grant usage on sequence social.numbers to authenticated;
alter table social.profiles add column plan text, add column phone text;
grant select (plan) on social.profiles to authenticated;
grant update (phone) on social.profiles to service_role;

create function pg_temp.own_grants() returns text[] language sql as $$
  select array_agg(right_name order by right_name) from (
    select format('%s %s %s', relname, entry.grantee::regrole, entry.privilege_type)
    from pg_class, aclexplode(relacl) as entry
    where relname in ('notes', 'names', 'numbers') and entry.grantee <> relowner
      and relnamespace = 'social'::regnamespace
    union all
    select format('%s %s %s', attname, entry.grantee::regrole, entry.privilege_type)
    from pg_attribute, aclexplode(attacl) as entry
    where attrelid = 'social.profiles'::regclass and attname in ('plan', 'phone')
  ) as rights (right_name)
$$;
create temp table before as select pg_temp.own_grants() as grants;
select is(array_length(grants, 1), 8, 'the app has eight grants of its own') from before;

select social_private.set_direct_table_access('closed');
select is(pg_temp.own_grants(), grants, 'closed leaves them alone') from before;
select social_private.set_direct_table_access('everybody');
select is(pg_temp.own_grants(), grants, 'everybody leaves them alone') from before;
select social_private.set_direct_table_access('signed_in');
select is(pg_temp.own_grants(), grants, 'signed_in leaves them alone') from before;
update social_private.readable_tables set columns = '{id}' where relation = 'profiles';
delete from social_private.readable_tables where relation = 'profiles';
select is(pg_temp.own_grants(), grants, 'an edited list leaves them alone') from before;

select is(has_any_column_privilege('authenticated', 'social.follows', 'select'), true,
  'other tables of the list stay open');
select is(has_column_privilege('authenticated', 'social.profiles', 'id', 'select'), false,
  'a row that is deleted from readable_tables closes its table at once');

grant all on social.posts to public, anon;
grant update (caption) on social.posts to authenticated;
select social_private.set_direct_table_access('closed');
select is(has_any_column_privilege('anon', 'social.posts', 'select'), false,
  'a new setting takes a mistaken read grant of a listed table back');
select is(has_table_privilege('anon', 'social.posts', 'insert'), false,
  'a new setting takes a mistaken write grant of a listed table back');
select is(has_any_column_privilege('authenticated', 'social.posts', 'update'), false,
  'a new setting takes a mistaken write grant on one column back');

select * from finish();
rollback;
