-- Export edges: whom a person follows, is followed by, blocks, mutes and favours; and the files.

-- Reads

create function social_private.export_edges(person uuid, stream text, after uuid, size integer)
  returns setof social_private.export_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return query
  select edges.other::text, edges.item || jsonb_build_object('profile', shown.profile)
  from (
    (
      select followee_id as other, jsonb_build_object(
        'direction', 'following', 'state', state, 'created_at', created_at,
        'accepted_at', accepted_at) as item
      from social.follows
      where follower_id = export_edges.person and followee_id > export_edges.after
        and export_edges.stream = 'following'
      order by followee_id
      limit export_edges.size
    ) union all (
      select follower_id, jsonb_build_object(
        'direction', 'follower', 'state', state, 'created_at', created_at,
        'accepted_at', accepted_at)
      from social.follows
      where followee_id = export_edges.person and follower_id > export_edges.after
        and export_edges.stream = 'followers'
      order by follower_id
      limit export_edges.size
    ) union all (
      select muted_id, jsonb_build_object(
        'kind', 'mute', 'created_at', created_at, 'expires_at', expires_at)
      from social_private.mutes
      where muter_id = export_edges.person and muted_id > export_edges.after
        and export_edges.stream = 'mutes' and coalesce(expires_at, 'infinity') > now()
      order by muted_id
      limit export_edges.size
    ) union all (
      select friend_id, jsonb_build_object(
        'kind', 'close_friend', 'created_at', created_at, 'expires_at', null)
      from social_private.close_friends
      where owner_id = export_edges.person and friend_id > export_edges.after
        and export_edges.stream = 'close_friends'
      order by friend_id
      limit export_edges.size
    )
  ) as edges
  cross join lateral social_private.export_person(
    export_edges.person, edges.other) as shown (profile)
  order by edges.other;
end;
$$;

comment on function social_private.export_edges(uuid, text, uuid, integer) is
'The documents follows and blocks of a person but for the blocks, from an id on. Without a person to
show there is no item.';

create function social_private.export_blocks(person uuid, after uuid, size integer)
  returns setof social_private.export_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  -- Whom one blocks one sees in this list alone, while they are in use.
  return query
  select blocks.blocked_id::text, case when accounts.reach > 0 then jsonb_build_object(
    'kind', 'block',
    'profile', jsonb_build_object('id', profiles.id, 'username', profiles.username),
    'created_at', blocks.created_at, 'expires_at', null) end
  from social_private.blocks
  join social_private.accounts on accounts.profile_id = blocks.blocked_id
  join social.profiles on profiles.id = blocks.blocked_id
  where blocks.blocker_id = export_blocks.person and blocks.blocked_id > export_blocks.after
  order by blocks.blocked_id
  limit export_blocks.size;
end;
$$;

comment on function social_private.export_blocks(uuid, uuid, integer) is
'The blocks in the document blocks of a person, from an id on.';

create function social_private.export_files(person uuid, after text, size integer)
  returns setof social_private.export_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  after_post uuid := split_part(export_files.after, '/', 1);
  after_position integer := split_part(export_files.after, '/', 2);
begin
  return query
  select post_media.post_id || '/' || post_media.position, jsonb_build_object(
    'bucket', 'media', 'path', post_media.path, 'file', social_private.export_file(post_media),
    'bytes', coalesce((
      select (objects.metadata ->> 'size')::bigint from storage.objects
      where objects.bucket_id = 'media' and objects.name = post_media.path
    ), 0))
  from social.posts
  join social.post_media on post_media.post_id = posts.id
  where posts.author_id = export_files.person
    and posts.deleted_at is null
    and posts.id >= after_post
    and (post_media.post_id, post_media.position) > (after_post, after_position)
  order by post_media.post_id, post_media.position
  limit export_files.size;
end;
$$;

comment on function social_private.export_files(uuid, text, integer) is
'The photos and videos of a person''s posts, from <post id>/<position> on.';

create function social_private.export_avatar(person uuid)
  returns setof social_private.export_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return query
  select '', jsonb_build_object(
    'bucket', 'avatars', 'path', profiles.avatar_path,
    'file', 'avatar.' || substring(profiles.avatar_path from '[a-z0-9]+$'),
    'bytes', coalesce((
      select (objects.metadata ->> 'size')::bigint from storage.objects
      where objects.bucket_id = 'avatars' and objects.name = profiles.avatar_path
    ), 0))
  from social.profiles
  where profiles.id = export_avatar.person and profiles.avatar_path is not null;
end;
$$;

comment on function social_private.export_avatar(uuid) is 'The profile picture of a person, if any.';

create function social_private.export_items(person uuid, stream text, after text, size integer)
  returns setof social_private.export_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  no_id constant uuid := '00000000-0000-0000-0000-000000000000';
  after_id uuid := case when export_items.stream <> 'files' then
    coalesce(nullif(export_items.after, '')::uuid, no_id) end;
begin
  if export_items.stream = 'export' then
    return next ('', social_private.export_profile(export_items.person))
      ::social_private.export_item;
  elsif export_items.stream = 'settings' then
    return next ('', social_private.export_settings(export_items.person))
      ::social_private.export_item;
  elsif export_items.stream = 'posts' then
    return query select * from social_private.export_posts(
      export_items.person, after_id, export_items.size);
  elsif export_items.stream = 'comments' then
    return query select * from social_private.export_comments(
      export_items.person, after_id, export_items.size);
  elsif export_items.stream in ('post_likes', 'comment_likes', 'saves') then
    return query select * from social_private.export_reactions(
      export_items.person, export_items.stream, after_id, export_items.size);
  elsif export_items.stream in ('following', 'followers', 'mutes', 'close_friends') then
    return query select edges.key, case when edges.item -> 'profile' <> 'null' then edges.item end
    from social_private.export_edges(
      export_items.person, export_items.stream, after_id, export_items.size) as edges;
  elsif export_items.stream = 'blocks' then
    return query select * from social_private.export_blocks(
      export_items.person, after_id, export_items.size);
  elsif export_items.stream = 'avatar' then
    return query select * from social_private.export_avatar(export_items.person);
  elsif export_items.stream = 'files' then
    return query select * from social_private.export_files(
      export_items.person, coalesce(nullif(export_items.after, ''), no_id || '/-1'),
      export_items.size);
  end if;
end;
$$;

comment on function social_private.export_items(uuid, text, text, integer) is
'So many rows of one stream of an export, from a key on.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
