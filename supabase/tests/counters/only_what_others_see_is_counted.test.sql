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
select is((social.my_profile()).post_count, 2, 'what is for oneself only is not counted');
select id from social.update_post(social_tests.post_id('for all'), visibility => 'only_me');
select is((social.my_profile()).post_count, 1, 'nor what becomes so');
select id from social.update_post(social_tests.post_id('for me'), visibility => 'public');
select id from social.update_post(social_tests.post_id('for followers'), visibility => 'public');
select is((social.my_profile()).post_count, 2, 'what ceases to be so is');
select social.delete_post(social_tests.post_id('for all'));
select is((social.my_profile()).post_count, 2, 'what was not counted takes none away');
select social.delete_post(social_tests.post_id('for me'));
select is((social.my_profile()).post_count, 1, 'what was counted does');

select social.follow_profile(social_tests.id('shy'));
select is((social.my_profile()).following_count, 0, 'a request is not counted');
select social.follow_profile(social_tests.id('bob'));
select is((social.my_profile()).following_count, 1, 'an accepted edge is, at this end');
select social_tests.act_as('bob');
select is((social.my_profile()).follower_count, 1, 'and at the other');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()', 'every counter is what the rows say');

select * from finish();
rollback;
