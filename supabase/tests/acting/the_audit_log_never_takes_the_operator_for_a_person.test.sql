begin;
select plan(2);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.staff('alice', 'administrator');
create function pg_temp.last_actor() returns text language sql as $$
  select concat_ws(' ', action, actor_role, actor_id)
  from social_private.audit_log where subject_id = social_tests.id('bob')
  order by number desc limit 1
$$;

select social_private.as_profile(social_tests.id('alice'));
update social_private.accounts set limited_at = now() where profile_id = social_tests.id('bob');
select is(pg_temp.last_actor(), 'limit operator',
  'as_profile: a change by hand is the operator''s, and not the person''s');
select social_tests.act_as_operator();
update social_private.accounts set limited_at = null where profile_id = social_tests.id('bob');
select is(pg_temp.last_actor(), 'restore operator', 'without as_profile, too');

select * from finish();
rollback;
