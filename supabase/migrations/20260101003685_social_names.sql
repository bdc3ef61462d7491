-- Names and restorations: the operator renames a person, frees a username that nobody may take, and
-- restores a post or comment, whoever deleted it.

-- Usernames

create function social_private.rename_profile(username text, new_username text, reason text)
  returns text
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  person uuid := social_private.profile_id_of(rename_profile.username);
  cleaned text := social_private.require_reason(rename_profile.reason);
  wanted text := lower(btrim(rename_profile.new_username, ' @') collate "C");
  former text;
  problem text;
begin
  select profiles.username into former from social.profiles where profiles.id = person for update;
  if wanted = former then
    return former;
  end if;
  problem := social_private.username_problem(wanted, person);
  if problem = 'username_taken' then
    perform social_private.fail(problem, 'Another person has it or a similar one, or it is held or '
      'reserved. release_username() frees a name that is held or reserved.');
  elsif problem is not null then
    perform social_private.fail(problem);
  end if;
  begin
    update social.profiles set username = wanted where profiles.id = person;
  exception when unique_violation then
    -- Another transaction has taken the name, or one that looks alike, since the check.
    perform social_private.fail('username_taken');
  end;
  perform social_private.begin_staff_action(null, cleaned);
  perform social_private.log_entry('rename', 'profile', person, person,
    jsonb_build_object('username', former), jsonb_build_object('username', wanted));
  perform social_private.end_staff_action();
  return wanted;
end;
$$;

comment on function social_private.rename_profile(text, text, text) is
'Gives a person another username at once, also if the person changed it recently. Only for the
operator. The former username leads to the person for config.username_reservation_days, and the
person may take it back. Returns the new username.

Errors: profile_not_found, reason_missing, reason_too_long, text_invalid, username_invalid,
username_taken.';

create function social_private.release_username(username text, reason text)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  name text := lower(btrim(release_username.username, ' @') collate "C");
  cleaned text := social_private.require_reason(release_username.reason);
  skeleton text := social_private.username_skeleton(name);
  owner text := (
    select profiles.username from social.profiles
    where social_private.username_skeleton(profiles.username) = skeleton
  );
  released integer := 0;
  more integer;
begin
  if name is null or skeleton = '' then
    perform social_private.fail('username_invalid');
  elsif owner is not null then
    perform social_private.fail('username_taken', format(
      'The person %s has this username or one that looks alike. First call rename_profile().',
      owner));
  end if;
  delete from social_private.reserved_usernames
  where social_private.username_skeleton(reserved_usernames.username) = skeleton;
  get diagnostics released = row_count;
  delete from social_private.username_reservations
  where username_reservations.skeleton_hash = sha256(convert_to(skeleton, 'UTF8'));
  get diagnostics more = row_count;
  released := released + more;
  -- The worker deletes the mentions by a former username when its reservation is over. So end the
  -- reservation, and keep the row.
  update social_private.former_usernames set changed_at = changed_at
    - (select config.username_reservation_days from social_private.config) * interval '1 day'
  where social_private.username_skeleton(former_usernames.username) = skeleton
    and former_usernames.changed_at > now()
      - (select config.username_reservation_days from social_private.config) * interval '1 day';
  get diagnostics more = row_count;
  released := released + more;
  if released > 0 then
    perform social_private.begin_staff_action(null, cleaned);
    -- The log is kept forever, so it must not have the name of an erased person.
    perform social_private.log_entry('release', 'username',
      encode(substring(sha256(convert_to(name, 'UTF8')) for 16), 'hex')::uuid, null);
    perform social_private.end_staff_action();
  end if;
  return released;
end;
$$;

comment on function social_private.release_username(text, text) is
'Frees a username, so that anybody can take it: one that is reserved for nobody, held for the former
owner who changed it, or held after an erasure. Names that look alike are one name here. Links and
mentions by the name no longer lead to its former owner. Only for the operator. The audit log gets
an entry with a hash of the name, not the name.

Returns how many rows held the name. 0 means that it was free, and writes no entry. Errors:
reason_missing, reason_too_long, text_invalid, username_invalid, username_taken.';

-- Restorations

create function social_private.restore_deleted_post(post_id uuid)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  post social.posts;
begin
  select * into post from social.posts where posts.id = restore_deleted_post.post_id for update;
  if not found then
    perform social_private.fail('target_not_found', 'Nobody can restore an erased post.');
  end if;
  if post.deleted_at is null then
    return false;
  end if;
  update social.posts set
    deleted_at = null,
    -- Unpin the post if other pinned posts already reach the maximum.
    pinned_at = case when social_private.is_pin_free(post.author_id) then posts.pinned_at end
  where posts.id = post.id;
  perform social_private.log_entry('restore', 'post', post.id, post.author_id,
    jsonb_build_object('deleted_at', post.deleted_at), jsonb_build_object('deleted_at', null));
  return true;
end;
$$;

comment on function social_private.restore_deleted_post(uuid) is
'Takes back the deletion of a post. Returns false if the post is not deleted. Errors:
target_not_found.';

create function social_private.restore_deleted_comment(comment_id uuid)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  comment social.comments := social_private.lock_comment(restore_deleted_comment.comment_id);
  is_pinned boolean;
begin
  -- A comment without an author is erased, and only keeps the place of its replies.
  if comment.author_id is null then
    perform social_private.fail('target_not_found', 'Nobody can restore an erased comment.');
  end if;
  if comment.deleted_at is null then
    return false;
  end if;
  is_pinned := comment.pinned_at is not null
    and social_private.unpin_invisible_comments(comment.post_id);
  update social.comments set
    deleted_at = null,
    pinned_at = case when is_pinned then comments.pinned_at end
  where comments.id = comment.id;
  perform social_private.log_entry('restore', 'comment', comment.id, comment.author_id,
    jsonb_build_object('deleted_at', comment.deleted_at, 'deleted_by', comment.deleted_by),
    jsonb_build_object('deleted_at', null));
  perform social_private.hint_post(comment.post_id);
  return true;
end;
$$;

comment on function social_private.restore_deleted_comment(uuid) is
'Takes back the deletion of a comment, whoever deleted it. Returns false if the comment is not
deleted. Errors: target_not_found.';

create function social_private.restore_content(
  target_kind social.target_kind, target_id uuid, reason text)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  before social.moderation_state;
  cleaned text := social_private.require_reason(restore_content.reason);
  was_deleted boolean;
begin
  perform social_private.require_argument(restore_content.target_id);
  if restore_content.target_kind = 'profile' or restore_content.target_kind is null then
    perform social_private.fail('action_invalid', 'Pass post or comment.');
  end if;
  perform social_private.begin_staff_action(null, cleaned);
  was_deleted := case restore_content.target_kind
    when 'post' then social_private.restore_deleted_post(restore_content.target_id)
    else social_private.restore_deleted_comment(restore_content.target_id)
  end;
  before := social_private.moderation_state(
    restore_content.target_kind, restore_content.target_id);
  perform social_private.set_sanction(
    restore_content.target_kind, restore_content.target_id, 'hide', false);
  perform social_private.end_staff_action();
  return was_deleted or before.hidden_at is not null;
end;
$$;

comment on function social_private.restore_content(social.target_kind, uuid, text) is
'Restores a post or a comment: takes back its deletion, whoever deleted it, and a hiding by staff.
Only for the operator. It returns to its place with its likes, comments and files. What its author
archived stays archived, and what the author of a post hid under the post stays hidden. Nobody can
restore what was erased: by default 30 days after the deletion, or at once where docs/lifecycle.md
says so.

Returns false if there was nothing to restore. Errors: action_invalid, argument_missing,
reason_missing, reason_too_long, target_not_found, text_invalid.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
