begin;
select plan(2);
select social_tests.person('alice');
select set_config('my.upload',
  social_tests.id('alice') || '/00000000-0000-4000-8000-000000000001', true);
insert into storage.objects (bucket_id, name)
select bucket, current_setting('my.upload') || ending
from (values
  ('social-uploads', '.mp4'), ('social-media', '/display.mp4'), ('social-media', '/thumbnail.jpg')
) as files (bucket, ending);
create view social_tests.queue as
select bucket_id, replace(path, current_setting('my.upload'), '') as ending
from social_private.file_deletions;

select social_tests.act_as('alice');
select social.begin_ingest('00000000-0000-4000-8000-000000000001');
select social_tests.act_as_service();
select social.complete_ingest(
  '00000000-0000-4000-8000-000000000001', current_setting('my.upload') || '/display.mp4',
  current_setting('my.upload') || '/thumbnail.jpg', null, 'video/mp4', 8, 6);
select social_tests.act_as_operator();
select set_eq(
  'select bucket_id, ending from social_tests.queue', $$values ('social-uploads', '.mp4')$$,
  'the original file is queued for deletion when processing of the upload is complete');
select social_tests.act_as('alice');
select id from social.create_post('film', '[{"id": "00000000-0000-4000-8000-000000000001"}]');
select social_tests.act_as_operator();
delete from social.posts;
select set_eq(
  'select bucket_id, ending from social_tests.queue',
  $$
    values
      ('social-uploads', '.mp4'), ('social-media', '/display.mp4'),
      ('social-media', '/thumbnail.jpg')
  $$,
  'deleting a post queues its processed video and thumbnail for deletion');

select * from finish();
rollback;
