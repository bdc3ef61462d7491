begin;
select plan(9);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
select social_tests.act_as('alice');
select social.create_post('dear @bob');
select set_config('my.post', social_tests.post_id('dear @bob')::text, true);
select social_tests.see_all('bob');
select social_tests.act_as('alice');
select social.update_post(current_setting('my.post')::uuid, 'dear @bob and @carol');
select is(social_tests.badge('bob'), 0,
  'an edit of a caption does not notify those whom the caption mentioned before');
select is(social_tests.inbox('carol'), array['post_mention alice'],
  'an edit of a caption notifies those whom it newly mentions');

select social_tests.act_as('dave');
select social.add_comment(current_setting('my.post')::uuid, 'hello');
select set_config('my.comment', social_tests.comment_id('hello')::text, true);
select social_tests.see_all('alice');
select social_tests.act_as('dave');
select social.update_comment(current_setting('my.comment')::uuid, 'hello @alice and @carol');
select is(social_tests.badge('alice'), 0,
  'an edit of a comment does not notify the author of the post');
select is(social_tests.inbox('alice'), array['comment dave'],
  'a mention of the author of the post adds no second notification');
select is((social_tests.inbox('carol'))[1], 'comment_mention dave',
  'an edit of a comment notifies those whom it newly mentions');
select social_tests.see_all('carol');
select social_tests.act_as('dave');
select social.update_comment(current_setting('my.comment')::uuid, 'hello @alice');
select social.update_comment(current_setting('my.comment')::uuid, 'hello @alice, @carol');
select is(social_tests.badge('carol'), 0,
  'a mention that an edit takes away and another edit brings back is not unseen again');

select social_tests.act_as('dave');
select social.add_comment(current_setting('my.post')::uuid, 'yes', social_tests.comment_id(
  'hello @alice, @carol'));
select social.update_comment(social_tests.comment_id('yes'), 'yes @dave and @bob');
select is(social_tests.inbox('dave'), array[]::text[], 'nobody is notified of mentioning themselves');
select is((social_tests.inbox('bob'))[1], 'comment_mention dave',
  'an edit of a reply notifies those whom it newly mentions');
select social_tests.act_as('alice');
select social.update_post(current_setting('my.post')::uuid, comment_policy => 'nobody');
select is(social_tests.badge('bob'), 1,
  'a change of another field of the post notifies nobody');

select * from finish();
rollback;
