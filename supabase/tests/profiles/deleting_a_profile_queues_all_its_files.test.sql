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
-- Two more people have files. Their folders sort before and after the folders of all other people.
insert into storage.objects (bucket_id, name)
select
  'social-media',
  translate(gen_random_uuid()::text, '0123456789abcdef', repeat(digit, 16)) || '/x'
from unnest(array['0', 'f']) as digit;

select social_tests.act_as('alice');
select id from social.create_post('hers', social_tests.media(current_setting('my.attached')));
select id
from social.update_profile(avatar_id => social_tests.upload_id(current_setting('my.avatar')));
select ok(social_tests.leave('alice'), 'a person with files can delete their account');

select social_tests.act_as_operator();
select set_eq(
  $$select bucket_id || ' ' || path from social_private.file_deletions$$,
  array[
    'social-media ' || current_setting('my.attached'),
    'social-media ' || current_setting('my.loose'),
    'social-avatars ' || current_setting('my.avatar')
  ],
  'erasing a person queues each of their files once for deletion and queues no other file');
select is(
  (select count(*) from storage.objects), 7::bigint,
  'erasing a person deletes no row of storage.objects, because the file would remain');

-- The dashboard and auth.admin.deleteUser() delete the row in auth.users directly.
delete from auth.users where id = social_tests.id('bob');
select is(
  (select count(*) from social_private.file_deletions), 4::bigint,
  'deleting the row in auth.users directly also queues the files of that person');
select is_empty(
  'select * from social_private.verify_counters()',
  'every stored counter equals the actual number of rows');

select * from finish();
rollback;
