-- Appeals: people read the sanctions against them and appeal, and staff decide.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('sanction_not_found', 404, 'There is no such sanction against you.', null),
  ('cannot_appeal', 409, 'This cannot be appealed any more.',
    'It was lifted, or the time to appeal is over.'),
  ('appeal_exists', 409, 'You appealed this already.', 'Read my_sanctions for the decision.'),
  ('appeal_not_found', 404, 'There is no such appeal.', null),
  ('appeal_decided', 409, 'This appeal is decided already.', 'Load the appeals again.'),
  ('cannot_decide_own_action', 403, 'Whoever acted does not decide about the appeal.',
    'Leave it to other staff.');

-- Sanctions

create type social.appeal_decision as enum ('upheld', 'overturned');

comment on type social.appeal_decision is
'upheld: the sanction stands; overturned: it is lifted.';

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
'What staff did to you or to something of yours, why, on which ground, whether it stands, until when
you may appeal, and what came of your appeal. It holds until it is lifted.';

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
  constraint appeals_sanction_id_key unique (sanction_id),
  constraint appeals_sanction_id_fkey foreign key (sanction_id)
    references social_private.audit_log (id) on delete cascade,
  constraint appeals_appellant_id_fkey foreign key (appellant_id)
    references social.profiles (id) on delete cascade,
  constraint appeals_decision_is_whole check ((decision is null) = (decided_at is null))
);

comment on table social_private.appeals is
'What people say against a sanction, once for each, and what staff decided.';

-- What did this person appeal? Covers the foreign key.
create index appeals_appellant_id_idx on social_private.appeals (appellant_id);

-- What is there to decide, oldest first?
create index appeals_queue_idx on social_private.appeals (id) where decided_at is null;

-- What was decided, latest first?
create index appeals_decided_idx on social_private.appeals (id desc) where decided_at is not null;

alter table social_private.appeals enable row level security;

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
'Whether what this row of the log did is still in force.';

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
'A row of the log as the person concerned reads it: not who acted, nor after whose report.';

create function social_private.my_sanctions(after text, page_size integer)
  returns setof social.sanction
  language plpgsql
  stable
  security definer -- nobody may read the log; what concerns the actor
  set search_path = ''
as $$
declare
  -- A suspended or deactivated person, too.
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
'What staff did to you or to something of yours, latest first, and why. Also while your account is
suspended.

Errors: not_signed_in, profile_missing, cursor_invalid, page_size_invalid.';

create function social_private.appeal_sanction(sanction_id uuid, reason text)
  returns social.sanction
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; what concerns the actor
  set search_path = ''
as $$
declare
  -- A suspended or deactivated person, too.
  actor uuid := social_private.require_account();
  entry social_private.audit_log;
  found_sanction social.sanction;
  cleaned text;
begin
  select * into entry from social_private.audit_log
  where audit_log.id = appeal_sanction.sanction_id
    and audit_log.subject_id = actor
    and audit_log.action in ('hide', 'limit', 'suspend');
  if not found then
    perform social_private.fail('sanction_not_found');
  end if;
  found_sanction := social_private.sanction(entry);
  if found_sanction.appealed_at is null and not found_sanction.is_appealable then
    perform social_private.fail('cannot_appeal');
  end if;
  cleaned := social_private.require_reason(appeal_sanction.reason);
  insert into social_private.appeals (sanction_id, appellant_id, reason)
  values (entry.id, actor, cleaned)
  on conflict on constraint appeals_sanction_id_key do nothing;
  -- A retry, whose words are the same, is answered as the first call was.
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
'Say what is wrong with a sanction against you, once, within the time that my_sanctions tells (half
a year; the config says). Also while your account is suspended. Again with the same words it returns
the sanction and changes nothing, so a retry is safe.

Returns the sanction. Errors: not_signed_in, profile_missing, sanction_not_found, cannot_appeal,
appeal_exists, reason_missing, reason_too_long, text_invalid.';

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
'An appeal as staff read it: what was done to whom by whom (null: the operator) and why, whether it
stands, what the person says, and what was decided.';

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
  entry social_private.audit_log;
  cleaned text;
begin
  -- Two who decide at once do so one after the other: the second finds it decided.
  select * into appeal from social_private.appeals
  where appeals.id = decide_appeal_as.appeal_id
  for update;
  if not found then
    perform social_private.fail('appeal_not_found');
  end if;
  select * into entry from social_private.audit_log where audit_log.id = appeal.sanction_id;
  perform social_private.require_authority(decide_appeal_as.staff_id, entry.subject_id);
  if appeal.decided_at is not null then
    perform social_private.fail('appeal_decided');
  end if;
  if entry.actor_id = decide_appeal_as.staff_id and exists (
    select from social_private.staff
    join social_private.accounts on accounts.profile_id = staff.profile_id and accounts.audience_level > 0
    where staff.profile_id not in (entry.actor_id, entry.subject_id)
      and (
        staff.role = 'administrator' or not social_private.is_administrator(entry.subject_id)
      )
  ) then
    perform social_private.fail('cannot_decide_own_action');
  end if;
  if decide_appeal_as.decision is null then
    perform social_private.fail('argument_missing');
  end if;
  cleaned := social_private.require_reason(decide_appeal_as.reason);
  update social_private.appeals set
    decision = decide_appeal_as.decision, decision_reason = cleaned,
    decider_id = decide_appeal_as.staff_id, decided_at = clock_timestamp()
  where appeals.id = appeal.id;
  perform social_private.begin_staff_action(
    decide_appeal_as.staff_id, cleaned, report_id => entry.report_id);
  if decide_appeal_as.decision = 'overturned' and social_private.is_in_force(entry) then
    perform social_private.set_sanction(
      entry.target_kind::social.target_kind, entry.target_id,
      entry.action::social.moderation_action, false);
  end if;
  perform social_private.log_entry(
    case decide_appeal_as.decision when 'upheld' then 'uphold' else 'overturn' end, 'appeal',
    appeal.id, entry.subject_id, null, jsonb_build_object('sanction_id', entry.id));
  perform social_private.end_staff_action();
end;
$$;

comment on function social_private.decide_appeal_as(uuid, uuid, social.appeal_decision, text) is
'Decide an appeal, in the name of a member of staff, or with null of the operator.

Errors: appeal_not_found, cannot_moderate_self, not_administrator, appeal_decided,
cannot_decide_own_action, argument_missing, reason_missing, reason_too_long, text_invalid.';

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

comment on function social_private.appeal(uuid) is 'An appeal as staff read it.';

create function social_private.decide_appeal(
  appeal_id uuid, decision social.appeal_decision, reason text)
  returns social.appeal
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only staff
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
'Uphold a sanction, or overturn it, which lifts it; the person reads the reason. Staff only, and not
whoever acted, unless nobody else is left.

Returns the appeal. Errors: not_signed_in, profile_missing, not_staff, insufficient_aal, appeal_not_found,
appeal_decided, cannot_decide_own_action, cannot_moderate_self, not_administrator, argument_missing,
reason_missing, reason_too_long, text_invalid.';

create function social_private.appeals(state social.case_state, after text, page_size integer)
  returns setof social.appeal
  language plpgsql
  stable
  security definer -- nobody may read the table; only staff
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
    from social_private.appeals as waiting, lateral social_private.appeal(waiting.id) as appeal
    where waiting.decided_at is null and waiting.id > key and waiting.appellant_id <> actor
    order by waiting.id
    limit size;
  else
    return query
    select appeal.*
    from social_private.appeals as decided, lateral social_private.appeal(decided.id) as appeal
    where decided.decided_at is not null and decided.id < key and decided.appellant_id <> actor
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
'The open appeals, oldest first, or the decided ones, latest first; without your own. Staff only.

Errors: not_signed_in, profile_missing, not_staff, insufficient_aal, cursor_invalid, page_size_invalid.';

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
'Appeals that nobody has decided yet, oldest first. Decide one with decide_appeal_as(null, id, …).';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.my_sanctions(text, integer), social.my_sanctions(text, integer),
  social_private.appeal_sanction(uuid, text), social.appeal_sanction(uuid, text),
  social_private.decide_appeal(uuid, social.appeal_decision, text),
  social.decide_appeal(uuid, social.appeal_decision, text),
  social_private.appeals(social.case_state, text, integer),
  social.appeals(social.case_state, text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in

-- Policies: see social_table_access.
