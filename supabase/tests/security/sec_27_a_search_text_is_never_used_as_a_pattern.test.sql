begin;
select plan(4);
select social_tests.person('alice');
select social_tests.person('mallory');
select social_tests.person('percy_100');

create temp table queries as
select unnest(array[
  '%', '_____', 'z%', '%z', '.*', '^z', 'z|.', '(z+)+$', '(.+)+$', '(z+)(z+)\1\2$', '[^z]', '\',
  '\\', '''', '"', '''; drop table social.posts; --', '$9', ':*', 'z & !z', '{{}}', '*', '%s %I'
]) as query;
grant select on queries to authenticated;

select social_tests.act_as('mallory');
select is_empty(
  $$
    select query, social_tests.outcome(format('select social.profile_search(%L)', query))
    from queries
    where social_tests.outcome(format('select social.profile_search(%L)', query)) <> '0 rows'
  $$,
  'SEC-27 a search for wildcards, patterns or quotes finds nobody');
select is(
  (select array_agg(username) from social.profile_search('percy_')), array['percy_100'],
  'SEC-27 an underscore in a query matches only an underscore');
select is_empty(
  $$select username from social.profile_search('percy%')
    where username <> 'percy_100'$$,
  'SEC-27 a percent sign in a query does not match other characters');
select is(
  (select count(*) from social.profile_search()), 3::bigint,
  'SEC-27 the searches delete no profile');

select * from finish();
rollback;
