begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'mona', 'ada', 'eve']) as name;
select social_tests.staff('mona');
select social_tests.staff('ada', 'administrator');
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('alice'), 'limit', 'Rude');
select social_tests.act_as('alice');
select social.appeal_sanction(social_tests.sanction_id('alice'), 'I am not');
select social_tests.act_as('ada');
select results_eq(
  format(
    'select decision, is_in_force from social.decide_appeal(%L, ''upheld'', ''You are'')',
    social_tests.appeal_id('alice')),
  'values (''upheld''::social.appeal_decision, true)', 'ada upholds what mona did');
select social_tests.act_as('alice');
select results_eq(
  'select is_in_force, is_appealable, decision_reason from social.my_sanctions()',
  'values (true, false, ''You are'')', 'alice reads why, and cannot appeal again');

-- What is no sanction cannot be appealed.
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('alice'), 'restore', 'Nice');
select social_tests.act_as_operator();
select set_config('my.restoration', id::text, true)
from social_private.audit_log where action = 'restore';
select social_tests.act_as('alice');
select throws_ok(
  format('select social.appeal_sanction(%L, ''No'')', current_setting('my.restoration')),
  'PT404', 'sanction_not_found', 'a restoration is no sanction');

-- A moderator cannot decide about an administrator, so is nobody else to do it.
select social_tests.act_as_operator();
select social_tests.staff('eve', 'administrator');
select social_tests.act_as('ada');
select social.moderate_profile(social_tests.id('eve'), 'limit', 'Rude');
select social_tests.act_as('eve');
select social.appeal_sanction(social_tests.sanction_id('eve'), 'I am not');
select social_tests.act_as('mona');
select throws_ok(
  format('select social.decide_appeal(%L, ''upheld'', ''no'')', social_tests.appeal_id('eve')),
  'PT403', 'not_administrator', 'a moderator does not decide about an administrator');
select social_tests.act_as('ada');
select lives_ok(
  format('select social.decide_appeal(%L, ''upheld'', ''no'')', social_tests.appeal_id('eve')),
  'the only other administrator does, though it was her act');

-- An appeal of what was lifted meanwhile changes nothing more.
select social.moderate_profile(social_tests.id('alice'), 'limit', 'Rude again');
select social_tests.act_as('alice');
select social.appeal_sanction(social_tests.sanction_id('alice'), 'I am not');
select social_tests.act_as('ada');
select social.moderate_profile(social_tests.id('alice'), 'restore', 'Nice');
select social.moderate_profile(social_tests.id('alice'), 'limit', 'Rude once more');
select social_tests.act_as('mona');
select is(
  (
    select decision from social.decide_appeal(
      social_tests.appeal_id('alice'), 'overturned', 'She was not')
  ), 'overturned', 'mona overturns what was lifted already');
select social_tests.act_as('alice');
select results_eq(
  'select is_in_force, decision from social.my_sanctions()',
  $$
    values (true, null::social.appeal_decision), (false, 'overturned'), (false, 'upheld')
  $$,
  'which leaves the next one in force');

select * from finish();
rollback;
