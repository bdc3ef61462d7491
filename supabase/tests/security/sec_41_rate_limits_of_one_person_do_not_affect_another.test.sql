begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('mallory');
update social.profiles set created_at = now() - interval '1 year';
update social_private.config set rate_limit_factor = 1, allow_text_posts = true;
update social_private.rate_limits set hourly = 1 where action = 'post';

select social_tests.act_as('mallory');
select lives_ok('select social.create_post(''first'')',
  'SEC-41 with a limit of one post per hour, the first post is accepted');
select ok(social_tests.is_rate_limited(
  'select social.create_post(''second'')'),
  'SEC-41 with a limit of one post per hour, a second post is refused');
select social_tests.act_as('alice');
select lives_ok(
  'select social.create_post(''hers'')',
  'SEC-41 the calls of one person do not consume the limit of another person');

select social_tests.act_as('mallory');
select is_empty(
  $$
    select statement, outcome
    from unnest(array[
      'select * from social_private.rate_buckets',
      'select * from social_private.rate_limits',
      'delete from social_private.rate_buckets',
      'truncate social_private.rate_buckets',
      'update social_private.rate_buckets set hour_tokens = 9',
      'update social_private.rate_limits set hourly = null',
      'update social_private.config set rate_limit_factor = 1000000',
      'select social_private.consume_rate_limit(gen_random_uuid(), ''post'')',
      'select social_private.require_actor_and_consume(''post'')'
    ]) as statement, social_tests.outcome(statement) as outcome
    where outcome !~ '^42501 '
  $$,
  'SEC-41 a signed-in person cannot read or change rate limits and buckets');
select social_tests.act_as_service();
select throws_ok(
  'update social_private.rate_limits set hourly = null', '42501',
  'permission denied for schema social_private', 'SEC-41 the secret key cannot change rate limits');
select social_tests.act_as('mallory');
select ok(social_tests.is_rate_limited(
  'select social.delete_post(social_tests.post_id(''first'')), social.create_post(''again'')'),
  'SEC-41 deleting a post does not let a person at the limit create another post');
select ok(social_tests.is_rate_limited(
  'select social.create_post(''third'')'),
  'SEC-41 a person stays at the limit after a refused call');

select * from finish();
rollback;
