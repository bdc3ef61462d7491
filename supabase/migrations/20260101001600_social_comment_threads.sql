-- Comment threads: the comments on a post, the replies to a comment, and the commands to hide and
-- pin comments.
-- The author of a post can hide and pin the comments on it. Everybody who may see a post may list
-- its threads. Only these lists show tombstones. They treat a comment of somebody else with a word
-- that the viewer mutes like a comment that the viewer may not see.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('comment_not_top_level', 422, 'Only a top-level comment can be pinned.', null);

-- Lists

create type social_private.comment_list as (ids uuid[], tombstones uuid[]);

comment on type social_private.comment_list is
'The ids of listed comments, in order, and the ids of those that the list shows as tombstones.';

create function social_private.latest_comments(
  viewer uuid, post_id uuid, post_author_id uuid, before uuid, size integer, pattern text)
  returns social_private.comment_list
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security invoker
  set search_path = ''
as $$
declare
  blocked uuid[] := social_private.blocked_either_way(latest_comments.viewer);
  list social_private.comment_list;
begin
  select
    array_agg(listed.id),
    coalesce(array_agg(listed.id) filter (where not listed.is_visible), '{}')
  into list
  from (
    select comments.id, sight.is_visible
    from social.comments
    left join social_private.accounts on accounts.profile_id = comments.author_id
    cross join lateral (
      select case
        -- These conditions decide the common case without a function call. is_comment_visible
        -- decides the rest.
        when comments.deleted_at is null
          and accounts.audience_level > 0 and comments.author_id <> all (blocked)
          and not exists (
            select from social_private.hidden_comments
            where hidden_comments.comment_id = comments.id
          )
          and not exists (
            select from social_private.blocks
            where blocks.blocker_id = latest_comments.post_author_id
              and blocks.blocked_id = comments.author_id
          )
          and (latest_comments.pattern is null
            or not social_private.is_muted_text(latest_comments.pattern, comments.body)) then true
        when comments.deleted_at is null and social_private.is_comment_visible(
          latest_comments.viewer, comments.id, comments.author_id, latest_comments.post_author_id)
          and (latest_comments.pattern is null or comments.author_id = latest_comments.viewer
            or not social_private.is_muted_text(latest_comments.pattern, comments.body)) then true
        when social_private.can_view_replies(
          latest_comments.viewer, comments.id, latest_comments.post_author_id,
          latest_comments.pattern) then false
      end as is_visible
      limit 1 -- keeps the planner from evaluating is_visible twice
    ) as sight
    where comments.post_id = latest_comments.post_id
      and comments.root_id is null
      and comments.is_present
      and comments.id < latest_comments.before
      and sight.is_visible is not null
      -- A pinned comment is listed among the pins. Its tombstone is not pinned.
      and (comments.pinned_at is null or not sight.is_visible)
    order by comments.id desc
    limit latest_comments.size
  ) as listed;
  return list;
end;
$$;

comment on function social_private.latest_comments(uuid, uuid, uuid, uuid, integer, text) is
'Returns the ids of a post''s top-level comments and tombstones, newest first. Leaves out pinned
comments. If the viewer may not see a comment, leaves it out, unless the viewer may see a reply
below it. Returns only ids that are older than the argument `before`. pattern is the result of
muted_pattern().';

create function social_private.post_comments(post_id uuid, after text, page_size integer)
  returns setof social.comment_card
  language plpgsql
  stable
  security definer -- bypasses RLS for speed and applies the same rules
  set search_path = ''
as $$
declare
  viewer uuid := social_private.reader_id();
  size integer := social_private.checked_page_size(post_comments.page_size);
  -- The cursor of a pinned comment contains a time and an id. Other cursors are shorter, because
  -- they contain only an id.
  is_among_pins boolean := coalesce(length(post_comments.after), 64) > 32;
  pin social_private.time_key;
  before uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid;
  pattern text := social_private.muted_pattern(viewer);
  author uuid;
  ids uuid[];
  cursors text[];
  latest social_private.comment_list;
begin
  if is_among_pins then
    pin := social_private.parse_time_cursor(
      'post_comments', post_comments.post_id, post_comments.after);
  else
    before := social_private.parse_id_cursor(post_comments.after, before);
  end if;
  if not social_private.can_view_post(viewer, post_comments.post_id) then
    perform social_private.fail('post_not_found');
  end if;
  select posts.author_id into author from social.posts where posts.id = post_comments.post_id;
  if is_among_pins then
    select array_agg(pinned.id), social_private.time_cursors(
      'post_comments', post_comments.post_id, array_agg(pinned.pinned_at), array_agg(pinned.id))
    into ids, cursors
    from (
      select comments.id, comments.pinned_at
      from social.comments
      where comments.post_id = post_comments.post_id
        and comments.pinned_at is not null
        and comments.deleted_at is null
        and (comments.pinned_at, comments.id) < (pin.at, pin.id)
        and social_private.is_comment_visible(viewer, comments.id, comments.author_id, author)
        and (pattern is null or comments.author_id = viewer
          or not social_private.is_muted_text(pattern, comments.body))
      order by comments.pinned_at desc, comments.id desc
      limit size
    ) as pinned;
    size := size - coalesce(cardinality(ids), 0);
  end if;
  latest := social_private.latest_comments(
    viewer, post_comments.post_id, author, before, size, pattern);
  return query
  select * from social_private.comment_cards(
    viewer, ids || latest.ids, cursors, latest.tombstones);
end;
$$;

create function social.post_comments(
  post_id uuid, after text default null, page_size integer default 20)
  returns setof social.comment_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.post_comments(
  post_comments.post_id, post_comments.after, post_comments.page_size);

comment on function social.post_comments(uuid, text, integer) is
'List the top-level comments of a post, pinned comments first.

The other comments follow, newest first. In place of a comment that is deleted or that you may not
see, the list contains a tombstone without author and text, if you may see a reply to the comment.
A comment of somebody else with a word that you mute counts as one that you may not see, and its
tombstone looks as if the author deleted it. The numbers of comments, replies and likes stay the
same.

Errors: post_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.thread_replies(
  viewer uuid, root_id uuid, post_author_id uuid, past uuid, size integer)
  returns social_private.comment_list
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security invoker
  set search_path = ''
as $$
declare
  blocked uuid[] := social_private.blocked_either_way(thread_replies.viewer);
  pattern text := social_private.muted_pattern(thread_replies.viewer);
  list social_private.comment_list;
begin
  select
    array_agg(listed.id),
    coalesce(array_agg(listed.id) filter (where not listed.is_visible), '{}')
  into list
  from (
    select comments.id, sight.is_visible
    from social.comments
    left join social_private.accounts on accounts.profile_id = comments.author_id
    cross join lateral (
      select case
        -- As in latest_comments.
        when comments.deleted_at is null
          and accounts.audience_level > 0 and comments.author_id <> all (blocked)
          and not exists (
            select from social_private.hidden_comments
            where hidden_comments.comment_id = comments.id
          )
          and not exists (
            select from social_private.blocks
            where blocks.blocker_id = thread_replies.post_author_id
              and blocks.blocked_id = comments.author_id
          )
          and (pattern is null
            or not social_private.is_muted_text(pattern, comments.body)) then true
        when comments.deleted_at is null and social_private.is_comment_visible(
          thread_replies.viewer, comments.id, comments.author_id, thread_replies.post_author_id)
          and (pattern is null or comments.author_id = thread_replies.viewer
            or not social_private.is_muted_text(pattern, comments.body)) then true
        when social_private.can_view_replies(
          thread_replies.viewer, comments.id, thread_replies.post_author_id, pattern) then false
      end as is_visible
      limit 1 -- keeps the planner from evaluating is_visible twice
    ) as sight
    where comments.root_id = thread_replies.root_id
      and comments.is_present
      and comments.id > thread_replies.past
      and sight.is_visible is not null
    order by comments.id
    limit thread_replies.size
  ) as listed;
  return list;
end;
$$;

comment on function social_private.thread_replies(uuid, uuid, uuid, uuid, integer) is
'Returns the ids of the replies and tombstones below a top-level comment, oldest first. Returns only
ids that are newer than the argument `past`.';

create function social_private.comment_replies(comment_id uuid, after text, page_size integer)
  returns setof social.comment_card
  language plpgsql
  stable
  security definer -- bypasses RLS for speed and applies the same rules
  set search_path = ''
as $$
declare
  viewer uuid := social_private.reader_id();
  past uuid := social_private.parse_id_cursor(
    comment_replies.after, '00000000-0000-0000-0000-000000000000');
  size integer := social_private.checked_page_size(comment_replies.page_size);
  author uuid;
  list social_private.comment_list;
begin
  if not social_private.can_view_comment(viewer, comment_replies.comment_id, true) then
    perform social_private.fail('comment_not_found');
  end if;
  select posts.author_id into author
  from social.comments join social.posts on posts.id = comments.post_id
  where comments.id = comment_replies.comment_id;
  list := social_private.thread_replies(viewer, comment_replies.comment_id, author, past, size);
  return query
  select * from social_private.comment_cards(viewer, list.ids, null, list.tombstones);
end;
$$;

create function social.comment_replies(
  comment_id uuid, after text default null, page_size integer default 20)
  returns setof social.comment_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.comment_replies(
  comment_replies.comment_id, comment_replies.after, comment_replies.page_size);

comment on function social.comment_replies(uuid, text, integer) is
'List the whole thread below a top-level comment, oldest first.

The parent_id of a reply is the id of the comment that the reply answers. comment_id may be the id
of a tombstone. As in post_comments, a tombstone takes the place of a reply that is deleted, that
you may not see or that contains a word that you mute, if you may see a reply to it.

Errors: comment_not_found.
Common errors: docs/errors.md#common-errors.';

-- Comment moderation

create function social_private.lock_comment_under_own_post(actor uuid, comment_id uuid)
  returns social.comments
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  comment social.comments;
begin
  comment := social_private.lock_comment_for_update(
    lock_comment_under_own_post.actor, lock_comment_under_own_post.comment_id);
  if not exists (
    select from social.posts
    where posts.id = comment.post_id and posts.author_id = lock_comment_under_own_post.actor
  ) then
    perform social_private.fail('not_author');
  end if;
  return comment;
end;
$$;

comment on function social_private.lock_comment_under_own_post(uuid, uuid) is
'Returns a comment on a post of the actor, and locks it for a change. Errors: comment_not_found,
not_author.';

create function social_private.hide_comment(comment_id uuid)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients have no update grant; only the author of the post may call it
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('edit');
  comment social.comments := social_private.lock_comment_under_own_post(
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
'Hide a comment on your post.

Only you and the author of the comment still see it. Other people see the replies to it below a
tombstone. The author is not notified. Idempotent.

Returns the comment card.
Errors: comment_not_found, not_author.
Common errors: docs/errors.md#common-errors.';

create function social_private.unhide_comment(comment_id uuid)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients have no update grant; only the author of the post may call it
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('edit');
  comment social.comments := social_private.lock_comment_under_own_post(
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
'Unhide a comment that you hid.

Idempotent.

Returns the comment card.
Errors: comment_not_found, not_author.
Common errors: docs/errors.md#common-errors.';

create function social_private.pin_comment(comment_id uuid)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients have no update grant; only the author of the post may call it
  set search_path = ''
as $$
declare
  -- This call locks the actor's rate limit bucket, so that concurrent calls cannot pin more
  -- comments than the maximum.
  actor uuid := social_private.require_actor_and_consume('edit');
  comment social.comments := social_private.lock_comment_under_own_post(
    actor, pin_comment.comment_id);
begin
  if comment.root_id is not null then
    perform social_private.fail('comment_not_top_level');
  end if;
  if comment.pinned_at is null
    and not social_private.unpin_invisible_comments(comment.post_id)
  then
    perform social_private.fail('pins_too_many');
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
'Pin a top-level comment on your post.

The latest pin comes first. You can pin up to 3 comments on a post (pins_max in the config).
Idempotent.

Returns the comment card.
Errors: comment_not_found, comment_not_top_level, not_author, pins_too_many.
Common errors: docs/errors.md#common-errors.';

create function social_private.unpin_comment(comment_id uuid)
  returns social.comment_card
  language plpgsql
  volatile
  security definer -- clients have no update grant; only the author of the post may call it
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('edit');
  comment social.comments := social_private.lock_comment_under_own_post(
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
'Unpin a comment on your post.

The comment returns to its chronological place under the post. Idempotent.

Returns the comment card.
Errors: comment_not_found, not_author.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.post_comments(uuid, text, integer), social.post_comments(uuid, text, integer),
  social_private.comment_replies(uuid, text, integer),
  social.comment_replies(uuid, text, integer), social_private.hide_comment(uuid),
  social.hide_comment(uuid), social_private.unhide_comment(uuid), social.unhide_comment(uuid),
  social_private.pin_comment(uuid), social.pin_comment(uuid), social_private.unpin_comment(uuid),
  social.unpin_comment(uuid)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
