begin;
select plan(13);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise'), social_tests.post('alice', 'harbour');
select social_tests.comment('carol', 'sunrise', 'mine');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select social.add_comment(social_tests.post_id('sunrise'), 'one');

select social_tests.act_as('alice');
select is((social.mute_post_notifications(social_tests.post_id('sunrise'))).is_muted, true,
  'mute_post_notifications returns that the post is muted');
select is((social.mute_post_notifications(social_tests.post_id('sunrise'))).is_muted, true,
  'mute_post_notifications is idempotent');
select is((select array_agg(caption) from social.muted_posts()), array['sunrise'],
  'muted_posts lists the post');
select is(social_tests.inbox('alice'), array['comment bob', 'post_like bob'],
  'earlier notifications of the post stay');
select social_tests.act_as('carol');
select social.mute_post_notifications(social_tests.post_id('sunrise'));
select social.like_post(social_tests.post_id('sunrise'));
select social.add_comment(social_tests.post_id('sunrise'), 'two @alice');
select social_tests.act_as('bob');
select social.like_comment(social_tests.comment_id('mine'));
select social.add_comment(
  social_tests.post_id('sunrise'), 'three', social_tests.comment_id('mine'));
select social.add_comment(social_tests.post_id('sunrise'), 'four @carol');
select is(social_tests.inbox('alice'), array['comment bob', 'post_like bob'],
  'later likes, comments and mentions notify the author no more');
select is((select body from social.notifications() where kind = 'comment'), 'one',
  'later comments of the same person do not join the group');
select is(social_tests.inbox('carol'), array[]::text[],
  'likes, replies and mentions do not notify another person who muted the post');
select social.like_post(social_tests.post_id('harbour')) from social_tests.act_as('bob');
select is((social_tests.inbox('alice'))[1], 'post_like bob', 'other posts still notify');

select is((social.unmute_post_notifications(social_tests.post_id('sunrise'))).is_muted, false,
  'unmute_post_notifications returns that the post is not muted');
select is(social_tests.inbox('alice'), array['post_like bob', 'comment bob', 'post_like bob'],
  'what happened in the meantime does not appear later');
select social.add_comment(social_tests.post_id('sunrise'), 'five') from social_tests.act_as('bob');
select is((social_tests.inbox('alice'))[1], 'comment bob', 'the post notifies again');
select social_tests.act_as_operator();
update social.posts set visibility = 'only_me' where id = social_tests.post_id('sunrise');
select social_tests.act_as('carol');
select is_empty('select * from social.muted_posts()',
  'muted_posts leaves out posts that the person may not see any more');
select is((social.unmute_post_notifications(social_tests.post_id('sunrise'))).is_muted, false,
  'a person can unmute a post that they may not see any more');

select * from finish();
rollback;
