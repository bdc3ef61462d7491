begin;
select plan(10);
select social_tests.person('alice');

select social_tests.act_as('alice');
select throws_ok(
  'select social.create_post(''only words'')', 'PT422', 'media_required',
  'a post with a caption and no media is rejected');
select throws_ok(
  'select social.create_post(''only words'', null)', 'PT422', 'media_required',
  'a post with null as media is rejected');
select throws_ok(
  'select social.create_post()', 'PT422', 'media_required', 'a post without arguments is rejected');

select social_tests.act_as_operator();
update social_private.config set allow_text_posts = true;
select social_tests.act_as('alice');
select is(
  (select (caption, media)::text from social.create_post('only words')), '("only words",[])',
  'with allow_text_posts, a post with a caption and no media is accepted');
select throws_ok('select social.create_post()', 'PT422', 'post_empty',
  'with allow_text_posts, a post without arguments is rejected');
select throws_ok(
  'select social.create_post(''   '')', 'PT422', 'post_empty',
  'with allow_text_posts, a post with a blank caption and no media is rejected');
select throws_ok(
  format('select social.update_post(%L, '''')', social_tests.post_id('only words')), 'PT422',
  'post_empty', 'the caption of a post without media cannot be cleared');
select is(
  (social.create_post(null, social_tests.media(social_tests.upload('alice')))).caption, null,
  'a post with media needs no caption');

select throws_ok(
  format('select social.create_post(%L, %L)', repeat('x', 2201),
    social_tests.media(social_tests.upload('alice'))),
  'PT422', 'caption_too_long', 'a caption of 2,201 characters is rejected');
select is((select count(*) from social.posts), 2::bigint,
  'only the two accepted posts are created');

select * from finish();
rollback;
