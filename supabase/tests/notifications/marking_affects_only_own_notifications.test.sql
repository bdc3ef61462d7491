begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory']) as name;
select social_tests.post('alice', 'sunrise'), social_tests.post('mallory', 'swamp');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select social.like_post(social_tests.post_id('swamp'));
select social_tests.act_as('alice');
select set_config('my.id', id::text, true), set_config('my.cursor', cursor, true)
from social.notifications();

select social_tests.act_as('mallory');
select is(social.mark_notifications_read(array[current_setting('my.id')::uuid]), 1,
  'the id of a notification of another person has no effect');
select is(social.mark_notifications_read(array[gen_random_uuid(), null]), 1,
  'an unknown id and null have no effect');
select throws_ok(
  format('select social.mark_notifications_seen(%L)', current_setting('my.cursor')),
  'PT400', 'cursor_invalid', 'a cursor of another person is refused');
select throws_ok(
  format('select social.mark_notifications_seen(%L)', (select cursor from social.blocked_profiles())),
  'PT422', 'argument_missing', 'mark_notifications_seen needs a cursor');
select throws_ok('select social.mark_notifications_read(null)', 'PT422', 'argument_missing',
  'mark_notifications_read needs ids');
select throws_ok(
  'select social.mark_notifications_read(array(
    select gen_random_uuid() from generate_series(1, 201)))',
  'PT422', 'notifications_too_many', 'mark_notifications_read refuses more than 200 ids');
select lives_ok(
  'select social.mark_notifications_read(array(
    select gen_random_uuid() from generate_series(1, 200)))',
  'mark_notifications_read accepts 200 ids');
select is(social_tests.badge('alice'), 1, 'the notification of the other person stays unseen');
select is((select (is_seen, is_read)::text from social.notifications()), '(f,f)',
  'the row of the other person stays unseen and unread');

select * from finish();
rollback;
