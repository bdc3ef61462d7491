begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'mallory', 'ada']) as name;
select social_tests.staff('ada', 'administrator');
select social_tests.post('alice', 'sunrise');
select social_private.moderate(null, 'post', social_tests.post_id('sunrise'), 'hide', 'because');

create temp view attempts as
select unnest(array[
  'update social_private.audit_log set reason = ''nothing''',
  'update social_private.audit_log set hash = ''''',
  'delete from social_private.audit_log',
  'truncate social_private.audit_log cascade',
  'merge into social_private.audit_log using (values (1)) as v (number)
    on audit_log.number = v.number when matched then delete',
  'insert into social_private.audit_log select * from social_private.audit_log
    on conflict (id) do update set reason = ''nothing'''
]) as statement;
grant select on attempts to anon, authenticated, service_role;

select is(
  (select count(*) from social_private.audit_log), 2::bigint,
  'SEC-52 the audit log has entries for an added staff member and a hidden post');
select social_tests.remember();
select set_eq(
  'select outcome from attempts, social_tests.outcome(statement) as outcome',
  array['PT403 record_final This record cannot be changed. Add a new record instead.'],
  'SEC-52 the owner of the database cannot change the audit log');
select social_tests.act_as('ada');
select is_empty(
  $$select outcome from attempts, social_tests.outcome(statement) as outcome
    where outcome <> '42501 permission denied for schema social_private'$$,
  'SEC-52 an administrator cannot change the audit log');
select social_tests.act_as_service();
select is_empty(
  $$select outcome from attempts, social_tests.outcome(statement) as outcome
    where outcome <> '42501 permission denied for schema social_private'$$,
  'SEC-52 the secret key cannot change the audit log');
select social_tests.act_as_anon();
select is_empty(
  $$select outcome from attempts, social_tests.outcome(statement) as outcome
    where outcome <> '42501 permission denied for schema social_private'$$,
  'SEC-52 an anonymous caller cannot change the audit log');
select social_tests.act_as_operator();
select ok(social_tests.is_unchanged(), 'SEC-52 refused changes of the audit log change no row');

delete from auth.users where id = social_tests.id('alice');
select is(
  (select count(*) from social_private.audit_log where reason = 'because'), 1::bigint,
  'SEC-52 an entry of the audit log remains after the account of its subject is deleted');

select * from finish();
rollback;
