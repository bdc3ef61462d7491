begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'mona', 'ada']) as name;
select social_tests.staff('mona');
select social_tests.staff('ada', 'administrator');
select social_tests.post('alice', 'sunrise');
update social_private.config set is_staff_mfa_required = true;

create temp table verbs as
select calls.*
from social_tests.calls(social_tests.id('alice')), pg_proc
where proname = name and pronamespace = 'social'::regnamespace
  and obj_description(oid, 'pg_proc') like '%insufficient\_aal%'
  and obj_description(oid, 'pg_proc') like '%not\_staff%';
grant select on verbs to authenticated;
create function pg_temp.allowed() returns setof text language sql as $$
  select statement from verbs where social_tests.outcome(statement) !~ '^PT403 insufficient_aal '
$$;

select cmp_ok((select count(*) from verbs), '>=', 11::bigint,
  'SEC-66 the test covers at least 11 staff functions');
select social_tests.insert_factor(name) from unnest(array['mona', 'ada']) as name;
select social_tests.use_factor('ada');
-- Auth does this when an administrator of the project, or the person, removes a factor.
delete from auth.mfa_factors where user_id = social_tests.id('ada');
update auth.sessions set aal = 'aal1', factor_id = null where user_id = social_tests.id('ada');
select social_tests.remember();
select social_tests.act_as('ada', '{"aal": "aal2"}');
select is_empty('select pg_temp.allowed()',
  'SEC-66 the old token of a member of staff opens no staff function after the factor is removed');
select social_tests.act_as('mona', '{"aal": "aal2"}');
select is_empty('select pg_temp.allowed()',
  'SEC-66 the claim aal2 opens no staff function if the session is at aal1');
select ok(social_tests.is_unchanged(), 'SEC-66 refused calls change no row');
select social_tests.act_as_operator();
update auth.sessions set aal = null where user_id = social_tests.id('mona');
select social_tests.act_as('mona', '{"aal": "aal2"}');
select throws_ok('select social.moderation_queue()', 'PT403', 'insufficient_aal',
  'SEC-66 a session without a level opens no staff function');

select social_tests.act_as_operator();
select social_tests.use_factor('mona');
select social_tests.sign_in('mona');
select throws_ok('select social.moderation_queue()', 'PT403', 'insufficient_aal',
  'SEC-66 the second factor of another session of the same person does not count');
select social_tests.act_as('mona', '{"aal": "aal1"}');
select lives_ok('select social.moderation_queue()',
  'SEC-66 after the second factor, staff can call staff functions');
select social_tests.act_as_operator();
delete from auth.mfa_factors where user_id = social_tests.id('mona');
select social_tests.act_as('mona', '{"aal": "aal2"}');
select throws_ok('select social.moderation_queue()', 'PT403', 'insufficient_aal',
  'SEC-66 a factor that the operator deletes with SQL opens no staff function any more');
select social_tests.act_as_operator();
update social_private.config set is_staff_mfa_required = false;
select social_tests.act_as('ada');
select lives_ok('select social.moderation_queue()',
  'SEC-66 staff need no second factor if the settings do not require it');

select * from finish();
rollback;
