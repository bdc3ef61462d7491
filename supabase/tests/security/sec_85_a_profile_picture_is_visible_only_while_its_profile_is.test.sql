begin;
select plan(13);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona']) as name;
select social_tests.staff('mona');
select is((select count(*) from storage.buckets where id like 'social-%' and public), 0::bigint,
  'SEC-85 no bucket is public');
select set_config('my.first', social_tests.upload('alice', 'social-avatars'), true);
select set_config('my.avatar', social_tests.upload('alice', 'social-avatars'), true);
select social_tests.act_as('alice');
select social.update_profile(avatar_id => social_tests.upload_id(current_setting('my.first')));
select social.update_profile(avatar_id => social_tests.upload_id(current_setting('my.avatar')));
select set_config('my.draft', social_tests.upload('alice', 'social-avatars'), true);

create function pg_temp.pictures(operation text default 'storage.object.get_authenticated')
  returns text[]
  language plpgsql
as $$
begin
  perform set_config('storage.operation', operation, true);
  return array(select name from storage.objects where bucket_id = 'social-avatars');
end $$;

select is(cardinality(pg_temp.pictures()), 3, 'SEC-85 people can read all their own pictures');
select social_tests.act_as('bob');
select is(pg_temp.pictures(), array[current_setting('my.avatar')],
  'SEC-85 other people can read the current picture only');
select is(pg_temp.pictures('storage.object.list'), '{}',
  'SEC-85 other people cannot list pictures');
select social_tests.act_as_anon();
select is(pg_temp.pictures(), array[current_setting('my.avatar')],
  'SEC-85 people without a login can read the current picture');

select social_tests.act_as('alice');
select social.block_profile(social_tests.id('bob'));
select social_tests.act_as('bob');
select is(pg_temp.pictures(), '{}', 'SEC-85 a blocked person cannot read the picture');
select social_tests.act_as('alice');
select social.unblock_profile(social_tests.id('bob'));
select social_tests.act_as('bob');
select social.block_profile(social_tests.id('alice'));
select is(pg_temp.pictures(), '{}', 'SEC-85 a blocking person cannot read the picture');
select social.unblock_profile(social_tests.id('alice'));

select social.report_profile(social_tests.id('alice'), 'nudity');
select social_tests.act_as_operator();
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('alice');
select social_tests.act_as('bob');
select is(pg_temp.pictures(), '{}', 'SEC-85 nobody can read the picture of a suspended person');
select social_tests.act_as('mona');
select is(pg_temp.pictures(), '{}', 'SEC-85 staff cannot read the picture before a review');
select social.review_report(social_tests.report_id('bob'));
select is(pg_temp.pictures(), array[current_setting('my.avatar')],
  'SEC-85 staff can read the reported picture after a review');
select social_tests.act_as_operator();
update social_private.accounts set suspended_at = null, deactivated_at = now()
where profile_id = social_tests.id('alice');
select social_tests.act_as('bob');
select is(pg_temp.pictures(), '{}', 'SEC-85 nobody can read the picture of a deactivated person');
select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = null, deleted_at = now()
where profile_id = social_tests.id('alice');
select social_tests.act_as_anon();
select is(pg_temp.pictures(), '{}', 'SEC-85 nobody can read the picture of a deleted person');
select social_tests.act_as_operator();
delete from auth.users where id = social_tests.id('alice');
select social_tests.act_as_anon();
select is(pg_temp.pictures(), '{}', 'SEC-85 nobody can read the picture of an erased person');

select * from finish();
rollback;
