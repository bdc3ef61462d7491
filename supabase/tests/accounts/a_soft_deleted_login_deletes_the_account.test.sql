begin;
select plan(10);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
create function pg_temp.soft_delete(name text, at timestamptz) returns void language sql as $$
  update auth.users set deleted_at = soft_delete.at where id = social_tests.id(soft_delete.name)
$$;
create function pg_temp.state(name text) returns text language sql as $$
  select format('%s %s', (
    select case when deleted_at is null then 'there' else 'deleted' end
    from social_private.accounts where profile_id = social_tests.id(state.name)), (
    select extract(day from erases_at - now()) from social_private.erasures
    where profile_id = social_tests.id(state.name)))
$$;

select pg_temp.soft_delete('alice', now());
select is(pg_temp.state('alice'), 'deleted 30',
  'a soft delete in Auth deletes the account, which the worker erases after 30 days');
select social_tests.act_as('bob');
select matches(social_tests.outcome('select social.profile(social_tests.id(''alice''))'),
  'profile_not_found', 'nobody sees the profile of a soft-deleted login');
select social_tests.act_as_operator();
select pg_temp.soft_delete('alice', now() - interval '1 day');
select is(pg_temp.state('alice'), 'deleted 30', 'another soft delete changes nothing');
select pg_temp.soft_delete('alice', null);
select is(pg_temp.state('alice'), 'there ',
  'a soft delete that is taken back restores the account');

select social_tests.sign_in('bob');
select social.delete_profile(true);
select social_tests.act_as_operator();
select pg_temp.soft_delete('bob', now());
select is(pg_temp.state('bob'), 'deleted 0',
  'a soft delete does not delay the deletion that the person began');
select pg_temp.soft_delete('bob', null);
select is(pg_temp.state('bob'), 'deleted 0',
  'a soft delete that is taken back does not restore what the person deleted');

select pg_temp.soft_delete('carol', now());
update social_private.erasures set started_at = now() where profile_id = social_tests.id('carol');
select pg_temp.soft_delete('carol', null);
select is(pg_temp.state('carol'), 'deleted 30',
  'a soft delete that is taken back does not restore an account that is being erased');
update social_private.erasures set erases_at = now();
select social_tests.work();
select is_empty($$select from auth.users where email ~ '^(bob|carol)'$$,
  'the worker erases the soft-deleted login');
select pg_temp.soft_delete(null, now()), social_tests.login('guest');
select lives_ok($$select pg_temp.soft_delete('guest', now()), pg_temp.soft_delete('guest', null)$$,
  'a login without a profile can be soft-deleted');

select social_tests.person('dave'), social_tests.staff('dave', 'administrator');
select throws_ok($$select pg_temp.soft_delete('dave', now())$$, 'PT409', 'last_administrator',
  'the last administrator cannot be soft-deleted');

select * from finish();
rollback;
