begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('bob');
select set_config('my.photo', social_tests.upload('alice'), true);
select set_config('my.video', social_tests.upload('alice', 'social-media', 'video/mp4'), true);

select social_tests.act_as('alice');
select is(
  (select (author_id, author_username, caption, visibility, is_sensitive, sensitive_note,
      like_count, comment_count, is_liked, is_saved, is_following_author, edited_at)::text
    from social.create_post(
      '  A walk.  ',
      jsonb_build_array(
        jsonb_build_object(
          'id', social_tests.upload_id(current_setting('my.video')), 'alt_text', ' A dog '),
        jsonb_build_object('id', social_tests.upload_id(current_setting('my.photo')))),
      'followers', true, 'Mud')),
  format('(%s,alice,"A walk.",followers,t,Mud,0,0,f,f,f,)', auth.uid()),
  'create_post returns all fields of the new post');
select is(
  (select media from social.post(social_tests.post_id('A walk.'))),
  jsonb_build_array(
    jsonb_build_object(
      'id', social_tests.upload_id(current_setting('my.video')),
      'path', current_setting('my.video'), 'medium_path', null, 'thumbnail_path', null,
      'thumbhash', null,
      'mime_type', 'video/mp4', 'width', 800, 'height', 600, 'alt_text', 'A dog'),
    jsonb_build_object(
      'id', social_tests.upload_id(current_setting('my.photo')),
      'path', current_setting('my.photo'), 'medium_path', null,
      'thumbnail_path', current_setting('my.photo'), 'thumbhash', null,
      'mime_type', 'image/jpeg', 'width', 800, 'height', 600, 'alt_text', null)),
  'a post lists its media in the given order, and a photo without a thumbnail is its own');
select results_eq(
  'select position::integer, path, width, height from social.post_media order by position',
  $$values (0, current_setting('my.video'), 800, 600),
    (1, current_setting('my.photo'), 800, 600)$$,
  'post_media stores the media of a post in the given order');
select is(
  (select (visibility, is_sensitive, caption)::text
    from social.create_post(media => social_tests.media(social_tests.upload('alice')))),
  '(public,f,)', 'by default a post is public and not sensitive');
select is((social.my_profile()).post_count, 2,
  'post_count includes a post for followers and a public post');

select throws_ok(
  format('select social.create_post(media => %L, visibility => null)',
    social_tests.media(social_tests.upload('alice'))),
  'PT422', 'argument_missing', 'a post with null as visibility is rejected');
select throws_ok(
  format('select social.create_post(media => %L, is_sensitive => null)',
    social_tests.media(social_tests.upload('alice'))),
  'PT422', 'argument_missing', 'create_post rejects the value null for is_sensitive');
select throws_ok(
  $$select social.create_post('hello', '[]', 'friends')$$, '22P02', null,
  'a post with an unknown visibility is rejected');

select * from finish();
rollback;
