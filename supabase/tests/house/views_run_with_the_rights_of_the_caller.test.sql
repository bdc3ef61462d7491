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
  'no view reads past the policies');
select is_empty(
  $$
    select oid::regclass
    from pg_class
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and relkind in ('m', 'f')
  $$,
  'there is no materialized view and no foreign table, which know no policies');
select views_are(
  'social', array['comment_counts', 'post_counts', 'profile_counts'], 'the views are the counts');

select * from finish();
rollback;
