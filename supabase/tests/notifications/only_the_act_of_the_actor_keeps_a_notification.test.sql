begin;
select plan(4);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
select social_tests.person(name, true) from unnest(array['locked', 'closed']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'mine');
select social_tests.comment('alice', 'sunrise', 'other');

select social_tests.act_as('carol');
select social.like_comment(social_tests.comment_id('mine'));
select social_tests.act_as('bob');
select social.like_comment(social_tests.comment_id('mine'));
select social.like_comment(social_tests.comment_id('other'));
select social.unlike_comment(social_tests.comment_id('mine'));
select is(social_tests.inbox('alice'), array['comment_like bob', 'comment_like carol'],
  'a like by another person, or of another comment, keeps no notification of a like');
select social.mark_notifications_read(array(select id from social.notifications()));

select social_tests.act_as('carol');
select social.follow_profile(social_tests.id('dave'));
select social_tests.act_as('bob');
select social.follow_profile(social_tests.id('dave'));
select social.follow_profile(social_tests.id('carol'));
select social.unfollow_profile(social_tests.id('dave'));
select is(social_tests.inbox('dave'), array['follow carol'],
  'a follow by another person, or of another person, keeps no notification of a follow');

select social_tests.act_as(name), social.follow_profile(social_tests.id('locked'))
from unnest(array['bob', 'carol']) as name;
select social_tests.act_as('bob');
select social.follow_profile(social_tests.id('closed'));
select social_tests.act_as('locked');
select social.accept_follow(social_tests.id('bob')), social.accept_follow(social_tests.id('carol'));
select social_tests.act_as('closed');
select social.accept_follow(social_tests.id('bob'));
select social_tests.act_as('bob');
select social.unfollow_profile(social_tests.id('locked'));
select is(social_tests.inbox('bob'), array['request_accepted closed'],
  'another accepted request keeps no notification of an accepted request');

select social_tests.act_as('bob');
select set_config('my.comment', (
  select id::text from social.add_comment(
    social_tests.post_id('sunrise'), 'First @dave @carol')), true);
select id from social.add_comment(social_tests.post_id('sunrise'), 'Second @dave');
select id from social.update_comment(current_setting('my.comment')::uuid, 'First @carol');
select is(social_tests.inbox('dave'), array['comment_mention bob', 'follow carol'],
  'a mention of another person, or in another comment, keeps no notification of a mention');

select * from finish();
rollback;
