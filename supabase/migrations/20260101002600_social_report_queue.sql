-- Report queue: staff review reports and resolve them.
-- The queue shows no reported content. To see the content of a report, staff call review_report,
-- and the audit log records the review.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('report_not_found', 404, 'There is no such report.', null),
  ('report_resolved', 409, 'This report is already decided.', 'Reload the queue.'),
  ('cannot_moderate_self', 403, 'Staff cannot moderate themselves.', 'Leave it to other staff.');

-- Types

create type social.report_case as (
  id uuid,
  target_kind social.target_kind,
  target_id uuid,
  subject_id uuid,
  subject_username text,
  reason social.report_reason,
  note text,
  report_count integer,
  created_at timestamptz,
  decision social.report_decision,
  decision_reason text,
  decider_id uuid,
  decided_at timestamptz,
  cursor text
);

comment on type social.report_case is
'A report in the queue, without the reported content. The subject is the reported person, or the
author of the reported content. subject_username is the username at the time of the report.
report_count is the number of reports of the same target.';

create type social.report_review as (
  id uuid,
  target_kind social.target_kind,
  target_id uuid,
  subject_id uuid,
  reporter_id uuid,
  reporter_username text,
  reason social.report_reason,
  note text,
  snapshot jsonb,
  current jsonb,
  other_reports jsonb,
  sanction_count integer,
  created_at timestamptz,
  decision social.report_decision,
  decision_reason text,
  decided_at timestamptz
);

comment on type social.report_review is
'A report with all data. snapshot is the copy that was made at the time of the report. current is a
copy of the present state of the target, or null if the target no longer exists. other_reports is an
array of up to 100 reports of the same target: {id, reason, note, created_at, decision}.
sanction_count is the number of sanctions against the person so far.';

-- Reads

create function social_private.report_case(report_id uuid, staff_id uuid)
  returns social.report_case
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  report social_private.reports;
begin
  select * into report from social_private.reports where reports.id = report_case.report_id;
  return row(
    report.id, report.target_kind, report.target_id, report.subject_id,
    report.snapshot ->> 'username', report.reason, report.note,
    (
      select count(*)::integer from social_private.reports
      where reports.target_id = report.target_id
        and social_private.can_handle_report(
          report_case.staff_id, reports.subject_id, reports.reporter_id)
    ),
    report.created_at, report.decision, report.decision_reason, report.decider_id,
    report.decided_at, encode(uuid_send(report.id), 'hex')
  )::social.report_case;
end;
$$;

comment on function social_private.report_case(uuid, uuid) is
'Returns the row that the queue shows a member of staff for a report.';

create function social_private.require_authority(staff_id uuid, subject_id uuid)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if require_authority.staff_id = require_authority.subject_id then
    perform social_private.fail('cannot_moderate_self');
  end if;
  if not social_private.can_moderate(
    require_authority.staff_id, require_authority.subject_id)
  then
    perform social_private.fail('not_administrator');
  end if;
end;
$$;

comment on function social_private.require_authority(uuid, uuid) is
'Checks that a member of staff may moderate a person, as can_moderate(). Errors:
cannot_moderate_self, not_administrator.';

-- Commands

create function social_private.review_report(report_id uuid)
  returns social.report_review
  language plpgsql
  volatile
  security definer -- clients may not read reports; the caller must be staff, and is logged
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_staff();
  report social_private.reports;
begin
  select * into report from social_private.reports where reports.id = review_report.report_id;
  -- The same look-ups for a report that does not exist and for one that the caller may not see.
  if not social_private.can_handle_report(actor, report.subject_id, report.reporter_id)
    or report.id is null
  then
    perform social_private.fail('report_not_found');
  end if;
  perform social_private.begin_staff_action(actor, report_id => report.id);
  perform social_private.log_entry('review', 'report', report.id, report.subject_id);
  perform social_private.end_staff_action();
  return row(
    report.id, report.target_kind, report.target_id, report.subject_id, report.reporter_id,
    (select profiles.username from social.profiles where profiles.id = report.reporter_id),
    report.reason, report.note, report.snapshot,
    social_private.evidence(report.target_kind, report.target_id),
    (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', others.id, 'reason', others.reason, 'note', others.note,
        'created_at', others.created_at, 'decision', others.decision
      ) order by others.id), '[]')
      from (
        select * from social_private.reports
        where reports.target_id = report.target_id and reports.id <> report.id
          and social_private.can_handle_report(actor, reports.subject_id, reports.reporter_id)
        order by reports.id desc
        limit 100
      ) as others
    ),
    (
      select count(*)::integer from social_private.audit_log
      where audit_log.subject_id = report.subject_id
        and audit_log.action in ('hide', 'limit', 'suspend')
    ),
    report.created_at, report.decision, report.decision_reason, report.decided_at
  )::social.report_review;
end;
$$;

create function social.review_report(report_id uuid)
  returns social.report_review
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.review_report(review_report.report_id);

comment on function social.review_report(uuid) is
'Review a report and read the reported content, even if the content is private. Staff only.

The audit log records the review. After the review, you may load the files of the report until the
report is decided. Returns the report with all data.

A report about you or by you is not found. A report about staff is found only by administrators.

Errors: insufficient_aal, not_staff, report_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.tg_reports__complete_decision()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  new.decided_at := clock_timestamp();
  return new;
end;
$$;

comment on function social_private.tg_reports__complete_decision() is
'Sets decided_at if the operator writes only the decision of a report with SQL.';

create trigger complete_decision
  before update of decision on social_private.reports
  for each row when (new.decision is not null and new.decided_at is null)
  execute function social_private.tg_reports__complete_decision();

create function social_private.tg_reports__log_decision()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform social_private.begin_staff_action(
    new.decider_id, new.decision_reason, report_id => new.id);
  perform social_private.log_entry(
    'resolve', 'report', new.id, new.subject_id, null,
    jsonb_build_object('decision', new.decision));
  perform social_private.end_staff_action();
  perform social_private.notify(new.reporter_id, 'report_decision', null, new.id, new.id);
  return null;
end;
$$;

comment on function social_private.tg_reports__log_decision() is
'Logs the decision of a report and notifies the reporter, also if the operator decides with SQL.';

create trigger log_decision
  after update of decided_at, decision on social_private.reports
  for each row when (old.decided_at is null and new.decided_at is not null)
  execute function social_private.tg_reports__log_decision();

create function social_private.resolve_report_as(
  staff_id uuid, report_id uuid, decision social.report_decision, reason text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  report social_private.reports;
  cleaned text;
begin
  -- If two members of staff decide the report at the same time, the second waits here and then sees
  -- that the report is decided.
  select * into report from social_private.reports
  where reports.id = resolve_report_as.report_id
    and social_private.can_handle_report(
      resolve_report_as.staff_id, reports.subject_id, reports.reporter_id)
  for update;
  if not found then
    perform social_private.fail('report_not_found');
  end if;
  if report.decided_at is not null then
    perform social_private.fail('report_resolved');
  end if;
  if resolve_report_as.decision is null then
    perform social_private.fail('argument_missing');
  end if;
  cleaned := social_private.require_reason(resolve_report_as.reason);
  update social_private.reports set
    decision = resolve_report_as.decision, decision_reason = cleaned,
    decider_id = resolve_report_as.staff_id, decided_at = clock_timestamp()
  where reports.id = report.id;
end;
$$;

comment on function social_private.resolve_report_as(uuid, uuid, social.report_decision, text) is
'Decides a report on behalf of a member of staff. If staff_id is null, the operator decides.

Errors: reason_missing, reason_too_long, report_not_found, report_resolved, text_invalid.
Common errors: docs/errors.md#common-errors.';

create function social_private.resolve_report(
  report_id uuid, decision social.report_decision, reason text)
  returns social.report_case
  language plpgsql
  volatile
  security definer -- clients have no update grant; the caller must be staff
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_staff();
begin
  perform social_private.resolve_report_as(
    actor, resolve_report.report_id, resolve_report.decision, resolve_report.reason);
  return social_private.report_case(resolve_report.report_id, actor);
end;
$$;

create function social.resolve_report(
  report_id uuid, decision social.report_decision, reason text)
  returns social.report_case
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.resolve_report(
  resolve_report.report_id, resolve_report.decision, resolve_report.reason);

comment on function social.resolve_report(uuid, social.report_decision, text) is
'Decide a report: action_taken or dismissed, with a reason. Staff only.

The reporter sees the decision, but not the reason. This call changes only the report. To act on the
reported content or person, call moderate_post, moderate_comment or moderate_profile.
Returns the report.

A report that review_report does not find is not found here either.

Errors: insufficient_aal, not_staff, reason_missing, reason_too_long, report_not_found,
report_resolved, text_invalid.
Common errors: docs/errors.md#common-errors.';

-- Lists

create function social_private.moderation_queue(
  state social.case_state, after text, page_size integer)
  returns setof social.report_case
  language plpgsql
  stable
  security definer -- clients may not read the table; the caller must be staff
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_staff();
  is_open boolean := coalesce(moderation_queue.state, 'open') = 'open';
  key uuid := social_private.parse_id_cursor(moderation_queue.after, case when is_open
    then '00000000-0000-0000-0000-000000000000'
    else 'ffffffff-ffff-ffff-ffff-ffffffffffff' end::uuid);
  size integer := social_private.checked_page_size(moderation_queue.page_size);
begin
  -- Staff do not see reports about themselves, because they might guess who reported them.
  -- Moderators do not see reports about their superiors for the same reason.
  if is_open then
    return query
    select report.*
    from social_private.reports, lateral social_private.report_case(reports.id, actor) as report
    where reports.decided_at is null and reports.id > key
      and social_private.can_handle_report(actor, reports.subject_id, reports.reporter_id)
    order by reports.id
    limit size;
  else
    return query
    select report.*
    from social_private.reports, lateral social_private.report_case(reports.id, actor) as report
    where reports.decided_at is not null and reports.id < key
      and social_private.can_handle_report(actor, reports.subject_id, reports.reporter_id)
    order by reports.id desc
    limit size;
  end if;
end;
$$;

create function social.moderation_queue(
  state social.case_state default 'open', after text default null, page_size integer default 20)
  returns setof social.report_case
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.moderation_queue(
  moderation_queue.state, moderation_queue.after, moderation_queue.page_size);

comment on function social.moderation_queue(social.case_state, text, integer) is
'List the open reports, oldest first, or the decided reports, latest first. Staff only.

The list leaves out reports about you and reports by you. Only administrators see reports about
staff.

Errors: insufficient_aal, not_staff.
Common errors: docs/errors.md#common-errors.';

create view social_private.open_reports with (security_invoker = true) as
select
  reports.id, reports.created_at, reports.target_kind, reports.target_id, reports.reason,
  reports.note, reports.subject_id, subjects.username as subject_username,
  reporters.username as reporter_username, reports.snapshot
from social_private.reports
left join social.profiles as subjects on subjects.id = reports.subject_id
left join social.profiles as reporters on reporters.id = reports.reporter_id
where reports.decided_at is null
order by reports.id;

comment on view social_private.open_reports is
'The open reports, oldest first, for the operator. The operator decides a report with
resolve_report_as(null, id, decision, reason).';

comment on column social_private.open_reports.id is 'The id of the report.';

comment on column social_private.open_reports.created_at is 'The time of the report.';

comment on column social_private.open_reports.target_kind is
'What was reported: post, comment or profile.';

comment on column social_private.open_reports.target_id is
'The id of the reported post, comment or person.';

comment on column social_private.open_reports.reason is 'The reason that the reporter chose.';

comment on column social_private.open_reports.note is 'What the reporter wrote.';

comment on column social_private.open_reports.subject_id is
'The reported person, or the author of the reported content.';

comment on column social_private.open_reports.subject_username is
'The username of the reported person, or of the author, at the time of the report.';

comment on column social_private.open_reports.reporter_username is
'The username of the person who reported.';

comment on column social_private.open_reports.snapshot is
'A copy of the reported content at the time of the report.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.review_report(uuid), social.review_report(uuid),
  social_private.resolve_report(uuid, social.report_decision, text),
  social.resolve_report(uuid, social.report_decision, text),
  social_private.moderation_queue(social.case_state, text, integer),
  social.moderation_queue(social.case_state, text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
