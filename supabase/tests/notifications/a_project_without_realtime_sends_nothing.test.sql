begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
-- The operator of this database does not own the schema realtime, so this test cannot drop it.
create or replace function social_private.has_realtime() returns boolean language sql stable
return false;

select social_tests.act_as('alice');
select is((social.watch_notifications()).topic, null, 'watch_notifications returns no topic');
select is((social.watch_post(social_tests.post_id('sunrise'))).topic, null,
  'watch_post returns no topic');
select isnt((social.watch_notifications()).expires_at, null,
  'a watch still says when to ask again');
select social_tests.act_as('bob');
select lives_ok($$select social.like_post(social_tests.post_id('sunrise'))$$, 'a like succeeds');
select lives_ok($$select social.add_comment(social_tests.post_id('sunrise'), 'nice')$$,
  'a comment succeeds');
select is(social_tests.inbox('alice'), array['comment bob', 'post_like bob'],
  'notifications work without Realtime');
select social_tests.act_as_operator();
select lives_ok($$delete from auth.sessions where user_id = social_tests.id('alice')$$,
  'a session can end');
select is_empty('select from realtime.messages where event is not null', 'nothing is sent');

select * from finish();
rollback;
