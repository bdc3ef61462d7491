begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.act_as('alice');
select set_config('my.inbox', (social.watch_notifications()).topic, true);
select set_config('my.post', (social.watch_post(social_tests.post_id('sunrise'))).topic, true);
select is(
  (select (hint_seconds, expires_at - now())::text from social.watch_notifications()),
  '(1,00:30:00)', 'a watch says how often hints come and when they end');

set local timezone = 'Asia/Tokyo';
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select is(current_setting('timezone'), 'Asia/Tokyo', 'the caller keeps the own time zone');
select is(coalesce(current_setting('realtime.topic', true), ''), '',
  'the topic of a hint does not stay in the settings of the transaction');
select set_config('realtime.topic', 'room:1', true);
select social.follow_profile(social_tests.id('alice'));
select social_tests.act_as_operator();
update social_private.inboxes set hinted_at = '-infinity';
select social_tests.act_as('bob');
select social.add_comment(social_tests.post_id('sunrise'), 'nice');
select is(current_setting('realtime.topic', true), 'room:1',
  'a topic that was set before the hint stays set');

select social_tests.act_as_operator();
select is_empty(
  $$select inserted_at from realtime.messages
    where event is not null and inserted_at <> now() at time zone 'utc'$$,
  'the time of a hint is in UTC, whatever time zone the caller has');
select is_empty(
  $$select payload from realtime.messages
    where event = 'inbox' and (
      jsonb_typeof(payload) <> 'object'
      or array(select jsonb_object_keys(payload) order by 1) <> array['cursor', 'id'])$$,
  'a hint to a person contains a cursor and an id, and nothing else');
select is_empty(
  $$select payload from realtime.messages
    where event = 'changed' and array(select jsonb_object_keys(payload)) <> array['id']$$,
  'a hint about a post contains an id, and nothing else');
select is_empty(
  'select from realtime.messages where event is not null and private is not true',
  'every hint is private');
select set_config('my.cursor', payload ->> 'cursor', true) from realtime.messages
where event = 'inbox' limit 1;
select social_tests.act_as('alice');
select lives_ok(
  format('select * from social.notifications(%L)', current_setting('my.cursor')),
  'the cursor of a hint is a cursor of the list');

select * from finish();
rollback;
