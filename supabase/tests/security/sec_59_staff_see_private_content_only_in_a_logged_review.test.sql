begin;
select plan(15);
select social_tests.person(name) from unnest(array['fan', 'mona', 'otto', 'stranger']) as name;
select social_tests.person('locked', true);
select social_tests.follow('fan', 'locked');
select social_tests.staff('mona');
select social_tests.staff('otto');
select set_config('my.file', social_tests.upload('locked'), true);
select set_config('my.other', social_tests.upload('locked'), true);
select social_tests.act_as('locked');
select id from social.create_post('private', social_tests.media(current_setting('my.file')));
select id from social.create_post('unreported', social_tests.media(current_setting('my.other')));
select social_tests.act_as('fan');
select social.report_post(social_tests.post_id('private'), 'nudity');

select social_tests.act_as('mona');
select throws_ok(
  format('select social.post(%L)', social_tests.post_id('private')), 'PT404', 'post_not_found',
  'SEC-59 staff cannot see a private post outside of a review');
select is_empty(
  'select * from storage.objects', 'SEC-59 staff cannot read a file before they review its report');
select is_empty(
  $$select queue from social.moderation_queue() as queue where queue::text ~ 'private|jpg'$$,
  'SEC-59 moderation_queue shows no captions and no files');
select is(
  (select snapshot ->> 'caption' from social.review_report(social_tests.report_id('fan'))),
  'private', 'SEC-59 a review shows staff the reported private post');
select set_eq(
  'select name from storage.objects', array[current_setting('my.file')],
  'SEC-59 after a review, staff can read the reported file and no other file');
select social_tests.act_as_operator();
update social_private.config set is_staff_mfa_required = true;
select social_tests.act_as('mona');
select is_empty('select * from storage.objects',
  'SEC-59 a reviewer without the required second factor cannot read the reported file');
select social_tests.act_as_operator();
update social_private.config set is_staff_mfa_required = false;
select social_tests.act_as('mona', '{"session_id": "11111111-1111-4111-8111-111111111111"}');
select is_empty('select * from storage.objects',
  'SEC-59 a reviewer with an ended session cannot read the reported file');
select social_tests.act_as('otto');
select is_empty(
  'select * from storage.objects',
  'SEC-59 staff who have not reviewed the report cannot read the reported file');
select social_tests.act_as('stranger');
select is_empty('select * from storage.objects',
  'SEC-59 a stranger cannot read the reported file after the review');

select social_tests.act_as_operator();
select results_eq(
  $$
    select actor_id, actor_role, action, target_id, subject_id from social_private.audit_log
    where action = 'review'
  $$,
  format(
    'select %L::uuid, ''moderator'', ''review'', %L::uuid, %L::uuid', social_tests.id('mona'),
    social_tests.report_id('fan'), social_tests.id('locked')),
  'SEC-59 the audit log contains the reviewer, the report and the reported person');
select social_tests.act_as('mona');
select throws_ok(
  'select social.review_report(gen_random_uuid())', 'PT404', 'report_not_found',
  'SEC-59 a review of a report that does not exist is refused');
select social.resolve_report(social_tests.report_id('fan'), 'dismissed', 'Not nude');
select is_empty('select * from storage.objects',
  'SEC-59 the reviewer cannot read the reported file after the report is resolved');
select social_tests.act_as('fan');
select social.report_post(social_tests.post_id('private'), 'nudity');
select social_tests.act_as('mona');
select is_empty('select * from storage.objects',
  'SEC-59 a new report of the same post gives no access to its file before a new review');
select social.review_report(social_tests.report_id('fan'));
select social_tests.act_as_operator();
delete from social_private.staff where profile_id = social_tests.id('mona');
select social_tests.act_as('mona');
select is_empty('select * from storage.objects',
  'SEC-59 a reviewer who is removed from the staff cannot read the reported file');
select social_tests.act_as_operator();
select social_tests.staff('mona');
select social_tests.act_as('mona');
select is_empty('select * from storage.objects',
  'SEC-59 a reviewer who is added to the staff again cannot read the file before a new review');

select * from finish();
rollback;
