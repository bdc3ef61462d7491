begin;
select plan(21);
select social_tests.person(name) from unnest(array['alice', 'mallory']) as name;
select social_tests.act_as('alice');
select social.request_export();
select social_tests.act_as_operator();
select set_config('my.export', id::text, true) from social_private.exports;
insert into social_private.export_parts (path, export_id, number, bytes, item_count)
select social_tests.upload('alice', 'social-exports'), id, 1, 5, 5 from social_private.exports;

create function pg_temp.files() returns bigint language sql
return (select count(*) from storage.objects where bucket_id = 'social-exports');

select social_tests.act_as('alice');
select is(pg_temp.files(), 0::bigint,
  'SEC-90 the owner cannot read the file of an unfinished export');
select social_tests.act_as_operator();
update social_private.exports set finished_at = now(), expires_at = now() + interval '1 day';

select social_tests.act_as('alice');
select is(pg_temp.files(), 1::bigint, 'SEC-90 the owner can read the file of a finished export');
select social_tests.act_as('mallory');
select is(pg_temp.files(), 0::bigint, 'SEC-90 another person cannot read the file of an export');
select throws_ok(
  format('select social.my_export(%L)', current_setting('my.export')), 'PT404',
  'export_not_found', 'SEC-90 my_export fails with export_not_found for another person');
select is_empty('select * from social.my_exports()',
  'SEC-90 my_exports does not list the exports of another person');
select social_tests.act_as_anon();
select is(pg_temp.files(), 0::bigint,
  'SEC-90 an anonymous caller cannot read the file of an export');
select social_tests.act_as('alice', '{"session_id": "00000000-0000-0000-0000-000000000000"}');
select is(pg_temp.files(), 0::bigint,
  'SEC-90 an owner with an ended session cannot read the file of an export');
select throws_ok('select social.request_export()', 'PT401', 'not_signed_in',
  'SEC-90 a person with an ended session cannot request an export');

select social_tests.act_as('mallory');
select throws_ok(
  format('insert into storage.objects (bucket_id, name) values (''social-exports'', %L)',
    auth.uid() || '/' || gen_random_uuid() || '.zip'),
  '42501', null, 'SEC-90 a person cannot upload files to the bucket social-exports');
select throws_ok(
  $$select social.claim_export()$$, '42501', 'permission denied for function claim_export',
  'SEC-90 a person cannot claim an export');
select throws_ok(
  format('select social.claim_export_page(%L)', current_setting('my.export')), '42501',
  'permission denied for function claim_export_page',
  'SEC-90 a person cannot claim the pages of an export');
select throws_ok(
  format('select social.complete_export_part(%L, 1, 1)', current_setting('my.export')), '42501',
  'permission denied for function complete_export_part',
  'SEC-90 a person cannot complete a part of an export');

select social_tests.act_as_operator();
select social_private.moderate(null, 'profile', social_tests.id('alice'), 'suspend', 'Spam');
select social_tests.act_as('alice');
select is(pg_temp.files(), 1::bigint, 'SEC-90 a suspended owner can read the file of the export');
select is((select state from social.my_exports()), 'ready',
  'SEC-90 a suspended owner can list the export');
select social_tests.act_as_operator();
update social_private.config set allow_reading_without_login = false;
select set_config('my.path', replace(path, '.jpg', '.zip'), true) from social_private.export_parts;
update social_private.export_parts set path = current_setting('my.path');
update storage.objects set name = current_setting('my.path') where bucket_id = 'social-exports';
select social_tests.act_as('alice');
select is(pg_temp.files(), 1::bigint,
  'SEC-90 a suspended owner can read the file while reading without a login is closed');
select is(
  (social.readable_files(array[current_setting('my.path')])).files #>> '{0,path}',
  current_setting('my.path'),
  'SEC-90 a suspended owner can have a URL created while reading without a login is closed');
select social_tests.act_as_anon();
select throws_ok(
  format('select social.readable_files(array[%L])', current_setting('my.path')), 'PT401',
  'not_signed_in', 'SEC-90 a person without a login is refused while this reading is closed');
select social_tests.act_as_operator();
update social_private.config set allow_reading_without_login = true;
update social_private.exports set requested_at = '2020-01-01';
select social_tests.act_as('alice');
select is((social.request_export()).state, 'waiting',
  'SEC-90 a suspended owner can request another export');
select social_tests.act_as_operator();
update auth.users set banned_until = 'infinity' where id = social_tests.id('alice');
select social_tests.act_as('alice');
select is(pg_temp.files(), 0::bigint,
  'SEC-90 an owner banned by Auth cannot read the file of the export');
select social_tests.act_as_operator();
update auth.users set banned_until = null where id = social_tests.id('alice');
update social_private.exports set expires_at = now() where finished_at is not null;
select social_tests.act_as('alice');
select is(pg_temp.files(), 0::bigint, 'SEC-90 the owner cannot read the file of an expired export');
select is(
  (select array_agg(state::text) from social.my_exports()), array['waiting', 'expired'],
  'SEC-90 my_exports lists an expired export as expired');

select * from finish();
rollback;
