begin;
select plan(13);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('mallory');

select social_tests.act_as('alice');
select is(social.change_username('alison') ->> 'username', 'alison',
  'a person can change their username');
select social_tests.act_as_anon();
select is((social.profile_by_username('alison')).username, 'alison',
  'the new username resolves to the profile of its owner');
select is((social.profile_by_username('@ALICE')).username, 'alison',
  'a former username in upper case and with an @ resolves to the same profile');
select is(
  (social.profile_by_username('alice')).id, social_tests.id('alison'),
  'a former username resolves to a profile with the same id');
select social_tests.act_as('mallory');
select is(social.check_username('a1ice'), 'taken',
  'check_username returns taken for a look-alike of a former username');
select throws_ok(
  'select social_tests.raised(social.change_username(''alice''))', 'PT409', 'username_taken',
  'another person cannot take a former username within 30 days');
select social_tests.act_as('alison');
select is(social.check_username('alice'), 'available',
  'check_username returns available for a former username of the caller');

select social_tests.act_as_operator();
update social_private.former_usernames set changed_at = now() - interval '30 days';
select social_tests.act_as_anon();
select throws_ok(
  'select social.profile_by_username(''alice'')', 'PT404', 'profile_not_found',
  'after 30 days, a former username resolves to nobody');
select is(social.check_username('alice'), 'available',
  'after 30 days, a former username is available');
select social_tests.act_as('mallory');
select is(social.change_username('alice') ->> 'username', 'alice',
  'after 30 days, another person can take a former username');
select social_tests.act_as('bob');
select is(
  (social.profile_by_username('alice')).id, social_tests.id('alice'),
  'a former username resolves to its new owner after another person takes it');
select is(
  (social.profile_by_username('mallory')).id, social_tests.id('alice'),
  'a person who takes a former username is still found by their own former username');

select social_tests.act_as_operator();
insert into social_private.former_usernames (profile_id, username, changed_at)
select social_tests.id(name), 'anna', now() - days * interval '1 day'
from (values ('bob', 3), ('alison', 2), ('bob', 4)) as given (name, days);
select social_tests.act_as_anon();
select is(
  (social.profile_by_username('anna')).username, 'alison',
  'a former username of several people resolves to its last owner');

select * from finish();
rollback;
