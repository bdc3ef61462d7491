begin;
select plan(6);
select social_tests.person(name) from unnest(array['kept', 'old', 'fan']) as name;
create temp table files as
select social_tests.upload('old') as photo, social_tests.upload('old', 'social-avatars') as avatar,
  social_tests.upload('old') as loose;
grant select on files to authenticated;
select social_tests.act_as('old');
select set_config('my.post',
  (social.create_post(media => social_tests.media((select photo from files)))).id::text, true);
select social.update_profile(
  avatar_id => social_tests.upload_id((select avatar from files)));
select social_tests.act_as_operator();

select social_private.merge_profiles('old', 'kept', 'One person');
select is_empty(
  $$select * from social_private.file_deletions where path in (select photo from files)$$,
  'the file of a moved post is not deleted');
select is((select count(*) from social_private.file_deletions
    where path in (select avatar from files union select loose from files)), 2::bigint,
  'the picture and the unattached file of the old account are deleted');
create function pg_temp.can_read() returns boolean language sql as $$
  select jsonb_array_length((social.readable_files(array[photo])).files) = 1 from files
$$;
select social_tests.act_as('fan');
select ok(pg_temp.can_read(), 'others may read the file of the moved post');
select social_tests.act_as('kept');
select ok(pg_temp.can_read(), 'the account may read the file of its new post');
select social.delete_post(current_setting('my.post')::uuid);
select social_tests.act_as('fan');
select ok(not pg_temp.can_read(), 'nobody may read the file after the post is deleted');
select social_tests.act_as_operator();
delete from auth.users where id = social_tests.id('kept');
select is((select count(*) from social_private.file_deletions
    where path in (select photo from files)), 1::bigint,
  'the file is deleted with the account that has the post');

select * from finish();
rollback;
