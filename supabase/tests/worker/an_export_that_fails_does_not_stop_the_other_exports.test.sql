begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
insert into social_private.exports (profile_id, lease_ends_at) values
  (social_tests.id('alice'), now() - interval '2 minutes'),
  (social_tests.id('bob'), now() - interval '1 minute');
create function public.refuse() returns trigger language plpgsql as $$
begin
  if old.profile_id = social_tests.id('alice') then
    raise exception 'no export for alice';
  end if;
  return new;
end;
$$;
create trigger refuse before update on social_private.exports
for each row execute function public.refuse();

select isnt(set_config('my.lease', social.claim_export() ->> 'lease_id', true), null,
  'the worker leases an export although it fails to lease the export before it');
select is(
  array(select queue || ' ' || error from social_private.failed_work),
  array['exports P0001: an error in public.refuse()'], 'the failure is noted');
select is(social.claim_export(), null, 'the export that failed waits for its pause');

select social.note_failed_work('exports', array[current_setting('my.lease')::uuid], 'PGRST003');
select is(
  (select error from social_private.failed_work
    join social_private.exports on exports.id = failed_work.row_id
    where profile_id = social_tests.id('bob')),
  'PGRST003', 'an error of the worker is noted');
select is(social.claim_export(), null, 'the worker does not lease the export during its pause');
update social_private.failed_work set retry_at = now()
where row_id = (select id from social_private.exports where profile_id = social_tests.id('bob'));
select set_config('my.lease', social.claim_export() ->> 'lease_id', true);
select social.complete_export_part(current_setting('my.lease')::uuid, 1, 1);
select is((select count(*) from social_private.failed_work), 1::bigint,
  'the note disappears when the part is complete');

alter table social_private.exports disable trigger refuse;
update social_private.exports set attempts = 5 where finished_at is null;
alter table social_private.exports enable trigger refuse;
update social_private.failed_work set retry_at = now();
select social.claim_export();
select is((select attempts from social_private.failed_work), 2,
  'an export that cannot be marked as failed does not stop the worker either');

select * from finish();
rollback;
