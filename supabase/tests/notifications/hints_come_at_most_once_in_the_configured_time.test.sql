begin;
select plan(18);
-- A test may be slow, so it stretches the second to a minute.
update social_private.config set hint_seconds = 60;
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
create function pg_temp.sent(name text) returns integer language sql
return cardinality(social_tests.sent(current_setting('my.' || name)));
create function pg_temp.groups() returns uuid[] language sql security definer
return array(select id from social_private.notification_groups);
create function pg_temp.wait(span interval) returns void language plpgsql security definer as $$
begin
  update social_private.inboxes set hinted_at = hinted_at - span;
  update social_private.watched_posts set hinted_at = hinted_at - span;
end;
$$;

select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select social.unlike_post(social_tests.post_id('sunrise'));
select social_tests.act_as_operator();
select is_empty('select from realtime.messages where event is not null',
  'nothing is sent while nobody watches');

select social_tests.act_as('alice');
select set_config('my.inbox', (social.watch_notifications()).topic, true);
select set_config('my.post', (social.watch_post(social_tests.post_id('sunrise'))).topic, true);
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select is(pg_temp.sent('inbox'), 0, 'a like that notified before sends no hint to the author');
select is(pg_temp.sent('post'), 1, 'it sends a hint to those who watch the post');
select social.follow_profile(social_tests.id('alice'));
select is(pg_temp.sent('inbox'), 1, 'a notification sends a hint');
select social.add_comment(social_tests.post_id('sunrise'), 'comment ' || n)
from generate_series(1, 50) as n;
select is(pg_temp.sent('inbox'), 1, 'more notifications in the same time send no hint');
select is(pg_temp.sent('post'), 1, 'more changes of the post in the same time send no hint');
select pg_temp.wait('30 seconds');
select social.add_comment(social_tests.post_id('sunrise'), 'soon');
select is(pg_temp.sent('inbox'), 1, 'a notification before the end of this time sends no hint');
select pg_temp.wait('31 seconds');
select social.add_comment(social_tests.post_id('sunrise'), 'later');
select is(pg_temp.sent('inbox'), 2, 'a notification after this time sends a hint');
select is(pg_temp.sent('post'), 2, 'a change of the post after this time sends a hint');

select pg_temp.wait('61 seconds');
select social_tests.act_as('alice');
select social.mute_profile(social_tests.id('carol'));
select social_tests.act_as('carol');
select social.follow_profile(social_tests.id('alice'));
select is(pg_temp.sent('inbox'), 3,
  'a person who is muted causes a hint too, which takes as long, so that the person notices nothing');
select pg_temp.wait('61 seconds');
select social_tests.act_as('alice');
select social.mark_notifications_read(array(select id from social.notifications()));
select is(pg_temp.sent('inbox'), 4, 'marking as read tells the other apps of the person');
select pg_temp.wait('61 seconds');
select social_tests.see_all('alice');
select is(pg_temp.sent('inbox'), 5, 'marking as seen tells the other apps of the person');
select pg_temp.wait('61 seconds');
select social_tests.see_all('alice');
select is(pg_temp.sent('inbox'), 5, 'marking as seen again tells nobody');

select social_tests.act_as_operator();
update social_private.config set hint_seconds = 3600;
select pg_temp.wait('50 minutes');
select social.add_comment(social_tests.post_id('sunrise'), 'slow') from social_tests.act_as('bob');
select is(pg_temp.sent('inbox'), 5, 'config.hint_seconds sets the time between two hints');
select social_tests.act_as_operator();
update social_private.config set hint_seconds = 1, notifications = false;
select pg_temp.wait('1 hour');
select social.like_post(social_tests.post_id('sunrise')) from social_tests.act_as('carol');
select is(pg_temp.sent('post'), 2, 'nothing is sent while config.notifications is off');
select social_tests.act_as('alice');
select social.mark_notifications_read(pg_temp.groups());
select is(pg_temp.sent('inbox'), 5,
  'marking as read sends nothing while config.notifications is off');
select social_tests.act_as_operator();
update social_private.config set notifications = true;
select social_tests.let_pass('31 minutes');
select social.add_comment(social_tests.post_id('sunrise'), 'late') from social_tests.act_as('bob');
select is(array[pg_temp.sent('inbox'), pg_temp.sent('post')], array[5, 2],
  'nothing is sent after config.watch_minutes');
select social_tests.act_as('alice');
select social.mark_notifications_read(array(select id from social.notifications()));
select is(pg_temp.sent('inbox'), 5, 'marking as read sends nothing after config.watch_minutes');

select * from finish();
rollback;
