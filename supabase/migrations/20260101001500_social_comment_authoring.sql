-- Comment authoring: comment, reply, edit, delete and restore.

-- Write

create function social_private.can_comment(
  actor uuid, author_id uuid, comment_policy social.comment_policy)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  is_follower boolean;
  is_followed boolean;
begin
  if can_comment.actor = can_comment.author_id or can_comment.comment_policy = 'everyone' then
    return true;
  end if;
  is_follower := exists (
    select from social.follows
    where follows.follower_id = can_comment.actor
      and follows.followee_id = can_comment.author_id
      and follows.state = 'accepted'
  );
  is_followed := exists (
    select from social.follows
    where follows.follower_id = can_comment.author_id
      and follows.followee_id = can_comment.actor
      and follows.state = 'accepted'
  );
  return case can_comment.comment_policy
    when 'followers' then is_follower
    when 'following' then is_followed
    when 'mutuals' then is_follower and is_followed
    else false
  end;
end;
$$;

comment on function social_private.can_comment(uuid, uuid, social.comment_policy) is
'Whether a post of this author takes comments from the actor.';

create function social_private.add_comment(
  post_id uuid, body text, parent_id uuid, idempotency_key text)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; the author is the actor
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  config social_private.config;
  post social.posts;
  parent social.comments;
  comment_id uuid;
  text_body text;
begin
  comment_id := social_private.claim_idempotency_key(
    actor, add_comment.idempotency_key,
    jsonb_build_array(
      'add_comment', add_comment.post_id, add_comment.body, add_comment.parent_id)::text);
  if comment_id is not null then
    return social_private.comment_card(actor, comment_id);
  end if;
  perform social_private.consume_rate_limit(actor, 'comment');

  post := social_private.lock_visible_post(actor, add_comment.post_id);
  if not social_private.can_comment(actor, post.author_id, post.comment_policy) then
    perform social_private.fail('comments_closed');
  end if;
  select * into config from social_private.config;
  if add_comment.parent_id is not null then
    parent := social_private.lock_visible_comment(actor, add_comment.parent_id);
    if parent.post_id <> add_comment.post_id then
      perform social_private.fail('comment_not_found');
    end if;
    if parent.depth >= config.reply_depth then
      perform social_private.fail('reply_too_deep');
    end if;
  end if;
  text_body := social_private.clean_text(add_comment.body, 'comment', config.comment_length);
  if text_body is null then
    perform social_private.fail('comment_empty');
  end if;

  insert into social.comments (post_id, author_id, parent_id, root_id, depth, body)
  values (
    add_comment.post_id, actor, parent.id, coalesce(parent.root_id, parent.id),
    coalesce(parent.depth + 1, 0), text_body
  )
  returning id into comment_id;
  update social_private.idempotency_keys set result_id = comment_id
  where idempotency_keys.user_id = actor and idempotency_keys.key = add_comment.idempotency_key;
  return social_private.comment_card(actor, comment_id);
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
'Comment on a post, or reply to a comment of it (parent_id). The text mentions up to 20 people
(@username). A retry with the same idempotency_key (kept 24 hours) returns the first comment.

Returns the comment card. Errors: not_signed_in, profile_missing, post_not_found, comments_closed,
comment_not_found, rate_limited, comment_empty, comment_too_long, text_invalid, mentions_too_many,
reply_too_deep, idempotency_key_invalid, idempotency_key_reused. A retry after the comment''s
deletion answers comment_not_found.';

-- Edit

create function social_private.update_comment(comment_id uuid, body text)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the author edits
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('edit');
  before social.comments := social_private.lock_comment_for_update(actor, update_comment.comment_id);
  config social_private.config;
  text_body text;
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
'Change your comment. edited_at moves only when the text really changes, and the version before is
kept (10). Mentions (20) are those of the text as it is now.

Returns the comment card. Errors: not_signed_in, profile_missing, comment_not_found, not_author,
comment_empty, comment_too_long, text_invalid, mentions_too_many, rate_limited.';

create type social.comment_version as (body text, replaced_at timestamptz);

comment on type social.comment_version is 'An earlier version of a comment, until replaced_at.';

create function social_private.comment_history(comment_id uuid)
  returns setof social.comment_version
  language plpgsql
  stable
  security definer -- reads past the policies; the author only
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
  where comments.id = comment_history.comment_id and comments.deleted_by is null;
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
'Earlier versions of your comment, latest first, as many as are kept (10).

Errors: not_signed_in, profile_missing, comment_not_found, not_author.';

-- Delete and restore

create function social_private.put_comment_aside(
  comment social.comments, deleter_id uuid, deleted_by social.deleted_by)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  with recursive ancestors as (
    select above.* from social.comments as above
    where above.id = (put_comment_aside.comment).parent_id
    union all
    select above.* from ancestors join social.comments as above on above.id = ancestors.parent_id
  )
  insert into social_private.deleted_comments (
    comment_id, post_id, author_id, deleter_id, deleted_by,
    comment, ancestors, likes, edits, mentions, hidings)
  select
    (put_comment_aside.comment).id, (put_comment_aside.comment).post_id,
    (put_comment_aside.comment).author_id, put_comment_aside.deleter_id,
    put_comment_aside.deleted_by, to_jsonb(put_comment_aside.comment),
    coalesce((
      select jsonb_agg(to_jsonb(ancestors) - array['body', 'author_id'] order by ancestors.depth)
      from ancestors), '[]'),
    coalesce((
      select jsonb_agg(to_jsonb(likes)) from social.comment_likes as likes
      where likes.comment_id = (put_comment_aside.comment).id), '[]'),
    coalesce((
      select jsonb_agg(to_jsonb(edits)) from social.comment_edits as edits
      where edits.comment_id = (put_comment_aside.comment).id), '[]'),
    coalesce((
      select jsonb_agg(to_jsonb(mentions)) from social.comment_mentions as mentions
      where mentions.comment_id = (put_comment_aside.comment).id), '[]'),
    coalesce((
      select jsonb_agg(to_jsonb(hidings)) from social_private.hidden_comments as hidings
      where hidings.comment_id = (put_comment_aside.comment).id), '[]');
end;
$$;

comment on function social_private.put_comment_aside(social.comments, uuid, social.deleted_by) is
'Keep a comment that is about to be deleted, as it is.';

create function social_private.delete_comment(comment_id uuid)
  returns boolean
  language plpgsql
  volatile
  security definer -- clients hold no delete grant; author or author of the post
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('delete');
  comment social.comments := social_private.lock_comment_for_update(actor, delete_comment.comment_id);
  is_post_author boolean := exists (
    select from social.posts where posts.id = comment.post_id and posts.author_id = actor);
  deleted_by social.deleted_by := case
    when comment.author_id = actor then 'author' else 'post_author' end;
begin
  if comment.author_id <> actor and not is_post_author then
    perform social_private.fail('not_author');
  end if;
  perform social_private.put_comment_aside(comment, actor, deleted_by);
  if exists (select from social.comments where comments.parent_id = comment.id) then
    perform social_private.make_tombstone(comment.id, deleted_by);
  else
    delete from social.comments where comments.id = comment.id;
  end if;
  return true;
end;
$$;

create function social.delete_comment(comment_id uuid)
  returns boolean
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.delete_comment(delete_comment.comment_id);

comment on function social.delete_comment(uuid) is
'Delete your comment, or any comment under your post. With replies it stays as a tombstone. For 30
days restore_comment brings it back.

Returns true. Errors: not_signed_in, profile_missing, comment_not_found (also when it is gone
already), not_author, rate_limited.';

create function social_private.put_comment_back(kept social_private.deleted_comments)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- What it answered may be going this moment, from below: see tg_comments__prune_tombstone.
  perform from social.comments
  where comments.id in (
    select (above ->> 'id')::uuid from jsonb_array_elements(kept.ancestors || kept.comment) as above
  )
  order by comments.depth desc
  for no key update;
  -- What is gone comes back as a tombstone, and at first so does the comment itself: what is put
  -- back into a tombstone is neither parsed for mentions nor logged as an act of staff.
  insert into social.comments (id, post_id, parent_id, root_id, depth, deleted_by, created_at)
  select above.id, above.post_id, above.parent_id, above.root_id, above.depth,
    coalesce(others.deleted_by, 'author'), above.created_at
  from jsonb_populate_recordset(
    null::social.comments, kept.ancestors || kept.comment) as above
  left join social_private.deleted_comments as others on others.comment_id = above.id
  order by above.depth
  on conflict on constraint comments_pkey do nothing;
  insert into social_private.hidden_comments
  select * from jsonb_populate_recordset(null::social_private.hidden_comments, kept.hidings);
  update social.comments set
    author_id = old.author_id, body = old.body, edited_at = old.edited_at, deleted_by = null,
    -- Unless others have taken the places by now.
    pinned_at = case when (
      select count(*) from social.comments as pinned
      where pinned.post_id = kept.post_id and pinned.pinned_at is not null
    ) < (select config.pins_max from social_private.config) then old.pinned_at end
  from jsonb_populate_record(null::social.comments, kept.comment) as old
  where comments.id = old.id;
  insert into social.comment_edits
  select * from jsonb_populate_recordset(null::social.comment_edits, kept.edits);
  -- People who are leaving this moment are left out.
  insert into social.comment_likes
  select likes.* from jsonb_populate_recordset(null::social.comment_likes, kept.likes) as likes
  join social.profiles on profiles.id = likes.user_id
  for key share of profiles skip locked;
  -- As they were, whoever has the names now.
  insert into social.comment_mentions
  select mentions.*
  from jsonb_populate_recordset(null::social.comment_mentions, kept.mentions) as mentions
  join social.profiles on profiles.id = mentions.profile_id
  for key share of profiles skip locked;
  delete from social_private.deleted_comments
  where deleted_comments.comment_id = kept.comment_id;
end;
$$;

comment on function social_private.put_comment_back(social_private.deleted_comments) is
'Make a comment again what it was when it was put aside.';

create function social_private.restore_comment(comment_id uuid)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; only what the actor deleted
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('delete');
  kept social_private.deleted_comments;
begin
  perform social_private.lock_visible_post(actor, posts.id)
  from social.posts
  where posts.id = (
    select deleted_comments.post_id from social_private.deleted_comments
    where deleted_comments.comment_id = restore_comment.comment_id
      and deleted_comments.deleter_id = actor
  );
  select * into kept from social_private.deleted_comments
  where deleted_comments.comment_id = restore_comment.comment_id
    and deleted_comments.deleter_id = actor
  for update;
  if found then
    if kept.deleted_at < social_private.restorable_since() then
      perform social_private.fail('restore_expired');
    end if;
    perform social_private.put_comment_back(kept);
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
'Bring back a comment that you deleted in the last 30 days, yours or one under your post: in its
place, with its likes. Again changes nothing.

Returns the comment card. Errors: not_signed_in, profile_missing, comment_not_found, post_not_found,
restore_expired, rate_limited.';

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

comment on type social.deleted_comment is 'A comment that you deleted, and can still restore.';

create function social_private.deleted_comments(after text, page_size integer)
  returns setof social.deleted_comment
  language plpgsql
  stable
  security definer -- nobody may read the table; only what the actor deleted
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(deleted_comments.after);
  size integer := social_private.checked_page_size(deleted_comments.page_size);
begin
  return query
  select
    kept.comment_id, kept.post_id, kept.author_id, profiles.username::text,
    kept.comment ->> 'body', (kept.comment ->> 'created_at')::timestamptz, kept.deleted_at,
    social_private.time_cursor(kept.deleted_at, kept.comment_id)
  from social_private.deleted_comments as kept
  -- Whom one does not see is not shown here either.
  join social.profiles on profiles.id = kept.author_id
    and social_private.can_view_profile(actor, profiles.id)
  where kept.deleter_id = actor
    and kept.deleted_at >= social_private.restorable_since()
    and (kept.deleted_at, kept.comment_id) < (key.at, key.id)
    and social_private.can_view_post(actor, kept.post_id)
  order by kept.deleted_at desc, kept.comment_id desc
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
'The comments that you deleted and can still restore, latest first. Errors: not_signed_in,
profile_missing, cursor_invalid, page_size_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.add_comment(uuid, text, uuid, text), social.add_comment(uuid, text, uuid, text),
  social_private.update_comment(uuid, text), social.update_comment(uuid, text),
  social_private.comment_history(uuid), social.comment_history(uuid),
  social_private.delete_comment(uuid), social.delete_comment(uuid),
  social_private.restore_comment(uuid), social.restore_comment(uuid),
  social_private.deleted_comments(text, integer), social.deleted_comments(text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in
