begin;
select plan(5);

create temp view grants_on_tables as
select
  oid::regclass::text as relation, relkind, entry.privilege_type, entry.is_grantable,
  case entry.grantee when 0 then 'public' else entry.grantee::regrole::text end as grantee
from pg_class, aclexplode(
  coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))
) as entry
where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
  and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  and entry.grantee <> relowner;

select set_eq(
  $$select distinct privilege_type from grants_on_tables$$, array['SELECT'],
  'nobody but the owner may insert, update, delete, truncate, reference or make triggers');
select is_empty(
  $$select * from grants_on_tables where relkind = 'S' or is_grantable or grantee = 'public'$$,
  'no sequence is open, PUBLIC has nothing, and no right can be passed on');
select set_eq(
  $$select relation from grants_on_tables where grantee = 'anon'$$,
  array[
    'social.comment_counts', 'social.comment_likes', 'social.comments', 'social.follows',
    'social.likes', 'social.post_counts', 'social.post_media', 'social.posts',
    'social.profile_counts', 'social.profiles',
    -- what the three views of counts read, with the right of their caller
    'social_private.comment_counters', 'social_private.post_counters',
    'social_private.profile_counters'
  ],
  'anon may read what everybody may read');
select set_eq(
  $$
    select grantee || ' ' || relation from grants_on_tables
    where grantee <> 'anon' and relation not in (
      select relation from grants_on_tables where grantee = 'anon')
    union all
    select role || ' misses ' || relation
    from grants_on_tables, unnest(array['authenticated', 'service_role']) as role
    where grantee = 'anon' and not has_table_privilege(role, relation, 'select')
  $$,
  array[
    'authenticated social.comment_edits', 'service_role social.comment_edits',
    'authenticated social.post_edits', 'service_role social.post_edits',
    'authenticated social.saves', 'service_role social.saves'
  ],
  'authenticated and service_role may read the same, and edits and saves');
select is_empty(
  $$
    select attrelid::regclass, attname
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and attacl is not null
  $$,
  'no column is granted by itself');

select * from finish();
rollback;
