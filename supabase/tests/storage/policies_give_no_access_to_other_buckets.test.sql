begin;
select plan(4);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
insert into storage.buckets (id, name) values ('invoices', 'invoices');
select set_config('my.path', social_tests.upload('alice'), true);
select social_tests.act_as('alice');
select id from social.create_post('hers', social_tests.media(current_setting('my.path')));
select social_tests.act_as_operator();
-- A file in another bucket of the project has the same path as a visible file in social-media.
insert into storage.objects (bucket_id, name) values ('invoices', current_setting('my.path'));

select social_tests.act_as_anon();
select is(
  (select array_agg(bucket_id) from storage.objects), array['social-media'],
  'an anonymous caller sees no file in other buckets of the project');
select social_tests.act_as('bob');
select is((select array_agg(bucket_id) from storage.objects), array['social-media'],
  'a signed-in person sees no file in other buckets of the project');
select social_tests.act_as('alice');
select is(
  (select array_agg(bucket_id) from storage.objects), array['social-media'],
  'the owner of a folder sees no file in other buckets of the project');
select throws_ok(
  format(
    'insert into storage.objects (bucket_id, name) values (''invoices'', %L)',
    auth.uid() || '/' || gen_random_uuid() || '.jpg'),
  '42501', null, 'a person cannot upload a file to other buckets of the project');

select * from finish();
rollback;
