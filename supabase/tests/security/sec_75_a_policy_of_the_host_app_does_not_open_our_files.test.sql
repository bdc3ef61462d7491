begin;
select plan(15);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory']) as name;
select social_tests.act_as('alice');
select id from social.create_post('sunrise', social_tests.media(social_tests.upload('alice')));
select social.update_profile(is_private => true);
select social_tests.upload('bob', 'social-uploads');
select social_tests.upload('bob');

select social_tests.act_as_operator();
insert into storage.buckets (id, name, public) values ('host', 'host', false);
insert into storage.objects (bucket_id, name) values ('host', 'menu.pdf');
-- Apps copy such policies from tutorials.
create policy host_read on storage.objects for select to authenticated using (true);
create policy host_all on storage.objects for all to public using (true) with check (true);
create policy host_buckets on storage.buckets for all to public using (true) with check (true);
-- A role of the host app may be a member of authenticated.
create role host_editor;
grant authenticated to host_editor;
grant host_editor to postgres;
grant usage on schema social_tests to host_editor;
grant execute on all functions in schema social_tests to host_editor;

create view files with (security_invoker = true) as
select bucket_id, count(*) as number from storage.objects group by bucket_id;
create view changes as
select * from (values
  ('rename', 'update storage.objects set name = name || ''x'''),
  ('move', $$update storage.objects set bucket_id = 'social-media' where bucket_id = 'host'$$),
  ('copy', $$insert into storage.objects (bucket_id, name) values ('social-media', 'a/b.jpg')$$),
  ('upload', $$insert into storage.objects (bucket_id, name) values ('host', 'new.pdf')$$),
  ('publish', 'update storage.buckets set public = true'),
  ('delete', 'delete from storage.objects')
) as change (name, statement);
grant select on files, changes to public;
select set_config('storage.allow_delete_query', 'true', true);

select social_tests.act_as('mallory');
select results_eq('select * from files', $$values ('host', 1::bigint)$$,
  'SEC-75 a stranger sees the file of the host app and no file of ours');
select is(social_tests.outcome(statement), '1 rows', 'SEC-75 a stranger renames only the file of the host app')
from changes where name = 'rename';
select matches(social_tests.outcome(statement), '^42501 ',
  'SEC-75 a stranger cannot move a file of the host app into our bucket')
from changes where name = 'move';
select matches(social_tests.outcome(statement), '^42501 ',
  'SEC-75 a stranger cannot copy a file into our bucket')
from changes where name = 'copy';
select is(social_tests.outcome(statement), '1 rows',
  'SEC-75 a stranger uploads a file to the bucket of the host app')
from changes where name = 'upload';
select is(social_tests.outcome(statement), '1 rows',
  'SEC-75 a stranger changes only the bucket of the host app')
from changes where name = 'publish';

select social_tests.act_as_anon();
select results_eq('select * from files', $$values ('host', 2::bigint)$$,
  'SEC-75 an anonymous caller sees the files of the host app and no file of ours');
select is((select array_agg(id) from storage.buckets), '{host}',
  'SEC-75 an anonymous caller sees the bucket of the host app and no bucket of ours');

select social_tests.act_as('bob');
select is((select array_agg(bucket_id order by bucket_id) from storage.objects),
  '{host,host,social-media}', 'SEC-75 a person still sees their own file');
select social_tests.act_as('alice');
select is((select array_agg(bucket_id order by bucket_id) from storage.objects),
  '{host,host,social-media}', 'SEC-75 a person with a private account still sees the file of their post');

select social_tests.act_as_operator();
set local role host_editor;
select results_eq('select * from files', $$values ('host', 2::bigint)$$,
  'SEC-75 a role of the host app sees only the files of the host app');
select is(social_tests.outcome(statement), '1 rows',
  'SEC-75 a role of the host app changes only the bucket of the host app')
from changes where name = 'publish';

select social_tests.act_as('mallory');
select is(social_tests.outcome(statement), '2 rows',
  'SEC-75 a stranger deletes only the files of the host app')
from changes where name = 'delete';
select social_tests.act_as_operator();
select is((select array_agg(bucket_id order by bucket_id) from storage.objects),
  '{social-media,social-media,social-uploads}', 'SEC-75 our files are still in their buckets');
select is((select array_agg(id) from storage.buckets where public), '{host}',
  'SEC-75 our private buckets are still private');

select * from finish();
rollback;
