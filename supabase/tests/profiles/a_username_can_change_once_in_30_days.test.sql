begin;
select plan(12);
select social_tests.person('alice');
select social_tests.person('mallory');

select social_tests.act_as('alice');
select is(social.change_username('Alison') ->> 'username', 'alison',
  'a person can change their username');
select social_tests.remember();
select is(
  social.change_username('ALISON') ->> 'username', 'alison',
  'change_username succeeds with the current username in capital letters');
select ok(social_tests.is_unchanged(), 'change_username with the current username changes no row');
select throws_ok(
  'select social_tests.raised(social.change_username(''alicia''))', 'PT409', 'username_changed_recently',
  'a second change of the username within 30 days is refused');
select is(
  substring(
    social_tests.outcome('select social.change_username(''alicia'')') from 'again at (\S+Z)\.$'
  )::timestamptz,
  date_trunc('second', now() + interval '30 days'),
  'the hint of username_changed_recently contains the time of the next allowed change');
select throws_ok(
  'select social_tests.raised(social.change_username(''alice''))', 'PT409', 'username_changed_recently',
  'changing back to the former username within 30 days is refused');
select ok(social_tests.is_unchanged(), 'refused calls of change_username change no row');

select social_tests.act_as_operator();
update social_private.former_usernames set changed_at = now() - interval '29 days 23 hours';
select social_tests.act_as('alison');
select throws_ok(
  'select social_tests.raised(social.change_username(''alice''))', 'PT409', 'username_changed_recently',
  'a change of the username 29 days after the last one is refused');
select social_tests.act_as_operator();
update social_private.former_usernames set changed_at = now() - interval '30 days';
select social_tests.act_as('alison');
select is(
  social.change_username('alice') ->> 'username', 'alice',
  'a change of the username 30 days after the last one is allowed');

select social_tests.act_as_operator();
update social_private.config set username_change_days = 0;
update social_private.former_usernames set changed_at = changed_at - interval '1 second';
select social_tests.act_as('alice');
select is(
  social.change_username('alina') ->> 'username', 'alina',
  'with username_change_days = 0, a username can change at any time');
select throws_ok(
  'select social_tests.raised(social.change_username(''mallory''))', 'PT409', 'username_taken',
  'change_username refuses a taken username');
select throws_ok(
  'select social_tests.raised(social.change_username(''a b''))', 'PT422', 'username_invalid',
  'change_username refuses an invalid username');

select * from finish();
rollback;
