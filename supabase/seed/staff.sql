-- Demo staff and the reports that wait for them. This file is not a part of seed.sql, because everybody
-- knows the password of the administrator.

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

select social_private.notify_staff(reports)
from social_private.reports
where reports.subject_id in (select id from demo_people) and reports.decided_at is null;
