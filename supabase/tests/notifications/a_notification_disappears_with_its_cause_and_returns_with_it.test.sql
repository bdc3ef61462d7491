begin;
select plan(38);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona']) as name;
select social_tests.person('locked', true);
select social_tests.staff('mona');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'mine');

-- Likes
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise')),
  social.like_comment(social_tests.comment_id('mine'));
select is(social_tests.inbox('alice'), array['comment_like bob', 'post_like bob'],
  'likes notify the author');
select set_config('my.before', latest_at::text, true)
from social.notifications() where kind = 'post_like';
select social_tests.act_as('bob');
select social.unlike_post(social_tests.post_id('sunrise'));
select is(social_tests.inbox('alice'), array['comment_like bob'],
  'the notification of a like of a post disappears with the like');
select is(social.unseen_count(), 1, 'the badge does not count a like that was taken back');
select social_tests.act_as('bob');
select social.unlike_comment(social_tests.comment_id('mine'));
select is(social_tests.inbox('alice'), array[]::text[],
  'the notification of a like of a comment disappears with the like');
select social_tests.act_as('bob');
select social.like_comment(social_tests.comment_id('mine')),
  social.like_post(social_tests.post_id('sunrise'));
select is(social_tests.inbox('alice'), array['comment_like bob', 'post_like bob'],
  'a repeated like brings its notification back');
select social_tests.see_all('alice');
select social_tests.act_as('bob');
select social.unlike_post(social_tests.post_id('sunrise'));
select social.like_post(social_tests.post_id('sunrise'));
select is(social_tests.badge('alice'), 0, 'a seen notification that returns is seen');
select social.mark_notifications_read(array(select id from social.notifications()));
select social_tests.act_as('bob');
select social.unlike_post(social_tests.post_id('sunrise'));
select social.like_post(social_tests.post_id('sunrise'));
select social_tests.act_as('alice');
select ok((select bool_and(is_read) from social.notifications()),
  'a read notification that returns is read');
select is(
  (select latest_at from social.notifications() where kind = 'post_like'),
  current_setting('my.before')::timestamptz, 'a notification that returns keeps its time');

-- Follows
select social_tests.act_as('bob');
select social.unlike_post(social_tests.post_id('sunrise')),
  social.unlike_comment(social_tests.comment_id('mine'));
select social.follow_profile(social_tests.id('alice'));
select is(social_tests.inbox('alice'), array['follow bob'], 'a follow notifies the followed person');
select social_tests.act_as('bob');
select social.unfollow_profile(social_tests.id('alice'));
select is(social_tests.inbox('alice'), array[]::text[],
  'the notification of a follow disappears with the follow');
select social_tests.act_as('bob');
select social.follow_profile(social_tests.id('alice'));
select is(social_tests.inbox('alice'), array['follow bob'],
  'a repeated follow brings its notification back');
select social.remove_follower(social_tests.id('bob'));
select is(social_tests.inbox('alice'), array[]::text[],
  'the notification of a follow disappears when the follower is removed');
select social_tests.act_as('bob');
select social.follow_profile(social_tests.id('locked'));
select is(social_tests.inbox('locked'), array['follow_request bob'],
  'a request notifies the owner of a private account');
select social_tests.act_as('bob');
select social.unfollow_profile(social_tests.id('locked'));
select is(social_tests.inbox('locked'), array[]::text[],
  'the notification of a request disappears when the request is withdrawn');
select social_tests.act_as('bob');
select social.follow_profile(social_tests.id('locked'));
select social_tests.act_as('locked');
select social.accept_follow(social_tests.id('bob'));
select is(social_tests.inbox('locked'), array[]::text[],
  'the notification of a request disappears when the request is accepted');
select is(social_tests.inbox('bob'), array['request_accepted locked'],
  'the acceptance of a request notifies the person who asked');
select social_tests.act_as('locked');
select social.remove_follower(social_tests.id('bob'));
select is(social_tests.inbox('bob'), array[]::text[],
  'the notification of an acceptance disappears when the follow ends');

-- Comments
select social_tests.act_as('bob');
select social.add_comment(social_tests.post_id('sunrise'), 'nice');
select is(social_tests.inbox('alice'), array['comment bob'], 'a comment notifies the author');
select social_tests.act_as('bob');
select social.delete_comment(social_tests.comment_id('nice'));
select is(social_tests.inbox('alice'), array[]::text[],
  'the notification of a comment disappears when the comment is deleted');
select social_tests.act_as('bob');
select social.restore_comment(social_tests.comment_id('nice'));
select is(social_tests.inbox('alice'), array['comment bob'],
  'a restored comment brings its notification back');
select social_tests.act_as('mona');
select social.moderate_comment(social_tests.comment_id('nice'), 'hide', 'Rude');
select is(social_tests.inbox('alice'), array[]::text[],
  'the notification of a comment disappears when staff hide the comment');
select social_tests.act_as('mona');
select social.moderate_comment(social_tests.comment_id('nice'), 'restore', 'Fine');
select is(social_tests.inbox('alice'), array['comment bob'],
  'a comment that staff restore brings its notification back');

-- Mentions
select social_tests.act_as('alice');
select social.create_post('dear @bob');
select is((social_tests.inbox('bob'))[1], 'post_mention alice', 'a caption notifies the mentioned');
select social_tests.act_as('alice');
select social.update_post(social_tests.post_id('dear @bob'), 'dear');
select ok('post_mention alice' <> all (social_tests.inbox('bob')),
  'the notification of a mention disappears with the mention');
select social_tests.act_as('alice');
select social.update_post(social_tests.post_id('dear'), 'dear @bob');
select ok('post_mention alice' = any (social_tests.inbox('bob')),
  'a mention that returns brings its notification back');
select social_tests.act_as('alice');
select social.archive_post(social_tests.post_id('dear @bob'));
select ok('post_mention alice' <> all (social_tests.inbox('bob')),
  'the notification of a mention disappears when the post is archived');
select social_tests.act_as('alice');
select social.unarchive_post(social_tests.post_id('dear @bob'));
select ok('post_mention alice' = any (social_tests.inbox('bob')),
  'a post that returns from the archive brings its notifications back');
select social_tests.act_as('alice');
select social.delete_post(social_tests.post_id('dear @bob'));
select ok('post_mention alice' <> all (social_tests.inbox('bob')),
  'the notification of a mention disappears when the post is deleted');
select social_tests.act_as('alice');
select social.restore_post(social_tests.post_id('dear @bob'));
select ok('post_mention alice' = any (social_tests.inbox('bob')),
  'a restored post brings its notifications back');
select social_tests.act_as('mona');
select social.moderate_post(social_tests.post_id('dear @bob'), 'hide', 'Rude');
select ok('post_mention alice' <> all (social_tests.inbox('bob')),
  'the notification of a mention disappears when staff hide the post');
select social_tests.act_as('alice');
select social.add_comment(social_tests.post_id('sunrise'), 'look @bob');
select ok('comment_mention alice' = any (social_tests.inbox('bob')),
  'a comment notifies the mentioned');
select social_tests.act_as('alice');
select social.update_comment(social_tests.comment_id('look @bob'), 'look');
select ok('comment_mention alice' <> all (social_tests.inbox('bob')),
  'the notification of a mention in a comment disappears with the mention');

-- Accounts
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select social.deactivate_profile();
select is(social_tests.inbox('alice'), array['sanction'],
  'the notifications of a person disappear when the person deactivates the account');
select social_tests.act_as('bob');
select social.reactivate_profile();
select is(social_tests.inbox('alice'), array['sanction', 'comment bob', 'post_like bob'],
  'the notifications of a person return with the account');
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('bob'), 'suspend', 'Rude');
select is(social_tests.inbox('alice'), array['sanction'],
  'the notifications of a person disappear when staff suspend the account');
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('bob'), 'restore', 'Fine');
select is(social_tests.inbox('alice'), array['sanction', 'comment bob', 'post_like bob'],
  'the notifications of a person return when staff restore the account');
select social_tests.sign_in('bob');
select social.delete_profile();
select is(social_tests.inbox('alice'), array['sanction'],
  'the notifications of a person disappear when the person deletes the account');
select social_tests.sign_in('bob');
select social.restore_profile();
select is(social_tests.inbox('alice'), array['sanction', 'comment bob', 'post_like bob'],
  'the notifications of a person return when the person restores the account');

select * from finish();
rollback;
