-- Audit log: the actions of staff and the operator, kept forever.
-- Each row is one action. Nobody can change or delete a row, not even the owner of the database.
-- Each row contains the hash of the previous row, so that verify_audit_log() detects changes that
-- bypass the triggers.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('record_final', 403, 'This record cannot be changed.', 'Add a new record instead.');

-- Tables

create type social.target_kind as enum ('post', 'comment', 'profile');

create type social.sanction_ground as enum ('terms', 'law');

comment on type social.sanction_ground is
'The ground of a sanction. terms: a breach of the terms of the service. law: a breach of the law.';

create table social_private.audit_log (
  number bigint not null,
  id uuid not null default social_private.uuid_v7(),
  created_at timestamptz not null,
  actor_id uuid,
  actor_role text not null,
  action text not null,
  target_kind text not null,
  target_id uuid not null,
  subject_id uuid,
  reason text,
  ground social.sanction_ground,
  is_automated boolean not null,
  report_id uuid,
  before jsonb,
  after jsonb,
  previous_hash bytea not null,
  hash bytea not null,

  constraint audit_log_pkey primary key (number),
  constraint audit_log_reason_has_a_maximum check (char_length(reason) <= 20000),
  constraint audit_log_id_key unique (id),
  constraint audit_log_action_is_known check (action in (
    'add_staff', 'remove_staff', 'review', 'resolve', 'hide', 'limit', 'suspend', 'restore',
    'uphold', 'overturn', 'remove', 'merge', 'rename', 'release', 'ban', 'unban', 'reset_factor',
    'reset_limits', 'act'
  )),
  constraint audit_log_target_is_known check (
    target_kind in ('post', 'comment', 'profile', 'report', 'appeal', 'hashtag', 'username')
  )
);

comment on table social_private.audit_log is
'Actions of staff and the operator. Rows are never changed or deleted. The function
verify_audit_log() detects changes and gaps.';

comment on column social_private.audit_log.number is
'The consecutive number of the row, starting at 1.';

comment on column social_private.audit_log.id is
'The id of the entry, by which appeals and notifications name it.';

comment on column social_private.audit_log.created_at is 'The time of the action.';

comment on column social_private.audit_log.actor_id is
'The person who acted. Null for the operator, who works in Studio.';

comment on column social_private.audit_log.actor_role is
'The role of the actor at the time of the action: administrator, moderator, operator or member. A
member is a person who is not staff, for example a former member of staff who deletes their
account.';

comment on column social_private.audit_log.action is
'What was done, such as hide, limit, suspend, restore, resolve, ban or add_staff.';

comment on column social_private.audit_log.target_kind is
'What the action was done to: post, comment, profile, report, appeal, hashtag or username.';

comment on column social_private.audit_log.target_id is
'The id of the target. For a hashtag or a username, the first 16 bytes of its SHA-256 hash.';

comment on column social_private.audit_log.subject_id is
'The person whose content or account the action concerns.';

comment on column social_private.audit_log.reason is
'The reason of the action. Null for a change that was made in the table editor.';

comment on column social_private.audit_log.ground is 'The ground of a sanction: terms or law.';

comment on column social_private.audit_log.is_automated is
'Whether a program acted without a decision of a human.';

comment on column social_private.audit_log.report_id is 'The report that led to the action.';

comment on column social_private.audit_log.before is
'The changed values of the target before the action.';

comment on column social_private.audit_log.after is
'The changed values of the target after the action.';

comment on column social_private.audit_log.previous_hash is 'The hash of the row before this one.';

comment on column social_private.audit_log.hash is
'The SHA-256 hash of previous_hash and this row, as computed by audit_hash().';

-- This index serves the list of the actions on one target, latest first.
create index audit_log_target_id_number_idx
  on social_private.audit_log (target_id, number desc);

-- This index serves the list of the actions that concern one person, latest first.
create index audit_log_subject_id_id_idx on social_private.audit_log (subject_id, id desc);

alter table social_private.audit_log enable row level security;

-- Effects

create function social_private.audit_hash(entry social_private.audit_log)
  returns bytea
  language sql
  stable
  security invoker
  set search_path = ''
return sha256(entry.previous_hash || convert_to(jsonb_build_array(
  entry.number, entry.id, (extract(epoch from entry.created_at) * 1000000)::bigint,
  entry.actor_id, entry.actor_role, entry.action, entry.target_kind, entry.target_id,
  entry.subject_id, entry.reason, entry.ground, entry.is_automated, entry.report_id,
  entry.before, entry.after
)::text, 'utf8'));

comment on function social_private.audit_hash(social_private.audit_log) is
'Returns the correct hash of a row of the audit log.';

create function social_private.tg_audit_log__chain()
  returns trigger
  language plpgsql
  volatile
  security definer -- reads the previous row, which clients may not
  set search_path = ''
as $$
declare
  last social_private.audit_log;
begin
  -- Concurrent writers wait here for each other, so that each writer sees the row of the previous
  -- writer.
  perform pg_advisory_xact_lock(hashtextextended('social audit log', 0));
  select * into last from social_private.audit_log order by number desc limit 1;
  new.number := coalesce(last.number, 0) + 1;
  new.created_at := clock_timestamp();
  new.previous_hash := coalesce(last.hash, '');
  new.hash := social_private.audit_hash(new);
  return new;
end;
$$;

comment on function social_private.tg_audit_log__chain() is
'Sets the number, time and hash of a new row. Ignores the values that the insert statement contains
for these columns.';

create trigger chain_entry
  before insert on social_private.audit_log
  for each row execute function social_private.tg_audit_log__chain();

create function social_private.tg_audit_log__refuse_changes()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform social_private.fail('record_final');
  return null;
end;
$$;

comment on function social_private.tg_audit_log__refuse_changes() is
'Rejects every update, delete and truncate of the audit log.';

create trigger keep_entry
  before update or delete on social_private.audit_log
  for each row execute function social_private.tg_audit_log__refuse_changes();

create trigger keep_entries
  before truncate on social_private.audit_log
  for each statement execute function social_private.tg_audit_log__refuse_changes();

create trigger keep_order
  before insert on social_private.audit_log
  for each row when (not social_private.is_id_of(new.id, new.created_at))
  execute function social_private.tg_refuse_id('created_at');

-- Ordinary triggers do not run when session_replication_role is replica. These triggers must always
-- run.
alter table social_private.audit_log enable always trigger chain_entry;

alter table social_private.audit_log enable always trigger keep_entry;

alter table social_private.audit_log enable always trigger keep_entries;

create type social_private.staff_action as (
  staff_id uuid,
  reason text,
  ground social.sanction_ground,
  report_id uuid,
  is_automated boolean
);

create function social_private.begin_staff_action(
  staff_id uuid, reason text default null, ground social.sanction_ground default null,
  report_id uuid default null, is_automated boolean default false)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform set_config('social_private.staff_action', row(
    begin_staff_action.staff_id, begin_staff_action.reason, begin_staff_action.ground,
    begin_staff_action.report_id, begin_staff_action.is_automated
  )::social_private.staff_action::text, true);
end;
$$;

comment on function social_private.begin_staff_action(
  uuid, text, social.sanction_ground, uuid, boolean) is
'Sets the actor and the reason of all log entries until end_staff_action() is called. If staff_id is
null, the actor is the operator.';

create function social_private.end_staff_action()
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform set_config('social_private.staff_action', '', true);
end;
$$;

comment on function social_private.end_staff_action() is
'Ends the staff action, so that later log entries do not get its actor and reason.';

create function social_private.log_entry(
  action text, target_kind text, target_id uuid, subject_id uuid, before jsonb default null,
  after jsonb default null)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  staff_action social_private.staff_action := nullif(
    current_setting('social_private.staff_action', true), '')::social_private.staff_action;
  actor uuid := case
    when not staff_action is null then staff_action.staff_id
    -- After as_profile(), auth.uid() is the person, but the operator acts.
    when coalesce(current_setting('social_private.acting_as', true), '') = '' then auth.uid()
  end;
begin
  insert into social_private.audit_log (
    actor_id, actor_role, action, target_kind, target_id, subject_id, reason, ground,
    is_automated, report_id, before, after)
  values (
    actor,
    coalesce(
      (select staff.role::text from social_private.staff where staff.profile_id = actor),
      case when actor is null then 'operator' else 'member' end),
    log_entry.action, log_entry.target_kind, log_entry.target_id, log_entry.subject_id,
    staff_action.reason, staff_action.ground, coalesce(staff_action.is_automated, false),
    staff_action.report_id,
    log_entry.before, log_entry.after);
end;
$$;

comment on function social_private.log_entry(text, text, uuid, uuid, jsonb, jsonb) is
'Adds a row to the audit log. During a staff action, begin_staff_action() has set the actor. Without
a staff action, the actor is the signed-in person, or the operator if nobody is signed in.';

create function social_private.verify_audit_log()
  returns table (number bigint, problem text)
  language sql
  stable
  security invoker
  set search_path = ''
as $$
  select checked.number, checked.problem
  from (
    select audit_log.number, case
      when audit_log.number <> 1 + coalesce(lag(audit_log.number) over chain, 0)
        then 'the previous row is missing'
      when audit_log.previous_hash <> coalesce(lag(audit_log.hash) over chain, '')
        then 'the hash of the previous row does not match'
      when audit_log.hash <> social_private.audit_hash(audit_log) then 'the row was changed'
    end as problem
    from social_private.audit_log
    window chain as (order by audit_log.number)
  ) as checked
  where checked.problem is not null
  order by checked.number
$$;

comment on function social_private.verify_audit_log() is
'Returns each row of the audit log that was changed, and each row whose previous row is missing. An
empty result means that the log is intact. The function cannot detect that the last rows are
missing. To detect that, keep copies of the last number and hash elsewhere and compare them.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
