begin;
select plan(6);
select social_tests.person('mallory');
select social_tests.person('alice');
select social_tests.post('alice', 'sunrise');

-- A ban by Auth sets a date, but does not end sessions and tokens.
update auth.users set banned_until = now() + interval '1 day'
where id = social_tests.id('mallory');
select social_tests.remember();
select social_tests.act_as('mallory');
select throws_ok(
  format('select social.add_comment(%L, ''rude'')', social_tests.post_id('sunrise')), 'PT401',
  'not_signed_in', 'SEC-08 the token of a banned login cannot write');
select throws_ok(
  'select social.home_feed()', 'PT401', 'not_signed_in',
  'SEC-08 the token of a banned login cannot read the home feed');
select throws_ok(
  format(
    'insert into storage.objects (bucket_id, name) values (''social-media'', %L)',
    auth.uid() || '/' || gen_random_uuid() || '.jpg'),
  '42501', 'new row violates row-level security policy for table "objects"',
  'SEC-08 the token of a banned login cannot upload files');
select ok(social_tests.is_unchanged(), 'SEC-08 no row has changed');

select social_tests.act_as_operator();
update auth.users set banned_until = now() - interval '1 second'
where id = social_tests.id('mallory');
select social_tests.act_as('mallory');
select lives_ok('select social.my_profile()',
  'SEC-08 the token works again when the ban has ended');

select social_tests.act_as_operator();
update auth.users set deleted_at = now() where id = social_tests.id('mallory');
select social_tests.act_as('mallory');
select throws_ok(
  'select social.my_profile()', 'PT401', 'not_signed_in',
  'SEC-08 a login that Auth marked as deleted is not accepted');

select * from finish();
rollback;
