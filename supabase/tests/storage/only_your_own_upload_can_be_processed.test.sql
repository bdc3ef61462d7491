begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'mallory']) as name;
insert into storage.objects (bucket_id, name, metadata)
select 'social-uploads', social_tests.id(name) || '/00000000-0000-4000-8000-000000000001.jpg',
  '{"size": 7}'
from unnest(array['alice', 'mallory']) as name;

create function pg_temp.begin_for(person uuid) returns text language sql as $$
  select format('select social.begin_ingest_for(%L, %L, ''post'')', person,
    '00000000-0000-4000-8000-000000000001')
$$;
select social_tests.act_as('alice');
select lives_ok(
  $$select social.begin_ingest('00000000-0000-4000-8000-000000000001')$$,
  'a person can start the processing of their own upload');
select throws_ok(
  'select social.begin_ingest(null)', 'PT422', 'argument_missing',
  'begin_ingest refuses null as upload id');
select throws_ok(
  $$select social.begin_ingest('00000000-0000-4000-8000-000000000001', null)$$, 'PT422',
  'argument_missing', 'begin_ingest refuses null as purpose');
select social_tests.act_as('mallory');
select throws_ok(
  $$select social.begin_ingest('00000000-0000-4000-8000-000000000001')$$, 'PT404',
  'upload_not_found', 'a person cannot start an upload with the upload id of another person');
select social_tests.act_as_service();
select throws_ok(
  pg_temp.begin_for(social_tests.id('mallory')), 'PT404', 'upload_not_found',
  'begin_ingest_for refuses an upload id that belongs to another person');
select throws_ok(
  pg_temp.begin_for(gen_random_uuid()), 'PT404', 'profile_not_found',
  'begin_ingest_for refuses a profile that does not exist');

select * from finish();
rollback;
