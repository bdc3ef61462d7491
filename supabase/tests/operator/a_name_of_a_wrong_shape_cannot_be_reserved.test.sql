begin;
select plan(2);
select social_tests.person('alice');

select is_empty(
  $$
    select statement, outcome
    from unnest(array['Acme Inc', '@acme', ' acme', 'acme ', '', '.', 'ácme', 'acme!',
        repeat('a', 31)]) as name,
      unnest(array[
        format('insert into social_private.reserved_usernames values (%L)', name),
        format('update social_private.reserved_usernames set username = %L where username = ''me''',
          name),
        format('insert into social_private.former_usernames (profile_id, username) values (%L, %L)',
          social_tests.id('alice'), name)
      ]) as statement, social_tests.outcome(statement) as outcome
    where outcome !~ '^23514 '
    union all
    select statement, outcome
    from unnest(array[
      'insert into social_private.username_reservations values (''acme'', now())',
      'insert into social_private.username_reservations values ('''', now())'
    ]) as statement, social_tests.outcome(statement) as outcome
    where outcome !~ '^23514 '
  $$,
  'a reserved, former or held name of a wrong shape is refused');
select is(
  social_tests.outcome(
    'insert into social_private.reserved_usernames values (''Acme''), (''q''), (''a.c_m.e2'')'),
  '3 rows', 'names that somebody could choose, or that look like them, can be reserved');

select * from finish();
rollback;
