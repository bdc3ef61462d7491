begin;
select plan(3);

select is_empty(
  $$
    select oid::regclass
    from pg_class
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and relkind = 'v'
      and not coalesce(reloptions @> array['security_invoker=true'], false)
  $$,
  'every view has the option security_invoker');
select is_empty(
  $$
    select oid::regclass
    from pg_class
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and relkind in ('m', 'f')
  $$,
  'no materialized view or foreign table exists, because policies do not apply to them');
select views_are(
  'social', array['comment_counts', 'post_counts', 'profile_counts'],
  'the schema social has exactly three views');

select * from finish();
rollback;
