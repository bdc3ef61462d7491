begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob', 'ada']) as name;
select social_tests.staff('ada', 'administrator');
select social_tests.post('alice', 'sunrise');
select social_tests.remember();

select social_tests.act_as('bob');
select throws_ok(
  format('select social.report_post(%L, null)', social_tests.post_id('sunrise')), 'PT422',
  'argument_missing', 'a report without a reason is refused');
select social_tests.act_as('ada');
select throws_ok(
  $$select social.resolve_report(gen_random_uuid(), 'dismissed', 'Fine')$$, 'PT404',
  'report_not_found', 'resolving a report that does not exist is refused');
select throws_ok(
  'select social.remove_staff_member(null)', 'PT422', 'argument_missing',
  'removing a staff member without a profile id is refused');
select social_tests.act_as_operator();
select ok(social_tests.is_unchanged(), 'refused staff commands change no row');

select * from finish();
rollback;
