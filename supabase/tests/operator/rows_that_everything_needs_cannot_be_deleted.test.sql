begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.remember();

select is_empty(
  $$
    select statement, outcome
    from unnest(array[
      'delete from social_private.config',
      'delete from social_private.config where is_only_row = true',
      'delete from social_private.errors',
      'delete from social_private.errors where code = ''post_not_found''',
      'delete from social_private.errors where code in (''post_not_found'', ''not_signed_in'')',
      'delete from social_private.rate_limits',
      'delete from social_private.rate_limits where action = ''post''',
      'delete from social_private.accounts',
      format('delete from social_private.accounts where profile_id = %L', social_tests.id('bob')),
      'delete from social_private.default_errors',
      'delete from social_private.default_rate_limits'
    ]) as statement, social_tests.outcome(statement) as outcome
    where outcome !~ '^PT409 row_is_required .*\.$'
  $$,
  'an operator is told that the config, an error, a limit or an account cannot be deleted');
select is_empty(
  $$
    select statement, outcome
    from unnest(array[
      'truncate social_private.default_errors', 'truncate social_private.default_rate_limits'
    ]) as statement, social_tests.outcome(statement) as outcome
    where outcome !~ '^PT409 truncate_refused .*\.$'
  $$,
  'the copies cannot be emptied');
select ok(social_tests.is_unchanged(), 'nothing has changed');

insert into social_private.errors (code, status, detail) values ('own_error', 422, 'Own.');
insert into social_private.rate_limits (action, hourly, comment) values ('own_action', 1, 'Own.');
select is(
  array[
    social_tests.outcome('delete from social_private.errors where code = ''own_error'''),
    social_tests.outcome('delete from social_private.rate_limits where action = ''own_action'''),
    social_tests.outcome('delete from auth.users where email = ''bob@example.com''')
  ],
  array['1 rows', '1 rows', '1 rows'],
  'errors and limits of the operator can be deleted, and an account with its login');

select * from finish();
rollback;
