begin;
select plan(2);
create function pg_temp.milliseconds(caption text) returns double precision language plpgsql as $$
declare
  began timestamptz := clock_timestamp();
begin
  perform social_private.post_vector(gen_random_uuid(), caption);
  return extract(epoch from clock_timestamp() - began) * 1000;
end;
$$;
-- A time that grows with the square of the length would be several seconds.
select cmp_ok(pg_temp.milliseconds(repeat('㌖', 2200)), '<', 1000::double precision,
  'signs that become six characters each');
select cmp_ok(pg_temp.milliseconds(repeat('ﷺ', 2200)), '<', 1000::double precision,
  'signs that become eighteen characters each');

select * from finish();
rollback;
