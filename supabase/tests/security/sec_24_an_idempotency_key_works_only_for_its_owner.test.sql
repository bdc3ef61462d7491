begin;
select plan(6);
select social_tests.person('alice', true);
select social_tests.person('mallory');
update social_private.config set allow_text_posts = true;

select social_tests.act_as('alice');
select id from social.create_post('hers', idempotency_key => 'key-1');
select id from social.add_comment(
  social_tests.post_id('hers'), 'said', idempotency_key => 'key-2');

select social_tests.act_as('mallory');
select is(
  (select (author_username, caption)::text
    from social.create_post('hers', idempotency_key => 'key-1')),
  '(mallory,hers)',
  'SEC-24 create_post with an idempotency key of another person creates a post of the caller');
select is(
  (select count(*) from social.posts), 1::bigint,
  'SEC-24 using a key of another person does not make the post of that person visible');
select social_tests.act_as_operator();
select set_config('my.post', (
  select id::text from social.posts where author_id = social_tests.id('alice')), true);
select social_tests.act_as('mallory');
select throws_ok(
  format('select social.add_comment(%L, ''said'', idempotency_key => ''key-2'')',
    current_setting('my.post')),
  'PT404', 'post_not_found',
  'SEC-24 a key of another person does not allow commenting on a private post of that person');

select social_tests.act_as('alice');
select is(
  (select author_username from social.create_post('hers', idempotency_key => 'key-1')), 'alice',
  'SEC-24 the owner of an idempotency key still gets the first post when repeating the request');
select is(
  (select count(*) from social.posts where caption = 'hers'), 2::bigint,
  'SEC-24 the same idempotency key of two people creates one post for each');
select is_empty(
  $$
    select oid::regprocedure from pg_proc
    where pronamespace = 'social'::regnamespace and proname ~ 'key'
  $$,
  'SEC-24 no function lists idempotency keys');

select * from finish();
rollback;
