begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'hello');
select social_tests.like('bob', 'sunrise');

-- Nobody misses the rows of these tables. The worker or the next read makes them again, or they only
-- say what the worker did.
create temp view tables as
select oid, oid::regclass::text as name
from pg_class
where relkind = 'r' and relpersistence = 'p'
  and relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
  and oid::regclass::text not in (
    'social_private.explore_pool', 'social_private.failed_work', 'social_private.popular_profiles',
    'social_private.trends', 'social_private.worker_runs');

select social_tests.act_as_operator();
select is_empty(
  $$
    select name, outcome
    from tables, social_tests.outcome(format('truncate %s cascade', name)) as outcome
    where outcome !~ '^PT409 truncate_refused '
      and (name, left(outcome, 18)) not in (
        ('social_private.audit_log', 'PT403 record_final'),
        ('social_private.staff', '1 rows'), ('social_private.staff', '0 rows'))
  $$,
  'a truncate of a table with rows to keep is refused, also with cascade');
select is_empty(
  $$
    select name, outcome
    from tables, social_tests.outcome(format('truncate only %s restart identity', name)) as outcome
    where outcome ~ '^\d+ rows' and name <> 'social_private.staff'
  $$,
  'a truncate without cascade is refused, too');
select matches(
  social_tests.outcome('truncate auth.users cascade'), '^PT409 truncate_refused ',
  'a truncate of the logins is refused');
select matches(
  social_tests.outcome('truncate social.likes, social_private.rate_buckets'),
  'truncate_refused .*Use "delete from social\.likes"',
  'the hint says what to do instead');
select lives_ok('delete from social.likes', 'the statement of the hint works');
select is_empty('select * from social_private.verify_counters()',
  'the counters are right after the statement of the hint');

select * from finish();
rollback;
