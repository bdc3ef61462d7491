begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.staff('alice', 'administrator');
select social_private.set_direct_table_access('everybody');
create temp table tried as
select name, statement from social_tests.calls(
  social_tests.id('alice'), social_tests.post_id('sunrise'));
grant select on tried to public;
create temp table ids as
select social_tests.post_id('sunrise') as post, social_tests.id('alice') as alice;
grant select on ids to public;
create temp table commands as
select proname::text as name from pg_catalog.pg_proc
where pronamespace = 'social'::regnamespace and provolatile = 'v';
grant select on commands to public;

-- Only somebody who switches the triggers off can lose the row.
alter table social_private.config disable trigger user;
delete from social_private.config;
alter table social_private.config enable trigger user;

select social_tests.act_as('bob');
select is_empty(
  $$
    select name, outcome
    from tried join commands using (name), social_tests.outcome(statement) as outcome
    where outcome ~ 'rows'
      -- These functions only read. They are volatile because they keep caches.
      and name not in ('explore_posts', 'for_you_feed', 'home_feed')
  $$,
  'without a config, a person can call no command');
select is(
  substring(social_tests.outcome(format(
    'select social.like_post(%L)', social_tests.post_id('sunrise'))) from '^\S+ \S+'),
  'PT409 settings_missing', 'a command says that the settings are missing');
select social_tests.act_as_anon();
select is_empty(
  $$
    select name, outcome from tried, social_tests.outcome(statement) as outcome
    where outcome ~ '^[1-9]\d* rows' and name not in ('version', 'limits', 'erasure_receipt')
      -- Policies call these functions, so they answer false instead of raising an error.
      and name not in ('can_see_post', 'can_see_profile')
  $$,
  'without a config, a person without a login reads nothing');
select is(
  array[social.can_see_post((select post from ids)), social.can_see_profile((select alice from ids))],
  array[false, false], 'without a config, a policy shows nothing to a person without a login');
select is_empty('select from social.posts', 'without a config, a table is closed without a login');
select social_tests.act_as('alice');
select is_empty(
  $$
    select name, outcome from tried, social_tests.outcome(statement) as outcome
    where name in ('staff_members', 'audit_log', 'reports', 'appeals') and outcome ~ ' rows$'
  $$,
  'without a config, staff have no rights');
select social_tests.act_as_operator();
select is(
  (social_private.run_maintenance(10)).errors, array[('settings', 'PT409')::social.work_error],
  'the worker says that the settings are missing');


select social_private.repair_config();
alter table social_private.rate_limits disable trigger user;
delete from social_private.rate_limits where action = 'like';
alter table social_private.rate_limits enable trigger user;
select social_tests.act_as('bob');
select matches(
  social_tests.outcome(format('select social.like_post(%L)', social_tests.post_id('sunrise'))),
  '^PT409 settings_missing .*repair_rate_limits',
  'an action whose limit is lost is refused, too');

select * from finish();
rollback;
