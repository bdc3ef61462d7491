begin;
select plan(18);
select social_tests.person(name) from unnest(array['alice', 'fan', 'mona', 'mallory']) as name;
select social_tests.staff('mona');
select set_config('my.photo', social_tests.upload('alice'), true);
select set_config('my.avatar', social_tests.upload('alice', 'social-avatars'), true);
select set_config('my.raw', social_tests.upload('alice', 'social-uploads'), true);
select set_config('my.zip', social_tests.id('alice') || '/' || gen_random_uuid() || '-1.zip', true);
insert into storage.objects (bucket_id, name) values ('social-exports', current_setting('my.zip'));
select social_tests.act_as('alice');
select social.create_post('open', social_tests.media(current_setting('my.photo')));
select social.update_profile(avatar_id => social_tests.upload_id(current_setting('my.avatar')));
select social.request_export();
select social_tests.act_as('fan');
select social.report_post(social_tests.post_id('open'), 'nudity');
select social_tests.act_as('mona');
select social.review_report(social_tests.report_id('fan'));
select social_tests.act_as_operator();
insert into social_private.export_parts (path, export_id, number, bytes, item_count)
select current_setting('my.zip'), id, 1, 5, 5 from social_private.exports;
update social_private.exports set finished_at = now(), expires_at = now() + interval '1 day';

-- The Storage API sets storage.operation to the name of the current operation.
create function pg_temp.buckets_during(operation text) returns text[] language plpgsql as $$
begin
  perform set_config('storage.operation', operation, true);
  return array(select distinct bucket_id from storage.objects order by 1);
end $$;
create function pg_temp.all_paths() returns text[] language sql
return array[current_setting('my.photo'), current_setting('my.avatar'), current_setting('my.raw'),
  current_setting('my.zip'), '../x.jpg', gen_random_uuid() || '/x/display.jpg', '', null];
create function pg_temp.readable() returns text[] language sql
return array(
  select file ->> 'bucket_id'
  from social.readable_files(pg_temp.all_paths()) as readable
  cross join jsonb_array_elements(readable.files) as file
  order by 1);

select social_tests.act_as('alice');
select is(pg_temp.buckets_during('storage.object.get_authenticated'),
  array['social-avatars', 'social-exports', 'social-media'],
  'SEC-84 an owner can download their files with the token');
select is(
  (select array_agg(operation) from unnest(array[
    'storage.object.sign', 'storage.object.sign_many', 'object.sign', 'object.sign_many',
    'storage.object.sign_later']) as operation
  where pg_temp.buckets_during(operation) <> '{}'), null,
  'SEC-84 an owner cannot sign their files in any bucket');
select isnt(pg_temp.buckets_during('storage.object.sign_upload_url'), '{}',
  'SEC-84 an owner can sign an upload');
select is(pg_temp.readable(), array['social-avatars', 'social-exports', 'social-media'],
  'SEC-84 readable_files returns the files of the owner, and no raw upload');
select is((social.readable_files(pg_temp.all_paths())).seconds, 300,
  'SEC-84 readable_files returns the maximum of the operator');
select social_tests.act_as('mallory');
select is(pg_temp.buckets_during('storage.object.sign'), '{}',
  'SEC-84 a stranger cannot sign a visible file');
select is(pg_temp.readable(), array['social-avatars', 'social-media'],
  'SEC-84 readable_files returns visible files to a stranger');
select social_tests.act_as('mona');
select is(pg_temp.buckets_during('storage.object.sign_many'), '{}',
  'SEC-84 staff cannot sign the file of a report');
select social_tests.act_as_anon();
select is(pg_temp.buckets_during('storage.object.sign'), '{}',
  'SEC-84 a person without a login cannot sign a file');
select is(pg_temp.readable(), array['social-avatars', 'social-media'],
  'SEC-84 readable_files returns public files to a person without a login');
select throws_ok('select social.readable_files(null)', 'PT422', 'argument_missing',
  'SEC-84 readable_files needs paths');
select throws_ok($$select social.readable_files(array_fill('x'::text, array[201]))$$, 'PT422',
  'files_too_many', 'SEC-84 readable_files refuses more than 200 paths');

select social_tests.act_as('alice');
select social.block_profile(social_tests.id('mallory'));
select social_tests.act_as('mallory');
select is(pg_temp.readable(), '{}', 'SEC-84 readable_files returns nothing after a block');
select social_tests.act_as_operator();
delete from social_private.staff;
update social.posts set archived_at = now();
select social_tests.act_as('mona');
select is(pg_temp.readable(), array['social-avatars'],
  'SEC-84 readable_files returns no file of the report to somebody who is no longer staff');
select social_tests.act_as_operator();
update social_private.exports set expires_at = now();
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('alice');
select social_tests.act_as('fan');
select is(pg_temp.readable(), '{}',
  'SEC-84 readable_files returns nothing of a suspended person');
select social_tests.act_as('alice');
select is(pg_temp.readable(), '{}', 'SEC-84 readable_files returns nothing to a suspended person');

select social_tests.act_as_operator();
select throws_ok('update social_private.config set signed_url_seconds = 86401', '23514', null,
  'SEC-84 the operator cannot choose more than a day');
select lives_ok('update social_private.config set signed_url_seconds = 30',
  'SEC-84 the operator can choose 30 seconds');

select * from finish();
rollback;
