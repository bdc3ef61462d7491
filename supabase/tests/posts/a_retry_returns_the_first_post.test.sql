begin;
select plan(12);
select social_tests.person('alice');
select set_config('my.media', social_tests.media(social_tests.upload('alice'))::text, true);
create function pg_temp.send(caption text, key text) returns uuid language sql
return (
  select id from social.create_post(
    caption, current_setting('my.media')::jsonb, idempotency_key => key));

select social_tests.act_as('alice');
select set_config('my.post', pg_temp.send('hello', 'key-1')::text, true);
select social_tests.remember();
select is(
  pg_temp.send('hello', 'key-1'), current_setting('my.post')::uuid, 'a retry gets the first post');
select ok(social_tests.is_unchanged(), 'and makes no second one');
select throws_ok(
  'select pg_temp.send(''goodbye'', ''key-1'')', 'PT409', 'idempotency_key_reused',
  'a key that was used for something else is refused');
select throws_ok(
  format('select social.add_comment(%L, ''hello'', idempotency_key => ''key-1'')',
    current_setting('my.post')),
  'PT409', 'idempotency_key_reused', 'also for another kind of request');
select throws_ok(
  'select pg_temp.send(''hello'', '''')', 'PT422', 'idempotency_key_invalid',
  'an empty key is refused');
select throws_ok(
  format('select pg_temp.send(''hello'', %L)', repeat('x', 201)), 'PT422',
  'idempotency_key_invalid', 'and a long one');
select throws_ok(
  'select pg_temp.send(''hello'', null)', 'PT409', 'media_in_use',
  'without a key the same request is a new one');
select ok(social_tests.is_unchanged(), 'nothing of this changes anything');

-- A request that failed may be sent again with the same key.
select throws_ok(
  'select social.create_post(''text'', idempotency_key => ''key-2'')', 'PT422', 'media_required',
  'a request fails');
select is(
  (select caption from social.create_post(
    'text', social_tests.media(social_tests.upload('alice')), idempotency_key => 'key-2')),
  'text', 'its key is free for the corrected one');

select social.delete_post(current_setting('my.post')::uuid);
select throws_ok(
  'select pg_temp.send(''hello'', ''key-1'')', 'PT404', 'post_not_found',
  'a retry after the post was deleted does not bring it back');
select social_tests.act_as_operator();
update social_private.idempotency_keys set created_at = now() - interval '24 hours 1 second';
select set_config('my.media', social_tests.media(social_tests.upload('alice'))::text, true);
select social_tests.act_as('alice');
select isnt(
  pg_temp.send('hello', 'key-1'), current_setting('my.post')::uuid,
  'after a day the key is forgotten');

select * from finish();
rollback;
