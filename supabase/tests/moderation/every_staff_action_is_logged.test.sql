begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona', 'ada']) as name;
select social_private.add_administrator('ada');
-- This update changes only the date, so the audit log must not contain it.
update social_private.staff set added_at = now() - interval '1 day';
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'rude');
select throws_ok(
  'select social_private.add_administrator(''nobody_here'')', 'PT404', 'profile_not_found',
  'add_administrator refuses a username that nobody has');

select social_tests.act_as('ada');
select results_eq(
  format(
    'select username, role from social.add_staff_member(%L, ''moderator'')', social_tests.id('mona')),
  'values (''mona'', ''moderator''::social.staff_role)', 'an administrator can add a moderator');
select social_tests.act_as('bob');
select social.report_post(social_tests.post_id('sunrise'), 'spam');
select social_tests.act_as('mona');
select is(
  array(select username from social.staff_members()), array['mona', 'ada'],
  'staff_members lists the most recently added staff member first');
select social.review_report(social_tests.report_id('bob'));
select social.moderate_post(
  social_tests.post_id('sunrise'), 'hide', 'Spam', report_id => social_tests.report_id('bob'));
select social.resolve_report(social_tests.report_id('bob'), 'action_taken', 'Hidden');
select social_tests.act_as('ada');
select social.remove_staff_member(social_tests.id('mona'));

-- The operator changes rows with SQL statements instead of public functions.
select social_tests.act_as_operator();
update social.posts set hidden_at = null;
update social_private.accounts set suspended_at = now() where profile_id = social_tests.id('bob');
insert into social_private.hidden_comments (comment_id, hidden_by)
values (social_tests.comment_id('rude'), 'post_author');
insert into social_private.hidden_comments (comment_id, hidden_by)
values (social_tests.comment_id('rude'), 'staff');
select results_eq(
  $$
    select number, actor_role, actors.username::text collate "default", action, target_kind,
      subjects.username::text collate "default", reason, report_id is not null
    from social_private.audit_log
    left join social.profiles as actors on actors.id = actor_id
    left join social.profiles as subjects on subjects.id = subject_id
    order by number
  $$,
  $$
    values
      (1::bigint, 'operator', null, 'add_staff', 'profile', 'ada', null, false),
      (2, 'administrator', 'ada', 'add_staff', 'profile', 'mona', null, false),
      (3, 'moderator', 'mona', 'review', 'report', 'alice', null, true),
      (4, 'moderator', 'mona', 'hide', 'post', 'alice', 'Spam', true),
      (5, 'moderator', 'mona', 'resolve', 'report', 'alice', 'Hidden', true),
      (6, 'administrator', 'ada', 'remove_staff', 'profile', 'mona', null, false),
      (7, 'operator', null, 'restore', 'post', 'alice', null, false),
      (8, 'operator', null, 'suspend', 'profile', 'bob', null, false),
      (9, 'operator', null, 'hide', 'comment', 'alice', null, false)
  $$,
  'the audit log contains every action with its actor and reason');
select is_empty('select * from social_private.verify_audit_log()',
  'verify_audit_log finds no error in the audit log');

select * from finish();
rollback;
