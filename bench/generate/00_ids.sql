-- A random id that follows from setseed(), so that two builds get the same data.
create function bench.random_uuid()
  returns uuid
  language sql
  volatile
return overlay(
  overlay(md5(random()::text || random()::text) placing '4' from 13) placing '8' from 17
)::uuid;

-- social_private.uuid_v7 as one expression, which Postgres inlines: a third of the time.
create function bench.uuid_v7(at timestamptz)
  returns uuid
  language sql
  volatile
return encode(
  substring(int8send((extract(epoch from at) * 1000000)::bigint / 1000) from 3 for 6)
  || int2send((28672 + (extract(epoch from at) * 1000000)::bigint % 1000 * 4096 / 1000)::int2)
  || substring(uuid_send(bench.random_uuid()) from 9 for 8),
  'hex'
)::uuid;

-- Division by zero where the two disagree on the bits of the time.
select 1 / (
  left(bench.uuid_v7(at)::text, 18) = left(social_private.uuid_v7(at)::text, 18)
)::integer
from generate_series(now() - interval '1 year', now(), interval '25 hours 0.123456 seconds') as at;
