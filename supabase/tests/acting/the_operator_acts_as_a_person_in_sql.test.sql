begin;
select plan(15);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory']) as name;
update social_private.accounts set is_private = true where profile_id = social_tests.id('alice');
select social_tests.follow('bob', 'alice');
select social_tests.post('alice', 'sunrise');
update social_private.config set rate_limit_factor = 1;
update social_private.rate_limits set hourly = 2 where action = 'like';
update social_private.config set new_account_days = 0;
create temp table ids as
select social_tests.post_id('sunrise') as post, social_tests.id('bob') as bob;
grant select on ids to authenticated;
create function pg_temp.like() returns text language sql
as $$
  select social_tests.outcome(format('select social.like_post(%L)', post)) from ids
$$;

select social_private.as_profile((select bob from ids));
select is(pg_temp.like(), '1 rows', 'as_profile: functions act as the person');
select is(current_user, 'postgres', 'as_profile leaves the role alone');
select is(auth.uid(), (select bob from ids), 'triggers of the app see the person in auth.uid()');
select is(pg_temp.like(), '1 rows', 'a second call counts');
select matches(pg_temp.like(), '^PT429 rate_limited', 'the rate limits of the person hold');
select social_private.as_profile(social_tests.id('mallory'));
select matches(pg_temp.like(), '^PT404 post_not_found', 'the next as_profile is another person');
set constraints all immediate;
select is(
  (select count(*) from social_private.audit_log where action = 'act'), 2::bigint,
  'the audit log has one entry for each person');
select is_empty('select * from social_private.verify_audit_log()', 'the audit log is intact');

-- The SQL editor.
select social_tests.act_as_operator();
select social_private.act_as('@Bob');
select is(current_user, 'authenticated', 'act_as takes the role of a signed-in person');
select is((select username from social.my_profile()), 'bob', 'functions answer as the person');
select is((select count(*) from social.posts), 1::bigint, 'tables answer as a follower');
select social_tests.act_as_operator();
select social_private.act_as('mallory');
select is((select count(*) from social.posts), 0::bigint, 'tables answer as a stranger');
select matches(
  social_tests.outcome($$select social_private.act_as('alice')$$), '^42501',
  'the person cannot become somebody else');
select social_tests.act_as_operator();
select matches(
  social_tests.outcome($$select social_private.act_as('nobody')$$), '^PT404 profile_not_found',
  'an unknown username is refused');
select matches(
  social_tests.outcome('select social_private.as_profile(null)'), '^PT422 argument_missing',
  'as_profile needs a person');

select * from finish();
rollback;
