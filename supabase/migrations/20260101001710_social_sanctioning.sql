-- Sanctioning: the doors to moderate, for staff. They work on what the member of staff could not
-- see as a person, too: private accounts, and across blocks.

-- Commands

create function social_private.moderate_post(
  post_id uuid, action social.moderation_action, reason text, ground social.sanction_ground,
  report_id uuid)
  returns social.moderation_state
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only staff
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
'Hide a post from everybody but its author, or restore it; the author reads the reason. Staff only.
report_id tells which report of it led here. Again changes nothing.

Returns how it stands. Errors: not_signed_in, profile_missing, not_staff, mfa_needed,
target_not_found, cannot_moderate_self, not_administrator, action_invalid, report_not_found,
statement_missing, statement_too_long, text_invalid.';

create function social_private.moderate_comment(
  comment_id uuid, action social.moderation_action, reason text, ground social.sanction_ground,
  report_id uuid)
  returns social.moderation_state
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only staff
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
'Hide a comment from everybody but its author, or restore it; the author reads the reason. Staff
only. report_id tells which report of it led here. Again changes nothing.

Returns how it stands. Errors: not_signed_in, profile_missing, not_staff, mfa_needed,
target_not_found, cannot_moderate_self, not_administrator, action_invalid, report_not_found,
statement_missing, statement_too_long, text_invalid.';

create function social_private.moderate_profile(
  profile_id uuid, action social.moderation_action, reason text, ground social.sanction_ground,
  report_id uuid)
  returns social.moderation_state
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only staff
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
'Limit an account to its followers, suspend it, or restore it from both; its owner reads the reason.
Staff only. report_id tells which report of it led here. Again changes nothing.

Returns how it stands. Errors: not_signed_in, profile_missing, not_staff, mfa_needed,
target_not_found, cannot_moderate_self, not_administrator, action_invalid, report_not_found,
statement_missing, statement_too_long, text_invalid, last_administrator.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.moderate_post(
    uuid, social.moderation_action, text, social.sanction_ground, uuid),
  social.moderate_post(
    uuid, social.moderation_action, text, social.sanction_ground, uuid),
  social_private.moderate_comment(
    uuid, social.moderation_action, text, social.sanction_ground, uuid),
  social.moderate_comment(
    uuid, social.moderation_action, text, social.sanction_ground, uuid),
  social_private.moderate_profile(
    uuid, social.moderation_action, text, social.sanction_ground, uuid),
  social.moderate_profile(
    uuid, social.moderation_action, text, social.sanction_ground, uuid)
  to anon, authenticated; -- anon too, to be told not_signed_in
