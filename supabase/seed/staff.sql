-- Demo staff, the reports that wait for them and those that they decided. This file is not a part of
-- seed.sql, because everybody knows the password of the administrator.

-- Everything that staff do is dated now. In this session, it gets the date of the variable demo.at.
create function pg_temp.tg__date()
  returns trigger
  language plpgsql
as $$
declare
  at timestamptz := current_setting('demo.at');
begin
  if tg_table_name = 'audit_log' then
    new.id := social_private.uuid_v7(at);
    new.created_at := at;
    new.hash := social_private.audit_hash(new);
  elsif tg_op = 'INSERT' then
    new.id := social_private.uuid_v7(at);
    new.created_at := at;
  else
    new.decided_at := at;
  end if;
  return new;
end;
$$;

-- This trigger runs after chain_entry, because its name comes later in the alphabet.
create trigger date_entry before insert on social_private.audit_log
  for each row execute function pg_temp.tg__date();
create trigger date_report before update on social_private.reports
  for each row execute function pg_temp.tg__date();
create trigger date_appeal before insert or update on social_private.appeals
  for each row execute function pg_temp.tg__date();

select set_config('demo.at', (now() - interval '200 days')::text, true);

insert into social_private.staff (profile_id, role)
select demo_people.id, members.role::social.staff_role
from (values ('ruth', 'administrator'), ('theo', 'moderator')) as members (username, role)
join demo_people on demo_people.username = members.username
on conflict do nothing;

create temporary table demo_reports as
select
  reporters.id as reporter_id, cases.target_kind::social.target_kind, targets.id as target_id,
  targets.subject_id, cases.reason::social.report_reason, cases.note,
  now() - cases.hours * interval '1 hour' as created_at
from (
  values
    ('daniel', 'post', 'arjun', 'other', 'I drew this temple first.', 480),
    ('emma', 'comment', 'vic', 'harassment', 'He writes this to me every week.', 400),
    ('sofia', 'comment', 'vic', 'harassment', null, 300),
    ('oskar', 'comment', 'vic', 'harassment', 'Please make him stop.', 70),
    ('priya', 'profile', 'freegifts', 'spam', 'This account writes to everybody.', 60),
    ('claire', 'post', 'freegifts', 'spam', null, 41),
    ('sam', 'post', 'freegifts', 'spam', 'They ask for phone numbers.', 30),
    ('leila', 'comment', 'freegifts', 'spam', null, 20),
    ('olivia', 'comment', 'vic', 'harassment', 'He does this below every picture.', 9),
    ('mina', 'comment', 'vic', 'harassment', null, 7),
    ('oskar', 'post', 'vic', 'other', 'Not funny.', 3),
    ('ben', 'profile', 'vic', 'harassment', null, 1)
) as cases (reporter, target_kind, subject, reason, note, hours)
join demo_people as reporters on reporters.username = cases.reporter
join demo_people as subjects on subjects.username = cases.subject
cross join lateral (
  select subjects.id, subjects.id as subject_id where cases.target_kind = 'profile'
  union all (
    select posts.id, subjects.id from social.posts
    where cases.target_kind = 'post' and posts.author_id = subjects.id
      and posts.created_at < now() - cases.hours * interval '1 hour'
    order by posts.id desc
    limit 1
  )
  union all (
    select comments.id, subjects.id from social.comments
    join social.posts on posts.id = comments.post_id
    where cases.target_kind = 'comment' and comments.author_id = subjects.id
      and posts.author_id = reporters.id
    limit 1
  )
) as targets (id, subject_id);

insert into social_private.reports (
  id, reporter_id, target_kind, target_id, subject_id, reason, note, snapshot, media_paths,
  created_at
)
select
  social_private.uuid_v7(created_at), reporter_id, target_kind, target_id, subject_id, reason, note,
  evidence.copy,
  array(
    select jsonb_path_query(evidence.copy, '$.media[*].path') #>> '{}'
    union all
    select evidence.copy ->> 'avatar_path' where evidence.copy ->> 'avatar_path' is not null
  ),
  created_at
from demo_reports
cross join lateral (
  select social_private.evidence(target_kind, target_id) as copy
) as evidence
order by created_at;

-- Theo decided some reports. Vic appealed three times, and Ruth has decided two of the appeals.
do $$
declare
  theo uuid := (select id from demo_people where username = 'theo');
  ruth uuid := (select id from demo_people where username = 'ruth');
  solved record;
  sanction social_private.audit_log;
  appeal_id uuid;
begin
  for solved in
    select cases.*, reports.id as report_id, reports.target_id, reports.subject_id
    from (
      values
        ('daniel', 480, 471, 'dismissed', 'A picture of the same temple is no copy.',
          null, null, null, null, null),
        ('emma', 400, 396, 'action_taken', 'An insult.',
          380, 'I only say what everybody thinks.',
          372, 'upheld', 'It is an insult, and not the first one.'),
        ('sofia', 300, 294, 'action_taken', 'An insult.',
          290, 'I did count the steps. Is that forbidden?',
          270, 'overturned', 'A correction is no insult.'),
        ('oskar', 70, 52, 'action_taken', 'An insult.',
          22, 'Oskar knows my humour. Read the whole thread, please.', null, null, null)
    ) as cases (
      reporter, hours, decided, decision, reason, appealed, appeal_reason, settled, outcome,
      outcome_reason)
    join demo_people as reporters on reporters.username = cases.reporter
    join social_private.reports on reports.reporter_id = reporters.id
      and reports.created_at = now() - cases.hours * interval '1 hour'
    order by cases.hours desc
  loop
    perform set_config('demo.at', (now() - solved.decided * interval '1 hour')::text, true);
    perform social_private.begin_staff_action(theo, report_id => solved.report_id);
    perform social_private.log_entry('review', 'report', solved.report_id, solved.subject_id);
    perform social_private.end_staff_action();
    if solved.decision = 'action_taken' then
      perform social_private.moderate(
        theo, 'comment', solved.target_id, 'hide', solved.reason, report_id => solved.report_id);
    end if;
    perform social_private.resolve_report_as(
      theo, solved.report_id, solved.decision::social.report_decision, solved.reason);
    continue when solved.appealed is null;
    perform set_config('demo.at', (now() - solved.appealed * interval '1 hour')::text, true);
    select * into sanction from social_private.audit_log
    where audit_log.target_id = solved.target_id and audit_log.action = 'hide';
    insert into social_private.appeals (sanction_id, appellant_id, reason)
    values (sanction.id, sanction.subject_id, solved.appeal_reason)
    returning id into appeal_id;
    continue when solved.settled is null;
    perform set_config('demo.at', (now() - solved.settled * interval '1 hour')::text, true);
    perform social_private.decide_appeal_as(
      ruth, appeal_id, solved.outcome::social.appeal_decision, solved.outcome_reason);
  end loop;
end;
$$;

drop trigger date_entry on social_private.audit_log;
drop trigger date_report on social_private.reports;
drop trigger date_appeal on social_private.appeals;

select social_private.notify_staff(reports)
from social_private.reports
where reports.subject_id in (select id from demo_people) and reports.decided_at is null;
