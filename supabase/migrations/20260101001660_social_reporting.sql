-- Reporting: tell staff about a post, a comment or a person.
-- Only what one sees can be reported, so a report tells nothing about what is hidden.

-- Commands

create function social_private.report_card(report social_private.reports)
  returns social.report_card
  language sql
  immutable
  security invoker
  set search_path = ''
return row(
  report.id, report.target_kind, report.target_id, report.reason, report.note, report.created_at,
  report.decision, report.decided_at, encode(uuid_send(report.id), 'hex')
)::social.report_card;

comment on function social_private.report_card(social_private.reports) is
'A report as its reporter sees it: nothing that staff wrote.';

create function social_private.file_report(
  actor uuid, target_kind social.target_kind, target_id uuid, subject_id uuid,
  reason social.report_reason, note text)
  returns social.report_card
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
#variable_conflict use_column
declare
  copy jsonb := social_private.evidence(file_report.target_kind, file_report.target_id);
  report social_private.reports;
begin
  if file_report.subject_id = file_report.actor then
    perform social_private.fail('cannot_report_self');
  end if;
  if file_report.reason is null then
    perform social_private.fail('argument_missing');
  end if;
  insert into social_private.reports (
    reporter_id, target_kind, target_id, subject_id, reason, note, snapshot, media_paths)
  values (
    file_report.actor, file_report.target_kind, file_report.target_id, file_report.subject_id,
    file_report.reason, social_private.statement(file_report.note), copy,
    array(
      select jsonb_path_query(copy, '$.media[*].path') #>> '{}'
      union all select copy ->> 'avatar_path' where copy ->> 'avatar_path' is not null
    ))
  on conflict (reporter_id, target_kind, target_id) where decided_at is null
  -- Changes nothing: it waits for a decision at this moment, and gives the row that is open.
  do update set note = reports.note
  returning * into report;
  return social_private.report_card(report);
end;
$$;

comment on function social_private.file_report(
  uuid, social.target_kind, uuid, uuid, social.report_reason, text) is
'Write a report, or find the open one of the same reporter and target.

Errors: cannot_report_self, argument_missing, statement_too_long, text_invalid.';

create function social_private.report_post(post_id uuid, reason social.report_reason, note text)
  returns social.report_card
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; the reporter is the actor
  set search_path = ''
as $$
declare
  actor uuid := social_private.charge_actor('report');
  -- Held, so that no deletion is done before the snapshot is taken.
  post social.posts := social_private.hold_visible_post(actor, report_post.post_id);
begin
  return social_private.file_report(
    actor, 'post', post.id, post.author_id, report_post.reason, report_post.note);
end;
$$;

create function social.report_post(
  post_id uuid, reason social.report_reason, note text default null)
  returns social.report_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.report_post(report_post.post_id, report_post.reason, report_post.note);

comment on function social.report_post(uuid, social.report_reason, text) is
'Tell staff about a post. They get a copy of it as it is now; its author never learns of you. Again,
while your report is open, returns it and changes nothing.

Returns the report. Errors: not_signed_in, profile_missing, post_not_found, cannot_report_self,
argument_missing, statement_too_long, text_invalid, rate_limited.';

create function social_private.report_comment(
  comment_id uuid, reason social.report_reason, note text)
  returns social.report_card
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; the reporter is the actor
  set search_path = ''
as $$
declare
  actor uuid := social_private.charge_actor('report');
  comment social.comments := social_private.hold_visible_comment(
    actor, report_comment.comment_id);
begin
  return social_private.file_report(
    actor, 'comment', comment.id, comment.author_id, report_comment.reason,
    report_comment.note);
end;
$$;

create function social.report_comment(
  comment_id uuid, reason social.report_reason, note text default null)
  returns social.report_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.report_comment(
  report_comment.comment_id, report_comment.reason, report_comment.note);

comment on function social.report_comment(uuid, social.report_reason, text) is
'Tell staff about a comment, as report_post does about a post.

Returns the report. Errors: not_signed_in, profile_missing, comment_not_found, cannot_report_self,
argument_missing, statement_too_long, text_invalid, rate_limited.';

create function social_private.report_profile(
  profile_id uuid, reason social.report_reason, note text)
  returns social.report_card
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; the reporter is the actor
  set search_path = ''
as $$
declare
  actor uuid := social_private.charge_actor('report');
begin
  perform social_private.hold_visible_profile(actor, report_profile.profile_id);
  return social_private.file_report(
    actor, 'profile', report_profile.profile_id, report_profile.profile_id, report_profile.reason,
    report_profile.note);
end;
$$;

create function social.report_profile(
  profile_id uuid, reason social.report_reason, note text default null)
  returns social.report_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.report_profile(
  report_profile.profile_id, report_profile.reason, report_profile.note);

comment on function social.report_profile(uuid, social.report_reason, text) is
'Tell staff about a person, as report_post does about a post.

Returns the report. Errors: not_signed_in, profile_missing, profile_not_found, cannot_report_self,
argument_missing, statement_too_long, text_invalid, rate_limited.';

-- Reads

create function social_private.my_reports(after text, page_size integer)
  returns setof social.report_card
  language plpgsql
  stable
  security definer -- nobody may read the table; the actor's own reports
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key uuid := social_private.parse_id_cursor(
    my_reports.after, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  size integer := social_private.checked_page_size(my_reports.page_size);
begin
  return query
  select card.*
  from social_private.reports, lateral social_private.report_card(reports) as card
  where reports.reporter_id = actor and reports.id < key
  order by reports.id desc
  limit size;
end;
$$;

create function social.my_reports(after text default null, page_size integer default 20)
  returns setof social.report_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.my_reports(my_reports.after, my_reports.page_size);

comment on function social.my_reports(text, integer) is
'What you reported, latest first, and what came of it.

Errors: not_signed_in, profile_missing, cursor_invalid, page_size_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.report_post(uuid, social.report_reason, text),
  social.report_post(uuid, social.report_reason, text),
  social_private.report_comment(uuid, social.report_reason, text),
  social.report_comment(uuid, social.report_reason, text),
  social_private.report_profile(uuid, social.report_reason, text),
  social.report_profile(uuid, social.report_reason, text),
  social_private.my_reports(text, integer), social.my_reports(text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in
