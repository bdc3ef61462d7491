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
  'a person starts processing their upload');
select throws_ok(
  'select social.begin_ingest(null)', 'PT422', 'argument_missing', 'an upload id is required');
select throws_ok(
  $$select social.begin_ingest('00000000-0000-4000-8000-000000000001', null)$$, 'PT422',
  'argument_missing', 'a purpose is required');
select social_tests.act_as('mallory');
select throws_ok(
  $$select social.begin_ingest('00000000-0000-4000-8000-000000000001')$$, 'PT404',
  'upload_not_found', 'another person cannot use the same upload id');
select social_tests.act_as_service();
select throws_ok(
  pg_temp.begin_for(social_tests.id('mallory')), 'PT404', 'upload_not_found',
  'the secret key cannot start a taken upload id for another person either');
select throws_ok(
  pg_temp.begin_for(gen_random_uuid()), 'PT404', 'profile_not_found',
  'the secret key cannot start an upload for a profile that does not exist');

select * from finish();
rollback;
