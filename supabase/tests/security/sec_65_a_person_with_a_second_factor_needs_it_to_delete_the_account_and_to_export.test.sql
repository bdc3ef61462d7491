begin;
select plan(15);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.act_as('alice');
select social.request_export();
select social_tests.act_as_operator();
insert into social_private.export_parts (path, export_id, number, bytes, item_count)
select social_tests.upload('alice', 'social-exports'), id, 1, 5, 5 from social_private.exports;
update social_private.exports
set finished_at = now(), expires_at = now() + interval '1 day', requested_at = '2020-01-01';

create temp table acts as
select format(act, (select id from social_private.exports)) as act
from unnest(array[
  'select social.delete_profile()', 'select social.delete_profile(true)',
  'select social.request_export()', 'select social.my_export(%L)',
  'select social.my_exports()'
]) as act;
grant select on acts to authenticated;
create function pg_temp.allowed() returns setof text language sql as $$
  select act from acts where social_tests.outcome(act) !~ '^PT403 insufficient_aal '
$$;
create function pg_temp.files() returns bigint language sql
return (select count(*) from storage.objects where bucket_id = 'social-exports');

select social_tests.insert_factor('bob');
select social_tests.insert_factor('alice', 'unverified');
select social_tests.act_as('alice');
select is(pg_temp.files(), 1::bigint,
  'SEC-65 an unverified factor and the factor of another person are not asked for');
select social_tests.act_as_operator();
select social_tests.insert_factor('alice');
select social_tests.remember();
select social_tests.act_as('alice');
select is_empty('select pg_temp.allowed()',
  'SEC-65 the password alone neither deletes the account nor starts or shows an export');
select is(pg_temp.files(), 0::bigint, 'SEC-65 the password alone reads no file of an export');
select social_tests.act_as('alice', '{"aal": "aal2"}');
select is_empty('select pg_temp.allowed()',
  'SEC-65 the claim aal2 does not count if the session is at aal1');
select is(pg_temp.files(), 0::bigint,
  'SEC-65 the claim aal2 reads no file of an export if the session is at aal1');
select ok(social_tests.is_unchanged(), 'SEC-65 refused calls change no row');

select lives_ok('select social.deactivate_profile()',
  'SEC-65 the account can be deactivated without the second factor, because that can be undone');
select lives_ok('select social.reactivate_profile()',
  'SEC-65 the account can be reactivated without the second factor');
select social_tests.act_as_operator();
select social_tests.use_factor('alice');
update auth.sessions set aal = 'aal1' where user_id = social_tests.id('bob');
select social_tests.act_as('bob');
select throws_ok('select social.request_export()', 'PT403', 'insufficient_aal',
  'SEC-65 the second factor of another person does not count');
select social_tests.act_as('alice', '{"aal": "aal1"}');
select is((select state from social.my_exports()), 'ready',
  'SEC-65 after the second factor, the exports can be listed');
select is(pg_temp.files(), 1::bigint,
  'SEC-65 after the second factor, the file of an export can be read');
select is((social.request_export()).state, 'waiting',
  'SEC-65 after the second factor, an export can be requested');
select social_tests.act_as_operator();
update auth.sessions set aal = 'aal1', factor_id = null;
select social_tests.act_as('alice');
select throws_ok('select social.delete_profile()', 'PT403', 'insufficient_aal',
  'SEC-65 a person who removes one of two factors needs the other factor');
select social_tests.act_as_operator();
delete from auth.mfa_factors where user_id = social_tests.id('alice');
select social_tests.act_as('alice');
select isnt_empty('select * from social.my_exports()',
  'SEC-65 a person who removes the last factor needs no second factor');
select lives_ok('select social.delete_profile()',
  'SEC-65 a person without a second factor can delete the account');

select * from finish();
rollback;
