begin;
select plan(24);
select set_config('storage.allow_delete_query', 'true', true);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
create function pg_temp.attach(
  caption text, path text, thumbnail text default null, medium text default null)
  returns void
  language sql
as $$
  insert into social.post_media
    (id, post_id, position, path, thumbnail_path, medium_path, mime_type, width, height)
  select social_tests.upload_id(path)::uuid, social_tests.post('alice', caption), 0, path, thumbnail,
    medium, 'image/jpeg', 8, 6;
  delete from social_private.uploads where uploads.path in (attach.path, thumbnail, medium);
$$;
select set_config('my.' || name, social_tests.upload('alice', bucket), true)
from (values
  ('good', 'social-media'), ('dead', 'social-media'), ('deadthumb', 'social-media'),
  ('display', 'social-media'), ('queued', 'social-media'), ('face', 'social-avatars'),
  ('draft', 'social-media'), ('stray', 'social-media'), ('young', 'social-media'),
  ('straypicture', 'social-avatars'), ('rawstray', 'social-uploads'), ('raw', 'social-uploads')
) as files (name, bucket);
select pg_temp.attach('good', current_setting('my.good'));
select pg_temp.attach('dead', current_setting('my.dead'));
select pg_temp.attach('pair', current_setting('my.display'), current_setting('my.deadthumb'));
select pg_temp.attach('queued', current_setting('my.queued'));
update social.profiles set avatar_path = current_setting('my.face') where username = 'alice';
delete from social_private.uploads
where path <> current_setting('my.draft') or path is null;
update storage.objects set created_at = now() - interval '2 hours', updated_at = null;
update storage.objects set created_at = now() - interval '3 days'
where name = current_setting('my.rawstray');
update storage.objects set created_at = now() where name = current_setting('my.young');
insert into social_private.exports (profile_id) values (social_tests.id('alice'));
insert into social_private.export_parts (path, export_id, number, bytes, item_count)
select social_tests.id('alice') || '/dead.zip', id, 1, 1, 1 from social_private.exports;
insert into storage.objects (bucket_id, name, created_at, updated_at)
values ('social-exports', social_tests.id('alice') || '/stray.zip', now() - interval '2 hours', null);

-- Storage by person
select results_eq(
  $$select profile_id, file_count, bytes, post_bytes, avatar_bytes, upload_bytes, export_bytes
    from social_private.storage_by_person$$,
  $$values (social_tests.id('alice'), 13, 12000::bigint, 8000::bigint, 2000::bigint, 2000::bigint, 0::bigint)$$,
  'the storage of each person is added');
insert into social.post_media (post_id, position, path, mime_type, width, height)
select social_tests.post('bob', 'moved'), 0, current_setting('my.young'), 'image/jpeg', 8, 6;
select is(
  (select bytes from social_private.storage_by_person where username = 'bob'), 1000::bigint,
  'a file in another person''s folder belongs to the person whose post has it');
delete from social.posts where caption = 'moved';
delete from social_private.file_deletions;
insert into storage.objects (bucket_id, name, created_at)
values ('social-media', 'loose.jpg', now());
select is(
  (select file_count from social_private.storage_by_person where profile_id is null), 1,
  'a file outside of all folders belongs to nobody');
delete from storage.objects where name = 'loose.jpg';

-- Somebody deletes files in the storage browser, and a row is queued by mistake.
delete from storage.objects
where name in (current_setting('my.dead'), current_setting('my.deadthumb'));
select social_private.queue_file_deletion('social-media', current_setting('my.queued'));
select set_eq(
  'select problem, path from social_private.verify_files()',
  $$
    select problem, current_setting(setting) from (values
      ('the file of the row is missing', 'my.dead'),
      ('the file of the row is missing', 'my.deadthumb'),
      ('the file waits for its deletion, and the row needs it', 'my.queued'),
      ('no row needs the file', 'my.stray'),
      ('no row needs the file', 'my.straypicture'),
      ('no row needs the file', 'my.rawstray')
    ) as expected (problem, setting)
    union all
    select 'the file of the row is missing', social_tests.id('alice') || '/dead.zip'
    union all
    select 'no row needs the file', social_tests.id('alice') || '/stray.zip'
  $$,
  'missing, queued and superfluous files are reported');
select is(
  (select row_id from social_private.verify_files() where path = current_setting('my.dead')),
  social_tests.post_id('dead'), 'a missing file is reported with its post');
select is(social_private.repair_files(), 8::bigint, 'all are repaired');
select is_empty('select * from social_private.verify_files()', 'nothing is wrong after the repair');
select is(social_private.repair_files(), 0::bigint, 'a second call repairs nothing');
select set_eq('select path from social_private.file_deletions',
  array[current_setting('my.stray'), current_setting('my.straypicture'),
    current_setting('my.rawstray'), social_tests.id('alice') || '/stray.zip'],
  'files without a row are queued, and nothing else');
select set_eq('select path from social.post_media',
  array[current_setting('my.good'), current_setting('my.display'), current_setting('my.queued')],
  'a photo without a file leaves its post');
select is_empty('select from social.post_media where thumbnail_path is not null',
  'a missing thumbnail leaves its photo');
select is((select count(*) from social.posts), 4::bigint, 'the posts stay');
select is_empty('select from social_private.export_parts', 'a part without a file leaves its export');

-- Profile pictures and uploads
delete from storage.objects
where name in (current_setting('my.face'), current_setting('my.draft'));
select set_eq('select relation, path from social_private.verify_files()',
  $$values ('social.profiles', current_setting('my.face')),
    ('social_private.uploads', current_setting('my.draft'))$$,
  'a missing picture and a missing upload are reported');
select is(social_private.repair_files(), 2::bigint, 'they are repaired');
select is_empty('select from social_private.uploads', 'the upload is deleted');
select is((select avatar_path from social.profiles where username = 'alice'), null,
  'the profile has no picture');
select is_empty('select * from social_private.verify_files()', 'nothing is wrong');

-- A file that is missing and queued
delete from storage.objects where name = current_setting('my.good');
select social_private.queue_file_deletion('social-media', current_setting('my.good'));
select is((select count(*) from social_private.verify_files()), 2::bigint,
  'a file can be missing and queued');
select social_private.repair_files();
select is_empty('select * from social_private.verify_files()', 'both are repaired');
select is(
  (select count(*) from social_private.file_deletions join storage.objects
    on objects.bucket_id = file_deletions.bucket_id and objects.name = path), 4::bigint,
  'the queue still has the superfluous files');

-- A photo that has lost one of its smaller sizes
select set_config('my.' || name, social_tests.upload('alice'), true)
from unnest(array['large', 'small', 'medium']) as name;
select pg_temp.attach('three', current_setting('my.large'), current_setting('my.small'),
  current_setting('my.medium'));
delete from storage.objects where name = current_setting('my.medium');
select set_eq('select problem, path from social_private.verify_files()',
  $$values ('the file of the row is missing', current_setting('my.medium'))$$,
  'a missing medium size is reported');
select social_private.repair_files();
select results_eq(
  $$select medium_path, thumbnail_path from social.post_media
    where path = current_setting('my.large')$$,
  $$values (null, current_setting('my.small'))$$, 'the photo keeps its other sizes');
delete from storage.objects where name = current_setting('my.small');
select social_private.repair_files();
select results_eq(
  $$select media -> 0 ->> 'thumbnail_path' from social_private.post_cards(
    null, array[social_tests.post_id('three')], array[null])$$,
  $$values (current_setting('my.large'))$$,
  'the card of a photo without a thumbnail has the photo itself');

select * from finish();
rollback;
