begin;
select plan(17);
select social_tests.person(name)
from unnest(array['alice', 'bob', 'carol', 'dan', 'erin']) as name;
create function pg_temp.mark(name text, at timestamptz) returns text language sql as $$
  select social_tests.outcome(format(
    'update social_private.accounts set deleted_at = %L where profile_id = %L',
    mark.at, social_tests.id(mark.name)))
$$;
create function pg_temp.erasure(name text) returns social_private.erasures language sql as $$
  select * from social_private.erasures where profile_id = social_tests.id(erasure.name)
$$;
create function pg_temp.deleted(name text) returns boolean language sql as $$
  select deleted_at is not null from social_private.accounts
  where profile_id = social_tests.id(deleted.name)
$$;

select pg_temp.mark('alice', now());
select is((pg_temp.erasure('alice')).erases_at, now() + interval '30 days',
  'an account that is deleted by hand is erased after config.restore_days');
select is_empty($$select from auth.sessions where user_id = social_tests.id('alice')$$,
  'the sessions of the person end');
select social_tests.act_as('alice');
select social.restore_profile();
select social_tests.act_as_operator();
select is(pg_temp.deleted('alice'), false, 'the person can restore the account');
select is((pg_temp.erasure('alice')).id, null, 'a restored account is not erased');

select pg_temp.mark('bob', now());
select pg_temp.mark('bob', null);
select is((pg_temp.erasure('bob')).id, null,
  'an account whose deletion is taken back by hand is not erased');
select social_tests.sign_in('bob');
select social.delete_profile();
select social_tests.act_as_operator();
select is((pg_temp.erasure('bob')).erases_at, now() + interval '30 days',
  'a deletion by the person still begins one erasure');
select pg_temp.mark('bob', null);
select is((pg_temp.erasure('bob')).id, null,
  'an operator can take back the deletion by the person');
select social_tests.sign_in('bob');
select social.delete_profile(immediately => true);
select social_tests.act_as_operator();
select is((pg_temp.erasure('bob')).erases_at, now(), 'an immediate deletion is immediate');

select pg_temp.mark('carol', now());
select matches(
  social_tests.outcome(format('delete from social_private.erasures where profile_id = %L',
    social_tests.id('carol'))),
  '^PT409 row_is_required .*accounts\.deleted_at',
  'the deletion of an account cannot be forgotten');
select matches(social_tests.outcome('delete from social_private.erasures'),
  '^PT409 row_is_required ', 'nor can all deletions');
update social_private.erasures set started_at = now() where profile_id = social_tests.id('carol');
select matches(pg_temp.mark('carol', null), '^PT410 restore_expired ',
  'an account whose erasure has begun cannot be restored');
update social_private.accounts set deleted_at = now(), deactivated_at = now()
where profile_id in (social_tests.id('dan'), social_tests.id('erin'));
update social_private.accounts set deleted_at = now() - interval '1 day'
where profile_id = social_tests.id('dan');
select is((select count(*) from social_private.erasures where profile_id is not null), 4::bigint,
  'one statement deletes several accounts, and a changed time begins no second erasure');
select throws_ok($$update social_private.erasures set profile_id = gen_random_uuid()
  where profile_id is not null$$, 'PT409', 'key_is_fixed',
  'a deletion stays the deletion of its person');
update social_private.erasures set erases_at = now();
select social_tests.work();
select is((select count(*) from social.profiles), 1::bigint, 'the worker erases them all');
select is((select count(*) from auth.users), 1::bigint, 'their logins are gone');
select is(social_tests.outcome('delete from social_private.erasures'), '4 rows',
  'the receipts of erased accounts can be deleted');

update auth.users set deleted_at = now() where email = 'alice@example.com';
update auth.users set deleted_at = null where email = 'alice@example.com';
select is(array[pg_temp.deleted('alice'), (pg_temp.erasure('alice')).id is null],
  array[false, true], 'a soft deletion in Auth can still be taken back');

select * from finish();
rollback;
