begin;
select plan(12);
select social_tests.person('alice');
select social_tests.person('mallory');

select social_tests.act_as('alice');
select is((social.change_username('Alison')).username, 'alison',
  'a person can change their username');
select social_tests.remember();
select is(
  (social.change_username('ALISON')).username, 'alison',
  'changing to the current username succeeds');
select ok(social_tests.is_unchanged(), 'changing to the current username changes nothing');
select throws_ok(
  'select social.change_username(''alicia'')', 'PT409', 'username_changed_recently',
  'a second change within 30 days is refused');
select is(
  substring(
    social_tests.outcome('select social.change_username(''alicia'')') from 'again at (\S+Z)\.$'
  )::timestamptz,
  date_trunc('second', now() + interval '30 days'),
  'the hint has the time from which a change is allowed');
select throws_ok(
  'select social.change_username(''alice'')', 'PT409', 'username_changed_recently',
  'changing back within 30 days is refused');
select ok(social_tests.is_unchanged(), 'the refused calls change nothing');

select social_tests.act_as_operator();
update social_private.former_usernames set changed_at = now() - interval '29 days 23 hours';
select social_tests.act_as('alison');
select throws_ok(
  'select social.change_username(''alice'')', 'PT409', 'username_changed_recently',
  'after 29 days a change is still refused');
select social_tests.act_as_operator();
update social_private.former_usernames set changed_at = now() - interval '30 days';
select social_tests.act_as('alison');
select is(
  (social.change_username('alice')).username, 'alice', 'after 30 days a change is allowed');

select social_tests.act_as_operator();
update social_private.config set username_change_days = 0;
update social_private.former_usernames set changed_at = changed_at - interval '1 second';
select social_tests.act_as('alice');
select is(
  (social.change_username('alina')).username, 'alina', 'an operator can remove the limit');
select throws_ok(
  'select social.change_username(''mallory'')', 'PT409', 'username_taken',
  'a taken username is refused');
select throws_ok(
  'select social.change_username(''a b'')', 'PT422', 'username_invalid',
  'an invalid username is refused');

select * from finish();
rollback;
