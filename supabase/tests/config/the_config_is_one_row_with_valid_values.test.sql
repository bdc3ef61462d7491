begin;
select plan(5);

select is((select count(*) from social_private.config), 1::bigint, 'the config has one row');
select is(
  (select (versions_kept, reply_depth, username_reservation_days, idempotency_hours)::text
    from social_private.config),
  '(10,20,30,24)',
  'the config has the expected defaults for limits that social.limits() does not return');
select is_empty(
  $$
    select statement, outcome
    from unnest(array[
      'insert into social_private.config default values',
      'insert into social_private.config (is_only_row) values (false)',
      'update social_private.config set is_only_row = false',
      'update social_private.config set caption_length = 0',
      'update social_private.config set comment_length = -1',
      'update social_private.config set bio_length = 100001',
      'update social_private.config set media_per_post = 0',
      'update social_private.config set media_per_post = 51',
      'update social_private.config set image_bytes = 1',
      'update social_private.config set versions_kept = -1',
      'update social_private.config set reply_depth = 1000',
      'update social_private.config set username_change_days = -1',
      'update social_private.config set username_reservation_days = 9999',
      'update social_private.config set idempotency_hours = 0',
      'update social_private.config set caption_length = null',
      'update social_private.config set client_address_header = ''CF-Connecting-IP''',
      'update social_private.config set client_address_header = '''''
    ]) as statement, social_tests.outcome(statement) as outcome
    where outcome !~ '^23(502|505|514) '
  $$,
  'an operator can neither insert a second row nor set values out of bounds');
select social_tests.act_as_service();
select throws_ok(
  'update social_private.config set comment_length = 5', '42501',
  'permission denied for schema social_private', 'the secret key cannot change the config');
select social_tests.act_as_operator();
select is(
  social_tests.outcome('update social_private.config set reply_depth = 0, versions_kept = 100'),
  '1 rows', 'an operator can set valid values in the config');

select * from finish();
rollback;
