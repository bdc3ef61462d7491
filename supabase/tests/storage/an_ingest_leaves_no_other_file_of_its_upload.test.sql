begin;
select plan(7);
select social_tests.person('alice');
select set_config('my.folder',
  social_tests.id('alice') || '/00000000-0000-4000-8000-000000000001', true);
create function pg_temp.store(bucket text, variadic endings text[]) returns void language sql as $$
  insert into storage.objects (bucket_id, name)
  select bucket, current_setting('my.folder') || ending from unnest(endings) as ending
$$;
create view social_tests.queue as
select bucket_id, replace(path, current_setting('my.folder'), '') as ending
from social_private.file_deletions;

-- Both raw uploads were under way when the policy looked at the other one.
select pg_temp.store('social-uploads', '.jpg', '.png');
select social_tests.act_as('alice');
select is(right((social.begin_ingest('00000000-0000-4000-8000-000000000001')).source_path, 4), '.jpg',
  'an ingest begins with the first raw file');
select social_tests.act_as_operator();
select pg_temp.store('social-uploads', '.gif');
select social_tests.act_as('alice');
select is(right((social.begin_ingest('00000000-0000-4000-8000-000000000001')).source_path, 4), '.jpg',
  'a second ingest of the same upload processes the same raw file');
select social_tests.act_as_operator();
select pg_temp.store('social-media', '/display.jpg', '/thumbnail.jpg', '/display.webp');
select social_tests.act_as_service();
select is((social.complete_ingest('00000000-0000-4000-8000-000000000001',
    current_setting('my.folder') || '/display.jpg', current_setting('my.folder') || '/thumbnail.jpg',
    null, 'image/jpeg', 8, 6)).path, current_setting('my.folder') || '/display.jpg',
  'the first complete_ingest registers its files');
select social_tests.act_as_operator();
select set_eq('select * from social_tests.queue', $$values
    ('social-uploads', '.jpg'), ('social-uploads', '.png'), ('social-uploads', '.gif'),
    ('social-media', '/display.webp')$$,
  'all raw files and the files of the other ingest are queued for deletion');
delete from social_private.file_deletions;
select social_tests.act_as('alice');
select social.begin_ingest('00000000-0000-4000-8000-000000000001');
select social_tests.act_as_operator();
select set_eq('select * from social_tests.queue', $$values
    ('social-uploads', '.jpg'), ('social-uploads', '.png'), ('social-uploads', '.gif'),
    ('social-media', '/display.webp')$$,
  'a repeated ingest of a ready upload queues raw files that were sent again');

delete from social_private.file_deletions;
update social_private.uploads set path = null, mime_type = null, width = null, height = null;
select social_tests.act_as_service();
select ok((social.refuse_ingest('00000000-0000-4000-8000-000000000001')).is_removed,
  'an ingest can be refused');
select social_tests.act_as_operator();
select is((select count(*) from social_tests.queue), 6::bigint,
  'a refused ingest queues all raw files, and what another ingest has stored');

select * from finish();
rollback;
