begin;
select plan(15);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona', 'ada', 'deactivated']) as name;
select social_tests.staff('mona');
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('deactivated');
select social_tests.staff('ada', 'administrator');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'rude');
select social_tests.comment('alice', 'sunrise', 'deleted');
select social_tests.comment('bob', 'sunrise', 'reply', 'deleted');
select set_config('my.tombstone', social_tests.comment_id('deleted')::text, true);
select social_private.erase_comment(current_setting('my.tombstone')::uuid);
select social_tests.act_as('bob');
select social.report_post(social_tests.post_id('sunrise'), 'spam');

create temp table attempts as
select * from (values
  ('moderate_post', social_tests.post_id('sunrise'), 'suspend', 'x', 'PT422 action_invalid'),
  ('moderate_post', social_tests.post_id('sunrise'), null, 'x', 'PT422 action_invalid'),
  ('moderate_comment', social_tests.comment_id('rude'), 'limit', 'x', 'PT422 action_invalid'),
  ('moderate_profile', social_tests.id('alice'), 'hide', 'x', 'PT422 action_invalid'),
  ('moderate_post', social_tests.post_id('sunrise'), 'hide', ' ', 'PT422 reason_missing'),
  ('moderate_post', social_tests.post_id('sunrise'), 'hide', null, 'PT422 reason_missing'),
  ('moderate_post', social_tests.comment_id('rude'), 'hide', 'x', 'PT404 target_not_found'),
  ('moderate_comment', social_tests.post_id('sunrise'), 'hide', 'x', 'PT404 target_not_found'),
  ('moderate_comment', current_setting('my.tombstone')::uuid, 'hide', 'x',
    'PT404 target_not_found'),
  ('moderate_profile', gen_random_uuid(), 'suspend', 'x', 'PT404 target_not_found')
) as given (verb, id, action, reason, code);
grant select on attempts to authenticated;

select social_tests.remember();
select social_tests.act_as('mona');
select alike(
  social_tests.outcome(format('select social.%s(%L, %L, %L)', verb, id, action, reason)),
  code || ' %',
  format('%s with action %L and reason %L fails with %s',
    verb, action, reason, split_part(code, ' ', 2)))
from attempts;
select throws_ok(
  format(
    'select social.moderate_comment(%L, ''hide'', ''x'', ''terms'', %L)',
    social_tests.comment_id('rude'), social_tests.report_id('bob')),
  'PT404', 'report_not_found',
  'a staff action with a report about another target fails with report_not_found');
select throws_ok(
  format('select social.resolve_report(%L, null, ''x'')', social_tests.report_id('bob')), 'PT422',
  'argument_missing', 'a report cannot be resolved without a decision');
select social_tests.act_as('ada');
select throws_ok(
  format('select social.add_staff_member(%L, null)', social_tests.id('bob')), 'PT422',
  'argument_missing', 'adding a staff member without a role is refused');
select throws_ok(
  format('select social.add_staff_member(%L, ''moderator'')', social_tests.id('deactivated')), 'PT404',
  'profile_not_found', 'a deactivated person cannot be added to the staff');
select social.add_staff_member(social_tests.id('mona'), 'moderator');
select ok(social_tests.is_unchanged(),
  'refused staff actions and a repeated add_staff_member change no row');

select * from finish();
rollback;
