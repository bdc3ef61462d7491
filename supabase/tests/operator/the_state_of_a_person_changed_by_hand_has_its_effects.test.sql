begin;
select plan(8);
select social_tests.person(name) from unnest(array['bob', 'carol', 'dan']) as name;
select social_tests.person('alice', true);
select social_tests.person('erin', true);
create function pg_temp.states() returns text[] language sql as $$
  select array(select state::text from social.follows order by created_at, 1)
$$;

select social_tests.request('bob', 'alice');
select social_tests.request('carol', 'alice');
select social_tests.request('carol', 'erin');
update social.profiles set is_private = false where id in (
  social_tests.id('alice'), social_tests.id('erin'));
select is(pg_temp.states(), array['accepted', 'accepted', 'accepted'],
  'profiles that become public accept their requests');
select is(
  (select count(*) from social_private.accounts where is_private), 0::bigint,
  'their accounts are public, too');
update social_private.accounts set is_private = true, is_discoverable = false;
select is(
  (select count(*) from social.profiles where is_private), 5::bigint,
  'accounts that become private make their profiles private');
delete from social.follows;
select social_tests.request('bob', 'alice');
update social_private.accounts set is_private = false;
select is(pg_temp.states(), array['accepted'], 'accounts that become public accept their requests');

update social.follows set state = 'pending', accepted_at = null;
select is(pg_temp.states(), array['accepted'],
  'a follow of a public account cannot wait for an answer');
update social_private.accounts set is_private = true where profile_id = social_tests.id('alice');
update social.follows set state = 'pending' where follower_id = social_tests.id('bob');
select is(
  (select state || ' ' || (accepted_at is null) from social.follows), 'pending true',
  'the state of one cell is enough to make a follow of a private account a request');
update social.follows set state = 'accepted' where follower_id = social_tests.id('bob');
select is(
  (select accepted_at is not null from social.follows where follower_id = social_tests.id('bob')),
  true, 'and to accept a request');
select is_empty('select * from social_private.verify_counters()', 'the counters are right');

select * from finish();
rollback;
