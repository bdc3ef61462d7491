begin;
select plan(10);
select social_tests.person(name)
from unnest(array['alice', 'mallory', 'mona', 'ada']) as name;
select social_tests.staff('mona');
select social_tests.staff('ada', 'administrator');

create temp table verbs as
select calls.*
from social_tests.calls(social_tests.id('alice')), pg_proc
where proname = name and pronamespace = 'social'::regnamespace
  and obj_description(oid, 'pg_proc') like '%not\_staff%';
grant select on verbs to authenticated;

select cmp_ok((select count(*) from verbs), '>=', 11::bigint,
  'SEC-50 the test covers at least 11 staff functions');
-- Users can change their own user metadata, and projects can add claims to tokens.
update auth.users
set raw_user_meta_data = raw_user_meta_data || '{"role": "administrator", "is_staff": true}',
  raw_app_meta_data = '{"role": "administrator", "is_staff": true}'
where id = social_tests.id('mallory');
select social_tests.remember();
select social_tests.act_as('mallory', '{
  "aal": "aal2", "user_role": "administrator", "is_staff": true,
  "user_metadata": {"role": "administrator"}, "app_metadata": {"role": "administrator"}}');
select is_empty(
  $$
    select statement, outcome from verbs, social_tests.outcome(statement) as outcome
    where outcome !~ '^PT403 not_staff '
  $$,
  'SEC-50 claims and metadata do not make a person staff');
select ok(social_tests.is_unchanged(), 'SEC-50 refused calls of staff functions change no row');

select social_tests.act_as('mona');
select throws_ok(
  format('select social.add_staff_member(%L, ''administrator'')', social_tests.id('mona')),
  'PT403', 'not_administrator',
  'SEC-50 a moderator cannot make themselves an administrator');
select throws_ok(
  format('select social.remove_staff_member(%L)', social_tests.id('ada')),
  'PT403', 'not_administrator', 'SEC-50 a moderator cannot remove staff members');

select social_tests.act_as('ada');
select lives_ok(
  format('select social.remove_staff_member(%L)', social_tests.id('mona')),
  'SEC-50 an administrator can remove a moderator');
select social_tests.act_as('mona');
select throws_ok(
  'select social.moderation_queue()', 'PT403', 'not_staff',
  'SEC-50 a removed moderator cannot call staff functions');

select social_tests.act_as_operator();
update social_private.config set is_staff_mfa_required = true;
select social_tests.act_as('ada', '{"aal": "aal2"}');
select is_empty(
  $$
    select statement, outcome from verbs, social_tests.outcome(statement) as outcome
    where outcome !~ '^PT403 insufficient_aal '
  $$,
  'SEC-50 staff who sign in without the required second factor cannot call staff functions');
select social_tests.act_as_operator();
select social_tests.use_factor('ada');
select social_tests.act_as('ada', '{"aal": "aal1"}');
select lives_ok('select social.moderation_queue()',
  'SEC-50 staff who sign in with the required second factor can call staff functions');
select social_tests.act_as_service();
select throws_ok(
  'select social.moderation_queue()', 'PT401', 'not_signed_in',
  'SEC-50 the secret key cannot call staff functions');

select * from finish();
rollback;
