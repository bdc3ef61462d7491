-- Reports: people report posts, comments and profiles to staff.
-- Each row is one report, with a copy of the reported content. A report has no foreign key to the
-- content, so it remains when the content is deleted. Only staff and the reporter can see who made
-- the report.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('cannot_report_self', 422, 'You cannot report yourself or your own content.', null),
  ('reason_missing', 422, 'A reason is required.', null),
  ('reason_too_long', 422, 'The note, reason or appeal is too long.', null);

-- Tables

create type social.report_reason as enum (
  'spam', 'harassment', 'hate', 'violence', 'nudity', 'self_harm', 'illegal', 'impersonation',
  'other'
);

create type social.report_decision as enum ('action_taken', 'dismissed');

comment on type social.report_decision is
'The decision about a report. action_taken: staff acted on the report. dismissed: staff found no
reason to act.';

create type social.case_state as enum ('open', 'closed');

create type social.report_card as (
  id uuid,
  target_kind social.target_kind,
  target_id uuid,
  reason social.report_reason,
  note text,
  created_at timestamptz,
  decision social.report_decision,
  decided_at timestamptz,
  cursor text
);

comment on type social.report_card is
'A report, with the attributes that its reporter may see. decision is null while the report is
open.';

create table social_private.reports (
  id uuid not null default social_private.uuid_v7(),
  reporter_id uuid not null,
  target_kind social.target_kind not null,
  target_id uuid not null,
  subject_id uuid not null,
  reason social.report_reason not null,
  note text,
  snapshot jsonb not null,
  media_paths text[] not null,
  created_at timestamptz not null default now(),
  decision social.report_decision,
  decision_reason text,
  decider_id uuid,
  decided_at timestamptz,

  constraint reports_pkey primary key (id),
  constraint reports_texts_have_a_maximum check (
    char_length(note) <= 20000 and char_length(decision_reason) <= 20000
  ),
  constraint reports_decision_is_whole check ((decision is null) = (decided_at is null))
);

comment on table social_private.reports is
'Reports of posts, comments and profiles. The operator may delete decided reports at any time.';

comment on column social_private.reports.id is 'The id of the report.';

comment on column social_private.reports.reporter_id is 'The person who reported.';

comment on column social_private.reports.target_kind is
'What was reported: post, comment or profile.';

comment on column social_private.reports.target_id is
'The id of the reported post, comment or person.';

comment on column social_private.reports.subject_id is
'The author of the reported post or comment, or the reported person.';

comment on column social_private.reports.reason is 'The reason that the reporter chose.';

comment on column social_private.reports.note is 'What the reporter wrote.';

comment on column social_private.reports.snapshot is
'A copy of the reported content or profile, made by the function evidence().';

comment on column social_private.reports.media_paths is
'The paths of the reported files. The files are kept until the report is decided.';

comment on column social_private.reports.created_at is 'The time of the report.';

comment on column social_private.reports.decision is
'The decision: action_taken or dismissed. Null while the report is open.';

comment on column social_private.reports.decision_reason is
'The reason of the decision, for staff only.';

comment on column social_private.reports.decider_id is
'The member of staff who decided. Null for the operator.';

comment on column social_private.reports.decided_at is
'The time of the decision. Null while the report is open.';

-- This index lets a person have only one open report of the same target.
create unique index reports_open_key
  on social_private.reports (reporter_id, target_kind, target_id) where decided_at is null;

-- This index serves the list of one person's reports, latest first.
create index reports_reporter_id_id_idx on social_private.reports (reporter_id, id desc);

-- This index serves the list of the reports of one target.
create index reports_target_id_id_idx on social_private.reports (target_id, id desc);

-- This index serves the list of open reports, oldest first.
create index reports_queue_idx on social_private.reports (id) where decided_at is null;

-- This index serves the list of decided reports, latest first.
create index reports_decided_idx on social_private.reports (id desc) where decided_at is not null;

-- This index finds open reports by the path of a file in their evidence.
create index reports_media_paths_idx
  on social_private.reports using gin (media_paths) where decided_at is null;

alter table social_private.reports enable row level security;

create trigger keep_order
  before insert or update of created_at on social_private.reports
  for each row when (not social_private.is_id_of(new.id, new.created_at))
  execute function social_private.tg_refuse_id('created_at');

create trigger keep_rows
  before truncate on social_private.reports
  for each statement execute function social_private.tg_refuse_truncate();

create function social_private.tg_reports__refuse_changes()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  kept social_private.reports := new;
begin
  -- A merge of two accounts changes only whom the report concerns.
  if current_setting('social.is_moving_rows', true) = 'on' then
    kept.reporter_id := old.reporter_id;
    kept.subject_id := old.subject_id;
    kept.target_id := old.target_id;
    if kept is not distinct from old then
      return new;
    end if;
  end if;
  if old.decided_at is not null
    or (old.id, old.reporter_id, old.target_kind, old.target_id, old.subject_id, old.reason,
      old.note, old.snapshot, old.media_paths, old.created_at)
    is distinct from (new.id, new.reporter_id, new.target_kind, new.target_id, new.subject_id,
      new.reason, new.note, new.snapshot, new.media_paths, new.created_at)
  then
    perform social_private.fail('record_final');
  end if;
  return new;
end;
$$;

comment on function social_private.tg_reports__refuse_changes() is
'Rejects changes to the copy and target of a report, and all changes to a decided report. A merge of
two accounts may change the reporter and the reported person.';

create trigger keep_report
  before update on social_private.reports
  for each row execute function social_private.tg_reports__refuse_changes();

-- Evidence

create function social_private.evidence(target_kind social.target_kind, target_id uuid)
  returns jsonb
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return case evidence.target_kind
    when 'post' then (
      select jsonb_build_object(
        'profile_id', profiles.id, 'username', profiles.username, 'caption', posts.caption,
        'visibility', posts.visibility, 'is_sensitive', posts.is_sensitive,
        'sensitive_note', posts.sensitive_note, 'created_at', posts.created_at,
        'edited_at', posts.edited_at, 'archived_at', posts.archived_at,
        'hidden_at', posts.hidden_at, 'deleted_at', posts.deleted_at, 'media', (
          select coalesce(jsonb_agg(jsonb_build_object(
            'path', post_media.path, 'mime_type', post_media.mime_type,
            'alt_text', post_media.alt_text) order by post_media.position), '[]')
          from social.post_media where post_media.post_id = posts.id
        ))
      from social.posts
      join social.profiles on profiles.id = posts.author_id
      where posts.id = evidence.target_id
    )
    when 'comment' then (
      select jsonb_build_object(
        'profile_id', profiles.id, 'username', profiles.username, 'body', comments.body,
        'post_id', comments.post_id, 'parent_id', comments.parent_id,
        'created_at', comments.created_at, 'edited_at', comments.edited_at,
        'hidden_at', (
          select hidden_comments.hidden_at from social_private.hidden_comments
          where hidden_comments.comment_id = comments.id and hidden_comments.hidden_by = 'staff'
        ), 'deleted_at', comments.deleted_at)
      from social.comments
      join social.profiles on profiles.id = comments.author_id
      where comments.id = evidence.target_id
    )
    when 'profile' then (
      select jsonb_build_object(
        'profile_id', profiles.id, 'username', profiles.username,
        'display_name', profiles.display_name, 'bio', profiles.bio, 'website', profiles.website,
        'avatar_path', profiles.avatar_path, 'is_private', accounts.is_private,
        'created_at', profiles.created_at, 'limited_at', accounts.limited_at,
        'suspended_at', accounts.suspended_at)
      from social.profiles
      join social_private.accounts on accounts.profile_id = profiles.id
      where profiles.id = evidence.target_id
    )
  end;
end;
$$;

comment on function social_private.evidence(social.target_kind, uuid) is
'Returns a copy of the present state of a post, comment or profile, with its author. Returns null if
the post, comment or profile no longer exists.';

create function social_private.is_evidence(path text)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (
    select from social_private.reports
    where reports.decided_at is null and reports.media_paths @> array[is_evidence.path]
  );
end;
$$;

comment on function social_private.is_evidence(text) is
'Returns whether an open report needs this file. A file that an open report needs is not deleted.';

create function social_private.can_handle_report(
  staff_id uuid, subject_id uuid, reporter_id uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return social_private.can_moderate(can_handle_report.staff_id, can_handle_report.subject_id)
    and can_handle_report.staff_id is distinct from can_handle_report.reporter_id;
end;
$$;

comment on function social_private.can_handle_report(uuid, uuid, uuid) is
'Returns whether a member of staff may see and decide a report about subject_id by reporter_id.
Nobody may handle a report about themselves or by themselves, and only administrators may handle
reports about staff. For other staff, the report does not exist.';

create function social_private.can_review_file(path text)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  viewer uuid := social_private.viewer_id();
  added_at timestamptz := (
    select staff.added_at from social_private.staff where staff.profile_id = viewer
  );
begin
  return added_at is not null
    and social_private.login_id() is not null -- nobody reviews for a member of staff
    and not social_private.is_mfa_missing()
    and exists (
      select from social_private.reports
      join social_private.audit_log
        on audit_log.target_id = reports.id
        and audit_log.action = 'review'
        and audit_log.actor_id = viewer
        and audit_log.created_at >= added_at
      where reports.decided_at is null and reports.media_paths @> array[can_review_file.path]
        and social_private.can_handle_report(viewer, reports.subject_id, reports.reporter_id)
    );
end;
$$;

comment on function social_private.can_review_file(text) is
'Returns whether the caller is staff, has reviewed an open report with this file since they joined
the staff, and may still handle the report. The audit log records each review, so staff cannot load
a file without a trace.';

-- Commands

create function social_private.clean_reason(value text)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return social_private.clean_text(
    clean_reason.value, 'reason', (select config.reason_length from social_private.config));
end;
$$;

comment on function social_private.clean_reason(text) is
'Cleans the text of a note, reason or appeal. Returns null if the text is empty. Errors:
reason_too_long, text_invalid.';

create function social_private.require_reason(value text)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  cleaned text := social_private.clean_reason(require_reason.value);
begin
  if cleaned is null then
    perform social_private.fail('reason_missing');
  end if;
  return cleaned;
end;
$$;

comment on function social_private.require_reason(text) is
'Cleans the text of a required reason or appeal. Errors: reason_missing, reason_too_long,
text_invalid.';

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
'Returns a report for its reporter, without the texts that staff wrote.';

create function social_private.notify_staff(report social_private.reports)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  member uuid;
begin
  for member in
    select staff.profile_id from social_private.staff
    where social_private.can_handle_report(
        staff.profile_id, report.subject_id, report.reporter_id)
      and not exists (
        select from social_private.notification_groups as groups
        join social_private.notifications on notifications.group_id = groups.id
        where groups.recipient_id = staff.profile_id and groups.kind = 'report_waiting'
          and notifications.created_at > now() - interval '1 hour'
      )
    order by staff.profile_id
  loop
    perform social_private.notify(member, 'report_waiting', null, report.id, member);
  end loop;
end;
$$;

comment on function social_private.notify_staff(social_private.reports) is
'Notifies the members of staff who may handle a new report. Notifies a member at most once an
hour.';

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
  target_copy jsonb := social_private.evidence(file_report.target_kind, file_report.target_id);
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
    file_report.reason, social_private.clean_reason(file_report.note), target_copy,
    array(
      select jsonb_path_query(target_copy, '$.media[*].path') #>> '{}'
      union all select target_copy ->> 'avatar_path' where target_copy ->> 'avatar_path' is not null
    ))
  on conflict (reporter_id, target_kind, target_id) where decided_at is null
  -- This update changes no value. It waits for a concurrent decision about the report, and then
  -- returns the open report.
  do update set note = reports.note
  returning * into report;
  if report.created_at = now() then
    perform social_private.notify_staff(report);
  end if;
  return social_private.report_card(report);
end;
$$;

comment on function social_private.file_report(
  uuid, social.target_kind, uuid, uuid, social.report_reason, text) is
'Creates a report, or returns the open report of the same reporter and target.

Errors: cannot_report_self, reason_too_long, text_invalid.
Common errors: docs/errors.md#common-errors.';

create function social_private.report_post(post_id uuid, reason social.report_reason, note text)
  returns social.report_card
  language plpgsql
  volatile
  security definer -- clients have no insert grant; the reporter is the caller
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('report');
  -- The lock delays a deletion of the post until the copy of the post is made.
  post social.posts := social_private.lock_visible_post(actor, report_post.post_id);
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
'Report a post to staff. Idempotent while your report is open.

Staff get a copy of the post as it is now. The author of the post never learns who reported it.
Returns the report.

Errors: cannot_report_self, post_not_found, reason_too_long, text_invalid.
Common errors: docs/errors.md#common-errors.';

create function social_private.report_comment(
  comment_id uuid, reason social.report_reason, note text)
  returns social.report_card
  language plpgsql
  volatile
  security definer -- clients have no insert grant; the reporter is the caller
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('report');
  comment social.comments := social_private.lock_visible_comment(
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
'Report a comment to staff. Idempotent while your report is open.

Staff get a copy of the comment as it is now. The author of the comment never learns who reported
it. Returns the report.

Errors: cannot_report_self, comment_not_found, reason_too_long, text_invalid.
Common errors: docs/errors.md#common-errors.';

create function social_private.report_profile(
  profile_id uuid, reason social.report_reason, note text)
  returns social.report_card
  language plpgsql
  volatile
  security definer -- clients have no insert grant; the reporter is the caller
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('report');
begin
  perform social_private.lock_visible_profile(actor, report_profile.profile_id);
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
'Report a person to staff. Idempotent while your report is open.

Staff get a copy of the profile as it is now. The person never learns who reported them. Returns the
report.

Errors: cannot_report_self, profile_not_found, reason_too_long, text_invalid.
Common errors: docs/errors.md#common-errors.';

-- Lists

create function social_private.my_reports(after text, page_size integer)
  returns setof social.report_card
  language plpgsql
  stable
  security definer -- clients may not read the table; lists the caller's own reports
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
'List your own reports and their decisions, latest first.

Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.report_post(uuid, social.report_reason, text),
  social.report_post(uuid, social.report_reason, text),
  social_private.report_comment(uuid, social.report_reason, text),
  social.report_comment(uuid, social.report_reason, text),
  social_private.report_profile(uuid, social.report_reason, text),
  social.report_profile(uuid, social.report_reason, text),
  social_private.my_reports(text, integer), social.my_reports(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
