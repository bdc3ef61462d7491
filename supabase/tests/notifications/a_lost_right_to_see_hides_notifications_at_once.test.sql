begin;
select plan(13);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.follow('carol', 'alice');
select social_tests.act_as('alice');
select social.create_post('dear @carol');
select social_tests.act_as('carol');
select social.add_comment(social_tests.post_id('dear @carol'), 'mine');
select social.ring_bell(social_tests.id('alice'));
select social_tests.act_as('bob');
select social.like_comment(social_tests.comment_id('mine'));
select social.add_comment(
  social_tests.post_id('dear @carol'), 'reply', social_tests.comment_id('mine'));
select social.add_comment(social_tests.post_id('dear @carol'), 'look @carol');
select social_tests.act_as('alice');
select social.create_post('news');
select social_tests.work();
select set_config('my.all', social_tests.inbox('carol')::text, true);
select is(current_setting('my.all')::text[], array[
    'new_post alice', 'comment_mention bob', 'reply bob', 'comment_like bob',
    'post_mention alice'],
  'carol has five notifications');

select social_tests.act_as_operator();
update social.profiles set is_private = true where id = social_tests.id('alice');
update social_private.accounts set is_private = true where profile_id = social_tests.id('alice');
select is(social_tests.inbox('carol')::text, current_setting('my.all'),
  'an account that becomes private keeps the notifications of its followers');
select social_tests.act_as('alice');
select social.remove_follower(social_tests.id('carol'));
select is(social_tests.inbox('carol'), array[]::text[],
  'a private account hides its posts, and everything under them, from a removed follower');
select is(social_tests.badge('carol'), 0, 'the badge counts none of it');
select social_tests.act_as_operator();
select social_tests.follow('carol', 'alice');
select is(social_tests.inbox('carol')::text, current_setting('my.all'),
  'everything returns with the follow');

select social_tests.act_as('alice');
select social.update_post(social_tests.post_id('dear @carol'), visibility => 'close_friends');
select is(social_tests.inbox('carol'), array['new_post alice'],
  'a post for close friends hides its notifications from others');
select social.update_post(social_tests.post_id('dear @carol'), visibility => 'followers')
from social_tests.act_as('alice');
select social_tests.block('carol', 'alice');
select is(social_tests.inbox('carol'), array[]::text[],
  'a block of the author of the post hides everything under the post');
select social.unblock_profile(social_tests.id('alice'));
select social_tests.act_as_operator();
select social_tests.follow('carol', 'alice');
select social_tests.act_as('alice');
select social.hide_comment(social_tests.comment_id('reply'));
select ok('reply bob' <> all (social_tests.inbox('carol')),
  'a reply that the author of the post hides disappears');
select social_tests.act_as('alice');
select social.unhide_comment(social_tests.comment_id('reply'));
select ok('reply bob' = any (social_tests.inbox('carol')),
  'a reply that the author of the post no longer hides returns');
select social_tests.block('alice', 'bob');
select is(social_tests.inbox('carol'), array['new_post alice', 'comment_like bob',
    'post_mention alice'],
  'a block between the authors of the post and of the comment hides the comment');
select social_tests.act_as('alice');
select social.unblock_profile(social_tests.id('bob'));
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('alice'), 'suspend', 'Rude');
select is(social_tests.inbox('carol'), array[]::text[],
  'a suspended account hides its posts and everything under them');
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('alice'), 'restore', 'Fine');
select social_tests.act_as('carol');
select social.delete_comment(social_tests.comment_id('mine'));
select is(social_tests.inbox('carol'),
  array['new_post alice', 'comment_mention bob', 'post_mention alice'],
  'a deleted comment hides its likes and replies');
select social_tests.act_as_operator();
delete from social.posts where id = social_tests.post_id('dear @carol');
select is(social_tests.inbox('carol'), array['new_post alice'],
  'a permanently deleted post takes its notifications with it');

select * from finish();
rollback;
