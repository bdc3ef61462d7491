begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona', 'ada']) as name;
select social_tests.staff('mona');
select social_tests.staff('ada', 'administrator');
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id(name), 'limit', 'Rude')
from unnest(array['alice', 'bob']) as name;
select social_tests.act_as('alice');
select social.appeal_sanction(social_tests.sanction_id('alice'), 'I was not rude');
select social_tests.act_as('bob');
select social.appeal_sanction(social_tests.sanction_id('bob'), 'I was not rude either');

select social_tests.act_as('ada');
select is(
  (select count(*) from social.appeals(page_size => 1)), 1::bigint,
  'a page of open appeals has at most page_size rows');
select social.decide_appeal(social_tests.appeal_id('alice'), 'upheld', 'You were rude');
select social.decide_appeal(social_tests.appeal_id('bob'), 'overturned', 'You were not rude');
select is(
  (select count(*) from social.appeals('closed', page_size => 1)), 1::bigint,
  'a page of decided appeals has at most page_size rows');
select social_tests.act_as_operator();
select results_eq(
  $$select action, subject_id, reason from social_private.audit_log
    where target_kind = 'appeal' order by number$$,
  $$values
    ('uphold', social_tests.id('alice'), 'You were rude'),
    ('overturn', social_tests.id('bob'), 'You were not rude')$$,
  'the audit log contains both decisions with their reasons');
select set_eq(
  'select profile_id from social_private.accounts where limited_at is not null',
  array[social_tests.id('alice')],
  'an overturned sanction is lifted, and an upheld sanction stays in force');

select * from finish();
rollback;
