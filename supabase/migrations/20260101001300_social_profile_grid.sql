-- Profile grid: the posts of a person, pinned ones first; pin and archive one's own.

-- Commands

create function social_private.archive_post(post_id uuid)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients hold no update grant; lock_own_post checks
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('edit');
  post social.posts := social_private.lock_own_post(actor, archive_post.post_id);
begin
  update social.posts set archived_at = coalesce(posts.archived_at, now())
  where posts.id = post.id;
  return social_private.post_card(actor, post.id);
end;
$$;

create function social.archive_post(post_id uuid)
  returns social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.archive_post(archive_post.post_id);

comment on function social.archive_post(uuid) is
'Hide your post from everybody else, with all that hangs on it, until you unarchive it. Again
changes nothing.

Returns the post card. Errors: not_signed_in, profile_missing, post_not_found,
not_author, rate_limited.';

create function social_private.unarchive_post(post_id uuid)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients hold no update grant; lock_own_post checks
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('edit');
  post social.posts := social_private.lock_own_post(actor, unarchive_post.post_id);
begin
  update social.posts set archived_at = null where posts.id = post.id;
  return social_private.post_card(actor, post.id);
end;
$$;

create function social.unarchive_post(post_id uuid)
  returns social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unarchive_post(unarchive_post.post_id);

comment on function social.unarchive_post(uuid) is
'Show your archived post again, where it was. Again changes nothing.

Returns the post card. Errors: not_signed_in, profile_missing, post_not_found,
not_author, rate_limited.';

create function social_private.pin_post(post_id uuid)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients hold no update grant; lock_own_post checks
  set search_path = ''
as $$
declare
  -- The charge locks the actor's bucket, so that parallel pins are counted one after the other.
  actor uuid := social_private.require_actor_and_consume('edit');
  post social.posts := social_private.lock_own_post(actor, pin_post.post_id);
begin
  if post.pinned_at is null and not social_private.is_pin_free(actor) then
    perform social_private.fail('pins_too_many');
  end if;
  update social.posts set pinned_at = coalesce(posts.pinned_at, clock_timestamp())
  where posts.id = post.id;
  return social_private.post_card(actor, post.id);
end;
$$;

create function social.pin_post(post_id uuid)
  returns social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.pin_post(pin_post.post_id);

comment on function social.pin_post(uuid) is
'Pin your post on top of your profile, in front of the ones pinned before; at most 3 (the config
says). Again changes nothing.

Returns the post card. Errors: not_signed_in, profile_missing, post_not_found,
not_author, pins_too_many, rate_limited.';

create function social_private.unpin_post(post_id uuid)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients hold no update grant; lock_own_post checks
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('edit');
  post social.posts := social_private.lock_own_post(actor, unpin_post.post_id);
begin
  update social.posts set pinned_at = null where posts.id = post.id;
  return social_private.post_card(actor, post.id);
end;
$$;

create function social.unpin_post(post_id uuid)
  returns social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unpin_post(unpin_post.post_id);

comment on function social.unpin_post(uuid) is
'Put your pinned post back to its place. Again changes nothing.

Returns the post card. Errors: not_signed_in, profile_missing, post_not_found,
not_author, rate_limited.';

-- Lists

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
  audience_level smallint;
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
    accounts.audience_level,
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
  into audience_level, is_follower, is_close_friend
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
          viewer, posts.author_id, posts.audience, audience_level, false, is_follower, is_close_friend)
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
        viewer, posts.author_id, posts.audience, audience_level, false, is_follower, is_close_friend)
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

create function social_private.archived_posts(after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  stable
  security definer -- reads past the policies; the actor's own posts only
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(archived_posts.after);
  size integer := social_private.checked_page_size(archived_posts.page_size);
  ids uuid[];
  cursors text[];
begin
  select array_agg(latest.id), array_agg(social_private.time_cursor(latest.archived_at, latest.id))
  into ids, cursors
  from (
    select posts.id, posts.archived_at
    from social.posts
    where posts.author_id = actor
      and posts.archived_at is not null
      and posts.deleted_at is null
      and (posts.archived_at, posts.id) < (key.at, key.id)
    order by posts.archived_at desc, posts.id desc
    limit size
  ) as latest;
  return query select * from social_private.post_cards(actor, ids, cursors);
end;
$$;

create function social.archived_posts(after text default null, page_size integer default 20)
  returns setof social.post_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.archived_posts(archived_posts.after, archived_posts.page_size);

comment on function social.archived_posts(text, integer) is
'What you archived, latest first. Errors: not_signed_in, profile_missing, cursor_invalid,
page_size_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.archive_post(uuid), social.archive_post(uuid),
  social_private.unarchive_post(uuid), social.unarchive_post(uuid), social_private.pin_post(uuid),
  social.pin_post(uuid), social_private.unpin_post(uuid), social.unpin_post(uuid),
  social_private.profile_posts(uuid, text, integer), social.profile_posts(uuid, text, integer),
  social_private.archived_posts(text, integer), social.archived_posts(text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in
