begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.post('alice', 'harbour');
create function pg_temp.rows() returns text language sql security definer
return (
  select concat(count(*) filter (where generation = 0), ' of ', count(*))
  from social_private.notifications join social_private.notification_groups on id = group_id
);
select social_tests.act_as('alice');
select social.mute_profile(social_tests.id('bob'));
select social.mute_post_notifications(social_tests.post_id('harbour'));

select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select is(pg_temp.rows(), '1 of 1', 'a like of a muted person is written as a silent notification');
select social_tests.act_as('carol');
select social.like_post(social_tests.post_id('harbour'));
select is(pg_temp.rows(), '2 of 2', 'a like of a muted post is written as a silent notification');
select social_tests.act_as('alice');
select social.set_notification_preference('follow', 'nobody');
select social_tests.act_as('carol');
select social.follow_profile(social_tests.id('alice'));
select is(pg_temp.rows(), '3 of 3',
  'a follow that the preference excludes is written as a silent notification');
select social.like_post(social_tests.post_id('sunrise'));
select is(pg_temp.rows(), '3 of 4', 'a wanted notification is not silent');
select is(social_tests.inbox('alice'), array['post_like carol'],
  'the list shows only the wanted notification');
select is(social_tests.badge('alice'), 1, 'the badge counts only the wanted notification');

select social_tests.act_as('alice');
select social.unmute_profile(social_tests.id('bob'));
select social.unmute_post_notifications(social_tests.post_id('harbour'));
select social.set_notification_preference('follow', 'everybody');
select is(social_tests.inbox('alice'), array['post_like carol'],
  'silent notifications stay hidden when the recipient wants such notifications later');
select is(social_tests.badge('alice'), 1, 'the badge stays the same, too');
select social_tests.act_as_operator();
select is(
  (select count(*) from social_private.valid_notifications), 1::bigint,
  'exports and receipts, which read the same view, leave out silent notifications');

select social_tests.act_as('bob');
select social.unlike_post(social_tests.post_id('sunrise'));
select social.like_post(social_tests.post_id('sunrise'));
select is(social_tests.inbox('alice'), array['post_like bob,carol'],
  'a like that is repeated when the recipient wants it is shown');
select social_tests.act_as('alice');
select social.mute_profile(social_tests.id('carol'));
select social_tests.act_as('carol');
select social.unlike_post(social_tests.post_id('sunrise'));
select social.like_post(social_tests.post_id('sunrise'));
select social_tests.act_as('alice');
select social.unmute_profile(social_tests.id('carol'));
select is(social_tests.inbox('alice'), array['post_like bob,carol'],
  'a wanted notification that returns during a mute stays wanted');
select social_tests.act_as_operator();
update social_private.config set notifications = false;
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('harbour'));
select is(pg_temp.rows(), '4 of 6', 'nothing is written while config.notifications is off');

select * from finish();
rollback;
