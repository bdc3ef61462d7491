begin;
select plan(3);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
-- Bob's rows come before and after Alice's, so that a query without Bob's or Alice's id finds them.
select social_tests.act_as('bob');
select social.set_notification_preference(kind, 'nobody')
from unnest(array['post_like', 'follow']) as kind;
select social.watch_notifications();
select social_tests.act_as_operator();
update social_private.inboxes set watched_until = '-infinity';

select social_tests.act_as('alice');
select set_config('my.inbox', (social.watch_notifications()).topic, true);
select social_tests.act_as('carol');
select social.like_post(social_tests.post_id('sunrise'));
select is(cardinality(social_tests.sent(current_setting('my.inbox'))), 1,
  'a hint is sent to a person who watches, even if another person does not watch');
select is(social_tests.inbox('alice'), array['post_like carol'],
  'the preference of another person keeps no notification away');
select social.set_notification_preference('follow', 'everybody');
select social_tests.act_as('carol');
select social.follow_profile(social_tests.id('bob'));
select is(social_tests.inbox('bob'), array[]::text[],
  'the preference of another person brings no notification');

select * from finish();
rollback;
