begin;
select plan(4);
select social_tests.person('alice');
select social_tests.upload('alice');

select social_tests.act_as('alice');
select is((select count(*) from storage.objects), 1::bigint, 'a person sees their own file');

select social_tests.act_as_operator();
drop policy social_limit_read on storage.objects;
select social_tests.act_as('alice');
select is((select count(*) from storage.objects), 0::bigint,
  'without the restrictive policy, nobody sees a file, because no rule would protect other files');

select social_tests.act_as_operator();
create policy social_limit_read on storage.objects for select to public using (true);
select is(social_private.is_storage_limited(), false,
  'a permissive policy with the same name does not count');

drop policy social_limit_read on storage.objects;
create policy social_limit_read on storage.objects as restrictive for select using (true);
drop policy social_limit_upload on storage.objects;
select social_tests.act_as('alice');
select matches(
  social_tests.outcome(format(
    'insert into storage.objects (bucket_id, name) values (''social-uploads'', ''%s/%s.jpg'')',
    social_tests.id('alice'), gen_random_uuid())),
  '^42501 ', 'without the restrictive policy, nobody can upload a file');

select * from finish();
rollback;
