begin;
select plan(13);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.post('alice', 'sunrise');
create function pg_temp.written() returns text language sql security definer
return (
  select concat_ws(' ',
    (select count(*) from social_private.notifications),
    (select count(*) from social_private.notification_groups),
    (select count(*) from social_private.bell_posts)));
select social_tests.act_as('carol');
select social.ring_bell(social_tests.id('bob'));
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select is(social_tests.badge('alice'), 1, 'notifications are on by default');
select set_config('my.cursor', cursor, true), set_config('my.id', id::text, true)
from social.notifications();

select social_tests.act_as_operator();
update social_private.config set notifications = false;
select set_config('my.written', pg_temp.written(), true);
select is(social_tests.inbox('alice'), array[]::text[], 'the list is empty');
select is(social.unseen_count(), 0, 'the badge is empty');
select is_empty('select * from social.notification_preferences()', 'the preferences are empty');
select is(social.mark_notifications_seen(current_setting('my.cursor')), 0,
  'mark_notifications_seen returns 0');
select is(social.mark_notifications_read(array[current_setting('my.id')::uuid]), 0,
  'mark_notifications_read returns 0');
select is((social.watch_notifications()).topic, null, 'watch_notifications returns no topic');
select is((social.watch_post(social_tests.post_id('sunrise'))).topic, null,
  'watch_post returns no topic');
select social_tests.act_as('bob');
select social.add_comment(social_tests.post_id('sunrise'), 'nice');
select social.follow_profile(social_tests.id('alice'));
select social.create_post('hello @alice');
select social.report_profile(social_tests.id('alice'), 'spam');
select social_tests.act_as('mona');
select social.moderate_post(social_tests.post_id('hello @alice'), 'hide', 'Rude');
select is(pg_temp.written(), current_setting('my.written'), 'no row is written');
select social_tests.work();
select is(pg_temp.written(), current_setting('my.written'), 'the worker writes no row');

update social_private.config set notifications = true;
select is(social_tests.inbox('alice'), array['post_like bob'],
  'earlier notifications return when notifications are on again');
select social.like_post(social_tests.post_id('sunrise')) from social_tests.act_as('carol');
select is(social_tests.inbox('alice'), array['post_like carol,bob'], 'new likes notify again');
select is(social_tests.inbox('mona'), array[]::text[],
  'what happened in the meantime does not appear later');

select * from finish();
rollback;
