begin;
select plan(10);
select social_tests.person('alice');

select social_tests.act_as('alice');
select throws_ok(
  'select social.create_post(''only words'')', 'PT422', 'media_required', 'a post needs media');
select throws_ok(
  'select social.create_post(''only words'', null)', 'PT422', 'media_required',
  'nothing is no media');
select throws_ok(
  'select social.create_post()', 'PT422', 'media_required', 'and nothing at all is no post');

select social_tests.act_as_operator();
update social_private.config set allow_text_posts = true;
select social_tests.act_as('alice');
select is(
  (select (caption, media)::text from social.create_post('only words')), '("only words",[])',
  'where texts are allowed a caption is enough');
select throws_ok('select social.create_post()', 'PT422', 'post_empty', 'but nothing is none');
select throws_ok(
  'select social.create_post(''   '')', 'PT422', 'post_empty', 'and blanks are nothing');
select throws_ok(
  format('select social.update_post(%L, '''')', social_tests.post_id('only words')), 'PT422',
  'post_empty', 'the caption of a post without media cannot be cleared');
select is(
  (social.create_post(null, social_tests.media(social_tests.upload('alice')))).caption, null,
  'social-media need no caption');

select throws_ok(
  format('select social.create_post(%L, %L)', repeat('x', 2201),
    social_tests.media(social_tests.upload('alice'))),
  'PT422', 'caption_too_long', 'a caption has at most 2,200 characters');
select is((select count(*) from social.posts), 2::bigint, 'refused posts are not there');

select * from finish();
rollback;
