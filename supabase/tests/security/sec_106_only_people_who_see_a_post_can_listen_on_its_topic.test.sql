begin;
select plan(13);
select social_tests.person(name) from unnest(array['bob', 'carol', 'mallory']) as name;
select social_tests.person('alice', is_private => true);
select social_tests.act_as('bob');
select social.follow_profile(social_tests.id('alice'));
select social_tests.act_as('carol');
select social.follow_profile(social_tests.id('alice'));
select social_tests.act_as('alice');
select social.accept_follow(social_tests.id('bob'));
select social.accept_follow(social_tests.id('carol'));
select social_tests.post('alice', 'sunrise');
select set_config('my.post', social_tests.post_id('sunrise')::text, true);

select social_tests.act_as_operator();
create function pg_temp.topic() returns text language sql as $$
  select social_private.post_topic(watched_posts) from social_private.watched_posts
$$;
create policy host_listen on realtime.messages for select to public using (true);

select social_tests.act_as('mallory');
select throws_ok(
  $$select social.watch_post(current_setting('my.post')::uuid)$$, 'PT404', 'post_not_found',
  'SEC-106 a person who may not see the post gets no topic');
select social_tests.act_as('bob');
select set_config('my.topic', (social.watch_post(current_setting('my.post')::uuid)).topic, true);
select ok(social_tests.can_listen(current_setting('my.topic')),
  'SEC-106 a follower can listen on the topic');
select ok(not social_tests.can_listen(current_setting('my.topic'), 'presence'),
  'SEC-106 the topic has no presence, which would tell who reads the post');
select is_empty(
  $$select topic from unnest(array[
      upper(current_setting('my.topic')), current_setting('my.topic') || ' ',
      regexp_replace(current_setting('my.topic'), '[^:]+$', gen_random_uuid()::text),
      'social:post:' || gen_random_uuid() || ':' || split_part(current_setting('my.topic'), ':', 4)
    ]) as topic where topic like 'social:%' and social_tests.can_listen(topic)$$,
  'SEC-106 the name must be exact');
select social_tests.act_as('mallory');
select ok(not social_tests.can_listen(current_setting('my.topic')),
  'SEC-106 a person who may not see the post cannot listen, even with the name of the topic');
select social_tests.act_as_anon();
select ok(not social_tests.can_listen(current_setting('my.topic')),
  'SEC-106 nobody without a login can listen');
select social_tests.act_as_service();
select ok(social_tests.can_listen(current_setting('my.topic')),
  'SEC-106 the secret key bypasses the policies');

select social_tests.act_as('alice');
select social.remove_follower(social_tests.id('bob'));
select social_tests.act_as_operator();
select isnt(pg_temp.topic(), current_setting('my.topic'),
  'SEC-106 the topic changes when a person loses the right to see the post');
select is(social_tests.sent(current_setting('my.topic')), array['moved'],
  'SEC-106 the old topic says that it moved');
select set_config('my.topic_now', pg_temp.topic(), true);
select social_tests.act_as('bob');
select ok(
  not social_tests.can_listen(current_setting('my.topic'))
  and not social_tests.can_listen(current_setting('my.topic_now')),
  'SEC-106 the former follower can listen on neither topic');
select social_tests.act_as('carol');
select is(
  (social.watch_post(current_setting('my.post')::uuid)).topic, current_setting('my.topic_now'),
  'SEC-106 a follower gets the new topic');
select ok(
  social_tests.can_listen(current_setting('my.topic_now'))
  and not social_tests.can_listen(current_setting('my.topic')),
  'SEC-106 a follower can listen on the new topic only');
select social.like_post(current_setting('my.post')::uuid);
select social_tests.act_as_operator();
select is(social_tests.sent(current_setting('my.topic')), array['moved'],
  'SEC-106 nothing more comes on the old topic');

select * from finish();
rollback;
