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
  $$select social.begin_ingest('00000000-0000-4000-8000-000000000001')$$, 'alice begins');
select throws_ok(
  'select social.begin_ingest(null)', 'PT422', 'argument_missing', 'she says what');
select throws_ok(
  $$select social.begin_ingest('00000000-0000-4000-8000-000000000001', null)$$, 'PT422',
  'argument_missing', 'and what for');
select social_tests.act_as('mallory');
select throws_ok(
  $$select social.begin_ingest('00000000-0000-4000-8000-000000000001')$$, 'PT404',
  'upload_not_found', 'whoever sends a file under the same id does not get hers');
select social_tests.act_as_service();
select throws_ok(
  pg_temp.begin_for(social_tests.id('mallory')), 'PT404', 'upload_not_found',
  'nor does the key for them');
select throws_ok(
  pg_temp.begin_for(gen_random_uuid()), 'PT404', 'profile_not_found', 'or for nobody');

select * from finish();
rollback;
