begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('carol', 'sunrise', 'first');

select social_tests.act_as('bob');
select social.add_comment(social_tests.post_id('sunrise'), 'Nice, @alice and @carol');
select is(social_tests.inbox('alice'), array['comment bob'],
  'a comment that mentions the author of the post is shown as a comment');
select is(social_tests.inbox('carol'), array['comment_mention bob'],
  'a comment that mentions somebody else is shown as a mention');

select social_tests.act_as('bob');
select social.add_comment(
  social_tests.post_id('sunrise'), 'I agree, @carol', social_tests.comment_id('first'));
select is(social_tests.inbox('carol'), array['reply bob', 'comment_mention bob'],
  'a reply that mentions the author of the parent is shown as a reply');
select is(social_tests.inbox('alice'), array['comment bob'],
  'a reply to somebody else is shown to the author of the post as one more comment');

select social_tests.act_as('alice');
select social.add_comment(social_tests.post_id('sunrise'), 'Welcome');
select social_tests.act_as('bob');
select social.add_comment(
  social_tests.post_id('sunrise'), 'Thanks, @alice', social_tests.comment_id('Welcome'));
select is(social_tests.inbox('alice'), array['reply bob', 'comment bob'],
  'a reply to the author of the post is shown as a reply only');
select is(
  (select body from social.notifications() where kind = 'comment'), 'I agree, @carol',
  'the reply is not in the group of comments');

select social.set_notification_preference('reply', 'nobody');
select social_tests.act_as('bob');
select social.add_comment(
  social_tests.post_id('sunrise'), 'Bye, @alice', social_tests.comment_id('Welcome'));
select social_tests.act_as('alice');
select is(
  (select body from social.notifications() where kind = 'comment'), 'Bye, @alice',
  'a person who turned replies off gets a reply under an own post as a comment');

select * from finish();
rollback;
