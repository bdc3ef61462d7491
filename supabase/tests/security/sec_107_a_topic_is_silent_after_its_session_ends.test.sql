begin;
select plan(20);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select set_config('my.post', social_tests.post_id('sunrise')::text, true);

-- Opens the topic of a person, and returns the topic that the person had before.
create function pg_temp.watch(name text) returns text language plpgsql as $$
declare
  topic text;
begin
  perform social_tests.act_as_operator();
  perform social_tests.sign_in(watch.name);
  topic := (social.watch_notifications()).topic;
  perform social_tests.act_as_operator();
  return topic;
end $$;
create function pg_temp.topic(name text) returns text language sql as $$
  select social_private.person_topic(inboxes) from social_private.inboxes
  where profile_id = social_tests.id(topic.name)
$$;

select set_config('my.topic', pg_temp.watch('alice'), true);
select set_config('bobs.topic', pg_temp.watch('bob'), true);
select set_config('carols.topic', pg_temp.watch('carol'), true);
delete from auth.sessions where user_id in (social_tests.id('alice'), social_tests.id('bob'));
select is(social_tests.sent(current_setting('my.topic')), array['moved'],
  'SEC-107 the topic says once that it moved, however many sessions end');
select is(social_tests.sent(current_setting('bobs.topic')), array['moved'],
  'SEC-107 one statement may end the sessions of many people');
select isnt(pg_temp.topic('alice'), current_setting('my.topic'), 'SEC-107 the person has a new topic');
select is(social_tests.sent(current_setting('carols.topic')), '{}',
  'SEC-107 the topics of other people stay');
select is(pg_temp.topic('carol'), current_setting('carols.topic'),
  'SEC-107 the names of the topics of other people stay');
select social_tests.act_as('carol');
select social.like_post(current_setting('my.post')::uuid);
select social_tests.act_as_operator();
select is(social_tests.sent(current_setting('my.topic')), array['moved'],
  'SEC-107 a like sends nothing on the old topic');
select is(social_tests.sent(pg_temp.topic('alice')), '{}',
  'SEC-107 a like sends nothing on the new topic, on which nobody listens yet');
delete from auth.sessions where false;
select is(social_tests.sent(pg_temp.topic('alice')), '{}',
  'SEC-107 a statement that ends no session changes nothing');

select set_config('my.topic', pg_temp.watch('alice'), true);
select lives_ok(
  $$delete from auth.sessions where user_id = social_tests.id('alice')$$,
  'SEC-107 Auth may end a session');
select is(social_tests.sent(current_setting('my.topic')), array['moved'],
  'SEC-107 a sign-out changes the topic');

-- A ban ends no session.
select set_config('my.topic', pg_temp.watch('alice'), true);
select lives_ok(
  $$update auth.users set banned_until = now() + interval '1 day'
    where id = social_tests.id('alice')$$,
  'SEC-107 Auth may ban a user');
select is(social_tests.sent(current_setting('my.topic')), array['moved'],
  'SEC-107 a ban changes the topic');
update auth.users set banned_until = null where id = social_tests.id('alice');
select set_config('my.topic', pg_temp.watch('alice'), true);
update auth.users set last_sign_in_at = now(), updated_at = now() where id = social_tests.id('alice');
select is(pg_temp.topic('alice'), current_setting('my.topic'), 'SEC-107 a sign-in changes no topic');
update auth.users set deleted_at = now() where id = social_tests.id('alice');
select is(social_tests.sent(current_setting('my.topic')), array['moved'],
  'SEC-107 the deletion of a login changes the topic');
select set_config('bobs.topic', pg_temp.watch('bob'), true);
select lives_ok(
  $$delete from auth.users where id = social_tests.id('bob')$$,
  'SEC-107 a user can be deleted');
select is(social_tests.sent(current_setting('bobs.topic')), array['moved'],
  'SEC-107 the topic of a deleted user is told so');

-- A failure of ours must not keep anybody from signing out.
select set_config('carols.topic', pg_temp.watch('carol'), true);
create or replace function social_private.move_inbox(person uuid)
  returns void language plpgsql as 'begin raise exception ''broken''; end';
select lives_ok(
  $$delete from auth.sessions where user_id = social_tests.id('carol')$$,
  'SEC-107 a session ends although our function fails');
select lives_ok(
  $$update auth.users set banned_until = 'infinity' where id = social_tests.id('carol')$$,
  'SEC-107 a ban succeeds although our function fails');
select is(
  (select count(*) from auth.sessions where user_id = social_tests.id('carol')), 0::bigint,
  'SEC-107 the session is gone although our function fails');
select social_tests.act_as('carol');
select ok(not social_tests.can_listen(current_setting('carols.topic')),
  'SEC-107 the token of the ended session can no longer join');

select * from finish();
rollback;
