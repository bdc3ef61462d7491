begin;
select plan(5);
select social_tests.person('alice');
select social_tests.staff('alice');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');

create temp view lists as
select
  proname::text as name,
  format('select social.%I(%s page_size => %%s)', proname, case
    when proargnames[1] = 'profile_id' then format('%L,', social_tests.id('alice'))
    when proargnames[1] = 'post_id' then format('%L,', social_tests.post_id('sunrise'))
    when proargnames[1] in ('hashtag', 'prefix', 'query') then '''sea'','
    when proargnames[1] = 'comment_id' then format('%L,', social_tests.comment_id('first'))
  end) as template
from pg_proc
where pronamespace = 'social'::regnamespace and 'page_size' = any (proargnames);
grant select on lists to authenticated;

select social_tests.act_as('alice');
select is((select count(*) from lists), 37::bigint,
  'the test finds 37 functions with the argument page_size');
select is_empty(
  $$
    select name, size, outcome
    from lists,
      unnest(array['0', '-1', '102', '1000', '2147483647', '-2147483648', 'null']) as size,
      social_tests.outcome(format(template, size)) as outcome
    where outcome !~ '^PT422 page_size_invalid The page size must be a whole number from 1 to 101'
  $$,
  'every list rejects a page size that is null, less than 1 or more than 101');
select is_empty(
  $$
    select name, size, outcome
    from lists, unnest(array['1', '20', '101']) as size,
      social_tests.outcome(format(template, size)) as outcome
    where outcome !~ '^[01] rows'
  $$,
  'every list accepts a page size from 1 to 101');
select social_tests.post('alice', 'post ' || n) from generate_series(1, 120) as n;
select is(
  (select count(*) from social.home_feed(page_size => 101)), 101::bigint,
  'a page can have 101 rows, so that a client that shows 100 rows knows if more exist');
select is(
  (select count(*) from social.profile_posts(social_tests.id('alice'))), 20::bigint,
  'a page has 20 rows by default');

select * from finish();
rollback;
