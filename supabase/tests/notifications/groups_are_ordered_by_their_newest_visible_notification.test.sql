begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', caption) from unnest(array['one', 'two', 'three']) as caption;
create function pg_temp.captions() returns text[] language plpgsql as $$
begin
  perform social_tests.act_as('alice');
  return array(
    select (select caption from social.post(post_id)) from social.notifications());
end;
$$;
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id(caption))
from unnest(array['one', 'two', 'three']) as caption;
select is(pg_temp.captions(), array['three', 'two', 'one'], 'the newest row comes first');
select social_tests.act_as('carol');
select social.like_post(social_tests.post_id('one'));
select is(pg_temp.captions(), array['one', 'three', 'two'], 'a new notification moves its row up');
select social.unlike_post(social_tests.post_id('one')) from social_tests.act_as('carol');
select is(pg_temp.captions(), array['three', 'two', 'one'],
  'a notification whose cause ended does not move its row');
select social.like_post(social_tests.post_id('one')) from social_tests.act_as('carol');
select is(pg_temp.captions(), array['one', 'three', 'two'],
  'a notification that returns moves its row back');
select social.mute_profile(social_tests.id('carol'));
select is(pg_temp.captions(), array['three', 'two', 'one'],
  'a notification of a muted person does not move its row');
select social.unmute_profile(social_tests.id('carol'));

-- latest_at is the time from which the functions start to read. It may be up to a minute too early,
-- or too late by any time.
select social_tests.act_as_operator();
select social_tests.let_pass('1 hour');
update social_private.notification_groups set latest_at = latest_at - interval '59 seconds'
where target_id = social_tests.post_id('one');
update social_private.notification_groups set latest_at = now()
where target_id = social_tests.post_id('two');
select is(pg_temp.captions(), array['one', 'three', 'two'],
  'the order follows the notifications and not latest_at');
select is(
  (select array_agg((select caption from social.post(post_id)))
    from social.notifications(page_size => 1)), array['one'],
  'a page of one row follows the notifications too');
select is(
  social_tests.walk('select (select caption from social.post(post_id)) as item, cursor
    from social.notifications(%L, 1)'),
  array['one', 'three', 'two'], 'pages of one row follow the notifications too');
select social.mark_notifications_seen(
  (select cursor from social.notifications() offset 1 limit 1));
select is(social.unseen_count(), 1, 'the badge follows the notifications and not latest_at');

select * from finish();
rollback;
