begin;
select plan(10);
select social_tests.person('alice');
select social_tests.person('mallory');
select set_config('my.upload', social_tests.upload('alice'), true);

select social_tests.act_as('alice');
select lives_ok(
  format('select social.create_post(''first'', %L)',
    social_tests.media(current_setting('my.upload'))), 'a post takes the upload');
select social_tests.remember();
select throws_ok(
  format('select social.create_post(''second'', %L)',
    social_tests.media(current_setting('my.upload'))),
  'PT409', 'media_in_use', 'another post of the same person cannot have it');
select ok(social_tests.is_unchanged(), 'and is not there');
select set_config('my.other', social_tests.upload('alice'), true);
select throws_ok(
  format('select social.create_post(''twice'', %L)',
    social_tests.media(current_setting('my.other'), current_setting('my.other'))),
  'PT409', 'media_in_use', 'nor can one post have it twice');
select social_tests.act_as('mallory');
select throws_ok(
  format('select social.create_post(''stolen'', %L)',
    social_tests.media(current_setting('my.upload'))),
  'PT404', 'media_not_found', 'to anybody else it is not there: nobody learns that it is used');

select social_tests.act_as('alice');
select isnt(
  (social.delete_post(social_tests.post_id('first'))).deleted_at, null, 'alice deletes the post');
select throws_ok(
  format('select social.create_post(''again'', %L)',
    social_tests.media(current_setting('my.upload'))),
  'PT409', 'media_in_use', 'it may be restored with its file, which cannot be attached again');
select social_tests.act_as_operator();
update social.posts set deleted_at = now() - interval '31 days';
select social_tests.work();
select social_tests.act_as('alice');
select throws_ok(
  format('select social.create_post(''again'', %L)',
    social_tests.media(current_setting('my.upload'))),
  'PT404', 'media_not_found', 'then its file is about to go, and cannot be either');
select throws_ok(
  format('select social.create_post(''never'', %L)',
    social_tests.media(auth.uid() || '/' || gen_random_uuid() || '.jpg')),
  'PT404', 'media_not_found', 'what was never uploaded is not found');
select is_empty('select * from social.posts', 'no post has come of it');

select * from finish();
rollback;
