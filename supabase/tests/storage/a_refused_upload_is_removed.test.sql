begin;
select plan(5);
select social_tests.person('alice');
insert into storage.objects (bucket_id, name, metadata)
values (
  'social-uploads', social_tests.id('alice') || '/00000000-0000-4000-8000-000000000001.jpg',
  '{"size": 7}');
select social_tests.act_as('alice');
select is(
  (social.begin_ingest('00000000-0000-4000-8000-000000000001')).path, null,
  'begin_ingest returns an upload without a path, because its file is not processed yet');
select social_tests.act_as_service();
select is(
  social.refuse_ingest('00000000-0000-4000-8000-000000000001'),
  row('00000000-0000-4000-8000-000000000001', true)::social.ingest_refusal,
  'refuse_ingest returns is_removed true for an upload being processed');
select ok(
  not (social.refuse_ingest('00000000-0000-4000-8000-000000000001')).is_removed,
  'refuse_ingest called again returns is_removed false');
select social_tests.act_as_operator();
select is_empty('select * from social_private.uploads',
  'refuse_ingest deletes the row of the upload');
select is(
  (select array_agg(bucket_id || '/' || path) from social_private.file_deletions),
  array[
    'social-uploads/' || social_tests.id('alice') || '/00000000-0000-4000-8000-000000000001.jpg'],
  'refuse_ingest queues the original file of the upload for deletion');

select * from finish();
rollback;
