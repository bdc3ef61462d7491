begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'mona', 'ada', 'eve']) as name;
select social_tests.staff('mona');
select social_tests.staff('ada', 'administrator');
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('alice'), 'limit', 'Rude');
select social_tests.act_as('alice');
select social.appeal_sanction(social_tests.sanction_id('alice'), 'I was not rude');
select social_tests.act_as('ada');
select results_eq(
  format(
    'select decision, is_in_force from social.decide_appeal(%L, ''upheld'', ''You were rude'')',
    social_tests.appeal_id('alice')),
  'values (''upheld''::social.appeal_decision, true)', 'an administrator can uphold a sanction');
select social_tests.act_as('alice');
select results_eq(
  'select is_in_force, is_appealable, decision_reason from social.my_sanctions()',
  'values (true, false, ''You were rude'')',
  'the person can read why the sanction was upheld and cannot appeal again');

select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('alice'), 'restore', 'Nice');
select social_tests.act_as_operator();
select set_config('my.restoration', id::text, true)
from social_private.audit_log where action = 'restore';
select social_tests.act_as('alice');
select throws_ok(
  format('select social.appeal_sanction(%L, ''No'')', current_setting('my.restoration')),
  'PT404', 'sanction_not_found', 'a restoration by staff cannot be appealed');

-- Only an administrator may decide the appeal of an administrator, so the moderator mona may not.
-- The staff member who issued the sanction may decide only if no other staff member may.
select social_tests.act_as_operator();
select social_tests.staff('eve', 'administrator');
select social_tests.act_as('ada');
select social.moderate_profile(social_tests.id('eve'), 'limit', 'Rude');
select social_tests.act_as('eve');
select social.appeal_sanction(social_tests.sanction_id('eve'), 'I was not rude');
select social_tests.act_as('mona');
select throws_ok(
  format('select social.decide_appeal(%L, ''upheld'', ''no'')', social_tests.appeal_id('eve')),
  'PT404', 'appeal_not_found', 'a moderator cannot decide the appeal of an administrator');
select social_tests.act_as('ada');
select lives_ok(
  format('select social.decide_appeal(%L, ''upheld'', ''no'')', social_tests.appeal_id('eve')),
  'an administrator can decide an appeal against their own action if nobody else may decide');

-- Before the appeal is decided, staff lift the appealed sanction and issue a new sanction.
select social.moderate_profile(social_tests.id('alice'), 'limit', 'Rude again');
select social_tests.act_as('alice');
select social.appeal_sanction(social_tests.sanction_id('alice'), 'I was not rude');
select social_tests.act_as('ada');
select social.moderate_profile(social_tests.id('alice'), 'restore', 'Nice');
select social.moderate_profile(social_tests.id('alice'), 'limit', 'Rude once more');
select social_tests.act_as('mona');
select is(
  (
    select decision from social.decide_appeal(
      social_tests.appeal_id('alice'), 'overturned', 'She was not')
  ), 'overturned', 'staff can overturn a sanction on appeal after the sanction is lifted');
select social_tests.act_as('alice');
select results_eq(
  'select is_in_force, decision from social.my_sanctions()',
  $$
    values (true, null::social.appeal_decision), (false, 'overturned'), (false, 'upheld')
  $$,
  'overturning the earlier sanction does not lift a later sanction of the same kind');

select * from finish();
rollback;
