begin;
select plan(3);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
select social_tests.block(name, 'alice') from unnest(array['bob', 'carol']) as name;
select social_tests.block('alice', 'dave');
select social_tests.sign_in('alice');
select set_config('my.receipt', (select receipt_id from social.delete_profile(true))::text, true);
select social_tests.act_as_operator();
select social_private.run_maintenance(1) from generate_series(1, 3);
select is((select count(*) from social_private.blocks), 0::bigint,
  'an erasure deletes one block in each call when its limit is one row');
select social_tests.work();
select is_empty($$select from auth.users where email = 'alice@example.com'$$,
  'an erasure that has deleted blocks by others deletes the login');
select social_tests.act_as_anon();
select is((social.erasure_receipt(current_setting('my.receipt')::uuid)).block_count, 1,
  'an erasure receipt counts only blocks by the erased person, and so reveals no block by others');

select * from finish();
rollback;
