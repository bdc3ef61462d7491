-- Admin views: what an operator looks for in Studio, with names instead of ids.
-- Each view answers one kind of question about people, content, reports, sanctions or growth. The
-- page docs/admin.md lists the questions. Clients cannot read these views.

-- Logins

create type social_private.login_state as (
  email text,
  phone text,
  last_sign_in_at timestamptz,
  banned_until timestamptz
);

create function social_private.login_of(profile_id uuid)
  returns social_private.login_state
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  login social_private.login_state;
begin
  -- A view that names columns of auth.users would stop the migrations of Supabase Auth that change
  -- these columns. A function does not.
  select users.email::text, nullif(users.phone::text, ''), users.last_sign_in_at,
    case when users.banned_until > now() then users.banned_until end
  into login
  from auth.users where users.id = login_of.profile_id;
  return login;
end;
$$;

comment on function social_private.login_of(uuid) is
'Returns the addresses of a login of Supabase Auth, its last sign-in, and the end of its ban. The
values are null if there are none.';

-- People

create view social_private.people with (security_invoker = true) as
select
  profiles.id, profiles.username, profiles.display_name, login.email, login.phone,
  case
    when accounts.deleted_at is not null then 'deleted'
    when accounts.suspended_at is not null then 'suspended'
    when accounts.deactivated_at is not null then 'deactivated'
    when accounts.unconfirmed_at is not null then 'unconfirmed'
    when login.banned_until is not null then 'banned'
    when accounts.limited_at is not null then 'limited'
    else 'active'
  end as state,
  profiles.is_private, staff.role as staff_role, profiles.created_at, login.last_sign_in_at,
  counts.post_count, counts.follower_count, counts.following_count
from social.profiles
join social_private.accounts on accounts.profile_id = profiles.id
left join social_private.staff on staff.profile_id = profiles.id
cross join lateral social_private.login_of(profiles.id) as login
cross join lateral (
  select
    coalesce(sum(counters.post_count), 0)::integer as post_count,
    coalesce(sum(counters.follower_count), 0)::integer as follower_count,
    coalesce(sum(counters.following_count), 0)::integer as following_count
  from social_private.profile_counters as counters
  where counters.profile_id = profiles.id
) as counts;

comment on view social_private.people is
'Each row is one person, with the addresses of the login and the state of the account.';

comment on column social_private.people.id is
'The id of the person, which is also the id of the user in Supabase Auth.';

comment on column social_private.people.username is
'The current username.';

comment on column social_private.people.display_name is
'The name that the person chose for the profile.';

comment on column social_private.people.email is
'The e-mail address of the login.';

comment on column social_private.people.phone is
'The phone number of the login.';

comment on column social_private.people.state is
'The state of the account: deleted, suspended, deactivated, unconfirmed, banned, limited or active.
If several are true, the first one of this list.';

comment on column social_private.people.is_private is
'Whether only accepted followers see the posts of the person.';

comment on column social_private.people.staff_role is
'The role of a member of staff. Null for everybody else.';

comment on column social_private.people.created_at is
'The time when the profile was created.';

comment on column social_private.people.last_sign_in_at is
'The time of the last sign-in with a password, a link or a provider. Sessions that go on do not
count.';

comment on column social_private.people.post_count is
'The number of posts that others may see.';

comment on column social_private.people.follower_count is
'The number of followers.';

comment on column social_private.people.following_count is
'The number of people whom the person follows.';

-- Content

create view social_private.content with (security_invoker = true) as
select
  'post' as kind, posts.id, profiles.username, posts.author_id, posts.created_at,
  case
    when posts.deleted_at is not null then 'deleted'
    when posts.hidden_at is not null then 'hidden by staff'
    when posts.archived_at is not null then 'archived'
    else posts.visibility::text
  end as state,
  posts.caption as text, posts.id as post_id, null::text as path
from social.posts join social.profiles on profiles.id = posts.author_id
union all
select
  'file', post_media.id, profiles.username, posts.author_id, posts.created_at, 'as its post',
  post_media.alt_text, posts.id, post_media.path
from social.post_media
join social.posts on posts.id = post_media.post_id
join social.profiles on profiles.id = posts.author_id
union all
select
  'comment', comments.id, profiles.username, comments.author_id, comments.created_at,
  case
    when comments.deleted_at is not null then 'deleted'
    when by_staff.comment_id is not null then 'hidden by staff'
    when by_author.comment_id is not null then 'hidden by the author of the post'
    else 'as its post'
  end,
  comments.body, comments.post_id, null
from social.comments
join social.profiles on profiles.id = comments.author_id
left join social_private.hidden_comments as by_staff
  on by_staff.comment_id = comments.id and by_staff.hidden_by = 'staff'
left join social_private.hidden_comments as by_author
  on by_author.comment_id = comments.id and by_author.hidden_by = 'post_author'
union all
select
  'earlier post', post_edits.id, profiles.username, posts.author_id, post_edits.replaced_at,
  'replaced', post_edits.caption, posts.id, null
from social.post_edits
join social.posts on posts.id = post_edits.post_id
join social.profiles on profiles.id = posts.author_id
union all
select
  'earlier comment', comment_edits.id, profiles.username, comments.author_id,
  comment_edits.replaced_at, 'replaced', comment_edits.body, comments.post_id, null
from social.comment_edits
join social.comments on comments.id = comment_edits.comment_id
join social.profiles on profiles.id = comments.author_id
union all
select
  'profile', profiles.id, profiles.username, profiles.id, profiles.created_at, 'profile',
  concat_ws(e'\n', profiles.display_name, profiles.bio, profiles.website), null,
  profiles.avatar_path
from social.profiles;

comment on view social_private.content is
'All texts and files of all people: posts with their photos and videos, comments, earlier versions,
and profiles. Filter by username to see everything of one person.';

comment on column social_private.content.kind is
'What the row is: post, file, comment, earlier post, earlier comment or profile.';

comment on column social_private.content.id is
'The id of the post, upload, comment, version or person.';

comment on column social_private.content.username is
'The current username of the author.';

comment on column social_private.content.author_id is
'The author.';

comment on column social_private.content.created_at is
'The time of the post, comment or sign-up. For an earlier version, the time when it was replaced.';

comment on column social_private.content.state is
'Deleted, hidden by staff, archived, or the people who may see a post: public, followers,
close_friends or only_me. The state of the account counts too, which the view people shows.';

comment on column social_private.content.text is
'The caption, the alternative text, the comment, or the name, bio and website of a profile.';

comment on column social_private.content.post_id is
'The post to which a file, a comment or a version belongs.';

comment on column social_private.content.path is
'The path of the photo or video in the bucket social-media. For a profile, the path of the picture
in the bucket social-avatars.';

-- Connections

create view social_private.relationships with (security_invoker = true) as
select
  edges.kind, edges.from_id, senders.username as from_username, edges.to_id,
  receivers.username as to_username, edges.created_at, edges.expires_at
from (
  select
    case follows.state when 'accepted' then 'follow' else 'follow request' end as kind,
    follows.follower_id as from_id, follows.followee_id as to_id, follows.created_at,
    null::timestamptz as expires_at
  from social.follows
  union all
  select 'block' as kind, blocks.blocker_id, blocks.blocked_id, blocks.created_at,
    null as expires_at
  from social_private.blocks
  union all
  select 'mute' as kind, mutes.muter_id, mutes.muted_id, mutes.created_at, mutes.expires_at
  from social_private.mutes
  union all
  select 'close friend' as kind, friends.owner_id, friends.friend_id, friends.created_at,
    null as expires_at
  from social_private.close_friends as friends
  union all
  select 'bell' as kind, bells.ringer_id, bells.author_id, bells.created_at,
    null as expires_at
  from social_private.bells
) as edges
join social.profiles as senders on senders.id = edges.from_id
join social.profiles as receivers on receivers.id = edges.to_id;

comment on view social_private.relationships is
'Each row says that one person follows, asks to follow, blocks or mutes another, lists the other as
a close friend, or rang the bell of the other.';

comment on column social_private.relationships.kind is
'What the first person did: follow, follow request, block, mute, close friend or bell.';

comment on column social_private.relationships.from_id is
'The person who did it.';

comment on column social_private.relationships.from_username is
'The username of the person who did it.';

comment on column social_private.relationships.to_id is
'The other person.';

comment on column social_private.relationships.to_username is
'The username of the other person.';

comment on column social_private.relationships.created_at is
'The time when the person did it.';

comment on column social_private.relationships.expires_at is
'The time when a mute ends. Null if it does not end by itself.';

create view social_private.reactions with (security_invoker = true) as
select
  acts.kind, acts.user_id, people.username, acts.post_id, acts.comment_id,
  authors.username as author_username, acts.created_at
from (
  select
    'like' as kind, likes.user_id, likes.post_id, null::uuid as comment_id, posts.author_id,
    likes.created_at
  from social.likes join social.posts on posts.id = likes.post_id
  union all
  select 'save' as kind, saves.user_id, saves.post_id, null as comment_id, posts.author_id,
    saves.created_at
  from social.saves join social.posts on posts.id = saves.post_id
  union all
  select
    'like of a comment' as kind, likes.user_id, comments.post_id, comments.id,
    comments.author_id,
    likes.created_at
  from social.comment_likes as likes join social.comments on comments.id = likes.comment_id
) as acts
join social.profiles as people on people.id = acts.user_id
left join social.profiles as authors on authors.id = acts.author_id;

comment on view social_private.reactions is
'Each row is one like or save, with the names. The network addresses of likes are not stored.';

comment on column social_private.reactions.kind is
'What the person did: like, save, or like of a comment.';

comment on column social_private.reactions.user_id is
'The person who likes or saves.';

comment on column social_private.reactions.username is
'The username of the person who likes or saves.';

comment on column social_private.reactions.post_id is
'The post, or the post of the comment.';

comment on column social_private.reactions.comment_id is
'The comment that the person likes. Null for posts.';

comment on column social_private.reactions.author_username is
'The author of the post or comment. Null if the comment is permanently deleted.';

comment on column social_private.reactions.created_at is
'The time when the person liked or saved.';

-- Reports and sanctions

create view social_private.all_reports with (security_invoker = true) as
select
  reports.id, reports.created_at, reporters.username as reporter_username,
  coalesce(subjects.username, reports.snapshot ->> 'username') as subject_username,
  reports.target_kind, reports.target_id, reports.reason, reports.note,
  coalesce(reports.snapshot ->> 'caption', reports.snapshot ->> 'body', reports.snapshot ->> 'bio')
    as reported_text,
  reports.media_paths, reports.decision, reports.decision_reason, reports.decided_at,
  case when reports.decided_at is not null then coalesce(deciders.username, 'operator') end
    as decider_username,
  reports.reporter_id, reports.subject_id
from social_private.reports
left join social.profiles as reporters on reporters.id = reports.reporter_id
left join social.profiles as subjects on subjects.id = reports.subject_id
left join social.profiles as deciders on deciders.id = reports.decider_id;

comment on view social_private.all_reports is
'Each row is one report, open or decided: who reported whom and what, and who decided it.';

comment on column social_private.all_reports.id is
'The id of the report.';

comment on column social_private.all_reports.created_at is
'The time of the report.';

comment on column social_private.all_reports.reporter_username is
'The person who reported. Null if this account no longer exists.';

comment on column social_private.all_reports.subject_username is
'The reported person, or the author of the reported post or comment.';

comment on column social_private.all_reports.target_kind is
'What was reported: post, comment or profile.';

comment on column social_private.all_reports.target_id is
'The id of the reported post, comment or person.';

comment on column social_private.all_reports.reason is
'The reason that the reporter chose.';

comment on column social_private.all_reports.note is
'What the reporter wrote.';

comment on column social_private.all_reports.reported_text is
'The caption, comment or bio at the time of the report.';

comment on column social_private.all_reports.media_paths is
'The reported files. They are kept until the report is decided.';

comment on column social_private.all_reports.decision is
'The decision: action_taken or dismissed. Null while the report is open.';

comment on column social_private.all_reports.decision_reason is
'The reason of the decision.';

comment on column social_private.all_reports.decided_at is
'The time of the decision. Null while the report is open.';

comment on column social_private.all_reports.decider_username is
'The member of staff who decided. operator: you, or staff whose account no longer exists.';

comment on column social_private.all_reports.reporter_id is
'The id of the person who reported.';

comment on column social_private.all_reports.subject_id is
'The id of the reported person, or of the author of the reported post or comment.';

create view social_private.current_sanctions with (security_invoker = true) as
select
  sanctions.action, sanctions.target_kind, sanctions.target_id,
  subjects.username as subject_username, sanctions.since, entries.reason, entries.ground,
  case when entries.number is not null then coalesce(actors.username, entries.actor_role) end
    as actor_username,
  entries.report_id, entries.number
from (
  select
    'hide' as action, 'post' as target_kind, posts.id as target_id, posts.author_id as subject_id,
    posts.hidden_at as since
  from social.posts where posts.hidden_at is not null
  union all
  select 'hide' as action, 'comment' as target_kind, comments.id, comments.author_id,
    hidden_comments.hidden_at
  from social_private.hidden_comments
  join social.comments on comments.id = hidden_comments.comment_id
  where hidden_comments.hidden_by = 'staff'
  union all
  select 'limit' as action, 'profile' as target_kind, accounts.profile_id, accounts.profile_id,
    accounts.limited_at
  from social_private.accounts where accounts.limited_at is not null
  union all
  select 'suspend' as action, 'profile' as target_kind, accounts.profile_id,
    accounts.profile_id, accounts.suspended_at
  from social_private.accounts where accounts.suspended_at is not null
) as sanctions
left join social.profiles as subjects on subjects.id = sanctions.subject_id
left join lateral (
  select audit_log.* from social_private.audit_log
  where audit_log.target_id = sanctions.target_id and audit_log.action = sanctions.action
  order by audit_log.number desc
  limit 1
) as entries on true
left join social.profiles as actors on actors.id = entries.actor_id;

comment on view social_private.current_sanctions is
'Each row is a sanction in force: what staff or you have hidden, limited or suspended, and why.';

comment on column social_private.current_sanctions.action is
'hide, limit or suspend.';

comment on column social_private.current_sanctions.target_kind is
'What the sanction concerns: post, comment or profile.';

comment on column social_private.current_sanctions.target_id is
'The id of the post, comment or person.';

comment on column social_private.current_sanctions.subject_username is
'The sanctioned person, or the author of the hidden post or comment.';

comment on column social_private.current_sanctions.since is
'The time when the sanction began.';

comment on column social_private.current_sanctions.reason is
'The reason that the person reads. Null if the sanction was set in the table editor.';

comment on column social_private.current_sanctions.ground is
'The ground: terms or law.';

comment on column social_private.current_sanctions.actor_username is
'The member of staff who acted. operator: you.';

comment on column social_private.current_sanctions.report_id is
'The report that led to the sanction.';

comment on column social_private.current_sanctions.number is
'The number of the entry in the audit log. undo_action(number, reason) lifts the sanction.';

-- Growth and health

create view social_private.growth_days with (security_invoker = true) as
select
  growth.day, growth.person_count, growth.post_count, growth.comment_count, growth.like_count,
  growth.report_count, growth.storage_bytes
from social_private.growth(30) as growth;

comment on view social_private.growth_days is
'What was new on each of the last 30 days, in UTC, oldest day first. The function growth(days)
counts other spans. Erased content no longer counts.';

comment on column social_private.growth_days.day is 'The day, in UTC.';

comment on column social_private.growth_days.person_count is
'New profiles. Unconfirmed accounts do not count.';

comment on column social_private.growth_days.post_count is 'New posts.';

comment on column social_private.growth_days.comment_count is 'New comments and replies.';

comment on column social_private.growth_days.like_count is 'New likes of posts and comments.';

comment on column social_private.growth_days.report_count is 'New reports.';

comment on column social_private.growth_days.storage_bytes is
'The size of the new files in the buckets, in bytes.';

create view social_private.worker_checks with (security_invoker = true) as
select checks.subject, checks.is_healthy, checks.amount, checks.since, checks.problem
from social_private.worker_health() as checks;

comment on view social_private.worker_checks is
'Whether the worker runs, what is overdue, and what to do. The table failed_work has the rows on
which the worker failed.';

comment on column social_private.worker_checks.subject is
'What the row is about, such as last run, accounts, files or failed work.';

comment on column social_private.worker_checks.is_healthy is
'Whether there is nothing to do.';

comment on column social_private.worker_checks.amount is
'The number of rows that wait, or of runs or rows that failed.';

comment on column social_private.worker_checks.since is
'The time since when the oldest row waits, or the time of the last run.';

comment on column social_private.worker_checks.problem is
'What is wrong and what to do. Null if nothing is wrong.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
