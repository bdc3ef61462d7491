begin;
select plan(8);

create temp view relations as
select oid, relkind, relowner, relacl from pg_class
where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
  and relkind in ('r', 'p', 'v', 'm', 'f', 'S');

create temp view grants_on_tables as
select
  relations.oid::regclass::text as relation, relkind, attname, entry.privilege_type,
  entry.is_grantable,
  case entry.grantee when 0 then 'public' else entry.grantee::regrole::text end as grantee
from (
  select oid, relkind, relowner, null::name as attname, coalesce(
    relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner)
  ) as acl
  from relations
  union all
  select relations.oid, relkind, relowner, attname, attacl
  from pg_attribute join relations on relations.oid = attrelid
  where attacl is not null
) as relations, aclexplode(acl) as entry
where entry.grantee <> relowner;

select set_eq(
  $$select distinct privilege_type from grants_on_tables$$, array['SELECT'],
  'no role except the owner of the tables has a table privilege other than select');
select is_empty(
  $$select * from grants_on_tables where relkind = 'S' or is_grantable or grantee = 'public'$$,
  'no grant is on a sequence, is for PUBLIC or has the grant option');
select set_eq(
  $$select relation from grants_on_tables where grantee = 'anon'$$,
  array[
    -- Policies and the three views of counts read these tables with the rights of the caller.
    'social_private.accounts', 'social_private.close_friends', 'social_private.comment_counters',
    'social_private.post_counters', 'social_private.profile_counters',
    'social_private.uncounted_comments'
  ],
  'anonymous callers may select only from the six private tables that policies and views read');
select set_eq(
  $$
    select grantee || ' ' || relation from grants_on_tables
    where relation ~ '^social_private\.' and grantee <> 'anon'
  $$,
  $$
    select role || ' ' || relation
    from (select relation from grants_on_tables where grantee = 'anon') as looked_up,
      unnest(array['authenticated', 'service_role']) as role
    where relation ~ '^social_private\.'
  $$,
  'signed-in users and the secret key have the same grants on private tables');
select set_eq(
  $$
    select grantee || ' ' || relation from grants_on_tables where relation ~ '^social\.'
  $$,
  $$
    select role || ' social.' || relation
    from social_private.readable_tables, unnest(array['authenticated', 'service_role']) as role
  $$,
  'signed-in users and the secret key may select from exactly the tables in readable_tables');
select set_eq(
  $$select relation from social_private.readable_tables where is_for_everybody$$,
  array[
    'comment_counts', 'comment_likes', 'comment_mentions', 'comments', 'follows', 'likes',
    'post_counts', 'post_hashtags', 'post_media', 'post_mentions', 'posts', 'profile_counts',
    'profiles'
  ],
  'with the setting "everybody", anonymous callers may read exactly the listed tables');
select is_empty(
  'select * from grants_on_tables where attname is null',
  'the installation grants privileges on columns, never on whole tables');
select is_empty(
  $$
    select relation, attname, grantee from grants_on_tables where relation ~ '^social\.'
    except
    select 'social.' || relation, name, role
    from social_private.readable_tables, unnest(release_columns) as name,
      unnest(array['authenticated', 'service_role']) as role
  $$,
  'signed-in users and the secret key may select exactly the columns of the release');

select * from finish();
rollback;
