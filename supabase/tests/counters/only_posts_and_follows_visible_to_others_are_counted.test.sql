begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('shy', true);
update social_private.config set allow_text_posts = true;

select social_tests.act_as('alice');
select id from social.create_post('for all');
select id from social.create_post('for followers', '[]', 'followers');
select id from social.create_post('for me', '[]', 'only_me');
select is((social.my_profile()).post_count, 2,
  'the post_count does not include a post with the visibility only_me');
select id from social.update_post(social_tests.post_id('for all'), visibility => 'only_me');
select is((social.my_profile()).post_count, 1,
  'the post_count does not include a post that is changed to only_me');
select id from social.update_post(social_tests.post_id('for me'), visibility => 'public');
select id from social.update_post(social_tests.post_id('for followers'), visibility => 'public');
select is((social.my_profile()).post_count, 2,
  'the post_count includes a post that is changed from only_me to public');
select social.delete_post(social_tests.post_id('for all'));
select is((social.my_profile()).post_count, 2,
  'deleting a post with the visibility only_me does not change the post_count');
select social.delete_post(social_tests.post_id('for me'));
select is((social.my_profile()).post_count, 1, 'deleting a public post lowers the post_count');

select social.follow_profile(social_tests.id('shy'));
select is((social.my_profile()).following_count, 0,
  'the following_count does not include a pending follow request');
select social.follow_profile(social_tests.id('bob'));
select is((social.my_profile()).following_count, 1,
  'the following_count of the follower includes an accepted follow');
select social_tests.act_as('bob');
select is((social.my_profile()).follower_count, 1,
  'the follower_count of the followed person includes an accepted follow');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
