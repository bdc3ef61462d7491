begin;
select plan(10);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select social.follow_profile(social_tests.id('alice'));
select social_tests.see_all('alice');

select social_tests.let_pass('23 hours 59 minutes');
select social_tests.act_as('bob');
select social.unlike_post(social_tests.post_id('sunrise'));
select social.like_post(social_tests.post_id('sunrise'));
select is(social_tests.badge('alice'), 0,
  'a like that is repeated within the time of its group is not unseen again');
select social_tests.let_pass('2 minutes');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select is(social_tests.badge('alice'), 0, 'a repeated call of like_post notifies nobody');
select social.mark_notifications_read(array(select id from social.notifications()));

select social_tests.act_as('bob');
select social.unlike_post(social_tests.post_id('sunrise'));
select social.like_post(social_tests.post_id('sunrise'));
select is(social_tests.badge('alice'), 1,
  'a like that is repeated after the time of its group is unseen');
select is(social_tests.inbox('alice'), array['post_like bob', 'follow bob'],
  'a like that is repeated after the time of its group is still one notification');
select is(
  (select (is_seen, is_read)::text from social.notifications() where kind = 'post_like'), '(f,f)',
  'the new notification is neither seen nor read');
select social_tests.act_as('carol');
select social.like_post(social_tests.post_id('sunrise'));
select is(social_tests.inbox('alice'), array['post_like carol,bob', 'follow bob'],
  'a like of another person joins the new group');
select social_tests.act_as('bob');
select social.unfollow_profile(social_tests.id('alice'));
select social.follow_profile(social_tests.id('alice'));
select is(social_tests.inbox('alice'), array['follow bob', 'post_like carol,bob'],
  'a follow that is repeated after the time of its group comes first');

-- bob likes again after another person has opened a group.
select social_tests.let_pass('25 hours');
select social_tests.act_as('bob');
select social.unlike_post(social_tests.post_id('sunrise'));
select social_tests.act_as('carol');
select social.unlike_post(social_tests.post_id('sunrise'));
select social.like_post(social_tests.post_id('sunrise'));
select is(social_tests.inbox('alice'), array['post_like carol', 'follow bob'],
  'the first repeated like opens a new group');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select is(social_tests.inbox('alice'), array['post_like bob,carol', 'follow bob'],
  'the second repeated like joins the new group and leaves the old one');
select social_tests.act_as_operator();
select is(
  (select count(*) from social_private.notifications), 3::bigint,
  'the database keeps one notification for each person, kind and object');

select * from finish();
rollback;
