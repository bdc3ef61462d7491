begin;
select plan(41);
select social_tests.person(name) from unnest(array['alice', 'mallory', 'mona']) as name;
select social_tests.staff('mona');
select set_config('my.path', social_tests.upload('mallory'), true);
select set_config('my.kept', social_tests.upload('mallory'), true);

-- Each upload also has a thumbnail and a raw file.
insert into storage.objects (bucket_id, name, metadata)
select bucket, replace(current_setting(setting), '/display.jpg', ending), '{"size": 1}'
from unnest(array['my.path', 'my.kept']) as setting
cross join (values ('social-media', '/thumbnail.jpg'), ('social-uploads', '.png'))
  as file (bucket, ending);
select set_config('my.thumbnail', replace(current_setting('my.path'), 'display', 'thumbnail'), true);
select set_config('my.raw', replace(current_setting('my.path'), '/display.jpg', '.png'), true);

-- Creates a post with the file, which alice reports. The staff do not decide.
create function pg_temp.reported_post(caption text, path text) returns void language plpgsql as $$
begin
  insert into social.post_media
    (id, post_id, position, path, thumbnail_path, mime_type, width, height)
  select social_tests.upload_id(path)::uuid, social_tests.post('mallory', caption), 0, path,
    replace(path, 'display', 'thumbnail'), 'image/jpeg', 8, 6;
  delete from social_private.uploads where uploads.path = reported_post.path;
  perform social_tests.act_as('alice');
  perform social.report_post(social_tests.post_id(caption), 'illegal');
  perform social_tests.act_as_operator();
end $$;
-- Returns the files that the worker may remove now.
create function pg_temp.due() returns setof text language sql as
  'select path from social_private.file_deletions join social_private.due_files using (id)';

-- A deletion by hand keeps the file while the report is open.
select pg_temp.reported_post('illegal', current_setting('my.path'));
select pg_temp.reported_post('harmless', current_setting('my.kept'));
select set_config('my.post', social_tests.post_id('illegal')::text, true);
delete from social.posts where caption = 'illegal';
select set_eq('select pg_temp.due()', array[current_setting('my.thumbnail')],
  'a deletion of a reported post keeps its file as evidence');
update social_private.file_deletions set due_at = now() + interval '1 hour', attempts = 9;
insert into social_private.failed_work (queue, row_id, error, attempts, retry_at)
select 'files', id, 'error', 5, now() + interval '1 hour' from social_private.file_deletions;

select throws_ok(
  $$select social_private.remove_illegal('post', current_setting('my.post')::uuid, ' ')$$,
  'PT422', 'reason_missing', 'a removal needs a reason');
select results_eq(
  $$
    select report_count, file_count, is_worker_called
    from social_private.remove_illegal('post', current_setting('my.post')::uuid, 'Court order')
  $$, $$values (1, 3, false)$$, 'a post that is already deleted is removed');
select set_eq('select pg_temp.due()', array[
  current_setting('my.path'), current_setting('my.thumbnail'), current_setting('my.raw')],
  'the worker may remove its files now, past evidence, waiting times and failures');
select is(
  (select count(*) from social.claim_file_deletions()), 3::bigint, 'the worker gets the files');
select results_eq(
  $$select decision::text, decision_reason, decider_id from social_private.reports
    where target_id = current_setting('my.post')::uuid$$,
  $$values ('action_taken', 'Court order', null::uuid)$$, 'its report is decided');
select results_eq(
  $$select action, target_kind, target_id::text, subject_id, reason, actor_role, ground::text, after
    from social_private.audit_log order by number desc limit 1$$,
  $$values ('remove', 'post', current_setting('my.post'), social_tests.id('mallory'),
    'Court order', 'operator', 'law', '{"file_count": 3, "report_count": 1}'::jsonb)$$,
  'the removal is logged');
select is((select count(*) from social_private.open_reports), 1::bigint,
  'the report of another post stays open');
select is((select count(*) from social.posts), 1::bigint, 'another post of the author stays');

-- A post that still exists
select is((select post_count from social_private.profile_counters
  where profile_id = social_tests.id('mallory') and slot = 0), 1, 'the author has a post');
insert into social_private.exports (profile_id)
values (social_tests.id('mallory'));
insert into social_private.export_parts (path, export_id, number, bytes, item_count)
select social_tests.id('mallory') || '/' || id || '-1.zip', id, 1, 1, 1
from social_private.exports;
insert into storage.objects (bucket_id, name)
select 'social-exports', path from social_private.export_parts;
select is(
  (select file_count from social_private.remove_illegal(
    'post', social_tests.post_id('harmless'), 'Court order')), 4,
  'a post is removed with its files and the export of its author');
select is_empty('select from social.posts', 'the post is deleted');
select is_empty('select from social_private.exports', 'the export of its author is deleted');
select is((select count(*) from pg_temp.due()), 4::bigint, 'all files are due');
select is((select post_count from social_private.profile_counters
  where profile_id = social_tests.id('mallory') and slot = 0), 0, 'the counter is right');
select is_empty('select * from social_private.open_reports', 'no report is open');
select throws_ok(
  $$select social_private.remove_illegal('post', gen_random_uuid(), 'Court order')$$,
  'PT404', 'target_not_found', 'a post that never was cannot be removed');
select throws_ok(
  $$select social_private.remove_illegal('post', null, 'Court order')$$,
  'PT422', 'argument_missing', 'a removal needs a target');

-- A comment
select social_tests.post('alice', 'discussed');
select social_tests.comment('mallory', 'discussed', 'vile');
select social_tests.comment('alice', 'discussed', 'an answer', 'vile');
select set_config('my.comment', social_tests.comment_id('vile')::text, true);
insert into social.comment_edits (comment_id, body)
values (current_setting('my.comment')::uuid, 'more vile');
select social_tests.act_as('alice');
select social.report_comment(current_setting('my.comment')::uuid, 'illegal');
select social_tests.act_as_operator();
select is(
  (select report_count from social_private.remove_illegal(
    'comment', current_setting('my.comment')::uuid, 'Court order')), 1, 'a comment is removed');
select results_eq(
  $$select body, author_id, is_tombstone from social.comments
    where id = current_setting('my.comment')::uuid$$,
  $$values (null::text, null::uuid, true)$$, 'a comment with replies leaves a tombstone');
select is_empty('select from social.comment_edits', 'its earlier versions are deleted');
select is((select count(*) from social.comments where body = 'an answer'), 1::bigint,
  'its replies stay');
select results_eq(
  $$select report_count from social_private.remove_illegal(
    'comment', current_setting('my.comment')::uuid, 'Again')$$,
  $$values (0)$$, 'a removed comment can be removed again');

-- A profile picture that the person has replaced
select set_config('my.face', social_tests.upload('mallory', 'social-avatars'), true);
select set_config('my.draft', social_tests.upload('mallory', 'social-avatars'), true);
select social_tests.act_as('mallory');
select social.update_profile(avatar_id => social_tests.upload_id(current_setting('my.face')));
select social_tests.act_as('alice');
select social.report_profile(social_tests.id('mallory'), 'illegal');
select social_tests.act_as('mallory');
select social.update_profile(avatar_id => '');
select social_tests.act_as_operator();
delete from social_private.file_deletions where path <> current_setting('my.face');
select is_empty('select pg_temp.due()', 'a reported picture stays as evidence');
select results_eq(
  $$select report_count, file_count
    from social_private.remove_illegal_file(current_setting('my.face'), 'Court order')$$,
  $$values (1, 1)$$, 'a replaced picture is removed');
select set_eq('select pg_temp.due()', array[current_setting('my.face')], 'it is due');
select isnt_empty($$select from social.profiles where username = 'mallory'$$, 'the person stays');
select is(
  (select file_count from social_private.remove_illegal_file(
    current_setting('my.draft'), 'Court order')), 1, 'an upload is removed');
select is_empty($$select from social_private.uploads where path = current_setting('my.draft')$$,
  'its row is deleted');
select set_config('my.face', social_tests.upload('mallory', 'social-avatars'), true);
select social_tests.act_as('mallory');
select social.update_profile(avatar_id => social_tests.upload_id(current_setting('my.face')));
select social_tests.act_as_operator();
select social_private.remove_illegal_file(current_setting('my.face'), 'Court order');
select is((select avatar_path from social.profiles where username = 'mallory'), null,
  'a current picture leaves the profile');
select throws_ok($$select social_private.remove_illegal_file('nothing', 'Court order')$$,
  'PT404', 'target_not_found', 'a path without a file is not found');

-- An account
select set_config('my.path', social_tests.upload('mallory'), true);
select set_config('my.draft', social_tests.upload('mallory'), true);
insert into storage.objects (bucket_id, name) values
  ('social-media', replace(current_setting('my.path'), 'display', 'thumbnail'));
select pg_temp.reported_post('last', current_setting('my.path'));
select throws_ok(
  $$select social_private.remove_illegal_file(current_setting('my.path'), 'Court order')$$,
  'PT422', 'action_invalid', 'the file of a post is removed with its post');
select social_tests.act_as('alice');
select social.report_profile(social_tests.id('mallory'), 'illegal');
select social_tests.act_as_operator();
delete from social_private.file_deletions;
select set_config('my.id', social_tests.id('mallory')::text, true);
select results_eq(
  $$select report_count, file_count from social_private.remove_illegal(
    'profile', current_setting('my.id')::uuid, 'Court order')$$,
  $$values (2, (select count(*)::integer from storage.objects
    where name like current_setting('my.id') || '/%'))$$,
  'an account is removed with all its files and reports');
select is_empty($$select from auth.users where id = current_setting('my.id')::uuid$$,
  'its login is deleted');
select is_empty($$select from social.posts where caption = 'last'$$, 'its posts are deleted');
select is(
  (select count(*) from pg_temp.due()),
  (select count(*) from storage.objects where name like current_setting('my.id') || '/%'),
  'all its files are due');
select is_empty('select * from social_private.open_reports', 'no report about it is open');
select results_eq(
  $$select report_count from social_private.remove_illegal(
    'profile', current_setting('my.id')::uuid, 'Court order')$$,
  $$values (0)$$, 'an erased account can be removed again');
select is_empty('select * from social_private.verify_counters()', 'the counters are right');

select social_tests.post('alice', 'needed');
create table public.places (
  post_id uuid constraint places_post_id_fkey references social.posts (id));
insert into public.places values (social_tests.post_id('needed'));
select throws_matching(
  format($$select social_private.remove_illegal('post', %L, 'Court order')$$,
    social_tests.post_id('needed')),
  '^removal_blocked$', 'a foreign key of the app that blocks the removal is an error');
select matches(
  social_tests.outcome(format($$select social_private.remove_illegal('post', %L, 'Court order')$$,
    social_tests.post_id('needed'))),
  'removal_blocked .*table places .*places_post_id_fkey', 'its hint names the table and the key');

select * from finish();
rollback;
