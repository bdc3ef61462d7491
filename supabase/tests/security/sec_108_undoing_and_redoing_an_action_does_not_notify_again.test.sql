begin;
select plan(3);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise'), social_tests.comment('alice', 'sunrise', 'mine');
-- Bob does everything that notifies alice. The first call of each kind is new, and the others undo
-- and redo it.
create function pg_temp.act() returns void language plpgsql as $$
begin
  perform social_tests.act_as('bob');
  perform social.unlike_post(social_tests.post_id('sunrise'));
  perform social.like_post(social_tests.post_id('sunrise'));
  perform social.unlike_comment(social_tests.comment_id('mine'));
  perform social.like_comment(social_tests.comment_id('mine'));
  perform social.unfollow_profile(social_tests.id('alice'));
  perform social.follow_profile(social_tests.id('alice'));
end;
$$;
select social_tests.act_as('bob');
select set_config('my.post', (social.create_post('to @alice')).id::text, true);
select set_config('my.reply', (social.add_comment(
  social_tests.post_id('sunrise'), 'a reply', social_tests.comment_id('mine'))).id::text, true);
select pg_temp.act();
select is(social_tests.see_all('alice'), 0, 'SEC-108 a person has seen all notifications');
select set_config('my.list', array_to_string(social_tests.inbox('alice'), ', '), true);
select set_config('my.topic', (social.watch_notifications()).topic, true);

select pg_temp.act() from generate_series(1, 3);
select social.delete_comment(current_setting('my.reply')::uuid);
select social.restore_comment(current_setting('my.reply')::uuid);
select social.delete_post(current_setting('my.post')::uuid);
select social.restore_post(current_setting('my.post')::uuid);
select social.archive_post(current_setting('my.post')::uuid);
select social.unarchive_post(current_setting('my.post')::uuid);
select social.update_post(current_setting('my.post')::uuid, 'to nobody');
select social.update_post(current_setting('my.post')::uuid, 'to @alice');
select is(
  format('%s: %s', social_tests.badge('alice'), array_to_string(social_tests.inbox('alice'), ', ')),
  '0: ' || current_setting('my.list'),
  'SEC-108 undoing and redoing the actions changes neither the badge nor the list');
select social_tests.act_as_operator();
select is(social_tests.sent(current_setting('my.topic')), '{}',
  'SEC-108 undoing and redoing the actions sends no hint');

select * from finish();
rollback;
