begin;
select plan(5);
select social_tests.person('alice');
select social_tests.person('bob');
update auth.users set email_confirmed_at = now();
select social_tests.insert_user('new@example.com', '{"social_username": "newcomer"}');
update auth.users set email_confirmed_at = null where email = 'new@example.com';

create temp view names as
select unnest(array['alice', 'bob', 'a1ice', 'admin', 'newcomer', 'free_name', 'no name', '']) as name;
grant select on names to anon;
create temp table addresses as
select email::text from auth.users where email_confirmed_at is not null;
grant select on addresses to anon;

select social_tests.act_as_anon();
select is((select count(*) from addresses), 2::bigint, 'SEC-68 the test has two known addresses');
select is_empty(
  $$
    select name, email from names cross join addresses
    where social.check_sign_up(email, name)
      is distinct from social.check_sign_up('nobody@example.com', name)
  $$,
  'SEC-68 every username has the same answer for a confirmed and an unknown address');
select is(
  social.check_sign_up('nobody@example.com', 'newcomer'), 'username_taken',
  'SEC-68 the username of an unconfirmed login is taken for every other address');
select is(
  social.check_sign_up('NEW@example.com', 'NewComer'), 'repeated',
  'SEC-68 an unconfirmed address may repeat its own sign-up');
select is(
  social.check_sign_up('new@example.com', 'alice'), 'username_taken',
  'SEC-68 an unconfirmed address cannot have the username of another person');

select * from finish();
rollback;
