begin;
select plan(15);
select social_tests.person(name) from unnest(array['alice', 'mona', 'otto', 'mallory']) as name;
select social_tests.staff('mona');
select social_tests.staff('otto');
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('alice'), 'limit', 'Rude');
select social.moderate_profile(social_tests.id('alice'), 'suspend', 'Very rude');

select social_tests.act_as('mallory');
select throws_ok(
  format('select social.appeal_sanction(%L, ''hello'')', social_tests.sanction_id('alice')),
  'PT404', 'sanction_not_found', 'a person cannot appeal the sanction of another person');
select social_tests.act_as('alice');
select throws_ok(
  format('select social.appeal_sanction(%L, '' '')', social_tests.sanction_id('alice')),
  'PT422', 'reason_missing', 'an appeal without a reason is refused');
select results_eq(
  format(
    $$
      select action, is_in_force, is_appealable, appealed_at is not null, decision is null
      from social.appeal_sanction(%L, 'I was quoting')
    $$, social_tests.sanction_id('alice')),
  $$values ('suspend'::social.moderation_action, true, false, true, true)$$,
  'a suspended person can appeal');
select throws_ok(
  format('select social.appeal_sanction(%L, ''please'')', social_tests.sanction_id('alice')),
  'PT409', 'appeal_exists', 'a second appeal with another reason is refused');
select is(
  (select (action, is_appealable)::text
    from social.appeal_sanction(social_tests.sanction_id('alice'), ' I was quoting')),
  '(suspend,f)', 'a repeated appeal with the same reason returns the sanction');

select social_tests.act_as('otto');
select results_eq(
  'select subject_username, action, reason, actor_id, appeal_reason, is_in_force from social.appeals()',
  format(
    $$
      values ('alice', 'suspend'::social.moderation_action, 'Very rude', %L::uuid,
        'I was quoting', true)
    $$, social_tests.id('mona')),
  'staff who did not impose the sanction can read it and the reason of the appeal');
select throws_ok(
  format('select social.decide_appeal(%L, null, ''yes'')', social_tests.appeal_id('alice')),
  'PT422', 'argument_missing', 'decide_appeal refuses null as decision');
select throws_ok(
  format('select social.decide_appeal(%L, ''upheld'', '''')', social_tests.appeal_id('alice')),
  'PT422', 'reason_missing', 'an appeal cannot be decided without a reason');
select results_eq(
  format(
    $$
      select decision, decision_reason, decider_id, is_in_force
      from social.decide_appeal(%L, 'overturned', 'A quotation')
    $$, social_tests.appeal_id('alice')),
  format(
    'values (''overturned''::social.appeal_decision, ''A quotation'', %L::uuid, false)',
    social_tests.id('otto')),
  'a moderator can overturn a sanction that another moderator imposed');
select throws_ok(
  format('select social.decide_appeal(%L, ''upheld'', ''no'')', social_tests.appeal_id('alice')),
  'PT409', 'appeal_decided', 'a decided appeal cannot be decided again');
select is_empty('select * from social.appeals()',
  'the list of open appeals does not contain a decided appeal');
select is((select count(*) from social.appeals('closed')), 1::bigint,
  'the list of closed appeals contains a decided appeal');

select social_tests.act_as('alice');
select lives_ok('select social.home_feed()',
  'the person can use the account again after the suspension is overturned');
select results_eq(
  'select action, is_in_force, decision, decision_reason from social.my_sanctions()',
  $$
    values ('suspend'::social.moderation_action, false, 'overturned'::social.appeal_decision,
      'A quotation'), ('limit', true, null, null)
  $$,
  'my_sanctions shows the overturned sanction with the decision, and the other one in force');
select social_tests.act_as_operator();
alter table social_private.audit_log disable trigger user;
update social_private.audit_log set created_at = created_at - interval '184 days';
select social_tests.act_as('alice');
select throws_ok(
  format('select social.appeal_sanction(%L, ''late'')', id), 'PT409', 'cannot_appeal',
  'a sanction that is 184 days old cannot be appealed')
from social.my_sanctions() where action = 'limit';

select * from finish();
rollback;
