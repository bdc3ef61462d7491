-- Threads: the comments of a post, the replies in a thread, and who liked a comment.
-- Comments come newest first; replies oldest first, as a conversation reads.

create function social_private.post_comments(post_id uuid, after text, page_size integer)
  returns setof social.comment_card
  language plpgsql
  stable
  security definer -- reads past the policies, by the same rule
  set search_path = ''
as $$
declare
  viewer uuid := social_private.viewer_id();
  blocked uuid[] := social_private.blocked_with(viewer);
  size integer := social_private.checked_page_size(post_comments.page_size);
  -- The cursor of a pinned comment is longer: a time and an id.
  is_among_pins boolean := coalesce(length(post_comments.after), 48) > 32;
  pin social_private.time_key;
  before uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  author uuid;
  ids uuid[];
  cursors text[];
  more uuid[];
begin
  if is_among_pins then
    pin := social_private.parse_time_cursor(post_comments.after);
  else
    before := social_private.parse_id_cursor(post_comments.after, before);
  end if;
  if not social_private.can_view_post(viewer, post_comments.post_id) then
    perform social_private.fail('post_not_found');
  end if;
  select posts.author_id into author from social.posts where posts.id = post_comments.post_id;

  if is_among_pins then
    select array_agg(pinned.id), array_agg(
      social_private.time_cursor(pinned.pinned_at, pinned.id))
    into ids, cursors
    from (
      select comments.id, comments.pinned_at
      from social.comments
      where comments.post_id = post_comments.post_id
        and comments.pinned_at is not null
        and (comments.pinned_at, comments.id) < (pin.at, pin.id)
        and social_private.is_comment_shown(viewer, comments.id, comments.author_id, author)
      order by comments.pinned_at desc, comments.id desc
      limit size
    ) as pinned;
    size := size - coalesce(cardinality(ids), 0);
  end if;
  select array_agg(latest.id) into more
  from (
    select comments.id
    from social.comments
    left join social_private.accounts on accounts.profile_id = comments.author_id
    where comments.post_id = post_comments.post_id
      and comments.root_id is null
      and comments.pinned_at is null
      and comments.id < before
      and case
        -- What nobody hid is quickly told; the rest is left to the rule.
        when accounts.reach > 0 and comments.author_id <> all (blocked)
          and not exists (
            select from social_private.hidden_comments
            where hidden_comments.comment_id = comments.id
          )
          and not exists (
            select from social_private.blocks
            where blocks.blocker_id = author and blocks.blocked_id = comments.author_id
          ) then true
        else social_private.is_comment_shown(viewer, comments.id, comments.author_id, author)
      end
    order by comments.id desc
    limit size
  ) as latest;
  return query select * from social_private.comment_cards(viewer, ids || more, cursors);
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
'Top-level comments of a post: the pinned ones, then all others, newest first, tombstones of threads
included.

Errors: post_not_found, cursor_invalid, page_size_invalid.';

create function social_private.comment_replies(comment_id uuid, after text, page_size integer)
  returns setof social.comment_card
  language plpgsql
  stable
  security definer -- reads past the policies, by the same rule
  set search_path = ''
as $$
declare
  viewer uuid := social_private.viewer_id();
  blocked uuid[] := social_private.blocked_with(viewer);
  past uuid := social_private.parse_id_cursor(
    comment_replies.after, '00000000-0000-0000-0000-000000000000');
  size integer := social_private.checked_page_size(comment_replies.page_size);
  author uuid;
  ids uuid[];
begin
  if not social_private.can_view_comment(viewer, comment_replies.comment_id) then
    perform social_private.fail('comment_not_found');
  end if;
  select posts.author_id into author
  from social.comments join social.posts on posts.id = comments.post_id
  where comments.id = comment_replies.comment_id;
  select array_agg(oldest.id) into ids
  from (
    select comments.id
    from social.comments
    left join social_private.accounts on accounts.profile_id = comments.author_id
    where comments.root_id = comment_replies.comment_id
      and comments.id > past
      and case
        when comments.parent_id <> comments.root_id
          then social_private.is_branch_shown(viewer, comments.id, author)
        -- What nobody hid is quickly told; the rest is left to the rule.
        when accounts.reach > 0 and comments.author_id <> all (blocked)
          and not exists (
            select from social_private.hidden_comments
            where hidden_comments.comment_id = comments.id
          )
          and not exists (
            select from social_private.blocks
            where blocks.blocker_id = author and blocks.blocked_id = comments.author_id
          ) then true
        else social_private.is_comment_shown(viewer, comments.id, comments.author_id, author)
      end
    order by comments.id
    limit size
  ) as oldest;
  return query select * from social_private.comment_cards(viewer, ids);
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
'The whole thread below a top-level comment, oldest first; parent_id tells who answers whom.

Errors: comment_not_found, cursor_invalid, page_size_invalid.';

create function social_private.comment_likers(comment_id uuid, after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- reads past the policies, by the same rule
  set search_path = ''
as $$
declare
  viewer uuid := social_private.viewer_id();
  blocked uuid[] := social_private.blocked_with(viewer);
  key social_private.time_key := social_private.parse_time_cursor(comment_likers.after);
  size integer := social_private.checked_page_size(comment_likers.page_size);
  ids uuid[];
  times timestamptz[];
begin
  if not social_private.can_view_comment(viewer, comment_likers.comment_id) then
    perform social_private.fail('comment_not_found');
  end if;
  select array_agg(latest.user_id), array_agg(latest.created_at)
  into ids, times
  from (
    select comment_likes.user_id, comment_likes.created_at
    from social.comment_likes
    join social_private.accounts
      on accounts.profile_id = comment_likes.user_id and accounts.reach > 0
    where comment_likes.comment_id = comment_likers.comment_id
      and comment_likes.user_id <> all (blocked)
      and (comment_likes.created_at, comment_likes.user_id) < (key.at, key.id)
    order by comment_likes.created_at desc, comment_likes.user_id desc
    limit size
  ) as latest;
  return query select * from social_private.profile_cards(viewer, ids, times);
end;
$$;

create function social.comment_likers(
  comment_id uuid, after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.comment_likers(
  comment_likers.comment_id, comment_likers.after, comment_likers.page_size);

comment on function social.comment_likers(uuid, text, integer) is
'Who likes this comment, latest first.

Errors: comment_not_found, cursor_invalid, page_size_invalid.';

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

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.post_comments(uuid, text, integer), social.post_comments(uuid, text, integer),
  social_private.comment_replies(uuid, text, integer), social.comment_replies(uuid, text, integer),
  social_private.comment_likers(uuid, text, integer), social.comment_likers(uuid, text, integer),
  social_private.comment_history(uuid), social.comment_history(uuid)
  to anon, authenticated; -- anon too, to be told not_signed_in
