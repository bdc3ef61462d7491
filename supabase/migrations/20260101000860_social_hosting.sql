-- Hosting: what the author of a post does with the comments of others: hide and pin them.
-- A hidden comment stays visible to whoever wrote it, who is not told.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('comment_not_top_level', 422, 'Only a top-level comment can be pinned.', null);

-- Commands

create function social_private.comment_under_own_post(actor uuid, comment_id uuid)
  returns social.comments
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  comment social.comments;
begin
  comment := social_private.visible_comment(
    comment_under_own_post.actor, comment_under_own_post.comment_id);
  if not exists (
    select from social.posts
    where posts.id = comment.post_id and posts.author_id = comment_under_own_post.actor
  ) then
    perform social_private.fail('not_author');
  end if;
  return comment;
end;
$$;

comment on function social_private.comment_under_own_post(uuid, uuid) is
'A comment under a post of the actor, locked. Errors: comment_not_found, not_author.';

create function social_private.hide_comment(comment_id uuid)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the author of the post
  set search_path = ''
as $$
declare
  actor uuid := social_private.charge_actor('edit');
  comment social.comments := social_private.comment_under_own_post(
    actor, hide_comment.comment_id);
begin
  insert into social_private.hidden_comments (comment_id, hidden_by)
  values (comment.id, 'post_author')
  on conflict on constraint hidden_comments_pkey do nothing;
  return social_private.comment_card(actor, comment.id);
end;
$$;

create function social.hide_comment(comment_id uuid)
  returns social.comment_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.hide_comment(hide_comment.comment_id);

comment on function social.hide_comment(uuid) is
'Hide a comment under your post from everybody but you and whoever wrote it, who is not told. Again
changes nothing.

Returns the comment card. Errors: not_signed_in, profile_missing, comment_not_found, not_author,
rate_limited.';

create function social_private.unhide_comment(comment_id uuid)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the author of the post
  set search_path = ''
as $$
declare
  actor uuid := social_private.charge_actor('edit');
  comment social.comments := social_private.comment_under_own_post(
    actor, unhide_comment.comment_id);
begin
  delete from social_private.hidden_comments
  where hidden_comments.comment_id = comment.id and hidden_comments.hidden_by = 'post_author';
  return social_private.comment_card(actor, comment.id);
end;
$$;

create function social.unhide_comment(comment_id uuid)
  returns social.comment_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unhide_comment(unhide_comment.comment_id);

comment on function social.unhide_comment(uuid) is
'Show a comment again that you hid. Again changes nothing.

Returns the comment card. Errors: not_signed_in, profile_missing, comment_not_found, not_author,
rate_limited.';

create function social_private.pin_comment(comment_id uuid)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the author of the post
  set search_path = ''
as $$
declare
  -- The charge locks the actor's bucket, so that parallel pins are counted one after the other.
  actor uuid := social_private.charge_actor('edit');
  comment social.comments := social_private.comment_under_own_post(actor, pin_comment.comment_id);
begin
  if comment.root_id is not null then
    perform social_private.fail('comment_not_top_level');
  end if;
  if comment.pinned_at is null then
    -- Whose author is blocked or away by now, or what staff hid, must not take up a place unseen.
    update social.comments set pinned_at = null
    where comments.post_id = comment.post_id
      and comments.pinned_at is not null
      and not social_private.is_comment_shown(actor, comments.id, comments.author_id, actor);
    if (
      select count(*) from social.comments
      where comments.post_id = comment.post_id and comments.pinned_at is not null
    ) >= (select config.pins_max from social_private.config) then
      perform social_private.fail('pins_too_many');
    end if;
  end if;
  update social.comments set pinned_at = coalesce(comments.pinned_at, clock_timestamp())
  where comments.id = comment.id;
  return social_private.comment_card(actor, comment.id);
end;
$$;

create function social.pin_comment(comment_id uuid)
  returns social.comment_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.pin_comment(pin_comment.comment_id);

comment on function social.pin_comment(uuid) is
'Pin a comment on top of those under your post, in front of the ones pinned before; at most 3 (the
config says). Again changes nothing.

Returns the comment card. Errors: not_signed_in, profile_missing, comment_not_found, not_author,
comment_not_top_level, pins_too_many, rate_limited.';

create function social_private.unpin_comment(comment_id uuid)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the author of the post
  set search_path = ''
as $$
declare
  actor uuid := social_private.charge_actor('edit');
  comment social.comments := social_private.comment_under_own_post(
    actor, unpin_comment.comment_id);
begin
  update social.comments set pinned_at = null where comments.id = comment.id;
  return social_private.comment_card(actor, comment.id);
end;
$$;

create function social.unpin_comment(comment_id uuid)
  returns social.comment_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unpin_comment(unpin_comment.comment_id);

comment on function social.unpin_comment(uuid) is
'Put a pinned comment back to its place. Again changes nothing.

Returns the comment card. Errors: not_signed_in, profile_missing, comment_not_found, not_author,
rate_limited.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.hide_comment(uuid), social.hide_comment(uuid),
  social_private.unhide_comment(uuid), social.unhide_comment(uuid),
  social_private.pin_comment(uuid), social.pin_comment(uuid),
  social_private.unpin_comment(uuid), social.unpin_comment(uuid)
  to anon, authenticated; -- anon too, to be told not_signed_in
