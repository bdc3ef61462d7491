begin;
select plan(6);
select social_tests.person('alice');
select set_config('my.old', social_tests.upload('alice'), true);
select set_config('my.new', social_tests.upload('alice'), true);
select set_config('my.attached', social_tests.upload('alice'), true);
insert into storage.objects (bucket_id, name, created_at) values
  ('social-uploads', social_tests.id('alice') || '/old.jpg', now() - interval '25 hours'),
  ('social-uploads', social_tests.id('alice') || '/new.jpg', now());
select social_tests.act_as('alice');
select lives_ok(format('select social.create_post(media => %L)',
  social_tests.media(current_setting('my.attached'))), 'an upload can be attached to a post');
select social_tests.act_as_operator();
update social_private.uploads set created_at = now() - interval '25 hours'
where path = current_setting('my.old');

select is((social_private.run_maintenance(1)).erased_rows, 1,
  'maintenance deletes at most the given number of uploads');
select is((social_private.run_maintenance(100)).erased_rows, 1,
  'the next call deletes the files that belong to no upload');
select is((social_private.run_maintenance(100)).erased_rows, 0,
  'maintenance deletes nothing when no upload is expired');
select set_eq(
  'select bucket_id, path from social_private.file_deletions',
  format($$values
    ('social-media', %1$L), ('social-uploads', %2$L), ('social-uploads', %3$L)$$,
    current_setting('my.old'), replace(current_setting('my.old'), '/display.jpg', '.jpg'),
    social_tests.id('alice') || '/old.jpg'),
  'the original and processed files of expired uploads are queued for deletion');
select results_eq(
  'select path from social_private.uploads', array[current_setting('my.new')],
  'maintenance keeps an upload that is less than a day old');

select * from finish();
rollback;
