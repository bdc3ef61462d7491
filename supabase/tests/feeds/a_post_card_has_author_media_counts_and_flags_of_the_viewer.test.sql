begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('carol');
select social_tests.follow('bob', 'alice');
select set_config('my.avatar', social_tests.upload('alice', 'social-avatars'), true);
select set_config('my.upload', social_tests.upload('alice'), true);
select social_tests.act_as('alice');
select id from social.update_profile('Alice', avatar_id => social_tests.upload_id(current_setting('my.avatar')));
select id from social.create_post('sunrise', social_tests.media(current_setting('my.upload')));
select social_tests.act_as('carol');
select social.like_post(social_tests.post_id('sunrise'));
select id from social.add_comment(social_tests.post_id('sunrise'), 'first');

select social_tests.act_as('bob');
select is(
  (select (author_id, author_username, author_display_name, author_avatar_path, caption,
      jsonb_path_query_first(media, '$[0].path') ->> 0, like_count, comment_count, is_liked,
      is_saved, is_following_author, created_at)::text from social.home_feed()),
  format('(%s,alice,Alice,%s,sunrise,%s,1,1,f,f,t,"%s")', social_tests.id('alice'),
    current_setting('my.avatar'), current_setting('my.upload'), now()),
  'home_feed returns each post with author, media, counts and the flags of the viewer');
select social.like_post(social_tests.post_id('sunrise'));
select social.save_post(social_tests.post_id('sunrise'));
select is(
  (select (like_count, is_liked, is_saved)::text from social.home_feed()), '(2,t,t)',
  'is_liked and is_saved become true when the viewer likes and saves the post');
select is(
  to_jsonb(social.post(social_tests.post_id('sunrise'))) - 'reason',
  (select to_jsonb(home_feed) - 'reason' from social.home_feed()),
  'apart from the reason, post() returns the same card as home_feed');
select is(
  (select post.id from social.profile_posts(social_tests.id('alice')) as post
    where to_jsonb(post) - 'reason' = (
      select to_jsonb(home_feed) - 'reason' from social.home_feed())),
  social_tests.post_id('sunrise'),
  'apart from the reason, profile_posts returns the same card as home_feed');
select is(
  (select (id, like_count, is_liked)::text from social.saved_posts()),
  format('(%s,2,t)', social_tests.post_id('sunrise')),
  'saved_posts returns the post with its counts and the flags of the viewer');
select social_tests.act_as('carol');
select is(
  (select (like_count, is_liked, is_saved, is_following_author)::text
    from social.post(social_tests.post_id('sunrise'))), '(2,t,f,f)',
    'for another viewer, post() returns the flags of that viewer');
select social_tests.act_as_anon();
select is(
  (select (like_count, is_liked, is_saved, is_following_author)::text
    from social.post(social_tests.post_id('sunrise'))), '(2,f,f,f)',
    'for an anonymous caller, post() returns every flag as false');

select * from finish();
rollback;
