begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'mallory']) as name;
create function pg_temp.try(person text) returns text language sql
return social_tests.outcome(format(
  $$select social.import_items(%L, 'saves', '[]')$$, social_tests.id(try.person)));

select social_tests.act_as('mallory');
select is(
  pg_temp.try('mallory'), '42501 permission denied for function import_items',
  'SEC-92 a person cannot import for themselves');
select is(
  pg_temp.try('alice'), '42501 permission denied for function import_items',
  'SEC-92 a person cannot import for another person');
select throws_ok(
  format('select social.imported_ids(%L, ''[]'')', social_tests.id('alice')), '42501',
  'permission denied for function imported_ids', 'SEC-92 a person cannot check imported ids');
select throws_ok(
  'select * from social_private.imported_items', '42501', 'permission denied for schema social_private',
  'SEC-92 a person cannot read imported_items');
select social_tests.act_as_anon();
select is(
  pg_temp.try('alice'), '42501 permission denied for function import_items',
  'SEC-92 an anonymous caller cannot import');
select social_tests.act_as_service();
select is(
  social_tests.outcome(format($$select social.import_items(%L, 'saves', '[]')$$, gen_random_uuid())),
  'PT404 profile_not_found There is no such person, or you may not see them.',
  'SEC-92 an import for a missing profile fails with profile_not_found');
select matches(
  social_tests.outcome($$select social.import_items(null, null, null)$$), '^PT404 profile_not_found',
  'SEC-92 an import without a profile id fails with profile_not_found');

select * from finish();
rollback;
