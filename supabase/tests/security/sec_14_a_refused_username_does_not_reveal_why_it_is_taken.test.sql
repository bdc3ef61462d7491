begin;
select plan(6);
select social_tests.person('alice.smith');
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.login('newcomer');
select social_tests.act_as('bob');
select social.change_username('robert');

create temp view names as
select unnest(array[
  -- taken, reserved, and reserved after a change
  'alice.smith', 'alice_smith', 'alicesmith', 'AliceSmith', 'a1ice.5mith', 'alice.srnith',
  'admin', 'adm1n', 'Support', 'supp0rt', 'm.e',
  'bob', 'b0b', 'b.o.b'
]) as name;
grant select on names to anon, authenticated;

select social_tests.remember();
select social_tests.act_as('mallory');
select is_empty(
  $$select name from names where social.check_username(name) <> 'taken'$$,
  'SEC-14 taken, reserved and lookalike usernames have the same status');
select is(
  (select count(distinct social_tests.outcome(format('select social.change_username(%L)', name)))
    from names),
  1::bigint, 'SEC-14 taken, reserved and lookalike usernames get the same error text');
select throws_ok(
  'select social.change_username(''b0b'')', 'PT409', 'username_taken',
  'SEC-14 the error is username_taken');
select social_tests.act_as('newcomer');
select is_empty(
  $$
    select name from names
    where social_tests.outcome(format('select social.create_profile(%L)', name))
      !~ '^PT409 username_taken This username is not available'
  $$,
  'SEC-14 a login without a profile gets the same error');
select social_tests.act_as_operator();
select is_empty(
  $$
    select name from names
    where social_tests.outcome(format(
        'insert into auth.users (id, raw_user_meta_data) values (gen_random_uuid(), %L)',
        jsonb_build_object('username', name)))
      !~ '^PT409 username_taken This username is not available'
  $$,
  'SEC-14 a sign-up gets the same error');
select ok(social_tests.is_unchanged(), 'SEC-14 no row has changed');

select * from finish();
rollback;
