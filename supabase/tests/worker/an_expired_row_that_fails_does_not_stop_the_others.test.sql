begin;
select plan(5);
select social_tests.person('alice');
insert into social_private.idempotency_keys (user_id, key, request_hash, created_at)
select social_tests.id('alice'), 'key ' || n, 'x', now() - interval '1 year'
from generate_series(1, 30) as n;
insert into social_private.username_reservations (skeleton_hash, released_at)
select sha256(convert_to('name ' || n, 'UTF8')), now() - interval '1 day' from generate_series(1, 30) as n;
create table public.orders (
  buyer uuid, key text,
  constraint orders_key_fkey foreign key (buyer, key)
    references social_private.idempotency_keys (user_id, key));
insert into public.orders values (social_tests.id('alice'), 'key 1'), (social_tests.id('alice'), 'key 2');
create function public.keep() returns trigger language plpgsql as 'begin return null; end';
create trigger keep before delete on social_private.username_reservations
for each row when (old.skeleton_hash = sha256('name 1')) execute function public.keep();

select social_tests.work();
select is(array(select key from social_private.idempotency_keys order by 1), array['key 1', 'key 2'],
  'an idempotency key that cannot be deleted does not stop the deletion of the others');
select is(array(select skeleton_hash from social_private.username_reservations),
  array[sha256('name 1')],
  'a username reservation that a trigger keeps does not stop the deletion of the others');
select is(
  array(select attempts || ' ' || error from social_private.failed_work
    where queue = 'expired_rows' order by 1),
  array['1 23503: update or delete on table "idempotency_keys" violates foreign key constraint '
    || '"orders_key_fkey" on table "orders"', '1 23503: update or delete on table '
    || '"idempotency_keys" violates foreign key constraint "orders_key_fkey" on table "orders"',
    '1 27000: A trigger keeps a row of social_private.username_reservations.'],
  'each expired row that cannot be deleted is noted');

drop trigger keep on social_private.username_reservations;
drop table public.orders;
update social_private.failed_work set retry_at = now();
select social_tests.work();
select is((select count(*) from social_private.idempotency_keys)
  + (select count(*) from social_private.username_reservations), 0::bigint,
  'the expired rows are deleted when nothing keeps them any more');
select is_empty('select from social_private.failed_work', 'the notes disappear');

select * from finish();
rollback;
