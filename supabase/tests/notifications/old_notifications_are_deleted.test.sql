begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', caption) from unnest(array['old', 'new']) as caption;
create function pg_temp.rows() returns text language sql security definer
return (
  select (select count(*) from social_private.notification_groups) || ' '
    || (select count(*) from social_private.notifications));
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('old'));
select social.like_post(social_tests.post_id('old')) from social_tests.act_as('carol');
select social_tests.let_pass('89 days 23 hours');
select social_tests.work();
select is(pg_temp.rows(), '1 2', 'notifications are kept for 90 days');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('new'));
select social_tests.let_pass('26 hours');
select social_tests.act_as_operator();
select is(social_private.forget_notifications(1), 1, 'one call deletes at most max_rows rows');
select social_tests.work();
select is(pg_temp.rows(), '1 1', 'the worker deletes older notifications');
select is(social_tests.inbox('alice'), array['post_like bob'], 'newer notifications stay');
select social_tests.act_as_operator();
update social_private.config set notification_days = 10;
select social_tests.let_pass('10 days');
select social_tests.work();
select is(pg_temp.rows(), '0 0', 'config.notification_days decides how long they are kept');

-- A group is open for longer than notifications are kept.
update social_private.config set notification_days = 1, notification_group_hours = 720;
select social.follow_profile(social_tests.id('alice')) from social_tests.act_as('bob');
select social_tests.let_pass('5 days');
select social_tests.work();
select is(pg_temp.rows(), '1 1', 'the worker deletes no group that new notifications can join');
select social_tests.let_pass('30 days');
select social_tests.work();
select is(pg_temp.rows(), '0 0', 'the worker deletes the group when it is closed');

-- An erased person leaves nothing behind.
select social.like_post(social_tests.post_id('old')) from social_tests.act_as('carol');
select social.follow_profile(social_tests.id('alice')) from social_tests.act_as('carol');
select social.follow_profile(social_tests.id('carol')) from social_tests.act_as('alice');
select social_tests.leave('carol');
select social_tests.act_as_operator();
select is_empty(
  $$select from social_private.notifications
    left join social_private.notification_groups on id = group_id
    where recipient_id is null or recipient_id <> social_tests.id('alice')$$,
  'the erasure of a person deletes the notifications of the person');

select * from finish();
rollback;
