-- Staff desk: what staff read beside the queues of reports and appeals.
-- The audit log says who did what and why, and the statistics say how much people did each day.
-- Both are only for staff, and neither contains what people wrote.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('days_invalid', 422, 'The number of days must be a whole number from 1 to 90.', null);

-- Audit log

create type social.audit_entry as (
  id uuid,
  number bigint,
  created_at timestamptz,
  actor_id uuid,
  actor_username text,
  actor_role text,
  action text,
  target_kind text,
  target_id uuid,
  subject_id uuid,
  subject_username text,
  reason text,
  ground social.sanction_ground,
  is_automated boolean,
  report_id uuid,
  before jsonb,
  after jsonb,
  cursor text
);

comment on type social.audit_entry is
'An action of staff or of the operator.

number is the number of the entry in the log; numbers of entries that you may not see are missing.
actor_id is the person who acted, and actor_role the role that this person had then: administrator,
moderator, operator or member. actor_id is null for the operator. subject_id is the person whom the
action concerns. The usernames are the current ones, and null if the account no longer exists.
before and after are the parts of the target that the action changed. To get the next page, pass the
cursor of the last row.';

create function social_private.can_read_entry(staff_id uuid, entry social_private.audit_log)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return entry.action in ('add_staff', 'remove_staff')
    or social_private.can_handle_report(can_read_entry.staff_id, entry.subject_id, (
      select reports.reporter_id from social_private.reports
      where reports.id = case entry.target_kind when 'report' then entry.target_id
        else entry.report_id end
    ));
end;
$$;

comment on function social_private.can_read_entry(uuid, social_private.audit_log) is
'Returns whether a member of staff may read an entry of the audit log.

All staff may read who joined and left the staff. The other entries follow the rule of reports:
nobody reads entries about themselves or about their own reports, and only administrators read
entries about staff. Otherwise the log would tell staff of reports about them.';

create function social_private.audit_log(after text, page_size integer)
  returns setof social.audit_entry
  language plpgsql
  stable
  security definer -- clients cannot read the table; the caller must be staff
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_staff();
  key uuid := social_private.parse_id_cursor(
    audit_log.after, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  size integer := social_private.checked_page_size(audit_log.page_size);
begin
  return query
  select
    entries.id, entries.number, entries.created_at, entries.actor_id, actors.username::text,
    entries.actor_role, entries.action, entries.target_kind, entries.target_id, entries.subject_id,
    subjects.username::text, entries.reason, entries.ground, entries.is_automated,
    entries.report_id, entries.before, entries.after, encode(uuid_send(entries.id), 'hex')
  from social_private.audit_log as entries
  left join social.profiles as actors on actors.id = entries.actor_id
  left join social.profiles as subjects on subjects.id = entries.subject_id
  where entries.id < key and social_private.can_read_entry(actor, entries)
  order by entries.id desc
  limit size;
end;
$$;

create function social.audit_log(after text default null, page_size integer default 20)
  returns setof social.audit_entry
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.audit_log(audit_log.after, audit_log.page_size);

comment on function social.audit_log(text, integer) is
'List the actions of staff and of the operator, latest first. Staff only.

The list leaves out actions that concern you, and actions about reports by you. Only administrators
see actions that concern staff. Everybody of the staff sees who joined and left the staff.

Errors: insufficient_aal, not_staff.
Common errors: docs/errors.md#common-errors.';

-- Statistics

create type social.daily_statistics as (
  day date,
  person_count integer,
  post_count integer,
  comment_count integer,
  like_count integer,
  report_count integer,
  storage_bytes bigint
);

comment on type social.daily_statistics is
'What was new on one day, in UTC: people, posts, comments, likes of posts and comments, reports, and
the size of the stored files. All numbers count only what still exists. Content that is deleted but
not erased yet counts, and so does hidden content. Unconfirmed accounts do not count.';

create function social_private.daily_facts(since timestamptz)
  returns table (day date, kind text, size bigint)
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return query
  select (profiles.created_at at time zone 'UTC')::date, 'person', count(*)
  from social.profiles
  join social_private.accounts on accounts.profile_id = profiles.id
  where profiles.created_at >= since and accounts.unconfirmed_at is null
  group by 1
  union all
  select (posts.created_at at time zone 'UTC')::date, 'post', count(*)
  from social.posts where posts.id >= social_private.min_id_at(since)
  group by 1
  union all
  select (comments.created_at at time zone 'UTC')::date, 'comment', count(*)
  from social.comments where comments.id >= social_private.min_id_at(since)
  group by 1
  union all
  select (likes.created_at at time zone 'UTC')::date, 'like', count(*)
  from social.likes where likes.created_at >= since
  group by 1
  union all
  select (comment_likes.created_at at time zone 'UTC')::date, 'like', count(*)
  from social.comment_likes where comment_likes.created_at >= since
  group by 1
  union all
  select (reports.created_at at time zone 'UTC')::date, 'report', count(*)
  from social_private.reports where reports.id >= social_private.min_id_at(since)
  group by 1
  union all
  select (objects.created_at at time zone 'UTC')::date, 'bytes',
    sum((objects.metadata ->> 'size')::bigint)::bigint
  from storage.objects
  where objects.created_at >= since and objects.bucket_id in (
    'social-uploads', 'social-media', 'social-avatars', 'social-exports')
  group by 1;
end;
$$;

comment on function social_private.daily_facts(timestamptz) is
'Returns how much of each kind was new on each day, in UTC, from the given time on. The kind bytes
is the size of the stored files. Days without anything new are missing.';

create function social_private.growth(days integer default 30)
  returns setof social.daily_statistics
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  since timestamptz;
  today date := (now() at time zone 'UTC')::date;
begin
  if growth.days is null or growth.days not between 1 and 90 then
    perform social_private.fail('days_invalid');
  end if;
  since := (today - growth.days + 1)::timestamp at time zone 'UTC';
  return query
  select
    today - back,
    coalesce(sum(facts.size) filter (where facts.kind = 'person'), 0)::integer,
    coalesce(sum(facts.size) filter (where facts.kind = 'post'), 0)::integer,
    coalesce(sum(facts.size) filter (where facts.kind = 'comment'), 0)::integer,
    coalesce(sum(facts.size) filter (where facts.kind = 'like'), 0)::integer,
    coalesce(sum(facts.size) filter (where facts.kind = 'report'), 0)::integer,
    coalesce(sum(facts.size) filter (where facts.kind = 'bytes'), 0)::bigint
  from generate_series(0, growth.days - 1) as back
  left join social_private.daily_facts(since) as facts on facts.day = today - back
  group by back
  order by back desc;
end;
$$;

comment on function social_private.growth(integer) is
'Returns what was new on each of the last days, from 1 to 90 of them, oldest day first, for the
operator and for the staff pages. A day on which nothing happened has zeros.

Errors: days_invalid.';

create function social_private.statistics(days integer)
  returns setof social.daily_statistics
  language plpgsql
  stable
  security definer -- clients cannot read the tables; the caller must be staff
  set search_path = ''
as $$
begin
  perform social_private.require_staff();
  return query select * from social_private.growth(statistics.days);
end;
$$;

create function social.statistics(days integer default 30)
  returns setof social.daily_statistics
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.statistics(statistics.days);

comment on function social.statistics(integer) is
'List what was new on each of the last days, from 1 to 90 of them, oldest day first. Today is the
last day. Staff only.

A day on which nothing happened has zeros.

Errors: days_invalid, insufficient_aal, not_staff.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.audit_log(text, integer), social.audit_log(text, integer),
  social_private.statistics(integer), social.statistics(integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
