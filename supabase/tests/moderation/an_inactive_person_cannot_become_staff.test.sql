begin;
select plan(4);
select social_tests.person(name) from unnest(array['ada', 'deactivated', 'suspended', 'mona']) as name;
select social_tests.staff('ada', 'administrator');
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('deactivated');
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('suspended');

select social_tests.act_as('ada');
select social_tests.remember();
select throws_ok(
  format('select social.add_staff_member(%L, ''moderator'')', social_tests.id(name)), 'PT404',
  'profile_not_found', format('a %s person cannot be added to the staff', name))
from unnest(array['deactivated', 'suspended']) as name;
select ok(social_tests.is_unchanged(), 'a refused call of add_staff_member changes no row');
select lives_ok(
  $$select social.add_staff_member(social_tests.id('mona'), 'moderator')$$,
  'an active person can be added to the staff');

select * from finish();
rollback;
