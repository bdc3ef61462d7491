begin;
select plan(13);
select social_tests.person(name) from unnest(array['alice', 'mallory']) as name;
select social_tests.post('alice', 'sunrise');
select set_config('my.post', social_tests.post_id('sunrise')::text, true);
select social_tests.act_as('alice');
select set_config('my.topic', (social.watch_notifications()).topic, true);
select set_config('my.post_topic', (social.watch_post(current_setting('my.post')::uuid)).topic, true);

-- Apps copy such policies from tutorials.
select social_tests.act_as_operator();
create policy host_all on realtime.messages for all to public using (true) with check (true);
create policy host_send on realtime.messages for insert to authenticated with check (true);
create role host_member;
grant authenticated to host_member;
grant host_member to postgres;
create view topics as
select unnest(array[
  current_setting('my.topic'), current_setting('my.post_topic'), 'social:', 'social:x', 'social:post:'
]) as topic;
grant select on topics to public;
create view foreign_topics as
select unnest(array[
  'room:1', 'Social:x', ' social:x', 'asocial:x', 'social', 'socials:x', 'room:social:x', '', 'room 1'
]) as topic;
grant select on foreign_topics to public;

select social_tests.act_as('alice');
select is_empty('select topic from topics where social_tests.can_send(topic)',
  'SEC-104 not even its owner can send on a topic');
select is_empty($$select topic from topics where social_tests.can_send(topic, 'presence')$$,
  'SEC-104 nobody can announce a presence on a topic');
select is_empty('select topic from foreign_topics where not social_tests.can_send(topic)',
  'SEC-104 the policies of the host app decide about every other topic');
select social_tests.act_as('mallory');
select is_empty('select topic from topics where social_tests.can_send(topic)',
  'SEC-104 another person cannot send on a topic');
select throws_ok(
  'insert into realtime.messages (topic, extension, event, payload) '
  || $$select topic, 'broadcast', 'inbox', '{}' from topics$$,
  '42501', null, 'SEC-104 one topic of ours in a statement is enough to refuse it');
select lives_ok(
  $$select realtime.send('{}', 'inbox', current_setting('my.topic'))$$,
  'SEC-104 the function of Realtime raises no error');
select is(social_tests.sent(current_setting('my.topic')), '{}',
  'SEC-104 but it sends nothing');
select social_tests.act_as_anon();
select is_empty('select topic from topics where social_tests.can_send(topic)',
  'SEC-104 nobody without a login can send on a topic');
select social_tests.act_as_operator();
set local role host_member;
select is_empty('select topic from topics where social_tests.can_send(topic)',
  'SEC-104 a role of the host app cannot send on a topic');

-- A host app may also open updates and deletions.
select social_tests.act_as_operator();
select social_private.send_hint(current_setting('my.topic'), 'inbox');
insert into realtime.messages (topic, extension) values ('room:1', 'broadcast');
select social_tests.act_as('alice');
select results_eq(
  $$with changed as (update realtime.messages set event = 'forged' returning 1)
    select count(*) from changed$$, 'values (1::bigint)',
  'SEC-104 people can update only messages of the host app');
select throws_ok(
  $$update realtime.messages set topic = current_setting('my.topic') where topic = 'room:1'$$,
  '42501', null, 'SEC-104 people cannot move a message to a topic of ours');
select social_tests.act_as('mallory');
select results_eq(
  $$with changed as (update realtime.messages set event = 'forged' returning 1)
    select count(*) from changed$$, 'values (1::bigint)',
  'SEC-104 a stranger can update only messages of the host app');
select social_tests.act_as_operator();
select is(social_tests.sent(current_setting('my.topic')), array['inbox'],
  'SEC-104 the messages of the database stay as they are');

select * from finish();
rollback;
