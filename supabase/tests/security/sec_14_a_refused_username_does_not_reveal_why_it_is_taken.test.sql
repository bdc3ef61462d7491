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
  -- Line 1 has look-alikes of a taken username, line 2 of reserved ones, line 3 of a former one.
  'alice.smith', 'alice_smith', 'alicesmith', 'AliceSmith', 'a1ice.5mith', 'alice.srnith',
  'admin', 'adm1n', 'Support', 'supp0rt', 'm.e',
  'bob', 'b0b', 'b.o.b'
]) as name;
grant select on names to anon, authenticated;

select social_tests.remember();
select social_tests.act_as('mallory');
select is_empty(
  $$select name from names where social.check_username(name) <> 'taken'$$,
  'SEC-14 check_username returns taken for taken, reserved, former and lookalike usernames');
select is(
  (select count(distinct social_tests.outcome(format('select social.change_username(%L)', name)))
    from names),
  1::bigint,
  'SEC-14 change_username gives the same error for all taken, reserved and lookalike usernames');
select throws_ok(
  'select social_tests.raised(social.change_username(''b0b''))', 'PT409', 'username_taken',
  'SEC-14 change_username refuses a lookalike of a former username with username_taken');
select social_tests.act_as('newcomer');
select is_empty(
  $$
    select name from names
    where social_tests.outcome(format('select social.create_profile(%L)', name))
      !~ '^PT409 username_taken This username is not available'
  $$,
  'SEC-14 create_profile gives the same error for taken, reserved and lookalike usernames');
select social_tests.act_as_operator();
select is_empty(
  $$
    select name from names
    where social_tests.outcome(format(
        'select social_tests.insert_user(''new@example.com'', %L)',
        jsonb_build_object('social_username', name)))
      !~ '^PT409 username_taken This username is not available'
  $$,
  'SEC-14 a sign-up gives the same error for taken, reserved and lookalike usernames');
select ok(social_tests.is_unchanged(), 'SEC-14 refused usernames change no row');

select * from finish();
rollback;
