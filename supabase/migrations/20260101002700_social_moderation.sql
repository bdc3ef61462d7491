-- Moderation: staff hide posts and comments, limit and suspend people, and restore them.
-- Each action needs a reason. The sanctioned person can read the reason in my_sanctions. Triggers
-- write the audit log, so the log also contains changes that the operator makes with SQL. Changes
-- with SQL have no reason.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('target_not_found', 404, 'There is no such post, comment or person.', null),
  ('action_invalid', 422, 'This action does not apply to this target.',
    'Hide or restore posts and comments; limit, suspend or restore people.');

-- Types

create type social.moderation_action as enum ('hide', 'limit', 'suspend', 'restore');

comment on type social.moderation_action is
'An action of staff. hide: only the author sees the post or comment. limit: the account becomes
private, whatever its owner chose, and only followers find it in searches. suspend: nobody sees the
account, and its owner cannot use it. restore: all of these sanctions end.';

create type social.moderation_state as (
  target_kind social.target_kind,
  target_id uuid,
  subject_id uuid,
  hidden_at timestamptz,
  limited_at timestamptz,
  suspended_at timestamptz
);

comment on type social.moderation_state is
'The sanctions in force on a post, comment or person: the times when the post, comment or person was
hidden, limited or suspended.';

-- Effects

create function social_private.tg_posts__log_hiding()
  returns trigger
  language plpgsql
  volatile
  security definer -- its callers may not write the audit log
  set search_path = ''
as $$
begin
  perform social_private.log_entry(
    case when new.hidden_at is null then 'restore' else 'hide' end, 'post', new.id, new.author_id,
    jsonb_build_object('hidden_at', old.hidden_at), jsonb_build_object('hidden_at', new.hidden_at));
  return null;
end;
$$;

comment on function social_private.tg_posts__log_hiding() is
'Writes a log entry when a post is hidden or restored.';

create trigger log_hiding
  after update of hidden_at on social.posts
  for each row when (old.hidden_at is distinct from new.hidden_at)
  execute function social_private.tg_posts__log_hiding();

create function social_private.tg_hidden_comments__log_hiding()
  returns trigger
  language plpgsql
  volatile
  security definer -- its callers may not write the audit log
  set search_path = ''
as $$
declare
  row_id uuid := coalesce(new.comment_id, old.comment_id);
  comment social.comments;
begin
  select * into comment from social.comments where comments.id = row_id;
  -- Skip rows that are deleted because their comment is permanently deleted.
  if found and comment.author_id is not null
    and coalesce(new.hidden_by, old.hidden_by) = 'staff'
  then
    perform social_private.log_entry(
      case tg_op when 'INSERT' then 'hide' else 'restore' end, 'comment', row_id,
      comment.author_id, jsonb_build_object('hidden_at', old.hidden_at),
      jsonb_build_object('hidden_at', new.hidden_at));
  end if;
  return null;
end;
$$;

comment on function social_private.tg_hidden_comments__log_hiding() is
'Writes a log entry when staff hide or restore a comment.';

create trigger log_hiding
  after insert or delete on social_private.hidden_comments
  for each row execute function social_private.tg_hidden_comments__log_hiding();

create function social_private.tg_accounts__log_change()
  returns trigger
  language plpgsql
  volatile
  security definer -- its callers may not write the audit log
  set search_path = ''
as $$
begin
  if old.limited_at is distinct from new.limited_at then
    perform social_private.log_entry(
      case when new.limited_at is null then 'restore' else 'limit' end, 'profile', new.profile_id,
      new.profile_id, jsonb_build_object('limited_at', old.limited_at),
      jsonb_build_object('limited_at', new.limited_at));
  end if;
  if old.suspended_at is distinct from new.suspended_at then
    perform social_private.log_entry(
      case when new.suspended_at is null then 'restore' else 'suspend' end, 'profile',
      new.profile_id, new.profile_id, jsonb_build_object('suspended_at', old.suspended_at),
      jsonb_build_object('suspended_at', new.suspended_at));
  end if;
  return null;
end;
$$;

comment on function social_private.tg_accounts__log_change() is
'Writes a log entry when an account is limited, suspended or restored.';

create trigger log_change
  after update of limited_at, suspended_at on social_private.accounts
  for each row execute function social_private.tg_accounts__log_change();

-- Commands

create function social_private.moderation_state(target_kind social.target_kind, target_id uuid)
  returns social.moderation_state
  language plpgsql
  volatile -- after waiting for a lock, it sees what was committed meanwhile
  security invoker
  set search_path = ''
as $$
declare
  state social.moderation_state;
begin
  -- The locks make concurrent actions on one target wait for each other. They also delay a deletion
  -- of the target.
  if moderation_state.target_kind = 'post' then
    select posts.id, posts.author_id, posts.hidden_at
    into state.target_id, state.subject_id, state.hidden_at
    from social.posts where posts.id = moderation_state.target_id for no key update;
  elsif moderation_state.target_kind = 'comment' then
    perform from social.comments where comments.id = moderation_state.target_id for no key update;
    select comments.id, comments.author_id, hidden_comments.hidden_at
    into state.target_id, state.subject_id, state.hidden_at
    from social.comments
    left join social_private.hidden_comments
      on hidden_comments.comment_id = comments.id and hidden_comments.hidden_by = 'staff'
    where comments.id = moderation_state.target_id and comments.author_id is not null;
  else
    -- A limit changes the profile, and every transaction locks profiles before accounts. This lock
    -- does not delay a person who reactivates the account, and so has locked its row of accounts.
    perform from social.profiles
    where profiles.id = moderation_state.target_id for no key update;
    select accounts.profile_id, accounts.profile_id, accounts.limited_at, accounts.suspended_at
    into state.target_id, state.subject_id, state.limited_at, state.suspended_at
    from social_private.accounts
    where accounts.profile_id = moderation_state.target_id for no key update;
  end if;
  if state.target_id is not null then
    state.target_kind := moderation_state.target_kind;
  end if;
  return state;
end;
$$;

comment on function social_private.moderation_state(social.target_kind, uuid) is
'Locks the target and returns the sanctions in force on it. All values are null if the target does
not exist.';

create function social_private.set_sanction(
  target_kind social.target_kind, target_id uuid, action social.moderation_action, is_on boolean)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  since timestamptz := case when set_sanction.is_on then clock_timestamp() end;
begin
  if set_sanction.target_kind = 'post' then
    update social.posts set hidden_at = since
    where posts.id = set_sanction.target_id and (posts.hidden_at is null) = set_sanction.is_on;
  elsif set_sanction.target_kind = 'comment' and set_sanction.is_on then
    insert into social_private.hidden_comments (comment_id, hidden_by)
    select comments.id, 'staff' from social.comments
    where comments.id = set_sanction.target_id and comments.author_id is not null
    on conflict on constraint hidden_comments_pkey do nothing;
  elsif set_sanction.target_kind = 'comment' then
    delete from social_private.hidden_comments
    where hidden_comments.comment_id = set_sanction.target_id
      and hidden_comments.hidden_by = 'staff';
  elsif set_sanction.action = 'limit' then
    update social_private.accounts set limited_at = since
    where accounts.profile_id = set_sanction.target_id
      and (accounts.limited_at is null) = set_sanction.is_on;
  else
    update social_private.accounts set suspended_at = since
    where accounts.profile_id = set_sanction.target_id
      and (accounts.suspended_at is null) = set_sanction.is_on;
  end if;
end;
$$;

comment on function social_private.set_sanction(
  social.target_kind, uuid, social.moderation_action, boolean) is
'Imposes or lifts one sanction. Idempotent: a call that changes nothing writes no log entry.';

create function social_private.notify_of_sanction(
  subject uuid, target_id uuid, action social.moderation_action)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  sanction_id uuid := (
    select audit_log.id from social_private.audit_log
    where audit_log.subject_id = notify_of_sanction.subject
      and audit_log.target_id = notify_of_sanction.target_id
      and audit_log.action = notify_of_sanction.action::text
    order by audit_log.number desc
    limit 1
  );
begin
  perform social_private.notify(
    notify_of_sanction.subject, 'sanction', null, sanction_id, sanction_id);
end;
$$;

comment on function social_private.notify_of_sanction(uuid, uuid, social.moderation_action) is
'Notifies a person of the newest sanction against them or their post or comment.';

create function social_private.moderate(
  staff_id uuid, target_kind social.target_kind, target_id uuid, action social.moderation_action,
  reason text, ground social.sanction_ground default 'terms', report_id uuid default null,
  is_automated boolean default false)
  returns social.moderation_state
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  is_person boolean := moderate.target_kind = 'profile';
  before social.moderation_state;
  after social.moderation_state;
begin
  before := social_private.moderation_state(moderate.target_kind, moderate.target_id);
  if before.target_id is null then
    perform social_private.fail('target_not_found');
  end if;
  perform social_private.require_authority(moderate.staff_id, before.subject_id);
  if (moderate.action = 'restore' or (moderate.action = 'hide') <> is_person) is not true then
    perform social_private.fail('action_invalid');
  end if;
  if moderate.report_id is not null and not exists (
    select from social_private.reports
    where reports.id = moderate.report_id and reports.target_id = moderate.target_id
      and social_private.can_handle_report(
        moderate.staff_id, reports.subject_id, reports.reporter_id)
  ) then
    perform social_private.fail('report_not_found');
  end if;
  perform social_private.begin_staff_action(
    moderate.staff_id, social_private.require_reason(moderate.reason),
    coalesce(moderate.ground, 'terms'), moderate.report_id, moderate.is_automated);
  if moderate.action <> 'restore' then
    perform social_private.set_sanction(
      moderate.target_kind, moderate.target_id, moderate.action, true);
  elsif is_person then
    perform social_private.set_sanction('profile', moderate.target_id, 'limit', false);
    perform social_private.set_sanction('profile', moderate.target_id, 'suspend', false);
  else
    perform social_private.set_sanction(moderate.target_kind, moderate.target_id, 'hide', false);
  end if;
  perform social_private.end_staff_action();
  after := social_private.moderation_state(moderate.target_kind, moderate.target_id);
  if moderate.action <> 'restore' and after is distinct from before then
    perform social_private.notify_of_sanction(after.subject_id, after.target_id, moderate.action);
  end if;
  return after;
end;
$$;

comment on function social_private.moderate(
  uuid, social.target_kind, uuid, social.moderation_action, text, social.sanction_ground, uuid,
  boolean) is
'Hides, limits, suspends or restores a target on behalf of a member of staff. If staff_id is null,
the operator acts. is_automated marks actions that no human decided.

Errors: action_invalid, cannot_moderate_self, last_administrator, not_administrator,
reason_missing, reason_too_long, report_not_found, target_not_found, text_invalid.';

create function social_private.moderate_post(
  post_id uuid, action social.moderation_action, reason text, ground social.sanction_ground,
  report_id uuid)
  returns social.moderation_state
  language plpgsql
  volatile
  security definer -- clients have no update grant; the caller must be staff
  set search_path = ''
as $$
begin
  return social_private.moderate(
    social_private.require_staff(), 'post', moderate_post.post_id, moderate_post.action,
    moderate_post.reason, moderate_post.ground, moderate_post.report_id);
end;
$$;

create function social.moderate_post(
  post_id uuid, action social.moderation_action, reason text,
  ground social.sanction_ground default 'terms', report_id uuid default null)
  returns social.moderation_state
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.moderate_post(
  moderate_post.post_id, moderate_post.action, moderate_post.reason, moderate_post.ground,
  moderate_post.report_id);

comment on function social.moderate_post(
  uuid, social.moderation_action, text, social.sanction_ground, uuid) is
'Hide a post from everybody except its author, or restore the post. Staff only. Idempotent.

The author can read the reason and the ground. If a report of this post led to the action, pass its
report_id. Returns the sanctions in force.

Errors: action_invalid, cannot_moderate_self, insufficient_aal, not_administrator, not_staff,
reason_missing, reason_too_long, report_not_found, target_not_found, text_invalid.
Common errors: docs/errors.md#common-errors.';

create function social_private.moderate_comment(
  comment_id uuid, action social.moderation_action, reason text, ground social.sanction_ground,
  report_id uuid)
  returns social.moderation_state
  language plpgsql
  volatile
  security definer -- clients have no update grant; the caller must be staff
  set search_path = ''
as $$
begin
  return social_private.moderate(
    social_private.require_staff(), 'comment', moderate_comment.comment_id, moderate_comment.action,
    moderate_comment.reason, moderate_comment.ground, moderate_comment.report_id);
end;
$$;

create function social.moderate_comment(
  comment_id uuid, action social.moderation_action, reason text,
  ground social.sanction_ground default 'terms', report_id uuid default null)
  returns social.moderation_state
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.moderate_comment(
  moderate_comment.comment_id, moderate_comment.action, moderate_comment.reason,
  moderate_comment.ground, moderate_comment.report_id);

comment on function social.moderate_comment(
  uuid, social.moderation_action, text, social.sanction_ground, uuid) is
'Hide a comment from everybody except its author, or restore the comment. Staff only. Idempotent.

The author can read the reason and the ground. If a report of this comment led to the action, pass
its report_id. Returns the sanctions in force.

Errors: action_invalid, cannot_moderate_self, insufficient_aal, not_administrator, not_staff,
reason_missing, reason_too_long, report_not_found, target_not_found, text_invalid.
Common errors: docs/errors.md#common-errors.';

create function social_private.moderate_profile(
  profile_id uuid, action social.moderation_action, reason text, ground social.sanction_ground,
  report_id uuid)
  returns social.moderation_state
  language plpgsql
  volatile
  security definer -- clients have no update grant; the caller must be staff
  set search_path = ''
as $$
begin
  return social_private.moderate(
    social_private.require_staff(), 'profile', moderate_profile.profile_id, moderate_profile.action,
    moderate_profile.reason, moderate_profile.ground, moderate_profile.report_id);
end;
$$;

create function social.moderate_profile(
  profile_id uuid, action social.moderation_action, reason text,
  ground social.sanction_ground default 'terms', report_id uuid default null)
  returns social.moderation_state
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.moderate_profile(
  moderate_profile.profile_id, moderate_profile.action, moderate_profile.reason,
  moderate_profile.ground, moderate_profile.report_id);

comment on function social.moderate_profile(
  uuid, social.moderation_action, text, social.sanction_ground, uuid) is
'Limit an account to its followers, suspend it, or end both sanctions. Staff only. Idempotent.

The owner can read the reason and the ground. If a report of this person led to the action, pass its
report_id. Returns the sanctions in force.

Errors: action_invalid, cannot_moderate_self, insufficient_aal, last_administrator,
not_administrator, not_staff, reason_missing, reason_too_long, report_not_found, target_not_found,
text_invalid.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.moderate_post(uuid, social.moderation_action, text, social.sanction_ground, uuid),
  social.moderate_post(uuid, social.moderation_action, text, social.sanction_ground, uuid),
  social_private.moderate_comment(
    uuid, social.moderation_action, text, social.sanction_ground, uuid),
  social.moderate_comment(uuid, social.moderation_action, text, social.sanction_ground, uuid),
  social_private.moderate_profile(
    uuid, social.moderation_action, text, social.sanction_ground, uuid),
  social.moderate_profile(uuid, social.moderation_action, text, social.sanction_ground, uuid)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
