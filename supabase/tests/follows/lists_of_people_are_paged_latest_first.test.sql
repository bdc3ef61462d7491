begin;
select plan(8);
select social_tests.person('alice', true);
select social_tests.person('star');
select social_tests.person('fan' || n), social_tests.person('asker' || n)
from generate_series(1, 7) as n;
-- Some rows have the same time, so that the id decides their order.
select social_tests.follow('fan' || n, 'star', now() - (n / 2) * interval '1 minute'),
  social_tests.follow('alice', 'fan' || n, now() - (n / 2) * interval '1 minute'),
  social_tests.request('asker' || n, 'alice', now() - (n / 2) * interval '1 minute')
from generate_series(1, 7) as n;

create temp view lists as
select list, social_tests.walk(format(
  'select username::text as item, cursor from social.%s', replace(list, 'AFTER', '%L')))
  as names
from unnest(array[
  'profile_followers(social_tests.id(''star''), AFTER, 2)',
  'profile_following(social_tests.id(''alice''), AFTER, 2)', 'follow_requests(AFTER, 2)'
]) as list;
grant select on lists to authenticated;

select social_tests.act_as('alice');
select is_empty(
  'select list, names from lists where cardinality(names) <> 7',
  'the pages of each list contain seven people');
select is_empty(
  'select list from lists, unnest(names) as name group by 1 having count(distinct name) <> 7',
  'the pages of each list contain each person once');
select matches(
  (select names[1] || names[7] from lists where list ~ 'followers'), '^fan1fan[67]$',
  'profile_followers returns the latest follower first');
select matches(
  (select names[1] || names[7] from lists where list ~ 'requests'), '^asker1asker[67]$',
  'follow_requests returns the latest request first');
select is(
  (select names from lists where list ~ 'followers'),
  (select array_agg(username) from social.profile_followers(social_tests.id('star'))),
  'the pages of profile_followers have the same order as one large page');

select set_config('my.cursor', (
  select cursor from social.profile_followers(social_tests.id('star')) offset 3 limit 1), true);
select set_config('my.rest', (
  select array_agg(username)::text
  from social.profile_followers(social_tests.id('star'), current_setting('my.cursor'))), true);
select is(cardinality(current_setting('my.rest')::text[]), 3,
  'the page after the fourth of seven followers contains three followers');
select social_tests.act_as_operator();
delete from auth.users where id = (
  select id from social.profile_followers(social_tests.id('star')) offset 3 limit 1);
select social_tests.follow('alice', 'star');
select social_tests.act_as('star');
select is(
  (select array_agg(username)
    from social.profile_followers(social_tests.id('star'), current_setting('my.cursor'))),
  current_setting('my.rest')::text[],
  'a cursor stays valid when the row of the cursor is deleted and a newer row is added');
select is_empty('select * from social.follow_requests()',
  'follow_requests lists only requests to the caller');

select * from finish();
rollback;
