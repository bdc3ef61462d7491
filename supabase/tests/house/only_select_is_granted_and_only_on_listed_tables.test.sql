begin;
select plan(7);

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
  $$
    select attrelid::regclass, attname
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and attacl is not null
  $$,
  'the installation grants privileges on whole tables, never on single columns');

select * from finish();
rollback;
