begin;
select plan(5);
select social_tests.person('alice');
select social_tests.person('bob');
insert into storage.buckets (id, name) values ('invoices', 'invoices');
select set_config('my.attached', social_tests.upload('alice'), true);
select set_config('my.loose', social_tests.upload('alice'), true);
select set_config('my.avatar', social_tests.upload('alice', 'social-avatars'), true);
select social_tests.upload('alice', 'invoices');
select social_tests.upload('bob');
-- Two people whose folders sort before and after all others.
insert into storage.objects (bucket_id, name)
select
  'social-media',
  translate(gen_random_uuid()::text, '0123456789abcdef', repeat(digit, 16)) || '/x'
from unnest(array['0', 'f']) as digit;

select social_tests.act_as('alice');
select id from social.create_post('hers', social_tests.media(current_setting('my.attached')));
select id
from social.update_profile(avatar_id => social_tests.upload_id(current_setting('my.avatar')));
select ok(social_tests.leave('alice'), 'the person deletes the account');

select social_tests.act_as_operator();
select set_eq(
  $$select bucket_id || ' ' || path from social_private.file_deletions$$,
  array[
    'social-media ' || current_setting('my.attached'),
    'social-media ' || current_setting('my.loose'),
    'social-avatars ' || current_setting('my.avatar')
  ],
  'files of the erased person are queued once, attached or not; other files are not');
select is(
  (select count(*) from storage.objects), 7::bigint,
  'SQL deletes no row of storage.objects, because the file would remain in the store');

-- The dashboard and auth.admin.deleteUser() delete the auth user directly.
delete from auth.users where id = social_tests.id('bob');
select is(
  (select count(*) from social_private.file_deletions), 4::bigint,
  'deleting the auth user directly queues the files too');
select is_empty(
  'select * from social_private.verify_counters()', 'all counters are exact');

select * from finish();
rollback;
