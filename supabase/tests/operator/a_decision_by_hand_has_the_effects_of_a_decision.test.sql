begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.act_as('bob');
select social.report_profile(social_tests.id('alice'), 'spam');
select social_tests.act_as('carol');
select social.report_profile(social_tests.id('alice'), 'spam');
select social_tests.act_as_operator();
create function pg_temp.logged(kind text) returns text[] language sql as $$
  select array(
    select concat_ws(' ', actor_role, action, reason, after ->> 'decision')
    from social_private.audit_log where target_kind = logged.kind order by number)
$$;

-- The editor of a cell writes one column, and the editor of a row those that changed.
update social_private.reports set decision = 'dismissed'
where reporter_id = social_tests.id('bob');
select is(
  (select decided_at is not null from social_private.reports
    where reporter_id = social_tests.id('bob')),
  true, 'the decision of a report is enough to decide it');
update social_private.reports
set decision = 'action_taken', decision_reason = 'Spam', decided_at = now()
where reporter_id = social_tests.id('carol');
select is(pg_temp.logged('report'),
  array['operator resolve dismissed', 'operator resolve Spam action_taken'],
  'the audit log has the decisions, and the reason if there is one');
select is(
  array(select unnest(social_tests.inbox(name)) from unnest(array['bob', 'carol']) as name),
  array['report_decision', 'report_decision'], 'both reporters are notified');
select social_tests.act_as_operator();
select is(social_tests.outcome('update social_private.reports set decision = ''dismissed'''),
  'PT403 record_final This record cannot be changed. Add a new record instead.',
  'a decided report stays as it is');

update social_private.accounts set suspended_at = now() where profile_id = social_tests.id('alice');
select social_tests.act_as('alice');
select social.appeal_sanction(social_tests.sanction_id('alice'), 'Sorry');
select social_tests.act_as_operator();
update social_private.appeals set decision = 'upheld';
select is(
  (select decided_at is not null from social_private.appeals), true,
  'the decision of an appeal is enough to decide it');
update social_private.appeals set decision = 'overturned', decision_reason = 'Fine';
select is(
  (select suspended_at from social_private.accounts where profile_id = social_tests.id('alice')),
  null, 'an overturned sanction is lifted');
select is(pg_temp.logged('appeal'), array['operator uphold', 'operator overturn Fine'],
  'the audit log has both decisions');
select is(social_tests.inbox('alice'), array['appeal_decision'], 'the person is notified');
select social_tests.act_as_operator();
update social_private.appeals set decision = null;
select is((select decided_at from social_private.appeals), null,
  'an emptied decision opens the appeal again');

select * from finish();
rollback;
