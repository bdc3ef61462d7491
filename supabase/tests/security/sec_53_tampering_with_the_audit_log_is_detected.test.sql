begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'ada']) as name;
select social_tests.staff('ada', 'administrator');
select social_tests.post('alice', 'sunrise');
select social_private.moderate(
  null, 'post', social_tests.post_id('sunrise'), action, 'because ' || action)
from unnest(array['hide', 'restore', 'hide', 'restore']::social.moderation_action[]) as action;

select is_empty(
  'select * from social_private.verify_audit_log()',
  'SEC-53 verify_audit_log returns no problem for an unchanged audit log');
set local timezone = 'Asia/Kathmandu';
set local datestyle = 'German';
set local bytea_output = 'escape';
select is_empty(
  'select * from social_private.verify_audit_log()',
  'SEC-53 verify_audit_log does not depend on the settings of the session');

-- Disables the triggers of the audit log and changes the log. Returns the problems that
-- verify_audit_log finds. Then undoes the changes.
create function pg_temp.findings(tampering text)
  returns text[]
  language plpgsql
as $$
declare
  findings text[];
begin
  alter table social_private.audit_log disable trigger user;
  execute tampering;
  alter table social_private.audit_log enable trigger user;
  findings := array(select number || ' ' || problem from social_private.verify_audit_log());
  raise exception 'back' using detail = array_to_string(findings, '; ');
exception when raise_exception then
  get stacked diagnostics tampering = pg_exception_detail;
  return string_to_array(tampering, '; ');
end;
$$;

select is_empty(
  $$
    select attname, findings
    from pg_attribute, pg_temp.findings(format(
      'update social_private.audit_log set %I = %s where number = 3', attname,
      case atttypid
        when 'uuid'::regtype then 'gen_random_uuid()'
        when 'timestamptz'::regtype then 'created_at + interval ''1 microsecond'''
        when 'boolean'::regtype then 'not is_automated'
        when 'jsonb'::regtype then '''{}'''
        when 'social.sanction_ground'::regtype then '''law'''
        else case attname
          when 'action' then '''review''' when 'target_kind' then '''appeal'''
          else '''something else''' end
      end)) as findings
    where attrelid = 'social_private.audit_log'::regclass and attnum > 0
      and attname not in ('number', 'hash', 'previous_hash')
      and findings is distinct from array['3 the row was changed']
  $$,
  'SEC-53 verify_audit_log detects a changed value in any column');
select is(
  pg_temp.findings('delete from social_private.audit_log where number = 2'),
  array['3 the previous row is missing'], 'SEC-53 verify_audit_log detects a deleted row');
select is(
  pg_temp.findings($$
    update social_private.audit_log set reason = 'nothing' where number = 2;
    update social_private.audit_log set hash = social_private.audit_hash(audit_log)
    where number = 2
  $$),
  array['3 the hash of the previous row does not match'],
  'SEC-53 verify_audit_log detects a changed row with a recomputed hash');
select is(
  pg_temp.findings($$
    delete from social_private.audit_log where number = 2;
    update social_private.audit_log set number = number - 1 where number > 2
  $$),
  array['2 the hash of the previous row does not match', '3 the row was changed', '4 the row was changed'],
  'SEC-53 verify_audit_log detects a deleted row when the later rows are renumbered');

select * from finish();
rollback;
