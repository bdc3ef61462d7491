begin;
select plan(15);
select social_tests.person(name) from unnest(array['alice', 'bob', 'newcomer']) as name;
update social.profiles set created_at = now() - interval '1 year' where username <> 'newcomer';
update social_private.config set rate_limit_factor = 1;
update social_private.rate_limits set hourly = 5, daily = null where action = 'post';

create function pg_temp.passed(name text, action text default 'post') returns bigint
  language sql
as $$
  delete from social_private.rate_buckets;
  select count(*) filter (where outcome = '1 rows')
  from generate_series(1, 30) as call, lateral social_tests.outcome(format(
    'select social_private.consume_rate_limit(%L, %L) /* %s */',
    social_tests.id(passed.name), passed.action, call)
  ) as outcome
$$;

insert into social_private.limit_classes (name, comment) values
  ('premium', 'People who pay.'), ('watched', 'People who are on probation.');
select is(pg_temp.passed('alice'), 5::bigint, 'without a class, the ordinary limit holds');
update social_private.accounts set limit_class = 'premium'
where profile_id = social_tests.id('alice');
select is(pg_temp.passed('alice'), 5::bigint, 'a class without limits has the ordinary ones');
insert into social_private.class_limits (action, limit_class, hourly)
values ('post', 'premium', 20), ('post', 'watched', 0);
select is(pg_temp.passed('alice'), 20::bigint, 'a class has limits of its own');
select is(pg_temp.passed('bob'), 5::bigint, 'other people keep the ordinary limit');
select is(pg_temp.passed('alice', 'like'), 30::bigint, 'other actions keep the ordinary limit');
update social_private.accounts set limit_class = 'watched';
select is(pg_temp.passed('alice'), 0::bigint, 'a class can switch an action off');
update social_private.class_limits set hourly = null;
select is(pg_temp.passed('alice'), 30::bigint, 'null means no limit, also where others have one');
update social_private.class_limits set minutely = 3;
select is(pg_temp.passed('alice'), 3::bigint, 'a class may have a limit of a minute');
update social_private.class_limits set minutely = null, daily = 7;
select is(pg_temp.passed('alice'), 7::bigint, 'a class may have a daily limit');
select is(pg_temp.passed('newcomer'), 7::bigint, 'the factor for new accounts does not apply');
update social_private.config set rate_limit_factor = 2;
select is(pg_temp.passed('alice'), 14::bigint, 'rate_limit_factor applies');

-- The operator may say who is in a class.
update social_private.accounts set limit_class = null;
create or replace function social_private.limit_class(profile_id uuid) returns text
  language sql stable set search_path = ''
  return case when limit_class.profile_id = social_tests.id('bob') then 'watched' end;
select is(pg_temp.passed('bob'), 14::bigint, 'a replaced limit_class() decides');
select is(pg_temp.passed('alice'), 10::bigint, 'and nobody else changes');

select throws_ok(
  $$update social_private.accounts set limit_class = 'premuim'$$, '23503', null,
  'a misspelt class is refused');
delete from social_private.limit_classes;
select is(pg_temp.passed('bob'), 10::bigint, 'without classes, the ordinary limits hold');

select * from finish();
rollback;
