begin;
select plan(20);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory']) as name;
select social_tests.login('guest', is_anonymous => true);
select social_tests.login('newcomer');
select social_tests.act_as('bob');
select (social.watch_notifications()).topic as bobs;
select social_tests.act_as('alice');
select set_config('my.topic', (social.watch_notifications()).topic, true);

-- Apps copy such policies from tutorials.
select social_tests.act_as_operator();
create policy host_listen on realtime.messages for select to public using (true);
create role host_member;
grant authenticated to host_member;
grant host_member to postgres;
grant usage on schema social_tests to host_member;
create view foreign_topics as
select unnest(array[
  'room:1', 'Social:x', ' social:x', 'asocial:x', 'social', 'socials:x', 'room:social:x', '', 'room 1'
]) as topic;
create view lookalikes as
select unnest(array[
  upper(current_setting('my.topic')), initcap(current_setting('my.topic')),
  current_setting('my.topic') || ' ', current_setting('my.topic') || chr(10),
  current_setting('my.topic') || ':', current_setting('my.topic') || '%',
  'social:', 'social:%', 'social::', 'social:post:', 'social:post:%',
  'social:' || social_tests.id('alice'), 'social:' || social_tests.id('alice') || ':',
  'social:' || social_tests.id('alice') || ':' || gen_random_uuid(),
  'social:post:' || social_tests.id('alice') || ':' || split_part(current_setting('my.topic'), ':', 3)
]) as topic;
grant select on foreign_topics, lookalikes to public;

select social_tests.act_as('alice');
select ok(social_tests.can_listen(current_setting('my.topic')),
  'SEC-105 people can listen on their own topic');
select ok(not social_tests.can_listen(current_setting('my.topic'), 'presence'),
  'SEC-105 a topic has no presence');
select is_empty(
  $$select topic from lookalikes where topic like 'social:%' and social_tests.can_listen(topic)$$,
  'SEC-105 no other topic that begins like ours can be joined');
select is_empty('select topic from foreign_topics where not social_tests.can_listen(topic)',
  'SEC-105 the policies of the host app decide about every other topic');
select is_empty(
  $$select topic from foreign_topics where not social_tests.can_listen(topic, 'presence')$$,
  'SEC-105 the host app keeps the presence of its own topics');
select ok(
  social_tests.can_listen('room:1') and exists (select from realtime.messages),
  'SEC-105 a row without payload and event can be read');

select social_tests.act_as('mallory');
select ok(not social_tests.can_listen(current_setting('my.topic')),
  'SEC-105 another person cannot listen on the topic');
select ok(social_tests.can_listen('room:1'), 'SEC-105 another person can join topics of the host');
select social_tests.act_as('alice', '{"session_id": "00000000-0000-0000-0000-000000000000"}');
select ok(not social_tests.can_listen(current_setting('my.topic')),
  'SEC-105 a token of an unknown session gives no right');
select social_tests.act_as('alice', '{"session_id": null}');
select ok(not social_tests.can_listen(current_setting('my.topic')),
  'SEC-105 a token without a session gives no right');
select ok(social_tests.can_listen('room:1'),
  'SEC-105 the host app decides which of its topics need a session');
select social_tests.act_as('guest');
select ok(not social_tests.can_listen(current_setting('my.topic')),
  'SEC-105 an anonymous user cannot listen on the topic');
select social_tests.act_as('newcomer');
select ok(not social_tests.can_listen(current_setting('my.topic')),
  'SEC-105 a login without a profile cannot listen on the topic');
select social_tests.act_as_anon();
select ok(not social_tests.can_listen(current_setting('my.topic')),
  'SEC-105 nobody without a login can listen on the topic');
select ok(social_tests.can_listen('room:1'),
  'SEC-105 people without a login can join topics of the host');
select social_tests.act_as('alice');
set local role host_member;
select ok(not social_tests.can_listen(current_setting('my.topic')),
  'SEC-105 a role of the host app cannot listen on the topic, whatever its claims say');
select ok(social_tests.can_listen('room:1'),
  'SEC-105 a role of the host app can join topics of the host');

select social_tests.act_as_operator();
drop policy social_open_read on realtime.messages;
select social_tests.act_as('mallory');
select ok(not social_tests.can_listen(current_setting('my.topic')),
  'SEC-105 the restrictive policies alone refuse another person');
select social_tests.act_as_operator();
drop policy social_limit_send on realtime.messages;
select social_tests.act_as('alice');
select is((social.watch_notifications()).topic, null,
  'SEC-105 without the restrictive policies, nobody gets a topic');
select social_tests.act_as_operator();
update social_private.config set notifications = false;
select social_tests.act_as('alice');
select is((social.watch_notifications()).topic, null,
  'SEC-105 nobody gets a topic while notifications are off');

select * from finish();
rollback;
