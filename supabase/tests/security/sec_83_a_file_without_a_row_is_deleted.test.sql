begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
create function pg_temp.maintain(size integer) returns integer language plpgsql as $$
declare
  calls integer := 0;
begin
  loop
    calls := calls + 1;
    exit when (social_private.run_maintenance(size)).is_done or calls > 200;
  end loop;
  return calls;
end $$;
-- Other work of the stack must not count below.
update social_private.worker_state set sweep_at = now() + interval '1 hour';
select pg_temp.maintain(1000);
create temp table files (bucket text, path text, is_kept boolean);
create function pg_temp.add(
  bucket text, path text, is_kept boolean, age interval default '2 hours') returns void
language sql as $$
  insert into files values (bucket, path, is_kept);
  insert into storage.objects (bucket_id, name, created_at, updated_at)
  values (bucket, path, now() - age, now() - age);
$$;
create view social_tests.folder as
select social_tests.id('alice') || '/' as alice, gen_random_uuid() || '/' as nobody;

-- Files with rows.
insert into social.post_media (post_id, position, path, thumbnail_path, mime_type, width, height)
select social_tests.post('alice', 'A post'), 0, alice || '1/display.jpg', alice || '1/thumb.jpg',
  'image/jpeg', 4, 3 from social_tests.folder;
select pg_temp.add('social-media', alice || name, true)
from social_tests.folder, unnest(array['1/display.jpg', '1/thumb.jpg']) as name;
update social.profiles set avatar_path = id || '/mine.jpg' where username = 'alice';
select pg_temp.add('social-avatars', alice || 'mine.jpg', true) from social_tests.folder;
insert into social_private.uploads (id, owner_id, purpose, source_path)
select id::uuid, social_tests.id('alice'), purpose::social.upload_purpose, id || '.jpg'
from (values
  ('00000000-0000-4000-8000-000000000001', 'post'),
  ('00000000-0000-4000-8000-000000000002', 'avatar')) as pending (id, purpose);
select
  pg_temp.add('social-media', alice || '00000000-0000-4000-8000-000000000001/display.jpg', true),
  pg_temp.add('social-avatars', alice || '00000000-0000-4000-8000-000000000002.jpg', true)
from social_tests.folder;
insert into social_private.uploads
  (id, owner_id, purpose, source_path, path, thumbnail_path, mime_type, width, height)
select '00000000-0000-4000-8000-000000000003', social_tests.id('alice'), 'post', 'raw',
  alice || '00000000-0000-4000-8000-000000000003/display.jpg',
  alice || '00000000-0000-4000-8000-000000000003/thumbnail.jpg', 'image/jpeg', 4, 3
from social_tests.folder;
select pg_temp.add('social-media',
  alice || '00000000-0000-4000-8000-000000000003/' || name, name <> 'display.webp')
from social_tests.folder, unnest(array['display.jpg', 'thumbnail.jpg', 'display.webp']) as name;
-- Files without rows.
select
  pg_temp.add('social-media', alice || '9/display.jpg', false),
  pg_temp.add('social-media', nobody || '00000000-0000-4000-8000-000000000001/display.jpg', false),
  pg_temp.add('social-media', 'left/alone.jpg', false),
  pg_temp.add('social-media', '.emptyFolderPlaceholder', false),
  pg_temp.add('social-avatars', alice || 'old.jpg', false),
  pg_temp.add('social-avatars', nobody || 'mine.jpg', false),
  pg_temp.add('social-exports', nobody || 'part.zip', false),
  pg_temp.add('social-uploads', alice || 'raw.jpg', false, '25 hours'),
  pg_temp.add('social-media', alice || '8/display.jpg', true, '50 minutes'),
  pg_temp.add('social-avatars', alice || 'new.jpg', true, '50 minutes'),
  pg_temp.add('social-exports', nobody || 'new.zip', true, '50 minutes'),
  pg_temp.add('social-uploads', alice || 'new.jpg', true, '23 hours')
from social_tests.folder;
insert into storage.buckets (id, name) values ('social-other', 'social-other');
select pg_temp.add('social-other', 'a.jpg', true);

select is((select count(*) from files), 21::bigint, 'SEC-83 the test stores 21 files');
update social_private.worker_state set sweep_at = now();
select ok(social_private.is_work_due(), 'SEC-83 the sweep is due');
select cmp_ok(
  pg_temp.maintain(3), '<=', 4 + (
    select count(*) / 3 from storage.objects where bucket_id like 'social-%')::integer,
  'SEC-83 the sweep ends after one step for three files');
select results_eq(
  'select bucket_id, path from social_private.file_deletions order by 1, 2',
  'select bucket, path from files where not is_kept order by 1, 2',
  'SEC-83 each file without a row is deleted, and no other file');
select ok(not social_private.is_work_due() or exists (
  select from social_private.file_deletions), 'SEC-83 the next sweep is due later');
select cmp_ok((select sweep_at from social_private.worker_state), '>', now() + interval '50 minutes',
  'SEC-83 the next sweep begins an hour after the end of the last sweep');
delete from social_private.file_deletions;
select pg_temp.maintain(100);
select set_eq('select bucket_id from social_private.file_deletions',
  array['social-exports', 'social-uploads'],
  'SEC-83 until then, maintenance finds only stray raw uploads and stray exports');

delete from social_private.file_deletions;
update storage.objects set created_at = now() - interval '2 hours', updated_at = now()
where name = (select alice || '9/display.jpg' from social_tests.folder);
create temp table former_folder as select alice from social_tests.folder;
delete from auth.users where id = social_tests.id('alice');
select is_empty(
  $$select name from storage.objects where bucket_id like 'social-%' and name like (
      select alice from former_folder) || '%'
    except select path from social_private.file_deletions$$,
  'SEC-83 deleting a person deletes all their files');
insert into storage.objects (bucket_id, name, created_at, updated_at)
select 'social-media', alice || '7/display.jpg', now() - interval '2 hours',
  now() - interval '2 hours' from former_folder;
update social_private.worker_state set sweep_at = now();
select pg_temp.maintain(1000);
select ok(exists (
    select from social_private.file_deletions where path like '%/7/display.jpg'),
  'SEC-83 a file that was written after its person was deleted is deleted too');

select * from finish();
rollback;
