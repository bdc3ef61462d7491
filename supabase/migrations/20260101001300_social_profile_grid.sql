-- Profile grid: the posts on a profile with pinned posts first, and the commands to archive and pin
-- posts.
-- The grid leaves out archived posts and posts that the viewer may not see. The list archived_posts
-- shows archived posts to their author only.

-- Commands

create function social_private.archive_post(post_id uuid)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients have no update grant; lock_own_post requires the author
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
'Archive your post.

Until you unarchive the post, nobody else sees the post, its likes or its comments. Idempotent.

Returns the post card.
Errors: not_author, post_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.unarchive_post(post_id uuid)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients have no update grant; lock_own_post requires the author
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('edit');
  post social.posts := social_private.lock_own_post(actor, unarchive_post.post_id);
begin
  if post.archived_at is not null then
    post := social_private.checked_restored_post(post);
    update social.posts set
      archived_at = null, caption = post.caption, sensitive_note = post.sensitive_note
    where posts.id = post.id;
  end if;
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
'Unarchive your post.

Other people see the post again, according to its visibility, if you could create the post now. The
post returns to its old place in lists. Mentions of people whom you may not see any more are
removed. Idempotent.

Returns the post card.
Errors: alt_text_too_long, caption_too_long, hashtags_too_many, media_required, media_too_many,
mentions_too_many, not_author, post_empty, post_not_found, sensitive_note_too_long, text_invalid.
Common errors: docs/errors.md#common-errors.';

create function social_private.pin_post(post_id uuid)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients have no update grant; lock_own_post requires the author
  set search_path = ''
as $$
declare
  -- This call locks the actor's rate limit bucket, so that concurrent calls cannot pin more posts
  -- than the maximum.
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
'Pin your post to the top of your profile.

The latest pin comes first. You can pin up to 3 posts (pins_max in the config). Idempotent.

Returns the post card.
Errors: not_author, pins_too_many, post_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.unpin_post(post_id uuid)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients have no update grant; lock_own_post requires the author
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
'Unpin your post.

The post returns to its chronological place on your profile. Idempotent.

Returns the post card.
Errors: not_author, post_not_found.
Common errors: docs/errors.md#common-errors.';

-- Lists

create type social_private.card_keys as (ids uuid[], cursors text[]);

create function social_private.pinned_posts(
  viewer uuid, author_id uuid, audience_level smallint, is_follower boolean,
  is_close_friend boolean, before social_private.time_key, size integer)
  returns social_private.card_keys
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    select (
      array_agg(pinned.id), social_private.time_cursors(
        'profile_posts', pinned_posts.author_id, array_agg(pinned.pinned_at), array_agg(pinned.id))
    )::social_private.card_keys
    from (
      select posts.id, posts.pinned_at
      from social.posts
      where posts.author_id = pinned_posts.author_id
        and posts.pinned_at is not null
        and posts.archived_at is null
        and (posts.pinned_at, posts.id) < ((pinned_posts.before).at, (pinned_posts.before).id)
        and social_private.is_visible(
          pinned_posts.viewer, posts.author_id, posts.audience, pinned_posts.audience_level, false,
          pinned_posts.is_follower, pinned_posts.is_close_friend)
      order by posts.pinned_at desc, posts.id desc
      limit pinned_posts.size
    ) as pinned
  );
end;
$$;

comment on function social_private.pinned_posts(
  uuid, uuid, smallint, boolean, boolean, social_private.time_key, integer) is
'Returns the ids and cursors of an author''s pinned posts, latest pin first. Leaves out posts that
the viewer may not see.';

create function social_private.profile_posts(profile_id uuid, after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  stable
  security definer -- clients may have no table access; is_visible checks visibility
  set search_path = ''
as $$
declare
  viewer uuid := social_private.reader_id();
  size integer := social_private.checked_page_size(profile_posts.page_size);
  -- The cursor of a pinned post has 64 digits (time and id). Other cursors have 32 digits (id).
  is_in_pins boolean := coalesce(length(profile_posts.after), 64) > 32;
  pin_key social_private.time_key;
  id_key uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid;
  author record;
  pins social_private.card_keys;
  other_ids uuid[];
begin
  if is_in_pins then
    pin_key := social_private.parse_time_cursor(
      'profile_posts', profile_posts.profile_id, profile_posts.after);
  else
    id_key := social_private.parse_id_cursor(profile_posts.after, id_key);
  end if;
  if not social_private.can_view_profile(viewer, profile_posts.profile_id) then
    perform social_private.fail('profile_not_found');
  end if;
  select accounts.audience_level,
    exists (
      select from social.follows
      where follows.follower_id = viewer
        and follows.followee_id = accounts.profile_id and follows.state = 'accepted'
    ) as is_follower,
    exists (
      select from social_private.close_friends
      where close_friends.owner_id = accounts.profile_id and close_friends.friend_id = viewer
    ) as is_close_friend
  into author
  from social_private.accounts where accounts.profile_id = profile_posts.profile_id;
  if is_in_pins then
    pins := social_private.pinned_posts(
      viewer, profile_posts.profile_id, author.audience_level, author.is_follower,
      author.is_close_friend, pin_key, size);
  end if;
  select array_agg(newest.id) into other_ids
  from (
    select posts.id from social.posts
    where posts.author_id = profile_posts.profile_id
      and posts.id < id_key and posts.pinned_at is null and posts.archived_at is null
      -- The argument false means "not blocked", because can_view_profile has checked for blocks.
      and social_private.is_visible(
        viewer, posts.author_id, posts.audience, author.audience_level,
        false, author.is_follower, author.is_close_friend)
    order by posts.id desc
    limit size - coalesce(cardinality(pins.ids), 0)
  ) as newest;
  return query select * from social_private.post_cards(
    viewer, pins.ids || other_ids, pins.cursors);
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
'List the posts of a person, pinned posts first.

The other posts follow, newest first. The list leaves out archived posts and posts that you may not
see. The function archived_posts lists your own archived posts.
Errors: profile_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.archived_posts(after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  stable
  security definer -- clients may have no table access; it selects own posts only
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(
    'archived_posts', actor, archived_posts.after);
  size integer := social_private.checked_page_size(archived_posts.page_size);
  ids uuid[];
  cursors text[];
begin
  select array_agg(latest.id), social_private.time_cursors(
    'archived_posts', actor, array_agg(latest.archived_at), array_agg(latest.id))
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
'List your archived posts, latest archived first.

Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.archive_post(uuid), social.archive_post(uuid),
  social_private.unarchive_post(uuid), social.unarchive_post(uuid), social_private.pin_post(uuid),
  social.pin_post(uuid), social_private.unpin_post(uuid), social.unpin_post(uuid),
  social_private.profile_posts(uuid, text, integer), social.profile_posts(uuid, text, integer),
  social_private.archived_posts(text, integer), social.archived_posts(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
