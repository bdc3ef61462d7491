begin;
select plan(6);
select social_tests.person('alice');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');

create temp view attempts as
select
  relname, relkind,
  format(verb, oid::regclass, (
    select attname from pg_attribute where attrelid = pg_class.oid and attnum = 1)) as statement
from pg_class, unnest(array[
  'insert into %1$s default values', 'update %1$s set %2$I = %2$I', 'delete from %1$s',
  'truncate %1$s cascade', 'lock table %1$s'
]) as verb
where relnamespace = 'social'::regnamespace and relkind in ('r', 'v');
grant select on attempts to anon, authenticated, service_role;

select cmp_ok((select count(*) from attempts), '>=', 60::bigint,
  'SEC-01 the test tries at least 60 writes');
select social_tests.remember();
select social_tests.act_as('mallory');
select is_empty(
  $$
    select statement, outcome from attempts, social_tests.outcome(statement) as outcome
    where outcome !~ case relkind
      when 'r' then '^42501 permission denied for table '
      else '^(42501|42809|55000) ' -- Postgres cannot write to this view
    end
  $$,
  'SEC-01 a signed-in person cannot write to any table, not even to their own rows');
select social_tests.act_as_anon();
select is_empty(
  $$
    select statement, outcome from attempts, social_tests.outcome(statement) as outcome
    where outcome !~ case relkind
      when 'r' then '^42501 permission denied for table '
      else '^(42501|42809|55000) ' -- Postgres cannot write to this view
    end
  $$,
  'SEC-01 an anonymous caller cannot write to any table');
select social_tests.act_as_service();
select is_empty(
  $$
    select statement, outcome from attempts, social_tests.outcome(statement) as outcome
    where outcome !~ case relkind
      when 'r' then '^42501 permission denied for table '
      else '^(42501|42809|55000) ' -- Postgres cannot write to this view
    end
  $$,
  'SEC-01 the secret key cannot write to any table');

select social_tests.act_as('mallory');
select throws_ok(
  format(
    'insert into social.likes (user_id, post_id) values (%L, %L)', social_tests.id('mallory'),
    social_tests.post_id('sunrise')),
  '42501', 'permission denied for table likes', 'SEC-01 a like can be created only by like_post');
select ok(social_tests.is_unchanged(), 'SEC-01 refused writes change no row');

select * from finish();
rollback;
