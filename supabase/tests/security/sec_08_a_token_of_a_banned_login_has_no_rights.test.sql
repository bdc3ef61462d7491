begin;
select plan(6);
select social_tests.person('mallory');
select social_tests.person('alice');
select social_tests.post('alice', 'sunrise');

-- Supabase Auth bans a user by setting banned_until. A ban does not end the sessions of the user.
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
select ok(social_tests.is_unchanged(),
  'SEC-08 calls with the token of a banned login change no row');

select social_tests.act_as_operator();
update auth.users set banned_until = now() - interval '1 second'
where id = social_tests.id('mallory');
select social_tests.act_as('mallory');
select lives_ok('select social.my_profile()',
  'SEC-08 the token of a banned login works again after the ban has ended');

select social_tests.act_as_operator();
update auth.users set deleted_at = now() where id = social_tests.id('mallory');
select social_tests.act_as('mallory');
select throws_ok(
  'select social.my_profile()', 'PT401', 'not_signed_in',
  'SEC-08 the token of a login that Auth has marked as deleted is refused');

select * from finish();
rollback;
