begin;
select plan(21);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;

-- The operator gave two files in alice's folder to bob: one of a post, and one of his profile.
select set_config('my.moved', social_tests.upload('alice'), true);
select set_config('my.thumbnail', social_tests.upload('alice'), true);
select set_config('my.face', social_tests.upload('alice', 'social-avatars'), true);
select set_config('my.draft', social_tests.upload('alice'), true);
delete from social_private.uploads where path <> current_setting('my.draft');
insert into social.post_media
  (id, post_id, position, path, thumbnail_path, mime_type, width, height)
select
  social_tests.upload_id(current_setting('my.moved'))::uuid,
  social_tests.post('bob', 'moved', 'close_friends'), 0, current_setting('my.moved'),
  current_setting('my.thumbnail'), 'image/jpeg', 8, 6;
update social.profiles set avatar_path = current_setting('my.face') where username = 'bob';

create function pg_temp.readable(operation text default 'storage.object.get_authenticated')
  returns setof text
  language plpgsql
as $$
begin
  perform set_config('storage.operation', operation, true);
  return query select named.setting
  from unnest(array['my.moved', 'my.thumbnail', 'my.face', 'my.draft']) as named (setting)
  join storage.objects on objects.name = current_setting(named.setting);
end $$;

select social_tests.act_as('alice');
select set_eq('select pg_temp.readable()', array['my.face', 'my.draft'],
  'a person cannot read the file of another person''s post in their folder');
select set_eq($$select pg_temp.readable('storage.object.list')$$, array['my.face', 'my.draft'],
  'a person lists only the files in their folder that they may read');
select is(
  (select jsonb_array_length(files) from social.readable_files(array[current_setting('my.moved')])),
  0, 'a person gets no URL of the file of another person''s post in their folder');
select social_tests.act_as('bob');
select set_eq('select pg_temp.readable()', array['my.moved', 'my.thumbnail', 'my.face'],
  'the author of the post reads its file in another person''s folder');
select social_tests.act_as_operator();
update social.posts set deleted_at = now();
select social_tests.act_as('bob');
select set_eq('select pg_temp.readable()', array['my.moved', 'my.thumbnail', 'my.face'],
  'the author reads the file of a deleted post in another person''s folder');
select social_tests.act_as_operator();
update social.posts set deleted_at = null;
select social_tests.act_as('carol');
select set_eq('select pg_temp.readable()', array['my.face'],
  'other people see the picture of the profile that has it, and nobody''s draft');
select social_tests.act_as('bob');
select social.block_profile(social_tests.id('carol'));
select social_tests.act_as('carol');
select is_empty('select pg_temp.readable()',
  'a picture of a profile in another person''s folder is hidden with its profile');
select social_tests.act_as_operator();
select is(
  array[social_private.count_files(social_tests.id('alice')),
    social_private.count_files(social_tests.id('bob'))], array[1, 3],
  'each person is counted the files of their rows');
select ok(social_private.is_file_in_use('social-avatars', current_setting('my.face')),
  'a profile picture in another person''s folder is in use');

-- An ingest of the same upload would overwrite the file of the post.
insert into storage.objects (bucket_id, name, metadata)
values ('social-uploads', social_tests.id('alice') || '/'
  || social_tests.upload_id(current_setting('my.moved')) || '.jpg', '{"size": 1}');
select social_tests.act_as('alice');
select throws_ok(
  format('select social.begin_ingest(%L)', social_tests.upload_id(current_setting('my.moved'))),
  'PT404', 'upload_not_found', 'an upload whose file belongs to another person is not used again');
select social_tests.act_as_operator();
set local storage.allow_delete_query = 'true';
delete from storage.objects where bucket_id = 'social-uploads';

select throws_ok(
  $$update social.profiles set avatar_path = current_setting('my.face') where username = 'carol'$$,
  '23505', null, 'two profiles cannot have the same picture');

-- Deletion
delete from auth.users where id = social_tests.id('alice');
select set_eq('select path from social_private.file_deletions',
  array[current_setting('my.draft')],
  'a deletion of a profile leaves the files of other people in its folder');
select isnt_empty('select from social.post_media', 'the post keeps its media');
select social_tests.act_as('bob');
select set_eq('select pg_temp.readable()', array['my.moved', 'my.thumbnail', 'my.face'],
  'the files of a post outlive the owner of their folder');
select social_tests.act_as_operator();
select ok(
  not exists (
    select from (values
      ('social-media', 'my.moved'), ('social-media', 'my.thumbnail'), ('social-avatars', 'my.face')
    ) as named (bucket_id, setting)
    where not social_private.is_file_in_use(bucket_id, current_setting(setting))
  ), 'the sweep keeps them');
delete from auth.users where id = social_tests.id('bob');
select set_eq('select path from social_private.file_deletions',
  array[current_setting('my.draft'), current_setting('my.moved'),
    current_setting('my.thumbnail'), current_setting('my.face')],
  'a deletion of a profile queues its files in other people''s folders');

-- Paths that change
select social_tests.person('dora');
insert into social.post_media
  (post_id, position, path, medium_path, thumbnail_path, mime_type, width, height)
select social_tests.post('dora', 'hers'), 0, 'old.jpg', 'old-medium.jpg', 'old-thumbnail.jpg',
  'image/jpeg', 8, 6;
select throws_ok($$update social.post_media set path = 'new.jpg'$$, 'PT409', 'key_is_fixed',
  'the operator cannot give a photo another file');
set local social.is_moving_rows = 'on';
update social.post_media set path = 'new.jpg', medium_path = null, thumbnail_path = null;
select set_has('select path from social_private.file_deletions',
  $$values ('old.jpg'), ('old-medium.jpg'), ('old-thumbnail.jpg')$$, 'a replaced path queues the former file');
update social.post_media set alt_text = 'text', path = path;
select ok(not exists (select from social_private.file_deletions where path = 'new.jpg'),
  'an edit that keeps the path queues nothing');
update social.post_media set path = 'x.jpg', thumbnail_path = 'new.jpg';
update social.post_media set medium_path = 'new.jpg', thumbnail_path = null;
select ok(not exists (select from social_private.file_deletions where path = 'new.jpg'),
  'a path that becomes another size is kept');
update social.post_media set medium_path = null;
select ok(exists (select from social_private.file_deletions where path = 'new.jpg'),
  'a medium size that is taken away is queued');

select * from finish();
rollback;
