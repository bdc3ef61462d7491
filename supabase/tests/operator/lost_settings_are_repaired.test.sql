begin;
select plan(10);
select social_tests.person(name)
from unnest(array['alice', 'bob', 'carol', 'dan', 'erin', 'fay']) as name;
update social_private.accounts set is_private = true where profile_id = social_tests.id('bob');
update social_private.accounts set limited_at = now(), suspended_at = now()
where profile_id = social_tests.id('carol');
update social_private.accounts set suspended_at = null where profile_id = social_tests.id('carol');
update social_private.accounts set suspended_at = now() where profile_id = social_tests.id('dan');
update social_private.accounts set deleted_at = now() where profile_id = social_tests.id('erin');
update social_private.accounts set deactivated_at = now() where profile_id = social_tests.id('fay');
create temp table before as
select profile_id, audience_level, limited_at, suspended_at, deleted_at,
  deactivated_at is null as is_active
from social_private.accounts;
create temp table errors_before as select * from social_private.errors;
create temp table limits_before as select * from social_private.rate_limits;

select is_empty('select * from social_private.verify_settings()', 'nothing is missing at first');

-- Only somebody who switches the triggers off can lose these rows.
alter table social_private.config disable trigger user;
alter table social_private.errors disable trigger user;
alter table social_private.rate_limits disable trigger user;
alter table social_private.accounts disable trigger user;
delete from social_private.config;
delete from social_private.errors;
delete from social_private.rate_limits where action in ('like', 'post');
delete from social_private.accounts;

select set_eq(
  $$select relation || ' ' || count(*) from social_private.verify_settings() group by relation$$,
  $$
    values ('social_private.config 1'), ('social_private.rate_limits 2'),
      ('social_private.accounts 6'),
      ('social_private.errors ' || (select count(*) from errors_before))
  $$,
  'every lost row is reported');
select is(
  social_tests.outcome('select social_private.fail(''post_not_found'')'), 'PT400 post_not_found',
  'an error without a row keeps its code');

select is(social_private.repair_config(), 1, 'the config is there again, with its defaults');
select is(social_private.repair_errors(), (select count(*)::integer from errors_before),
  'the errors are there again');
select is(social_private.repair_rate_limits(), 2, 'the limits are there again');
select is(social_private.repair_accounts(), 6, 'the accounts are there again');
select is_empty('select * from social_private.verify_settings()', 'nothing is missing any more');
select is_empty(
  $$
    select code from (table errors_before except table social_private.errors) as error
    union all
    select action from (table limits_before except table social_private.rate_limits) as limits
  $$,
  'the rows are as they were');
select results_eq(
  $$
    select profile_id, audience_level, limited_at, suspended_at, deleted_at,
      deactivated_at is null or suspended_at is not null or deleted_at is not null
    from social_private.accounts order by profile_id
  $$,
  'select * from before order by profile_id',
  'a repaired account is as visible, limited, suspended, deleted or deactivated as before');

select * from finish();
rollback;
