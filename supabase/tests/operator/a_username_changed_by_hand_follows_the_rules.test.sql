begin;
select plan(10);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'gone']) as name;
insert into social_private.reserved_usernames values ('acme');
delete from auth.users where email = 'gone@example.com';
create function pg_temp.rename(name text, new_name text) returns text language sql as $$
  select social_tests.outcome(format(
    'update social.profiles set username = %L where username = %L',
    rename.new_name, rename.name))
$$;

select is(pg_temp.rename('alice', 'alicia'), '1 rows', 'an operator can change a username');
select is((social.profile_by_username('alice')).username, 'alicia', 'the old name leads on');
select is_empty(
  $$
    select name, outcome
    from unnest(array['alice', 'a1ice', 'acme', 'a.c.m.e', 'admin', 'gone', 'g0ne', 'carol'])
      as name, pg_temp.rename('bob', name) as outcome
    where outcome !~ '^(PT409 username_taken|23505) '
  $$,
  'a former, reserved or taken name, or one that looks like it, is refused');
select is_empty(
  $$
    select name, outcome
    from unnest(array['Bob', 'bob ', '@bob', 'b', '', '12345', 'böb', repeat('b', 31)]) as name,
      pg_temp.rename('bob', name) as outcome
    where outcome !~ '^23514 '
  $$,
  'a name of a wrong shape is refused');
select is_empty(
  $$
    select name, outcome
    from unnest(array['alice', 'acme', 'gone', 'a1ice']) as name,
      social_tests.outcome(format('insert into social.profiles (id, username) values (%L, %L)',
        social_tests.insert_user(name || '@new.example.com'), name)) as outcome
    where outcome !~ '^PT409 username_taken '
  $$,
  'a row that is inserted by hand follows the same rules');
select matches(
  social_tests.outcome(
    'insert into social.profiles (id, username) select id, username from social.profiles
    on conflict (id) do update set username = ''support'' where profiles.username = ''bob'''),
  '^PT409 username_taken ', 'and so does an upsert');
select is(pg_temp.rename('alicia', 'alice'), '1 rows', 'a person can have an own former name again');
select is(
  social_tests.outcome('update social.profiles set username = username, bio = ''x'''), '3 rows',
  'a name that stays the same is not checked');
delete from social_private.reserved_usernames where username = 'acme';
select is(pg_temp.rename('bob', 'acme'), '1 rows',
  'an operator can give a reserved name to a person by deleting the reservation');
insert into social_private.reserved_usernames values ('acme');
select is(pg_temp.rename('carol', 'acme1'), '1 rows', 'other names are free');

select * from finish();
rollback;
