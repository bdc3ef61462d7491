begin;
select plan(9);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.person('locked', true);
create function pg_temp.written() returns bigint language sql security definer
return (select count(*) from social_private.notifications);

-- An operator, a seed or a migration writes rows with SQL.
select social_tests.follow('bob', 'alice'), social_tests.request('bob', 'locked');
select social_tests.post('alice', 'dear @bob');
select social_tests.comment('bob', 'dear @bob', 'hello @carol');
select social_tests.comment('carol', 'dear @bob', 'reply', 'hello @carol');
select social_tests.like('carol', 'dear @bob');
insert into social.comment_likes (user_id, comment_id)
values (social_tests.id('alice'), social_tests.comment_id('hello @carol'));
insert into social_private.bells (ringer_id, author_id)
values (social_tests.id('carol'), social_tests.id('bob'));
update social.posts set caption = 'dear @bob and @carol' where caption = 'dear @bob';
update social.comments set body = 'hello @carol and @alice' where body = 'hello @carol';
update social_private.accounts set suspended_at = now() where profile_id = social_tests.id('mona');
update social_private.accounts set suspended_at = null where profile_id = social_tests.id('mona');
select is(pg_temp.written(), 0::bigint, 'rows that SQL writes notify nobody');

select social_tests.act_as_service();
select is((
    select imported_count from social.import_items(
      social_tests.id('bob'), 'posts', jsonb_build_array(jsonb_build_object(
        'id', gen_random_uuid(), 'caption', 'old @carol', 'visibility', 'public',
        'is_sensitive', false, 'comment_policy', 'everyone', 'media', '[]'::jsonb,
        'created_at', '2020-01-01T00:00:00Z', 'edited_at', null, 'archived_at', null,
        'pinned_at', null, 'versions', '[]'::jsonb)))),
  1, 'the import succeeds');
select is(pg_temp.written(), 0::bigint, 'an import does not notify the mentioned people');
select social_tests.work();
select is(pg_temp.written(), 0::bigint, 'an import does not ring the bell');

-- Restores
select social_tests.act_as('alice');
select social.create_post('hi @carol');
select social_tests.act_as('bob');
select social.add_comment(social_tests.post_id('hi @carol'), 'me too, @carol');
select social.like_post(social_tests.post_id('hi @carol'));
select social_tests.see_all('alice'), social_tests.see_all('carol');
select set_config('my.written', pg_temp.written()::text, true);
select set_config('my.alice', social_tests.inbox('alice')::text, true);
select set_config('my.carol', social_tests.inbox('carol')::text, true);
select social_tests.act_as('bob');
select social.delete_comment(social_tests.comment_id('me too, @carol'));
select social.restore_comment(social_tests.comment_id('me too, @carol'));
select social_tests.act_as('alice');
select social.delete_post(social_tests.post_id('hi @carol'));
select social.restore_post(social_tests.post_id('hi @carol'));
select social.archive_post(social_tests.post_id('hi @carol'));
select social.unarchive_post(social_tests.post_id('hi @carol'));
select social_tests.sign_in('bob');
select social.delete_profile();
select social_tests.sign_in('bob');
select social.restore_profile();
select social.deactivate_profile();
select social.reactivate_profile();
select social_tests.work();
select is(pg_temp.written()::text, current_setting('my.written'), 'restores write nothing');
select is(social_tests.inbox('alice')::text, current_setting('my.alice'),
  'restores bring the notifications of the author back');
select is(social_tests.inbox('carol')::text, current_setting('my.carol'),
  'restores bring the notifications of the mentioned people back');
select is(array[social_tests.badge('alice'), social_tests.badge('carol')], array[0, 0],
  'restores make nothing unseen');
select social_tests.act_as_operator();
delete from auth.users where id = social_tests.id('carol');
select social_tests.act_as('alice');
select is(
  (select count(*) from social.notifications()), 2::bigint,
  'the deletion of another profile with SQL changes nothing for alice');

select * from finish();
rollback;
