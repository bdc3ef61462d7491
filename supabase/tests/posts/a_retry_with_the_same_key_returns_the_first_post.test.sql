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
  pg_temp.send('hello', 'key-1'), current_setting('my.post')::uuid,
  'a repeated request with the same idempotency key returns the first post');
select ok(social_tests.is_unchanged(),
  'a repeated request with the same idempotency key changes no row');
select throws_ok(
  'select pg_temp.send(''goodbye'', ''key-1'')', 'PT409', 'idempotency_key_reused',
  'an idempotency key that was used with another caption is rejected');
select throws_ok(
  format('select social.add_comment(%L, ''hello'', idempotency_key => ''key-1'')',
    current_setting('my.post')),
  'PT409', 'idempotency_key_reused',
  'an idempotency key that was used for a post is rejected for a comment');
select throws_ok(
  'select pg_temp.send(''hello'', '''')', 'PT422', 'idempotency_key_invalid',
  'an empty idempotency key is rejected');
select throws_ok(
  format('select pg_temp.send(''hello'', %L)', repeat('x', 201)), 'PT422',
  'idempotency_key_invalid', 'an idempotency key of more than 200 characters is rejected');
select throws_ok(
  'select pg_temp.send(''hello'', null)', 'PT409', 'media_in_use',
  'the same request without an idempotency key counts as a new request');
select ok(social_tests.is_unchanged(), 'rejected requests change no row');

select throws_ok(
  'select social.create_post(''text'', idempotency_key => ''key-2'')', 'PT422', 'media_required',
  'a request with an idempotency key and without media fails');
select is(
  (select caption from social.create_post(
    'text', social_tests.media(social_tests.upload('alice')), idempotency_key => 'key-2')),
  'text', 'the idempotency key of a failed request can be used for a corrected request');

select social.delete_post(current_setting('my.post')::uuid);
select throws_ok(
  'select pg_temp.send(''hello'', ''key-1'')', 'PT404', 'post_not_found',
  'a repeated request does not return a post that was deleted after the first request');
select social_tests.act_as_operator();
update social_private.idempotency_keys set created_at = now() - interval '24 hours 1 second';
select set_config('my.media', social_tests.media(social_tests.upload('alice'))::text, true);
select social_tests.act_as('alice');
select isnt(
  pg_temp.send('hello', 'key-1'), current_setting('my.post')::uuid,
  'a request with an idempotency key older than 24 hours creates a new post');

select * from finish();
rollback;
