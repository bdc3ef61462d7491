-- Restoring comments: what was put aside comes back in its place.

-- Commands

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
  actor uuid := social_private.charge_actor('delete');
  kept social_private.deleted_comments;
begin
  perform social_private.hold_visible_post(actor, posts.id)
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
  perform social_private.hold_visible_comment(actor, restore_comment.comment_id);
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

-- Lists

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
  social_private.restore_comment(uuid), social.restore_comment(uuid),
  social_private.deleted_comments(text, integer), social.deleted_comments(text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in
