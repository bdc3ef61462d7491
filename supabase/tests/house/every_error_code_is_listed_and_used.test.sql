begin;
select plan(4);

create temp view bodies as
select proname, pg_get_functiondef(oid) as body
from pg_proc
where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace);

-- An error code is an argument of fail(), a part of the name fail_rate_limited(), a field name in
-- clean_text() or clean_line(), or a result of a case expression.
create temp view raised as
select proname, found[1] as code
from bodies, regexp_matches(body, 'social_private\.fail\(\s*''([a-z_]+)''', 'g') as found
union all
select proname, 'rate_limited' from bodies where body like '%social_private.fail_rate_limited(%'
  and proname <> 'fail_rate_limited'
union all
select proname, found[1] || '_too_long'
from bodies, regexp_matches(body, 'clean_(?:text|line)\([^'']*''([a-z_]+)''', 'g') as found
union all
select proname, found[1]
from bodies, regexp_matches(body, '(?:then|else|THEN|ELSE) ''([a-z_]+)''', 'g') as found
where proname in ('fail_inactive', 'username_problem');

select is_empty(
  $$
    select proname, code from raised
    where code not in (select code from social_private.errors)
  $$,
  'every error code that a function raises is in the table social_private.errors');
select is_empty(
  'select code from social_private.errors except select code from raised',
  'every error code in the table social_private.errors is raised by a function');
select is_empty(
  $$
    select proname from bodies
    where body ~* '\mraise\M(?! warning)' and proname not in ('fail', 'fail_rate_limited')
      -- Errors of the worker, which run_maintenance notes in failed_work.
      and proname not in ('fail_kept', 'error_without_data')
  $$,
  'only fail and fail_rate_limited raise errors of callers');
select is_empty(
  $$
    select code from social_private.errors
    where detail !~ '^[A-Z].*\.$' or hint !~ '^[A-Za-z].*\.$' or length(detail || hint) > 200
  $$,
  'the detail and the hint of every error consist of complete sentences');

select * from finish();
rollback;
