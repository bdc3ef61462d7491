begin;
select plan(23);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select set_config('storage.allow_delete_query', 'true', true);

create function pg_temp.file(id integer, name text) returns text language sql as $$
  select format(
    '%s/00000000-0000-4000-8000-%s%s', social_tests.id('alice'), lpad(id::text, 12, '0'), name)
$$;
create function pg_temp.files(id integer) returns text[] language sql as $$
  select array_agg(pg_temp.file(id, name))
  from unnest(array['/display.jpg', '/medium.jpg', '/thumbnail.jpg']) as name
$$;
-- Ingests a picture of alice, of which Storage lacks a file.
create function pg_temp.ingest(id integer, missing text default '') returns social.upload
language plpgsql as $$
declare
  upload_id uuid := social_tests.upload_id(pg_temp.file(id, '/'));
begin
  insert into storage.objects (bucket_id, name) values ('social-uploads', pg_temp.file(id, '.jpg'));
  insert into storage.objects (bucket_id, name)
  select 'social-media', path from unnest(pg_temp.files(id)) as path where path not like missing;
  perform social_tests.act_as('alice');
  perform social.begin_ingest(upload_id);
  perform social_tests.act_as_service();
  perform social.complete_ingest(
    upload_id, pg_temp.file(id, '/display.jpg'), pg_temp.file(id, '/thumbnail.jpg'), null,
    'image/jpeg', 2048, 1536, medium_path => pg_temp.file(id, '/medium.jpg'));
  perform social_tests.act_as_operator();
  return social_private.upload(upload_id);
end $$;
create function pg_temp.attach(id integer, caption text) returns void language plpgsql as $$
begin
  perform pg_temp.ingest(id);
  perform social_tests.act_as('alice');
  perform social.create_post(caption, social_tests.media(pg_temp.file(id, '/')), 'followers');
  perform social_tests.act_as_operator();
end $$;
-- The files that are stored and not queued for deletion.
create function pg_temp.left_of(id integer) returns setof text language sql as $$
  select name from storage.objects
  where name like pg_temp.file(left_of.id, '%')
    and not exists (select from social_private.file_deletions where path = objects.name)
$$;
-- How many sizes of a picture the functions know that keep or give away files.
create function pg_temp.known(id integer, owner text) returns bigint language sql as $$
  select count(*) from unnest(pg_temp.files(id)) as file (path)
  where social_private.file_owner('social-media', path) = social_tests.id(owner)
    and social_private.is_file_in_use('social-media', path)
    and path in (
      select files.path from social_private.files_of(social_tests.id(owner)) as files)
    and path in (select needed.path from social_private.needed_files as needed)
$$;
create function pg_temp.readable(id integer) returns bigint language plpgsql as $$
begin
  perform set_config('storage.operation', 'storage.object.get_authenticated', true);
  return (select count(*) from storage.objects where name = any (pg_temp.files(readable.id)));
end $$;
create function pg_temp.urls(id integer) returns integer language sql as $$
  select jsonb_array_length(files) from social.readable_files(pg_temp.files(id))
$$;

-- Whoever adds a column with a path adds its file to this test.
select set_eq(
  $$select attrelid::regclass::text, attname from pg_attribute
    where attrelid in ('social.post_media'::regclass, 'social_private.uploads'::regclass)
      and attname like '%path'$$,
  $$select relation, name from unnest(array['social.post_media', 'social_private.uploads']) as relation
    cross join unnest(array['path', 'medium_path', 'thumbnail_path']) as name
    union values ('social_private.uploads', 'source_path'), ('social_private.uploads', 'poster_path')$$,
  'photos and uploads have three sizes');

-- Uploads
select is((pg_temp.ingest(1)).medium_path, pg_temp.file(1, '/medium.jpg'),
  'complete_ingest stores the path of the medium size');
select set_eq('select pg_temp.left_of(1)', 'select unnest(pg_temp.files(1))',
  'complete_ingest keeps every size and queues the raw file');
select social_tests.act_as('alice');
select is((social.begin_ingest('00000000-0000-4000-8000-000000000001')).medium_path,
  pg_temp.file(1, '/medium.jpg'), 'a repeated ingest returns the medium size');
select is(pg_temp.urls(1), 3, 'the uploader gets a URL of every size');
select social_tests.act_as_operator();
select set_eq('select pg_temp.left_of(1)', 'select unnest(pg_temp.files(1))',
  'a repeated ingest keeps every size');
select throws_ok($$select pg_temp.ingest(2, '%/medium.jpg')$$, 'PT404', 'upload_not_found',
  'a medium size that is not stored is refused');
select is(pg_temp.known(1, 'alice'), 3::bigint, 'every size of an upload is known');
update social_private.uploads set created_at = now() - interval '3 days';
select social_private.delete_upload('00000000-0000-4000-8000-000000000001');
select is_empty('select pg_temp.left_of(1)', 'an upload that nobody attached leaves no file');

-- Posts
select pg_temp.attach(3, 'Dunes');
select is(
  (select media -> 0 ->> 'medium_path' from social_private.post_cards(
    social_tests.id('alice'), array[social_tests.post_id('Dunes')], array[null])),
  pg_temp.file(3, '/medium.jpg'), 'the card of a post has the medium size');
select is(pg_temp.known(3, 'alice'), 3::bigint, 'every size of a post is known');
select social_tests.follow('bob', 'alice');
select social_tests.act_as('bob');
select is(pg_temp.readable(3), 3::bigint, 'who sees the post reads every size');
select is(pg_temp.urls(3), 3, 'who sees the post gets a URL of every size');
select social_tests.act_as('carol');
select is(pg_temp.readable(3), 0::bigint, 'who does not see the post reads no size');
select is(pg_temp.urls(3), 0, 'who does not see the post gets no URL');
select social_tests.act_as_operator();
select set_eq(
  $$select unnest(social_private.removable_paths('post', social_tests.post_id('Dunes')))$$,
  'select unnest(pg_temp.files(3))', 'an illegal post is removed in every size');
select throws_ok(
  $$select social_private.remove_illegal_file(pg_temp.file(3, '/medium.jpg'), 'Court order')$$,
  'PT422', 'action_invalid', 'the file of a post is removed with its post');
delete from social.posts where caption = 'Dunes';
select is_empty('select pg_temp.left_of(3)', 'a deleted post leaves no file');

-- A post that the operator gave to another person
select pg_temp.attach(4, 'Moved');
set local social.is_moving_rows = 'on';
update social.posts set author_id = social_tests.id('bob') where caption = 'Moved';
set local social.is_moving_rows = '';
select is(pg_temp.known(4, 'bob'), 3::bigint, 'every size belongs to the new author');
select social_tests.act_as('alice');
select is(pg_temp.readable(4), 0::bigint, 'the former author reads no size in their folder');
select is(pg_temp.urls(4), 0, 'the former author gets no URL');
select social_tests.act_as_operator();
delete from auth.users where id = social_tests.id('bob');
select is_empty('select pg_temp.left_of(4)', 'a deleted person leaves no file');
select pg_temp.attach(5, 'Last');
delete from auth.users where id = social_tests.id('alice');
select is_empty('select pg_temp.left_of(5)', 'a deleted person leaves no file in their folder');

select * from finish();
rollback;
