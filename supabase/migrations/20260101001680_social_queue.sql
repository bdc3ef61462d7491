-- The queue: which reports there are, for staff and in Studio. No content, and no reporter.

-- Reads

create function social_private.report_case(report_id uuid)
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
    ),
    report.created_at, report.decision, report.decision_reason, report.decider_id,
    report.decided_at, encode(uuid_send(report.id), 'hex')
  )::social.report_case;
end;
$$;

comment on function social_private.report_case(uuid) is 'A report as the queue shows it.';

create function social_private.moderation_queue(
  state social.case_state, after text, page_size integer)
  returns setof social.report_case
  language plpgsql
  stable
  security definer -- nobody may read the table; only staff
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
  -- Reports of oneself are for others: one could guess from whom they are.
  if is_open then
    return query
    select report.*
    from social_private.reports, lateral social_private.report_case(reports.id) as report
    where reports.decided_at is null and reports.id > key and reports.subject_id <> actor
    order by reports.id
    limit size;
  else
    return query
    select report.*
    from social_private.reports, lateral social_private.report_case(reports.id) as report
    where reports.decided_at is not null and reports.id < key and reports.subject_id <> actor
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
'The open reports, oldest first, or the closed ones, latest first; without those of you. Staff only.

Errors: not_signed_in, profile_missing, not_staff, mfa_needed, cursor_invalid, page_size_invalid.';

-- Views, for the operator in Studio

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
'Reports that nobody has decided yet, oldest first. Close one with settle_report(null, id, …).';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.moderation_queue(social.case_state, text, integer),
  social.moderation_queue(social.case_state, text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in
