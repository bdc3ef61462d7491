begin;
select plan(4);
select social_tests.person('alice');
select social_tests.post('alice', 'sunrise');
select social_tests.act_as('alice');
select (social.add_comment(
  social_tests.post_id('sunrise'), 'hello', idempotency_key => key)).id
from unnest(array['old', 'new']) as key;
select social_tests.work();
select is(
  (select count(*) from social_private.idempotency_keys), 2::bigint,
  'maintenance keeps idempotency keys that are less than a day old');
update social_private.idempotency_keys set created_at = now() - interval '25 hours'
where key = 'old';
select social_tests.work();
select is(
  (select array_agg(key) from social_private.idempotency_keys), array['new'],
  'maintenance deletes an expired idempotency key');
select is((select count(*) from social.comments), 2::bigint,
  'the comment that was created with an expired idempotency key remains');

update social_private.idempotency_keys set created_at = now() - interval '25 hours';
insert into social_private.idempotency_keys
select (jsonb_populate_record(keys, jsonb_build_object('key', 'older ' || n))).*
from social_private.idempotency_keys as keys, generate_series(1, 2) as n;
select social_private.run_maintenance(2);
select is(
  (select count(*) from social_private.idempotency_keys), 1::bigint,
  'one maintenance call deletes at most the given number of idempotency keys');

select * from finish();
rollback;
