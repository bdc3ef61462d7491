begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory']) as name;
select social_tests.staff('mallory', 'administrator');
select social_tests.login('newcomer');
select social_tests.post('alice', 'sunrise');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select social_tests.act_as('alice');
select social.ring_bell(social_tests.id('bob'));
select social.set_notification_preference('follow', 'nobody');
select social.mute_post_notifications(social_tests.post_id('sunrise'));
select set_config('my.id', id::text, true), set_config('my.cursor', cursor, true)
from social.notifications();
select set_config('my.topic', (social.watch_notifications()).topic, true);

select social_tests.act_as('mallory');
select is_empty('select * from social.notifications()',
  'SEC-100 another person, even of the staff, sees none of the notifications');
select is(social.unseen_count(), 0, 'SEC-100 another person has an own badge');
select is_empty('select * from social.bells()', 'SEC-100 another person does not see the bells');
select is_empty('select * from social.muted_posts()',
  'SEC-100 another person does not see the muted posts');
select is_empty(
  $$select from social.notification_preferences() where from_whom <> 'everybody'$$,
  'SEC-100 another person does not see the preferences');
select throws_ok(format('select social.notifications(%L)', current_setting('my.cursor')),
  'PT400', 'cursor_invalid', 'SEC-100 a cursor of another person is refused');
select throws_ok(format('select social.mark_notifications_seen(%L)', current_setting('my.cursor')),
  'PT400', 'cursor_invalid', 'SEC-100 a cursor of another person marks nothing');
select lives_ok(
  format('select social.mark_notifications_read(array[%L::uuid])', current_setting('my.id')),
  'SEC-100 the id of a row of another person is treated as an unknown id');
select isnt((social.watch_notifications()).topic, current_setting('my.topic'),
  'SEC-100 everybody has an own topic');
select is(social_tests.badge('alice'), 1, 'SEC-100 the badge of the owner stays');

select social_tests.act_as('newcomer');
select throws_ok('select social.notifications()', 'PT403', 'profile_missing',
  'SEC-100 a person without a profile has no notifications');
select social_tests.act_as_anon();
select throws_ok('select social.notifications()', 'PT401', 'not_signed_in',
  'SEC-100 a caller without a login has no notifications');

select * from finish();
rollback;
