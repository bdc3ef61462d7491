-- Comment authoring: write, edit, delete and restore comments and replies.
-- The author of a post decides who may comment on it. Only the author of a comment may edit it. The
-- author of the comment and the author of the post may delete it. The person who deleted a comment
-- can restore it.

-- Write

create function social_private.can_comment(
  actor uuid, author_id uuid, comment_policy social.comment_policy)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return social_private.is_comment_allowed(
    can_comment.actor, can_comment.author_id, can_comment.comment_policy,
    exists (
      select from social.follows
      where follows.follower_id = can_comment.actor
        and follows.followee_id = can_comment.author_id
        and follows.state = 'accepted'
    ),
    exists (
      select from social.follows
      where follows.follower_id = can_comment.author_id
        and follows.followee_id = can_comment.actor
        and follows.state = 'accepted'
    )
  );
end;
$$;

comment on function social_private.can_comment(uuid, uuid, social.comment_policy) is
'Returns whether the actor may comment on a post that has this author and this comment policy.';

create function social_private.checked_comment(
  actor uuid, post_id uuid, parent_id uuid, body text)
  returns social.comments
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  config social_private.config;
  post social.posts;
  parent social.comments;
  comment social.comments;
begin
  post := social_private.lock_visible_post(checked_comment.actor, checked_comment.post_id);
  if not social_private.can_comment(checked_comment.actor, post.author_id, post.comment_policy) then
    perform social_private.fail('comments_closed');
  end if;
  select * into config from social_private.config;
  if checked_comment.parent_id is not null then
    parent := social_private.lock_visible_comment(checked_comment.actor, checked_comment.parent_id);
    if parent.post_id <> checked_comment.post_id then
      perform social_private.fail('comment_not_found');
    end if;
    if parent.depth >= config.reply_depth then
      perform social_private.fail('reply_too_deep');
    end if;
  end if;
  comment.body := social_private.clean_text(
    checked_comment.body, 'comment', config.comment_length);
  if comment.body is null then
    perform social_private.fail('comment_empty');
  end if;
  comment.parent_id := parent.id;
  comment.root_id := coalesce(parent.root_id, parent.id);
  comment.depth := coalesce(parent.depth + 1, 0)::smallint;
  return comment;
end;
$$;

comment on function social_private.checked_comment(uuid, uuid, uuid, text) is
'Checks whether the actor may write this comment now, and locks the post and the parent against
deletion. Returns the place of the comment in its thread and the cleaned text. add_comment and
restore_comment call this function.

Errors: comment_empty, comment_not_found, comment_too_long, comments_closed, post_not_found,
reply_too_deep, text_invalid.';

create function social_private.notify_mentioned_in_comment(
  comment social.comments, told uuid[])
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  person uuid;
begin
  for person in
    select comment_mentions.profile_id from social.comment_mentions
    where comment_mentions.comment_id = comment.id
      and comment_mentions.profile_id <> all (notify_mentioned_in_comment.told)
    order by comment_mentions.position
  loop
    if social_private.can_view_comment(person, comment.id) then
      perform social_private.notify(
        person, 'comment_mention', comment.author_id, comment.id, comment.id, comment.post_id);
    end if;
  end loop;
end;
$$;

comment on function social_private.notify_mentioned_in_comment(social.comments, uuid[]) is
'Notifies the people whom a comment mentions, except for those who were told of it already.';

create function social_private.notify_of_comment(comment social.comments)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  parent_author uuid := (
    select parents.author_id from social.comments as parents where parents.id = comment.parent_id
  );
  post_author uuid := (
    select posts.author_id from social.posts where posts.id = comment.post_id
  );
  told uuid[] := '{}'::uuid[];
begin
  -- One comment notifies a person once: as a reply, as a comment on the post, or as a mention.
  if comment.parent_id is not null then
    if social_private.can_view_comment(parent_author, comment.parent_id)
      and social_private.notify(
        parent_author, 'reply', comment.author_id, comment.id, comment.parent_id, comment.post_id)
    then
      told := told || parent_author;
    end if;
  end if;
  if post_author <> all (told) and social_private.notify(
    post_author, 'comment', comment.author_id, comment.id, comment.post_id, comment.post_id)
  then
    told := told || post_author;
  end if;
  perform social_private.notify_mentioned_in_comment(comment, told);
  perform social_private.hint_post(comment.post_id);
end;
$$;

comment on function social_private.notify_of_comment(social.comments) is
'Notifies the author of the parent, the author of the post, and the mentioned people of a new
comment.';

create function social_private.add_comment(
  post_id uuid, body text, parent_id uuid, idempotency_key text)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients have no insert grant; the author is the actor
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  comment_id uuid;
  checked social.comments;
  added social.comments;
begin
  comment_id := social_private.claim_idempotency_key(
    actor, add_comment.idempotency_key,
    jsonb_build_array(
      'add_comment', add_comment.post_id, add_comment.body, add_comment.parent_id)::text);
  if comment_id is not null then
    return social_private.comment_card(actor, comment_id);
  end if;
  perform social_private.consume_rate_limit(actor, 'comment');

  checked := social_private.checked_comment(
    actor, add_comment.post_id, add_comment.parent_id, add_comment.body);
  insert into social.comments (post_id, author_id, parent_id, root_id, depth, body)
  values (
    add_comment.post_id, actor, checked.parent_id, checked.root_id, checked.depth, checked.body
  )
  returning * into added;
  update social_private.idempotency_keys set result_id = added.id
  where idempotency_keys.user_id = actor and idempotency_keys.key = add_comment.idempotency_key;
  perform social_private.notify_of_comment(added);
  return social_private.comment_card(actor, added.id);
end;
$$;

create function social.add_comment(
  post_id uuid, body text, parent_id uuid default null, idempotency_key text default null)
  returns social.comment_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.add_comment(
  add_comment.post_id, add_comment.body, add_comment.parent_id, add_comment.idempotency_key);

comment on function social.add_comment(uuid, text, uuid, text) is
'Comment on a post, or reply to one of its comments.

parent_id is the comment to reply to. body may mention up to 20 people (@username). A retry with the
same idempotency_key within 24 hours returns the comment of the first call, or raises
comment_not_found if that comment was deleted.

Returns the comment card.
Errors: comment_empty, comment_not_found, comment_too_long, comments_closed,
idempotency_key_invalid, idempotency_key_reused, mentions_too_many, post_not_found,
reply_too_deep, text_invalid.
Common errors: docs/errors.md#common-errors.';

-- Edit

create function social_private.update_comment(comment_id uuid, body text)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients have no update grant; only the author may edit
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('edit');
  before social.comments := social_private.lock_comment_for_update(
    actor, update_comment.comment_id);
  config social_private.config;
  text_body text;
  -- The people whom the comment concerned before the edit. The edit does not notify them again.
  told uuid[] := array(
    select comment_mentions.profile_id from social.comment_mentions
    where comment_mentions.comment_id = before.id
    union all
    select parents.author_id from social.comments as parents
    where parents.id = before.parent_id
      and parents.author_id is not null -- a null in the array would match everybody
    union all
    select posts.author_id from social.posts where posts.id = before.post_id
  );
begin
  if before.author_id <> actor then
    perform social_private.fail('not_author');
  end if;
  select * into config from social_private.config;
  text_body := social_private.clean_text(update_comment.body, 'comment', config.comment_length);
  if text_body is null then
    perform social_private.fail('comment_empty');
  end if;
  if text_body <> before.body then
    insert into social.comment_edits (comment_id, body) values (before.id, before.body);
    delete from social.comment_edits
    where comment_edits.comment_id = before.id and comment_edits.id not in (
      select id from social.comment_edits
      where comment_edits.comment_id = before.id
      order by id desc
      limit config.versions_kept
    );
    update social.comments set body = text_body, edited_at = now() where comments.id = before.id;
    perform social_private.notify_mentioned_in_comment(before, told);
    perform social_private.hint_post(before.post_id);
  end if;
  return social_private.comment_card(actor, before.id);
end;
$$;

create function social.update_comment(comment_id uuid, body text)
  returns social.comment_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.update_comment(update_comment.comment_id, update_comment.body);

comment on function social.update_comment(uuid, text) is
'Change the text of your comment.

If the text really changes, edited_at is set and the previous version is kept (up to 10 versions).
The mentions in the new text (up to 20) replace the previous mentions. Idempotent.

Returns the comment card.
Errors: comment_empty, comment_not_found, comment_too_long, mentions_too_many, not_author,
text_invalid.
Common errors: docs/errors.md#common-errors.';

create type social.comment_version as (body text, replaced_at timestamptz);

comment on type social.comment_version is
'An earlier version of a comment. This version was current until replaced_at.';

create function social_private.comment_history(comment_id uuid)
  returns setof social.comment_version
  language plpgsql
  stable
  security definer -- bypasses RLS; returns versions to the author only
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  comment social.comments;
begin
  if not social_private.can_view_comment(actor, comment_history.comment_id) then
    perform social_private.fail('comment_not_found');
  end if;
  select * into comment from social.comments
  where comments.id = comment_history.comment_id and comments.deleted_at is null;
  if not found then
    perform social_private.fail('comment_not_found');
  end if;
  if comment.author_id <> actor then
    perform social_private.fail('not_author');
  end if;
  return query
  select comment_edits.body, comment_edits.replaced_at
  from social.comment_edits
  where comment_edits.comment_id = comment.id
  order by comment_edits.id desc;
end;
$$;

create function social.comment_history(comment_id uuid)
  returns setof social.comment_version
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.comment_history(comment_history.comment_id);

comment on function social.comment_history(uuid) is
'List the earlier versions of your comment, latest first. Up to 10 versions are kept.

Errors: comment_not_found, not_author.
Common errors: docs/errors.md#common-errors.';

-- Delete and restore

create type social.comment_deletion as (
  comment_id uuid,
  post_id uuid,
  is_tombstone boolean,
  comment_count integer,
  deleted_at timestamptz,
  restorable_until timestamptz
);

comment on type social.comment_deletion is
'The deletion of a comment. is_tombstone says whether threads show you a tombstone instead of the
comment. comment_count is the number of comments that the post still has. You can restore the
comment until restorable_until.

If you may not see your comment any more, its deletion is permanent. is_tombstone, comment_count and
restorable_until are null then.';

create function social_private.delete_comment(comment_id uuid)
  returns social.comment_deletion
  language plpgsql
  volatile
  security definer -- clients have no update grant; it checks who may delete
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('delete');
  comment social.comments;
  deletion social.comment_deletion;
begin
  if social_private.can_view_comment(actor, delete_comment.comment_id) is not true then
    return social_private.erase_own_comment(actor, delete_comment.comment_id);
  end if;
  comment := social_private.lock_comment(delete_comment.comment_id);
  if comment.deleted_at is not null or comment.id is null then
    perform social_private.fail('comment_not_found');
  end if;
  if comment.author_id <> actor and not exists (
    select from social.posts where posts.id = comment.post_id and posts.author_id = actor
  ) then
    perform social_private.fail('not_author');
  end if;
  update social.comments set
    deleted_at = now(),
    deleted_by = case when comment.author_id = actor then 'author' else 'post_author' end
      ::social.deleted_by,
    deleter_id = actor
  where comments.id = comment.id
  returning comments.id, comments.post_id, comments.deleted_at,
    comments.deleted_at
      + (select config.restore_days from social_private.config) * interval '1 day'
  into deletion.comment_id, deletion.post_id, deletion.deleted_at, deletion.restorable_until;
  perform social_private.hint_post(deletion.post_id);
  -- comments.is_tombstone would also tell of replies that the actor may not see.
  deletion.is_tombstone := social_private.can_view_replies(actor, comment.id, (
    select posts.author_id from social.posts where posts.id = comment.post_id));
  deletion.comment_count := (
    select sum(post_counters.comment_count)::integer from social_private.post_counters
    where post_counters.post_id = comment.post_id
  ) + coalesce((
    select own.comments
    from social_private.own_hidden_counts(actor, array[comment.post_id]) as own
  ), 0);
  return deletion;
end;
$$;

create function social.delete_comment(comment_id uuid)
  returns social.comment_deletion
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.delete_comment(delete_comment.comment_id);

comment on function social.delete_comment(uuid) is
'Delete your comment, or any comment on your post.

A comment with replies leaves a tombstone. You can undo the deletion with restore_comment for 30
days. After that the comment is permanently deleted.

You can always delete your own comment, even if you may not see it any more: the author of the post
has deleted it or blocks you, or the post is hidden from you. Such a deletion is permanent at once.
If staff have yet to decide about a report of the comment, they keep its text until they decide.

Returns the deletion. A repeat raises comment_not_found.
Errors: comment_not_found, not_author.
Common errors: docs/errors.md#common-errors.';

create function social_private.restore_comment(comment_id uuid)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients have no update grant; it restores only what the actor deleted
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('delete');
  comment social.comments;
  checked social.comments;
  is_pinned boolean;
begin
  select * into comment from social.comments
  where comments.id = restore_comment.comment_id and comments.deleter_id = actor;
  if found then
    if comment.deleted_at < social_private.restorable_since() then
      perform social_private.fail('restore_expired');
    end if;
    -- This call locks the post and the parent before the comment. Every command uses this order,
    -- which avoids deadlocks.
    checked := social_private.checked_comment(
      actor, comment.post_id, comment.parent_id, comment.body);
    -- If the author of the post restores a reply, checked_comment has compared the parent only with
    -- the author of the post. A block between the two authors must stop the restoration, too.
    if social_private.is_blocked(comment.author_id, (
      select parents.author_id from social.comments as parents
      where parents.id = comment.parent_id
    )) then
      perform social_private.fail('comment_not_found');
    end if;
    is_pinned := comment.pinned_at is not null
      and social_private.unpin_invisible_comments(comment.post_id);
    update social.comments set
      deleted_at = null,
      body = checked.body,
      -- Unpin the comment if other pinned comments already reach the maximum.
      pinned_at = case when is_pinned then comments.pinned_at end
    where comments.id = comment.id and comments.deleter_id = actor;
    perform social_private.hint_post(comment.post_id);
  end if;
  perform social_private.lock_visible_comment(actor, restore_comment.comment_id);
  return social_private.comment_card(actor, restore_comment.comment_id);
end;
$$;

create function social.restore_comment(comment_id uuid)
  returns social.comment_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.restore_comment(restore_comment.comment_id);

comment on function social.restore_comment(uuid) is
'Restore a comment that you deleted in the last 30 days.

You can restore your own comments and the comments of other people on your posts. You need the same
rights as to write the comment now. The comment returns to its place with its likes, mentions and
versions. Mentions of people whom its author may not see any more are removed. A pinned comment
stays pinned, unless other pinned comments already reach the maximum. Idempotent.

Returns the comment card.
Errors: comment_empty, comment_not_found, comment_too_long, comments_closed, mentions_too_many,
post_not_found, reply_too_deep, restore_expired, text_invalid.
Common errors: docs/errors.md#common-errors.';

create type social.deleted_comment as (
  id uuid,
  post_id uuid,
  author_id uuid,
  author_username text,
  body text,
  created_at timestamptz,
  deleted_at timestamptz,
  cursor text
);

comment on type social.deleted_comment is 'A comment that you deleted and can still restore.';

create function social_private.deleted_comments(after text, page_size integer)
  returns setof social.deleted_comment
  language plpgsql
  stable
  security definer -- bypasses RLS; returns only what the actor deleted
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(
    'deleted_comments', actor, deleted_comments.after);
  size integer := social_private.checked_page_size(deleted_comments.page_size);
begin
  return query
  select
    comments.id, comments.post_id, comments.author_id, profiles.username::text, comments.body,
    comments.created_at, comments.deleted_at,
    (social_private.time_cursors(
      'deleted_comments', actor, array[comments.deleted_at], array[comments.id]))[1]
  from social.comments
  -- Leave out comments whose author the actor may not see.
  join social.profiles on profiles.id = comments.author_id
    and social_private.can_view_profile(actor, profiles.id)
  where comments.deleter_id = actor
    and comments.deleted_at >= social_private.restorable_since()
    and (comments.deleted_at, comments.id) < (key.at, key.id)
    and social_private.can_view_post(actor, comments.post_id)
  order by comments.deleted_at desc, comments.id desc
  limit size;
end;
$$;

create function social.deleted_comments(after text default null, page_size integer default 20)
  returns setof social.deleted_comment
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.deleted_comments(deleted_comments.after, deleted_comments.page_size);

comment on function social.deleted_comments(text, integer) is
'List the comments that you deleted and can still restore, latest deletion first.

Common errors: docs/errors.md#common-errors.';

-- Permanent deletion

create function social_private.erase_comment(comment_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- The lock prevents new likes and replies, because they need a key share lock on the comment.
  perform from social.comments where comments.id = erase_comment.comment_id for update;
  if not exists (
    select from social.comments as replies where replies.parent_id = erase_comment.comment_id
  ) then
    delete from social.comments where comments.id = erase_comment.comment_id;
    return;
  end if;
  -- Clear the author first. The trigger on hidden_comments then writes no log entry, because it
  -- skips comments without an author.
  update social.comments set
    author_id = null, body = null, edited_at = null, pinned_at = null, deleter_id = null,
    deleted_at = coalesce(comments.deleted_at, now()),
    deleted_by = coalesce(comments.deleted_by, 'author')
  where comments.id = erase_comment.comment_id;
  delete from social.comment_edits where comment_edits.comment_id = erase_comment.comment_id;
  delete from social.comment_likes where comment_likes.comment_id = erase_comment.comment_id;
  delete from social.comment_mentions
  where comment_mentions.comment_id = erase_comment.comment_id;
  delete from social_private.hidden_comments
  where hidden_comments.comment_id = erase_comment.comment_id;
end;
$$;

comment on function social_private.erase_comment(uuid) is
'Permanently deletes a comment. While rows of replies exist, the row of the comment remains and
keeps the place of the replies. This row has no author, text, likes, mentions or versions.';

create function social_private.tg_comments__keep_thread()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- If the post is already deleted, its comments are deleted with it.
  if exists (select from social.comments as replies where replies.parent_id = old.id)
    and exists (select from social.posts where posts.id = old.post_id)
  then
    update social.comments set
      deleted_at = coalesce(comments.deleted_at, now()),
      deleted_by = coalesce(comments.deleted_by, 'staff')
    where comments.id = old.id and comments.author_id is not null;
    perform social_private.erase_comment(old.id);
    return null;
  end if;
  return old;
end;
$$;

comment on function social_private.tg_comments__keep_thread() is
'Keeps the place of the replies if the operator deletes a comment with SQL.';

create trigger keep_thread
  before delete on social.comments
  for each row execute function social_private.tg_comments__keep_thread();

create function social_private.erase_own_comment(actor uuid, comment_id uuid)
  returns social.comment_deletion
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  comment social.comments;
begin
  -- Only a comment of the actor is locked, because waiting for the lock would reveal that the
  -- comment exists.
  if exists (
    select from social.comments
    where comments.id = erase_own_comment.comment_id
      and comments.author_id = erase_own_comment.actor
  ) then
    comment := social_private.lock_comment(erase_own_comment.comment_id);
  end if;
  -- The author has deleted the comment before, so this call is a repeat.
  if comment.author_id is null or comment.deleted_by = 'author' then
    perform social_private.fail('comment_not_found');
  end if;
  -- Without a deleter nobody can restore the comment. Its author is now the one who deleted it.
  update social.comments set
    deleted_at = coalesce(comments.deleted_at, now()), deleted_by = 'author', deleter_id = null
  where comments.id = comment.id;
  if not exists (
    select from social_private.reports
    where reports.target_id = comment.id and reports.decided_at is null
  ) then
    perform social_private.erase_comment(comment.id);
  end if;
  -- The answer is the same for every reason why the actor cannot see the comment.
  return row(
    comment.id, comment.post_id, null::boolean, null::integer, now(), null::timestamptz);
end;
$$;

comment on function social_private.erase_own_comment(uuid, uuid) is
'Permanently deletes a comment that its author cannot see any more. A comment with an open report
keeps its text until staff decide, and nobody can restore it. Error: comment_not_found.';

create function social_private.tg_profiles__keep_threads()
  returns trigger
  language plpgsql
  volatile
  security definer -- a role that deletes a profile may have no grant on comments
  set search_path = ''
as $$
begin
  perform social_private.lock_own_content(old.id);
  -- Skip comments without replies, because the foreign key deletes them.
  perform social_private.erase_comment(comments.id)
  from social.comments
  -- If the post is already deleted, its comments are deleted with it.
  join social.posts on posts.id = comments.post_id
  where comments.author_id = old.id
    and exists (select from social.comments as replies where replies.parent_id = comments.id);
  return old;
end;
$$;

comment on function social_private.tg_profiles__keep_threads() is
'When a profile is deleted, keeps the replies of other people to the comments of that profile.';

create trigger keep_threads
  before delete on social.profiles
  for each row execute function social_private.tg_profiles__keep_threads();

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.add_comment(uuid, text, uuid, text), social.add_comment(uuid, text, uuid, text),
  social_private.update_comment(uuid, text), social.update_comment(uuid, text),
  social_private.comment_history(uuid), social.comment_history(uuid),
  social_private.delete_comment(uuid), social.delete_comment(uuid),
  social_private.restore_comment(uuid), social.restore_comment(uuid),
  social_private.deleted_comments(text, integer), social.deleted_comments(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
