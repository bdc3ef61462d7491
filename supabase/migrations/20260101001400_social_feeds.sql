-- Posts in lists: the grid of a profile, what I saved, who liked.
-- Every list is keyset-paged: (after, page_size), newest first, each row with its own cursor.

-- One post

create function social_private.post(post_id uuid)
  returns social.post_card
  language plpgsql
  stable
  security definer -- reads past the policies, by the same rule
  set search_path = ''
as $$
begin
  return social_private.post_card(social_private.viewer_id(), post.post_id);
end;
$$;

create function social.post(post_id uuid)
  returns social.post_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.post(post.post_id);

comment on function social.post(uuid) is
'One post, with its author, media, counts and your own flags. Error: post_not_found.';

create type social.post_version as (caption text, alt_texts text[], replaced_at timestamptz);

comment on type social.post_version is 'An earlier version of a post, until replaced_at.';

create function social_private.post_history(post_id uuid)
  returns setof social.post_version
  language plpgsql
  stable
  security definer -- reads past the policies; the author only
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  if not social_private.can_view_post(actor, post_history.post_id) then
    perform social_private.fail('post_not_found');
  end if;
  if not exists (
    select from social.posts where posts.id = post_history.post_id and posts.author_id = actor
  ) then
    perform social_private.fail('not_author');
  end if;
  return query
  select post_edits.caption, post_edits.alt_texts, post_edits.replaced_at
  from social.post_edits
  where post_edits.post_id = post_history.post_id
  order by post_edits.id desc;
end;
$$;

create function social.post_history(post_id uuid)
  returns setof social.post_version
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.post_history(post_history.post_id);

comment on function social.post_history(uuid) is
'Earlier versions of your post, latest first, as many as are kept (10).

Errors: not_signed_in, profile_missing, post_not_found, not_author.';

-- Lists of posts

create function social_private.profile_posts(profile_id uuid, after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  stable
  security definer -- reads past the policies, by the same rule
  set search_path = ''
as $$
declare
  viewer uuid := social_private.viewer_id();
  size integer := social_private.checked_page_size(profile_posts.page_size);
  -- The cursor of a pinned post is longer: a time and an id.
  is_among_pins boolean := coalesce(length(profile_posts.after), 48) > 32;
  pin social_private.time_key;
  before uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  reach smallint;
  is_follower boolean;
  is_close_friend boolean;
  ids uuid[];
  cursors text[];
  more uuid[];
begin
  if is_among_pins then
    pin := social_private.parse_time_cursor(profile_posts.after);
  else
    before := social_private.parse_id_cursor(profile_posts.after, before);
  end if;
  if not social_private.can_view_profile(viewer, profile_posts.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  select
    accounts.reach,
    exists (
      select from social.follows
      where follows.follower_id = viewer
        and follows.followee_id = accounts.profile_id
        and follows.state = 'accepted'
    ),
    exists (
      select from social_private.close_friends
      where close_friends.owner_id = accounts.profile_id and close_friends.friend_id = viewer
    )
  into reach, is_follower, is_close_friend
  from social_private.accounts where accounts.profile_id = profile_posts.profile_id;

  if is_among_pins then
    select array_agg(pinned.id), array_agg(
      social_private.time_cursor(pinned.pinned_at, pinned.id))
    into ids, cursors
    from (
      select posts.id, posts.pinned_at
      from social.posts
      where posts.author_id = profile_posts.profile_id
        and posts.pinned_at is not null
        and posts.archived_at is null
        and (posts.pinned_at, posts.id) < (pin.at, pin.id)
        and social_private.is_visible(
          viewer, posts.author_id, posts.audience, reach, false, is_follower, is_close_friend)
      order by posts.pinned_at desc, posts.id desc
      limit size
    ) as pinned;
    size := size - coalesce(cardinality(ids), 0);
  end if;
  select array_agg(newest.id) into more
  from (
    select posts.id
    from social.posts
    where posts.author_id = profile_posts.profile_id
      and posts.id < before
      and posts.pinned_at is null
      and posts.archived_at is null
      and social_private.is_visible(
        viewer, posts.author_id, posts.audience, reach, false, is_follower, is_close_friend)
    order by posts.id desc
    limit size
  ) as newest;
  return query
  select * from social_private.post_cards(viewer, ids || more, cursors);
end;
$$;

create function social.profile_posts(
  profile_id uuid, after text default null, page_size integer default 20)
  returns setof social.post_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.profile_posts(
  profile_posts.profile_id, profile_posts.after, profile_posts.page_size);

comment on function social.profile_posts(uuid, text, integer) is
'Posts of a person that you may see: the pinned ones, then all others, newest first. Your own
archived posts are in archived_posts.

Errors: profile_not_found, cursor_invalid, page_size_invalid.';

create function social_private.saved_posts(after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  stable
  security definer -- reads past the policies, by the same rule
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(saved_posts.after);
  size integer := social_private.checked_page_size(saved_posts.page_size);
  ids uuid[];
  cursors text[];
begin
  select array_agg(latest.post_id), array_agg(
    social_private.time_cursor(latest.created_at, latest.post_id))
  into ids, cursors
  from (
    select saves.post_id, saves.created_at
    from social.saves
    where saves.user_id = actor
      and (saves.created_at, saves.post_id) < (key.at, key.id)
      and social_private.can_view_post(actor, saves.post_id)
    order by saves.created_at desc, saves.post_id desc
    limit size
  ) as latest;
  return query select * from social_private.post_cards(actor, ids, cursors);
end;
$$;

create function social.saved_posts(after text default null, page_size integer default 20)
  returns setof social.post_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.saved_posts(saved_posts.after, saved_posts.page_size);

comment on function social.saved_posts(text, integer) is
'What you saved and may still see, latest save first.

Errors: not_signed_in, profile_missing, cursor_invalid, page_size_invalid.';

-- Lists of people

create function social_private.post_likers(post_id uuid, after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- reads past the policies, by the same rule
  set search_path = ''
as $$
declare
  viewer uuid := social_private.viewer_id();
  blocked uuid[] := social_private.blocked_with(viewer);
  key social_private.time_key := social_private.parse_time_cursor(post_likers.after);
  size integer := social_private.checked_page_size(post_likers.page_size);
  ids uuid[];
  times timestamptz[];
begin
  if not social_private.can_view_post(viewer, post_likers.post_id) then
    perform social_private.fail('post_not_found');
  end if;
  select array_agg(latest.user_id), array_agg(latest.created_at)
  into ids, times
  from (
    select likes.user_id, likes.created_at
    from social.likes
    join social_private.accounts on accounts.profile_id = likes.user_id and accounts.reach > 0
    where likes.post_id = post_likers.post_id
      and likes.user_id <> all (blocked)
      and (likes.created_at, likes.user_id) < (key.at, key.id)
    order by likes.created_at desc, likes.user_id desc
    limit size
  ) as latest;
  return query select * from social_private.profile_cards(viewer, ids, times);
end;
$$;

create function social.post_likers(
  post_id uuid, after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.post_likers(
  post_likers.post_id, post_likers.after, post_likers.page_size);

comment on function social.post_likers(uuid, text, integer) is
'Who likes this post, latest first. Errors: post_not_found, cursor_invalid, page_size_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.post(uuid), social.post(uuid),
  social_private.post_history(uuid), social.post_history(uuid),
  social_private.profile_posts(uuid, text, integer), social.profile_posts(uuid, text, integer),
  social_private.saved_posts(text, integer), social.saved_posts(text, integer),
  social_private.post_likers(uuid, text, integer), social.post_likers(uuid, text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in
