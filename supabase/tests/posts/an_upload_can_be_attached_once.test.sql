begin;
select plan(10);
select social_tests.person('alice');
select social_tests.person('mallory');
select set_config('my.upload', social_tests.upload('alice'), true);

select social_tests.act_as('alice');
select lives_ok(
  format('select social.create_post(''first'', %L)',
    social_tests.media(current_setting('my.upload'))), 'an upload can be attached to a post');
select social_tests.remember();
select throws_ok(
  format('select social.create_post(''second'', %L)',
    social_tests.media(current_setting('my.upload'))),
  'PT409', 'media_in_use', 'an attached upload cannot be attached to another post of its owner');
select ok(social_tests.is_unchanged(), 'a post rejected with media_in_use changes no row');
select set_config('my.other', social_tests.upload('alice'), true);
select throws_ok(
  format('select social.create_post(''twice'', %L)',
    social_tests.media(current_setting('my.other'), current_setting('my.other'))),
  'PT409', 'media_in_use', 'an upload cannot be attached to the same post twice');
select social_tests.act_as('mallory');
select throws_ok(
  format('select social.create_post(''stolen'', %L)',
    social_tests.media(current_setting('my.upload'))),
  'PT404', 'media_not_found',
  'attaching an attached upload of another person fails with media_not_found');

select social_tests.act_as('alice');
select isnt(
  (social.delete_post(social_tests.post_id('first'))).deleted_at, null,
  'the author can delete a post with an attached upload');
select throws_ok(
  format('select social.create_post(''again'', %L)',
    social_tests.media(current_setting('my.upload'))),
  'PT409', 'media_in_use',
  'while a deleted post can be restored, its upload cannot be attached to another post');
select social_tests.act_as_operator();
update social.posts set deleted_at = now() - interval '31 days';
select social_tests.work();
select social_tests.act_as('alice');
select throws_ok(
  format('select social.create_post(''again'', %L)',
    social_tests.media(current_setting('my.upload'))),
  'PT404', 'media_not_found',
  'the upload of a permanently deleted post cannot be attached to another post');
select throws_ok(
  format('select social.create_post(''never'', %L)',
    social_tests.media(auth.uid() || '/' || gen_random_uuid() || '.jpg')),
  'PT404', 'media_not_found', 'attaching an id that was never uploaded fails with media_not_found');
select is_empty('select * from social.posts', 'no rejected post is created');

select * from finish();
rollback;
