begin;
select plan(14);
select social_tests.person(name) from unnest(array['ada', 'second', 'mona']) as name;
select social_private.add_administrator('ada');
select social_tests.staff('mona');

select social_tests.sign_in('ada');
select social_tests.remember();
select throws_ok(
  format('select social.remove_staff_member(%L)', auth.uid()),
  'PT409', 'last_administrator', 'SEC-51 the last administrator cannot remove themselves');
select throws_ok(
  format('select social.add_staff_member(%L, ''moderator'')', auth.uid()),
  'PT409', 'last_administrator', 'SEC-51 the last administrator cannot become a moderator');
select throws_ok(
  'select social.deactivate_profile()', 'PT409', 'last_administrator',
  'SEC-51 the last administrator cannot deactivate their account');
select throws_ok(
  'select social.delete_profile()', 'PT409', 'last_administrator',
  'SEC-51 the last administrator cannot delete their account');
select social_tests.act_as_operator();
select throws_ok(
  format(
    'select social_private.moderate(null, ''profile'', %L, ''suspend'', ''because'')',
    social_tests.id('ada')),
  'PT409', 'last_administrator',
  'SEC-51 the operator cannot suspend the last administrator with the function moderate');
select throws_ok(
  format(
    'update social_private.accounts set suspended_at = now() where profile_id = %L',
    social_tests.id('ada')),
  'PT409', 'last_administrator',
  'SEC-51 the operator cannot suspend the last administrator by an update of the table');
select throws_ok(
  'delete from social_private.staff', 'PT409', 'last_administrator',
  'SEC-51 the operator cannot delete the last administrator from the staff table');
select throws_ok(
  'update social_private.staff set role = ''moderator''', 'PT409', 'last_administrator',
  'SEC-51 the operator cannot change the role of the last administrator');
select throws_ok(
  format('update social_private.staff set profile_id = %L where role = ''administrator''',
    social_tests.id('second')),
  'PT409', 'last_administrator',
  'SEC-51 the operator cannot change the profile_id in the row of the last administrator');
select throws_ok(
  'truncate social_private.staff', 'PT409', 'last_administrator',
  'SEC-51 the operator cannot truncate the staff table');
select throws_ok(
  'delete from auth.users', 'PT409', 'last_administrator',
  'SEC-51 the operator cannot delete all logins');
select ok(social_tests.is_unchanged(),
  'SEC-51 refused removals of the last administrator change no row');

select social_tests.staff('second', 'administrator');
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('second');
select social_tests.sign_in('ada');
select throws_ok(
  'select social.delete_profile()', 'PT409', 'last_administrator',
  'SEC-51 administrators cannot delete their account if all other administrators are deactivated');
select social_tests.act_as('second');
select social.reactivate_profile();
select social_tests.sign_in('ada');
select lives_ok('select social.delete_profile()',
  'SEC-51 an administrator can delete their account if another administrator is active');

select * from finish();
rollback;
