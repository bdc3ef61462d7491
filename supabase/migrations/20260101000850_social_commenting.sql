-- Commenting: comment, reply and edit.
-- A retry with the same idempotency key returns the first comment; earlier versions are kept.

-- Commands

create function social_private.can_comment(
  actor uuid, author_id uuid, comment_gate social.comment_gate)
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
  if can_comment.actor = can_comment.author_id or can_comment.comment_gate = 'everyone' then
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
  return case can_comment.comment_gate
    when 'followers' then is_follower
    when 'following' then is_followed
    when 'mutuals' then is_follower and is_followed
    else false
  end;
end;
$$;

comment on function social_private.can_comment(uuid, uuid, social.comment_gate) is
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
  perform social_private.spend(actor, 'comment');

  post := social_private.hold_visible_post(actor, add_comment.post_id);
  if not social_private.can_comment(actor, post.author_id, post.comment_gate) then
    perform social_private.fail('comments_closed');
  end if;
  select * into config from social_private.config;
  if add_comment.parent_id is not null then
    parent := social_private.hold_visible_comment(actor, add_comment.parent_id);
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

create function social_private.visible_comment(actor uuid, comment_id uuid)
  returns social.comments
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  found_comment social.comments;
begin
  if social_private.can_view_comment(visible_comment.actor, visible_comment.comment_id) then
    -- A deletion of the post locks it before its comments, and so do we.
    perform from social.posts
    where posts.id = (
      select comments.post_id from social.comments where comments.id = visible_comment.comment_id
    )
    for key share;
    select * into found_comment from social.comments
    where comments.id = visible_comment.comment_id and comments.deleted_by is null
    for update;
    if found then
      return found_comment;
    end if;
  end if;
  perform social_private.fail('comment_not_found');
end;
$$;

comment on function social_private.visible_comment(uuid, uuid) is
'A comment that the actor sees, locked. Error: comment_not_found (absent, hidden or deleted).';

create function social_private.update_comment(comment_id uuid, body text)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the author edits
  set search_path = ''
as $$
declare
  actor uuid := social_private.charge_actor('edit');
  before social.comments := social_private.visible_comment(actor, update_comment.comment_id);
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

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.add_comment(uuid, text, uuid, text), social.add_comment(uuid, text, uuid, text),
  social_private.update_comment(uuid, text), social.update_comment(uuid, text)
  to anon, authenticated; -- anon too, to be told not_signed_in
