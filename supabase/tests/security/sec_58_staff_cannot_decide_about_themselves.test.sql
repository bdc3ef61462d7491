begin;
select plan(13);
select social_tests.person(name)
from unnest(array['alice', 'mona', 'otto', 'ada', 'bob', 'carl', 'eve']) as name;
select social_tests.staff('mona');
select social_tests.staff('otto');
select social_tests.staff(name, 'administrator') from unnest(array['ada', 'eve']) as name;
select social_tests.post('mona', 'of mona');
select social_tests.post('ada', 'of ada');
select social_tests.post('bob', 'of bob');
select social_tests.act_as('alice');
select social.report_profile(social_tests.id('carl'), 'other', 'about carl');
select social.report_post(social_tests.post_id('of mona'), 'other', 'about mona');

select social_tests.act_as('ada');
select social.resolve_report(social_tests.report_id('alice'), 'dismissed', 'Fine');
select social_tests.act_as('alice');
select social.report_post(social_tests.post_id('of mona'), 'other', 'about mona');

select social_tests.act_as('mona');
select set_eq(
  $$
    select note from social.moderation_queue()
    union select note from social.moderation_queue('closed')
  $$,
  array['about carl'],
  'SEC-58 moderation_queue does not list reports about the staff member who reads it');
select throws_ok(
  format(call, social_tests.report_id('alice')), 'PT404', 'report_not_found',
  'SEC-58 staff cannot review or resolve reports about themselves: ' || call)
from unnest(array[
  'select social.review_report(%L)', 'select social.resolve_report(%L, ''dismissed'', ''fine'')'
]) as call;
select throws_ok(
  format('select social.moderate_post(%L, ''restore'', ''fine'')', social_tests.post_id('of mona')),
  'PT403', 'cannot_moderate_self', 'SEC-58 staff cannot moderate their own posts');
select throws_ok(
  format('select social.moderate_profile(%L, ''restore'', ''fine'')', auth.uid()),
  'PT403', 'cannot_moderate_self', 'SEC-58 staff cannot lift sanctions on their own account');
select throws_ok(
  format('select social.moderate_post(%L, ''hide'', ''revenge'')', social_tests.post_id('of ada')),
  'PT403', 'not_administrator', 'SEC-58 a moderator cannot moderate the post of an administrator');
select throws_ok(
  format('select social.moderate_profile(%L, ''suspend'', ''revenge'')', social_tests.id('ada')),
  'PT403', 'not_administrator',
  'SEC-58 a moderator cannot moderate the account of an administrator');

select social.moderate_post(social_tests.post_id('of bob'), 'hide', 'I do not like it');
select social_tests.act_as('bob');
select social.appeal_sanction(social_tests.sanction_id('bob'), 'It is a flower');
select social_tests.act_as('mona');
select throws_ok(
  format(
    'select social.decide_appeal(%L, ''upheld'', ''fine'')', social_tests.appeal_id('bob')),
  'PT404', 'appeal_not_found',
  'SEC-58 staff cannot decide an appeal against their own action');
select social_tests.act_as('otto');
select lives_ok(
  format(
    'select social.decide_appeal(%L, ''overturned'', ''A flower'')', social_tests.appeal_id('bob')),
  'SEC-58 other staff can decide an appeal against the action of a colleague');

select social_tests.act_as('ada');
select social.moderate_profile(social_tests.id('otto'), 'limit', 'Be nice');
select social_tests.act_as('otto');
select social.appeal_sanction(social_tests.sanction_id('otto'), 'I am nice');
select is_empty('select * from social.appeals()',
  'SEC-58 staff do not see their own appeals in the list of appeals');
select throws_ok(
  format('select social.decide_appeal(%L, ''upheld'', ''nice'')', social_tests.appeal_id('otto')),
  'PT404', 'appeal_not_found', 'SEC-58 staff cannot decide their own appeals');
select social_tests.act_as('ada');
select throws_ok(
  format('select social.decide_appeal(%L, ''upheld'', ''no'')', social_tests.appeal_id('otto')),
  'PT404', 'appeal_not_found',
  'SEC-58 administrators cannot decide an appeal against their own action if other staff may');
select social.moderate_profile(social_tests.id('eve'), 'suspend', 'Away');
select lives_ok(
  format('select social.decide_appeal(%L, ''upheld'', ''no'')', social_tests.appeal_id('otto')),
  'SEC-58 the only active administrator can decide an appeal against their own action');

select * from finish();
rollback;
