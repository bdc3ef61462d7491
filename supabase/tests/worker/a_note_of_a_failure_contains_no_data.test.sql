begin;
select plan(11);
select social_tests.person('alice');
select social_tests.post('alice', 'sunrise');
update social.posts set deleted_at = now() - interval '1 year';
create function public.refuse() returns trigger language plpgsql as $$
declare
  buyer text;
begin
  case current_setting('my.kind')
    when 'sentence' then
      raise exception 'anna@example.com has open orders';
    when 'disguised' then
      raise foreign_key_violation using message = 'anna@example.com has open orders';
    when 'cast' then
      perform ('anna@example.com'::text)::uuid;
    when 'assertion' then
      assert false, 'anna@example.com has open orders';
    when 'dynamic' then
      execute 'delete from public.orders where buyer = "anna@example.com"';
    when 'dynamic loop' then
      for buyer in execute 'select "anna@example.com" from public.orders' loop
        null;
      end loop;
    when 'unique' then
      insert into public.orders values ('anna@example.com'), ('anna@example.com');
    else
      perform from public.missing;
  end case;
  return old;
end;
$$;
create trigger refuse before delete on social.posts
for each row execute function public.refuse();
create table public.orders (buyer text constraint orders_buyer_key unique);

create function pg_temp.note(kind text) returns text language plpgsql as $$
begin
  perform set_config('my.kind', note.kind, true);
  delete from social_private.failed_work;
  perform social_tests.work();
  return (select error from social_private.failed_work);
end;
$$;
select is(pg_temp.note('sentence'), 'P0001: an error in public.refuse()',
  'instead of a sentence of the host, the note contains the function that raised it');
select is(pg_temp.note('disguised'), '23503: an error in public.refuse()',
  'the note contains no sentence of the host that has the code of a constraint');
select is(pg_temp.note('cast'), '22P02: an error in public.refuse()',
  'the note contains no value that could not be converted');
select is(pg_temp.note('assertion'), 'P0004: an error in public.refuse()',
  'the note contains no message of an assertion');
select is(pg_temp.note('dynamic'), '42703: an error in public.refuse()',
  'the note contains no value that dynamic SQL uses as a name');
select is(pg_temp.note('dynamic loop'), '42703: an error in public.refuse()',
  'the note contains no value that the query of a loop uses as a name');
select is(pg_temp.note('unique'),
  '23505: duplicate key value violates unique constraint "orders_buyer_key"',
  'the note contains the name of a violated constraint and not the values');
select is(pg_temp.note('table'), '42P01: relation "public.missing" does not exist',
  'the note contains the name of a missing table');

insert into social_private.file_deletions (bucket_id, path) values ('social-media', 'a.jpg');
select social.note_failed_work('files',
  array(select id from social.claim_file_deletions()),
  'InvalidKey 6a8cf7a0-1c5e-4b39-8f3e-0d9c1a5b7e21/a.jpg of anna@example.com');
select is(
  (select error from social_private.failed_work where queue = 'files'), 'InvalidKey … of …',
  'the note about a file contains no path and no address');
select is_empty('select social.claim_file_deletions()',
  'the worker does not claim the file again during its pause');
update social_private.failed_work set retry_at = now();
select is((select count(*) from social.claim_file_deletions()), 1::bigint,
  'the worker claims the file again after its pause');

select * from finish();
rollback;
