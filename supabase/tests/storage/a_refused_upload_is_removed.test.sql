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
  'an upload that is being processed has no path');
select social_tests.act_as_service();
select is(
  social.refuse_ingest('00000000-0000-4000-8000-000000000001'),
  row('00000000-0000-4000-8000-000000000001', true)::social.ingest_refusal,
  'refusing an upload removes it');
select ok(
  not (social.refuse_ingest('00000000-0000-4000-8000-000000000001')).is_removed,
  'a second refusal removes nothing');
select social_tests.act_as_operator();
select is_empty('select * from social_private.uploads', 'the row of the refused upload is deleted');
select is(
  (select array_agg(bucket_id || '/' || path) from social_private.file_deletions),
  array[
    'social-uploads/' || social_tests.id('alice') || '/00000000-0000-4000-8000-000000000001.jpg'],
  'the original file is queued for deletion');

select * from finish();
rollback;
