begin;
select plan(4);

create temp view lists as
select
  pg_proc.oid::regprocedure as routine, proname::text as name,
  pg_get_function_arguments(pg_proc.oid) as arguments,
  exists (
    select from pg_attribute where attrelid = typrelid and attname = 'cursor'
  ) as has_cursor
from pg_proc join pg_type on pg_type.oid = prorettype
where pronamespace = 'social'::regnamespace and proretset;

select is_empty(
  $$
    select routine from lists
    where arguments !~ '(^|, )after text DEFAULT NULL::text, page_size integer DEFAULT 20$'
      and name not in (
        'comment_history', 'post_history', 'claim_file_deletions', 'notification_preferences',
        'hashtag_search', 'trending_hashtags', 'my_sessions', 'statistics', 'worker_health')
  $$,
  'a list function ends with the arguments `after default null` and `page_size default 20`');
select is_empty(
  $$
    select routine from lists
    where not has_cursor
      and name not in (
        'comment_history', 'post_history', 'claim_file_deletions', 'notification_preferences',
        'trending_hashtags', 'my_sessions', 'statistics', 'worker_health')
  $$,
  'every list function returns a column with the name cursor');
select is_empty(
  $$
    select oid::regprocedure from pg_proc
    where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and pg_get_functiondef(oid) ~* '\moffset\M'
  $$,
  'no function contains the keyword offset');
select cmp_ok((select count(*) from lists), '>=', 12::bigint,
  'the test finds at least 12 list functions');

select * from finish();
rollback;
