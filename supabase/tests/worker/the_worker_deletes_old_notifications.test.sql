begin;
select plan(10);
select social_tests.person('alice');
select social_tests.person('fan' || number) from generate_series(1, 4) as number;
select social_tests.post('alice', 'old'), social_tests.post('alice', 'new');
update social_private.worker_state set sweep_at = now() + interval '1 hour';
select social_tests.act_as('fan' || number), social.like_post(social_tests.post_id('old'))
from generate_series(1, 4) as number;
select social_tests.age_notifications('89 days');
select social_tests.act_as('fan1');
select social.like_post(social_tests.post_id('new'));
select social_tests.work();
select is((select count(*) from social_private.notifications), 5::bigint,
  'the worker keeps notifications for config.notification_days');
select is(social_private.is_work_due(), false, 'no work is due while no notification is too old');

select social_tests.age_notifications('2 days 1 minute');
select is(social_private.is_work_due(), true, 'work is due when a notification is too old');
select is(
  (select (erased_rows, is_done)::text from social_private.run_maintenance(3)), '(3,f)',
  'a call deletes at most the given number of notifications, and is not done');
select is(
  (select (erased_rows, is_done)::text from social_private.run_maintenance(3)), '(2,f)',
  'the next call deletes the rest, and then the group');
select is(
  (select (erased_rows, is_done)::text from social_private.run_maintenance(3)), '(0,t)',
  'then the worker is done');
select is(
  array(
    select caption from social_private.notification_groups
    join social.posts on posts.id = notification_groups.target_id),
  array['new'], 'newer notifications stay');
select is(social_private.is_work_due(), false, 'no work is due any more');

-- Topics of posts that nobody watches
insert into social_private.watched_posts (post_id, author_id, watched_until)
select id, author_id, now() - case caption when 'old' then interval '2 days' else '1 hour' end
from social.posts;
select is(
  (select (erased_rows, is_done)::text from social_private.run_maintenance(1)), '(1,f)',
  'the worker deletes the topic of a post that nobody watched for a day');
select social_tests.work();
select is(array(select caption from social_private.watched_posts join social.posts on id = post_id),
  array['new'], 'the worker keeps the topic of a post that somebody may still watch');

select * from finish();
rollback;
