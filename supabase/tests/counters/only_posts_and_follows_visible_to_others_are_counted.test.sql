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
select is((social.my_profile()).post_count, 2, 'a post for only_me is not counted');
select id from social.update_post(social_tests.post_id('for all'), visibility => 'only_me');
select is((social.my_profile()).post_count, 1, 'a post changed to only_me is not counted');
select id from social.update_post(social_tests.post_id('for me'), visibility => 'public');
select id from social.update_post(social_tests.post_id('for followers'), visibility => 'public');
select is((social.my_profile()).post_count, 2, 'a post changed from only_me to public is counted');
select social.delete_post(social_tests.post_id('for all'));
select is((social.my_profile()).post_count, 2,
  'deleting a post that was not counted leaves the count');
select social.delete_post(social_tests.post_id('for me'));
select is((social.my_profile()).post_count, 1, 'deleting a post that was counted lowers the count');

select social.follow_profile(social_tests.id('shy'));
select is((social.my_profile()).following_count, 0, 'a follow request is not counted');
select social.follow_profile(social_tests.id('bob'));
select is((social.my_profile()).following_count, 1,
  'an accepted follow is counted for the follower');
select social_tests.act_as('bob');
select is((social.my_profile()).follower_count, 1,
  'an accepted follow is counted for the followee');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()', 'every counter equals the number of its rows');

select * from finish();
rollback;
