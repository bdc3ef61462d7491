-- Appeals: people read the sanctions against them and appeal, and staff decide the appeals.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('sanction_not_found', 404, 'There is no such sanction against you.', null),
  ('cannot_appeal', 409, 'This sanction can no longer be appealed.',
    'It was lifted, or the time to appeal is over.'),
  ('appeal_exists', 409, 'You have already appealed this sanction.',
    'Read my_sanctions for the decision.'),
  ('appeal_not_found', 404, 'There is no such appeal.', null),
  ('appeal_decided', 409, 'This appeal is already decided.', 'Reload the appeals.');

-- Sanctions

create type social.appeal_decision as enum ('upheld', 'overturned');

comment on type social.appeal_decision is
'The decision about an appeal. upheld: the sanction stays in force. overturned: the sanction is
lifted.';

create type social.sanction as (
  id uuid,
  action social.moderation_action,
  target_kind social.target_kind,
  target_id uuid,
  reason text,
  ground social.sanction_ground,
  is_automated boolean,
  created_at timestamptz,
  is_in_force boolean,
  is_appealable boolean,
  appeal_ends_at timestamptz,
  appealed_at timestamptz,
  decision social.appeal_decision,
  decision_reason text,
  decided_at timestamptz,
  cursor text
);

comment on type social.sanction is
'A sanction against you: the action on your post, comment or account, with its reason and ground.
is_in_force is true until the sanction is lifted. You may appeal until appeal_ends_at. decision is
the decision about your appeal.';

create table social_private.appeals (
  id uuid not null default social_private.uuid_v7(),
  sanction_id uuid not null,
  appellant_id uuid not null,
  reason text not null,
  created_at timestamptz not null default now(),
  decision social.appeal_decision,
  decision_reason text,
  decider_id uuid,
  decided_at timestamptz,

  constraint appeals_pkey primary key (id),
  constraint appeals_texts_have_a_maximum check (
    char_length(reason) <= 20000 and char_length(decision_reason) <= 20000
  ),
  constraint appeals_sanction_id_key unique (sanction_id),
  constraint appeals_sanction_id_fkey foreign key (sanction_id)
    references social_private.audit_log (id) on delete cascade,
  constraint appeals_appellant_id_fkey foreign key (appellant_id)
    references social.profiles (id) on delete cascade,
  constraint appeals_decision_is_whole check ((decision is null) = (decided_at is null))
);

comment on table social_private.appeals is
'Appeals against sanctions, with the decisions of staff. A sanction has at most one appeal.';

comment on column social_private.appeals.id is 'The id of the appeal.';

comment on column social_private.appeals.sanction_id is
'The entry of the audit log with the sanction.';

comment on column social_private.appeals.appellant_id is 'The person who appeals.';

comment on column social_private.appeals.reason is 'Why the person appeals.';

comment on column social_private.appeals.created_at is 'The time of the appeal.';

comment on column social_private.appeals.decision is
'The decision: upheld or overturned. Null while the appeal is open.';

comment on column social_private.appeals.decision_reason is
'The reason of the decision, which the person reads.';

comment on column social_private.appeals.decider_id is
'The member of staff who decided. Null for the operator.';

comment on column social_private.appeals.decided_at is
'The time of the decision. Null while the appeal is open.';

-- This index covers the foreign key: it finds the appeals of one person.
create index appeals_appellant_id_idx on social_private.appeals (appellant_id);

-- This index serves the list of open appeals, oldest first.
create index appeals_queue_idx on social_private.appeals (id) where decided_at is null;

-- This index serves the list of decided appeals, latest first.
create index appeals_decided_idx on social_private.appeals (id desc) where decided_at is not null;

alter table social_private.appeals enable row level security;

create trigger keep_keys
  after update of id, sanction_id, appellant_id on social_private.appeals
  for each row when (
    (old.id, old.sanction_id, old.appellant_id)
      is distinct from (new.id, new.sanction_id, new.appellant_id)
  )
  execute function social_private.tg_refuse_key_change();

create trigger keep_order
  before insert or update of created_at on social_private.appeals
  for each row when (not social_private.is_id_of(new.id, new.created_at))
  execute function social_private.tg_refuse_id('created_at');

create trigger keep_rows
  before truncate on social_private.appeals
  for each statement execute function social_private.tg_refuse_truncate();

create function social_private.is_in_force(entry social_private.audit_log)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return case entry.target_kind
    when 'post' then exists (
      select from social.posts where posts.id = entry.target_id and posts.hidden_at is not null
    )
    when 'comment' then exists (
      select from social_private.hidden_comments
      where hidden_comments.comment_id = entry.target_id and hidden_comments.hidden_by = 'staff'
    )
    else exists (
      select from social_private.accounts
      where accounts.profile_id = entry.target_id
        and case entry.action when 'limit' then accounts.limited_at else accounts.suspended_at end
          is not null
    )
  end and not exists (
    select from social_private.audit_log as later
    where later.target_id = entry.target_id
      and later.number > entry.number
      and later.action = entry.action
  );
end;
$$;

comment on function social_private.is_in_force(social_private.audit_log) is
'Returns whether the sanction in this row of the audit log is in force.';

create function social_private.sanction(entry social_private.audit_log)
  returns social.sanction
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  is_in_force boolean := social_private.is_in_force(entry);
  appeal social_private.appeals;
  ends_at timestamptz := entry.created_at
    + (select config.appeal_days from social_private.config) * interval '1 day';
begin
  select * into appeal from social_private.appeals where appeals.sanction_id = entry.id;
  return row(
    entry.id, entry.action, entry.target_kind, entry.target_id, entry.reason, entry.ground,
    entry.is_automated, entry.created_at, is_in_force,
    is_in_force and appeal.id is null and ends_at > now(), ends_at,
    appeal.created_at, appeal.decision, appeal.decision_reason, appeal.decided_at,
    encode(uuid_send(entry.id), 'hex')
  )::social.sanction;
end;
$$;

comment on function social_private.sanction(social_private.audit_log) is
'Returns a row of the audit log as a sanction, for the sanctioned person. The result does not
contain the member of staff or the reporter.';

create function social_private.my_sanctions(after text, page_size integer)
  returns setof social.sanction
  language plpgsql
  stable
  security definer -- clients may not read the log; lists what concerns the caller
  set search_path = ''
as $$
declare
  -- People whose account is suspended or deactivated may call this function too.
  actor uuid := social_private.require_account();
  key uuid := social_private.parse_id_cursor(
    my_sanctions.after, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  size integer := social_private.checked_page_size(my_sanctions.page_size);
begin
  return query
  select sanction.*
  from social_private.audit_log, lateral social_private.sanction(audit_log) as sanction
  where audit_log.subject_id = actor
    and audit_log.id < key
    and audit_log.action in ('hide', 'limit', 'suspend')
  order by audit_log.id desc
  limit size;
end;
$$;

create function social.my_sanctions(after text default null, page_size integer default 20)
  returns setof social.sanction
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.my_sanctions(my_sanctions.after, my_sanctions.page_size);

comment on function social.my_sanctions(text, integer) is
'List the sanctions against you, latest first.

You can also call this function while your account is suspended.

Common errors: docs/errors.md#common-errors.';

create function social_private.appeal_sanction(sanction_id uuid, reason text)
  returns social.sanction
  language plpgsql
  volatile
  security definer -- clients have no insert grant; the sanction must concern the caller
  set search_path = ''
as $$
declare
  -- People whose account is suspended or deactivated may call this function too.
  actor uuid := social_private.require_account();
  entry social_private.audit_log;
  appealed social.sanction;
  cleaned text;
begin
  perform social_private.consume_rate_limit(actor, 'appeal');
  select * into entry from social_private.audit_log
  where audit_log.id = appeal_sanction.sanction_id
    and audit_log.subject_id = actor
    and audit_log.action in ('hide', 'limit', 'suspend');
  if not found then
    perform social_private.fail('sanction_not_found');
  end if;
  appealed := social_private.sanction(entry);
  if appealed.appealed_at is null and not appealed.is_appealable then
    perform social_private.fail('cannot_appeal');
  end if;
  cleaned := social_private.require_reason(appeal_sanction.reason);
  insert into social_private.appeals (sanction_id, appellant_id, reason)
  values (entry.id, actor, cleaned)
  on conflict on constraint appeals_sanction_id_key do nothing;
  -- A retry with the same reason returns the sanction again and raises no error.
  if not found and not exists (
    select from social_private.appeals
    where appeals.sanction_id = entry.id and appeals.reason = cleaned
  ) then
    perform social_private.fail('appeal_exists');
  end if;
  return social_private.sanction(entry);
end;
$$;

create function social.appeal_sanction(sanction_id uuid, reason text)
  returns social.sanction
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.appeal_sanction(appeal_sanction.sanction_id, appeal_sanction.reason);

comment on function social.appeal_sanction(uuid, text) is
'Appeal a sanction against you. Idempotent if the reason is the same.

You can appeal each sanction once. The time limit is appeal_ends_at in my_sanctions. You can also
appeal while your account is suspended. Returns the sanction.

Errors: appeal_exists, cannot_appeal, reason_missing, reason_too_long, sanction_not_found,
text_invalid.
Common errors: docs/errors.md#common-errors.';

-- Decisions

create type social.appeal as (
  id uuid,
  sanction_id uuid,
  action social.moderation_action,
  target_kind social.target_kind,
  target_id uuid,
  subject_id uuid,
  subject_username text,
  actor_id uuid,
  reason text,
  ground social.sanction_ground,
  sanctioned_at timestamptz,
  is_in_force boolean,
  appeal_reason text,
  created_at timestamptz,
  decision social.appeal_decision,
  decision_reason text,
  decider_id uuid,
  decided_at timestamptz,
  cursor text
);

comment on type social.appeal is
'An appeal for staff, with the sanction, the person, the reason of the appeal, and the decision.
actor_id is the member of staff who imposed the sanction, or null for the operator. is_in_force is
true while the sanction is in force.';

create function social_private.can_decide_appeal(
  staff_id uuid, sanction social_private.audit_log)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return can_decide_appeal.staff_id is null
    or social_private.can_moderate(can_decide_appeal.staff_id, sanction.subject_id)
    and (
      can_decide_appeal.staff_id is distinct from sanction.actor_id
      and not exists (
        select from social_private.reports
        where reports.id = sanction.report_id
          and reports.reporter_id = can_decide_appeal.staff_id
      )
      or not exists (
        select from social_private.staff
        join social_private.accounts
          on accounts.profile_id = staff.profile_id and accounts.audience_level > 0
        where staff.profile_id <> can_decide_appeal.staff_id
          and social_private.can_moderate(staff.profile_id, sanction.subject_id)
      )
    );
end;
$$;

comment on function social_private.can_decide_appeal(uuid, social_private.audit_log) is
'Returns whether a member of staff may see and decide the appeal against this sanction. Nobody may
decide an appeal against their own action, or against an action that followed from their own report,
unless nobody else may decide it. For other staff, the appeal does not exist.';

create function social_private.tg_appeals__complete_decision()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  new.decided_at := case when new.decision is not null then clock_timestamp() end;
  return new;
end;
$$;

comment on function social_private.tg_appeals__complete_decision() is
'Sets or clears decided_at if the operator writes only the decision of an appeal with SQL.';

create trigger complete_decision
  before update of decision on social_private.appeals
  for each row when ((new.decision is null) <> (new.decided_at is null))
  execute function social_private.tg_appeals__complete_decision();

create function social_private.tg_appeals__end_sanction()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  entry social_private.audit_log;
begin
  select * into entry from social_private.audit_log where audit_log.id = new.sanction_id;
  perform social_private.begin_staff_action(
    new.decider_id, new.decision_reason, report_id => entry.report_id);
  -- Lock the target as every other staff action does.
  perform social_private.moderation_state(entry.target_kind::social.target_kind, entry.target_id);
  if new.decision = 'overturned' and social_private.is_in_force(entry) then
    perform social_private.set_sanction(
      entry.target_kind::social.target_kind, entry.target_id,
      entry.action::social.moderation_action, false);
  end if;
  perform social_private.log_entry(
    case new.decision when 'upheld' then 'uphold' else 'overturn' end, 'appeal',
    new.id, entry.subject_id, null, jsonb_build_object('sanction_id', entry.id));
  perform social_private.end_staff_action();
  perform social_private.notify(
    new.appellant_id, 'appeal_decision', null, entry.id, entry.id);
  return null;
end;
$$;

comment on function social_private.tg_appeals__end_sanction() is
'Lifts an overturned sanction, logs the decision of an appeal and notifies the person, also if the
operator decides with SQL.';

create trigger end_sanction
  after update of decision on social_private.appeals
  for each row when (new.decision is not null and new.decision is distinct from old.decision)
  execute function social_private.tg_appeals__end_sanction();

create function social_private.decide_appeal_as(
  staff_id uuid, appeal_id uuid, decision social.appeal_decision, reason text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  appeal social_private.appeals;
  cleaned text;
begin
  -- If two members of staff decide the appeal at the same time, the second waits here and then sees
  -- that the appeal is decided.
  select appeals.* into appeal
  from social_private.appeals
  join social_private.audit_log on audit_log.id = appeals.sanction_id
  where appeals.id = decide_appeal_as.appeal_id
    and social_private.can_decide_appeal(decide_appeal_as.staff_id, audit_log)
  for update of appeals;
  if not found then
    perform social_private.fail('appeal_not_found');
  end if;
  if appeal.decided_at is not null then
    perform social_private.fail('appeal_decided');
  end if;
  if decide_appeal_as.decision is null then
    perform social_private.fail('argument_missing');
  end if;
  cleaned := social_private.require_reason(decide_appeal_as.reason);
  update social_private.appeals set
    decision = decide_appeal_as.decision, decision_reason = cleaned,
    decider_id = decide_appeal_as.staff_id, decided_at = clock_timestamp()
  where appeals.id = appeal.id;
end;
$$;

comment on function social_private.decide_appeal_as(uuid, uuid, social.appeal_decision, text) is
'Decides an appeal on behalf of a member of staff. If staff_id is null, the operator decides.

Errors: appeal_decided, appeal_not_found, reason_missing, reason_too_long, text_invalid.
Common errors: docs/errors.md#common-errors.';

create function social_private.appeal(appeal_id uuid)
  returns social.appeal
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  appeal social_private.appeals;
  entry social_private.audit_log;
begin
  select * into appeal from social_private.appeals where appeals.id = appeal_id;
  select * into entry from social_private.audit_log where audit_log.id = appeal.sanction_id;
  return row(
    appeal.id, entry.id, entry.action, entry.target_kind, entry.target_id, entry.subject_id,
    (select profiles.username from social.profiles where profiles.id = entry.subject_id),
    entry.actor_id, entry.reason, entry.ground, entry.created_at,
    social_private.is_in_force(entry), appeal.reason, appeal.created_at, appeal.decision,
    appeal.decision_reason, appeal.decider_id, appeal.decided_at,
    encode(uuid_send(appeal.id), 'hex')
  )::social.appeal;
end;
$$;

comment on function social_private.appeal(uuid) is 'Returns an appeal for staff.';

create function social_private.decide_appeal(
  appeal_id uuid, decision social.appeal_decision, reason text)
  returns social.appeal
  language plpgsql
  volatile
  security definer -- clients have no update grant; the caller must be staff
  set search_path = ''
as $$
begin
  perform social_private.decide_appeal_as(
    social_private.require_staff(), decide_appeal.appeal_id, decide_appeal.decision,
    decide_appeal.reason);
  return social_private.appeal(decide_appeal.appeal_id);
end;
$$;

create function social.decide_appeal(
  appeal_id uuid, decision social.appeal_decision, reason text)
  returns social.appeal
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.decide_appeal(
  decide_appeal.appeal_id, decide_appeal.decision, decide_appeal.reason);

comment on function social.decide_appeal(uuid, social.appeal_decision, text) is
'Uphold a sanction, or overturn and lift it. Staff only.

The sanctioned person can read your reason. An appeal against your own action, or against an action
that followed from your own report, is not found, unless no other member of staff may decide it.
Only administrators may decide the appeals of staff. Returns the appeal.

Errors: appeal_decided, appeal_not_found, insufficient_aal, not_staff, reason_missing,
reason_too_long, text_invalid.
Common errors: docs/errors.md#common-errors.';

create function social_private.appeals(state social.case_state, after text, page_size integer)
  returns setof social.appeal
  language plpgsql
  stable
  security definer -- clients may not read the table; the caller must be staff
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_staff();
  is_open boolean := coalesce(appeals.state, 'open') = 'open';
  key uuid := social_private.parse_id_cursor(appeals.after, case when is_open
    then '00000000-0000-0000-0000-000000000000'
    else 'ffffffff-ffff-ffff-ffff-ffffffffffff' end::uuid);
  size integer := social_private.checked_page_size(appeals.page_size);
begin
  if is_open then
    return query
    select appeal.*
    from social_private.appeals as waiting
    join social_private.audit_log on audit_log.id = waiting.sanction_id
    cross join lateral social_private.appeal(waiting.id) as appeal
    where waiting.decided_at is null and waiting.id > key
      and social_private.can_decide_appeal(actor, audit_log)
    order by waiting.id
    limit size;
  else
    return query
    select appeal.*
    from social_private.appeals as decided
    join social_private.audit_log on audit_log.id = decided.sanction_id
    cross join lateral social_private.appeal(decided.id) as appeal
    where decided.decided_at is not null and decided.id < key
      and social_private.can_decide_appeal(actor, audit_log)
    order by decided.id desc
    limit size;
  end if;
end;
$$;

create function social.appeals(
  state social.case_state default 'open', after text default null, page_size integer default 20)
  returns setof social.appeal
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.appeals(appeals.state, appeals.after, appeals.page_size);

comment on function social.appeals(social.case_state, text, integer) is
'List the open appeals, oldest first, or the decided appeals, latest first. Staff only.

The list leaves out the appeals that decide_appeal does not find: your own appeals, appeals against
your own actions or against actions that followed from your own reports, and for moderators the
appeals of staff.

Errors: insufficient_aal, not_staff.
Common errors: docs/errors.md#common-errors.';

create view social_private.open_appeals with (security_invoker = true) as
select
  appeals.id, appeals.created_at, subjects.username as subject_username, audit_log.action,
  audit_log.target_kind, audit_log.target_id, audit_log.reason, audit_log.created_at as acted_at,
  actors.username as actor_username, appeals.reason as appeal_reason
from social_private.appeals
join social_private.audit_log on audit_log.id = appeals.sanction_id
left join social.profiles as subjects on subjects.id = audit_log.subject_id
left join social.profiles as actors on actors.id = audit_log.actor_id
where appeals.decided_at is null
order by appeals.id;

comment on view social_private.open_appeals is
'The open appeals, oldest first, for the operator. The operator decides an appeal with
decide_appeal_as(null, id, decision, reason).';

comment on column social_private.open_appeals.id is 'The id of the appeal.';

comment on column social_private.open_appeals.created_at is 'The time of the appeal.';

comment on column social_private.open_appeals.subject_username is 'The person who appeals.';

comment on column social_private.open_appeals.action is 'The sanction: hide, limit or suspend.';

comment on column social_private.open_appeals.target_kind is
'What the sanction concerns: post, comment or profile.';

comment on column social_private.open_appeals.target_id is 'The id of the post, comment or person.';

comment on column social_private.open_appeals.reason is 'The reason of the sanction.';

comment on column social_private.open_appeals.acted_at is 'The time of the sanction.';

comment on column social_private.open_appeals.actor_username is
'The member of staff who imposed the sanction. Null for the operator.';

comment on column social_private.open_appeals.appeal_reason is 'Why the person appeals.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.my_sanctions(text, integer), social.my_sanctions(text, integer),
  social_private.appeal_sanction(uuid, text), social.appeal_sanction(uuid, text),
  social_private.decide_appeal(uuid, social.appeal_decision, text),
  social.decide_appeal(uuid, social.appeal_decision, text),
  social_private.appeals(social.case_state, text, integer),
  social.appeals(social.case_state, text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
