begin;
select plan(4);
select social_tests.person('alice');
select social_tests.staff('alice');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');

create temp view lists as
select unnest(array[
  'home_feed(', 'muted_words(', 'followed_hashtags(', 'hashtag_posts(''sea'', ''top'', ',
  'saved_posts(', 'follow_requests(', 'profile_search(null, ', 'archived_posts(', 'deleted_posts(',
  'post_search(''sunrise'', ''newest'', ', 'explore_posts(', 'suggested_profiles(',
  'for_you_feed(false, ', 'show_less_items(',
  'deleted_comments(', 'my_exports(',
  'blocked_profiles(', 'muted_profiles(', 'close_friends(', 'my_reports(', 'my_sanctions(',
  'audit_log(', 'notifications(', 'bells(', 'muted_posts(', 'staff_members(', 'moderation_queue(''open'', ', 'appeals(''closed'', ',
  format('profile_posts(%L, ', social_tests.id('alice')),
  format('profile_followers(%L, ', social_tests.id('alice')),
  format('profile_following(%L, ', social_tests.id('alice')),
  format('post_likers(%L, ', social_tests.post_id('sunrise')),
  format('post_comments(%L, ', social_tests.post_id('sunrise')),
  format('comment_replies(%L, ', social_tests.comment_id('first')),
  format('comment_likers(%L, ', social_tests.comment_id('first'))
]) as list;
create temp view attempts as
select statement, social_tests.outcome(statement) as outcome
from lists, unnest(array[
  '', ' ', '0', 'x', 'null', '0000000000', 'zz', '00000000-0000-0000-0000-000000000000',
  repeat('f', 32) || 'f', repeat('F', 32), repeat('f', 48), repeat('0', 47), repeat('0', 64),
  '313a303a00616161', '313a303a', '333a303a616161', '323a3939393939393939393a616161', 'ff00ff00ff',
  '''; select 1; --', repeat('ab', 100000), e'\n', '313a303a6161610a', '2', '1970-01-01', '%', '🙂'
]) as cursor,
lateral (select format('select social.%s%L)', list, cursor)) as calls (statement);
grant select on lists, attempts to authenticated;

select is((select count(*) from lists), (
  select count(*) from pg_proc
  where pronamespace = 'social'::regnamespace and 'after' = any (proargnames)
    and has_function_privilege('authenticated', oid, 'execute')),
  'the test calls every function that takes a cursor');
select social_tests.act_as('alice');
select is_empty(
  $$
    select left(statement, 100), outcome from attempts
    where outcome !~ '^PT400 cursor_invalid This is not a cursor of this list'
  $$,
  'every list rejects malformed cursors with cursor_invalid');
select is_empty(
  format($$
    select list, outcome
    from lists, social_tests.outcome(format('select social.%%s%%L)', list, %L)) as outcome
    where outcome !~ '^(PT400 cursor_invalid|[0-9]+ rows)'
  $$, (select cursor from social.home_feed())),
  'a list accepts a cursor of another list or rejects it with cursor_invalid');
select is_empty(
  $$
    select list, outcome
    from lists, social_tests.outcome(format('select social.%snull)', list)) as outcome
    where outcome !~ '^[01] rows$'
  $$,
  'every list returns its first page when the cursor is null');

select * from finish();
rollback;
