begin;
select plan(12);
select social_tests.person('alice');
select social_tests.person('mallory');

select social_tests.act_as('alice');
select is((social.change_username('Alison')).username, 'alison', 'a name can be changed');
select social_tests.remember();
select is(
  (social.change_username('ALISON')).username, 'alison',
  'to take the name one has is no change, and no error');
select ok(social_tests.is_unchanged(), 'and costs nothing');
select throws_ok(
  'select social.change_username(''alicia'')', 'PT409', 'username_changed_recently',
  'a second change within thirty days is refused');
select is(
  substring(
    social_tests.outcome('select social.change_username(''alicia'')') from 'again at (\S+Z)\.$'
  )::timestamptz,
  date_trunc('second', now() + interval '30 days'), 'the error says when it is possible again');
select throws_ok(
  'select social.change_username(''alice'')', 'PT409', 'username_changed_recently',
  'also the way back');
select ok(social_tests.is_unchanged(), 'refusals change nothing');

select social_tests.act_as_operator();
update social_private.former_usernames set changed_at = now() - interval '29 days 23 hours';
select social_tests.act_as('alison');
select throws_ok(
  'select social.change_username(''alice'')', 'PT409', 'username_changed_recently',
  'after 29 days it is still too early');
select social_tests.act_as_operator();
update social_private.former_usernames set changed_at = now() - interval '30 days';
select social_tests.act_as('alison');
select is(
  (social.change_username('alice')).username, 'alice', 'after 30 days she has it back');

select social_tests.act_as_operator();
update social_private.config set username_change_days = 0;
update social_private.former_usernames set changed_at = changed_at - interval '1 second';
select social_tests.act_as('alice');
select is(
  (social.change_username('alina')).username, 'alina', 'an operator can lift the limit');
select throws_ok(
  'select social.change_username(''mallory'')', 'PT409', 'username_taken',
  'a taken name is refused to who has one');
select throws_ok(
  'select social.change_username(''a b'')', 'PT422', 'username_invalid', 'and an invalid one');

select * from finish();
rollback;
