begin;
select plan(13);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('mallory');

select social_tests.act_as('alice');
select is((social.change_username('alison')).username, 'alison', 'alice becomes alison');
select social_tests.act_as_anon();
select is((social.profile_by_username('alison')).username, 'alison', 'the new name leads to her');
select is((social.profile_by_username('@ALICE')).username, 'alison', 'so does the old one');
select is(
  (social.profile_by_username('alice')).id, social_tests.id('alison'), 'it is the same person');
select social_tests.act_as('mallory');
select is(social.check_username('a1ice'), 'taken', 'the old name is held, with its look-alikes');
select throws_ok(
  'select social.change_username(''alice'')', 'PT409', 'username_taken', 'nobody else gets it');
select social_tests.act_as('alison');
select is(social.check_username('alice'), 'available', 'but she may have it back');

select social_tests.act_as_operator();
update social_private.former_usernames set changed_at = now() - interval '30 days';
select social_tests.act_as_anon();
select throws_ok(
  'select social.profile_by_username(''alice'')', 'PT404', 'profile_not_found',
  'after thirty days it leads nowhere');
select is(social.check_username('alice'), 'available', 'and is free');
select social_tests.act_as('mallory');
select is((social.change_username('alice')).username, 'alice', 'so that mallory may take it');
select social_tests.act_as('bob');
select is(
  (social.profile_by_username('alice')).id, social_tests.id('alice'), 'then it leads to mallory');
select is(
  (social.profile_by_username('mallory')).id, social_tests.id('alice'),
  'as her former name does');

select social_tests.act_as_operator();
insert into social_private.former_usernames (profile_id, username, changed_at)
select social_tests.id(name), 'anna', now() - days * interval '1 day'
from (values ('bob', 3), ('alison', 2), ('bob', 4)) as given (name, days);
select social_tests.act_as_anon();
select is(
  (social.profile_by_username('anna')).username, 'alison', 'and to whose it was last');

select * from finish();
rollback;
