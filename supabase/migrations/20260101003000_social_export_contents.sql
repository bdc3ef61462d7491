-- Export contents: the documents of a person's export, read in pages by id.
-- An export contains the ids and usernames of other people whom the exporting person may see. The
-- export leaves out posts and people that the exporting person may not see. It treats them as
-- deleted, so that it does not reveal a block.

-- Documents

create function social_private.without_secrets(value jsonb)
  returns jsonb
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return case jsonb_typeof(without_secrets.value)
    when 'object' then coalesce((
      select jsonb_object_agg(fields.key, social_private.without_secrets(fields.value))
      from jsonb_each(without_secrets.value) as fields
      where fields.key !~* '(token|secret|password|passwd|credential|hash|nonce|api_?key)'
    ), '{}')
    when 'array' then coalesce((
      select jsonb_agg(social_private.without_secrets(items.item) order by items.place)
      from jsonb_array_elements(without_secrets.value) with ordinality as items (item, place)
    ), '[]')
    else without_secrets.value
  end;
end;
$$;

comment on function social_private.without_secrets(jsonb) is
'Returns the data without the fields that can contain a token or a password.';

create function social_private.export_login(person uuid)
  returns jsonb
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'created_at', users.created_at, 'last_sign_in_at', users.last_sign_in_at,
      'email_confirmed_at', users.email_confirmed_at,
      'phone_confirmed_at', users.phone_confirmed_at,
      'identities', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'provider', identities.provider, 'created_at', identities.created_at,
            'updated_at', identities.updated_at, 'last_sign_in_at', identities.last_sign_in_at,
            'data', social_private.without_secrets(identities.identity_data))
          order by identities.created_at, identities.id)
        from auth.identities where identities.user_id = users.id
      ), '[]'),
      'sessions', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'created_at', sessions.created_at,
            'refreshed_at', sessions.refreshed_at at time zone 'UTC',
            'ip', host(sessions.ip), 'user_agent', sessions.user_agent)
          order by sessions.created_at, sessions.id)
        from auth.sessions where sessions.user_id = users.id
      ), '[]'))
    from auth.users where users.id = export_login.person
  );
end;
$$;

comment on function social_private.export_login(uuid) is
'Returns what Auth stores about a person: how and when the person has signed in.';

create function social_private.export_profile(person uuid)
  returns jsonb
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'version', 1,
      'exported_at', now(),
      'profile', jsonb_build_object(
        'id', profiles.id, 'username', profiles.username, 'email', users.email,
        'phone', nullif(users.phone, ''),
        'display_name', profiles.display_name, 'bio', profiles.bio, 'website', profiles.website,
        'avatar', 'avatar.' || substring(profiles.avatar_path from '[a-z0-9]+$'),
        'former_usernames', coalesce((
          select jsonb_agg(former_usernames.username order by former_usernames.changed_at)
          from social_private.former_usernames
          where former_usernames.profile_id = profiles.id
        ), '[]'),
        'created_at', profiles.created_at),
      'login', social_private.export_login(profiles.id))
    from social.profiles
    join auth.users on users.id = profiles.id
    where profiles.id = export_profile.person
  );
end;
$$;

comment on function social_private.export_profile(uuid) is
'Returns the document "export" of a person.';

create function social_private.export_settings(person uuid)
  returns jsonb
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'is_private', accounts.is_private, 'followers_visibility', accounts.followers_visibility,
      'following_visibility', accounts.following_visibility,
      'is_discoverable', accounts.is_discoverable,
      'notification_preferences', social_private.export_preferences(accounts.profile_id),
      'feed_weights', social_private.export_feed_weights(accounts.profile_id))
    from social_private.accounts where accounts.profile_id = export_settings.person
  );
end;
$$;

comment on function social_private.export_settings(uuid) is
'Returns the document "settings" of a person.';

create function social_private.export_file(media social.post_media)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return format('media/%s/%s.%s', (export_file.media).post_id, (export_file.media).position + 1,
    substring((export_file.media).path from '[a-z0-9]+$'));
end;
$$;

comment on function social_private.export_file(social.post_media) is
'Returns the path of a photo or video inside an export.';

create function social_private.export_poster(media social.post_media)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  -- An import makes the tile of a video without a poster again.
  if starts_with((export_poster.media).mime_type, 'video/')
    and (export_poster.media).thumbnail_path like '%/thumbnail.%'
  then
    return format('media/%s/%s.poster.%s', (export_poster.media).post_id,
      (export_poster.media).position + 1,
      substring((export_poster.media).thumbnail_path from '[a-z0-9]+$'));
  end if;
  return null;
end;
$$;

comment on function social_private.export_poster(social.post_media) is
'Returns the path of the poster of a video inside an export. Returns null for a photo, and for a
video without a poster.';

create function social_private.export_posts(person uuid, after uuid, size integer)
  returns setof social_private.export_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return query
  select posts.id::text, jsonb_build_object(
    'id', posts.id, 'caption', posts.caption, 'visibility', posts.visibility,
    'is_sensitive', posts.is_sensitive, 'sensitive_note', posts.sensitive_note,
    'comment_policy', posts.comment_policy,
    'hashtags', coalesce((
      select jsonb_agg(post_hashtags.display order by post_hashtags.hashtag)
      from social.post_hashtags where post_hashtags.post_id = posts.id
    ), '[]'),
    'mentions', coalesce((
      select jsonb_agg(mentioned.item order by post_mentions.position)
        filter (where mentioned.item is not null)
      from social.post_mentions
      cross join lateral social_private.export_person(
        posts.author_id, post_mentions.profile_id) as mentioned (item)
      where post_mentions.post_id = posts.id
        and social_private.is_username_of(post_mentions.profile_id, post_mentions.username)
    ), '[]'),
    'media', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'file', social_private.export_file(post_media),
          'poster', social_private.export_poster(post_media), 'mime_type', post_media.mime_type,
          'width', post_media.width, 'height', post_media.height, 'alt_text', post_media.alt_text)
        order by post_media.position)
      from social.post_media where post_media.post_id = posts.id
    ), '[]'),
    'versions', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'caption', post_edits.caption, 'alt_texts', post_edits.alt_texts,
          'replaced_at', post_edits.replaced_at)
        order by post_edits.id)
      from social.post_edits where post_edits.post_id = posts.id
    ), '[]'),
    'created_at', posts.created_at, 'edited_at', posts.edited_at, 'pinned_at', posts.pinned_at,
    'archived_at', posts.archived_at, 'hidden_at', posts.hidden_at)
  from social.posts
  where posts.author_id = export_posts.person and posts.deleted_at is null
    and posts.id > export_posts.after
  order by posts.id
  limit export_posts.size;
end;
$$;

comment on function social_private.export_posts(uuid, uuid, integer) is
'Returns a page of the document "posts" of a person. The page begins after the post with the id
`after`.';

create function social_private.export_comments(person uuid, after uuid, size integer)
  returns setof social_private.export_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return query
  select own.id::text, case when social_private.can_view_comment(own.author_id, own.id)
    then jsonb_build_object(
      'id', own.id, 'post_id', own.post_id,
      'post_author', social_private.export_person(own.author_id, posts.author_id),
      'parent_id', own.parent_id, 'body', own.body,
      'versions', coalesce((
        select jsonb_agg(
          jsonb_build_object('body', comment_edits.body, 'replaced_at', comment_edits.replaced_at)
          order by comment_edits.id)
        from social.comment_edits where comment_edits.comment_id = own.id
      ), '[]'),
      'created_at', own.created_at, 'edited_at', own.edited_at, 'pinned_at', own.pinned_at)
    end
  from (
    select * from social.comments
    where comments.author_id = export_comments.person and comments.id > export_comments.after
      and comments.deleted_at is null
    order by comments.id
    limit export_comments.size
  ) as own
  join social.posts on posts.id = own.post_id
  order by own.id;
end;
$$;

comment on function social_private.export_comments(uuid, uuid, integer) is
'Returns a page of the document "comments" of a person. The page begins after the comment with the
id `after`.';

create function social_private.export_reactions(
  person uuid, stream text, after uuid, size integer)
  returns setof social_private.export_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return query
  select latest.id::text, case
    when latest.kind = 'comment'
      and social_private.can_view_comment(export_reactions.person, latest.id)
      or latest.kind = 'post' and social_private.can_view_post(export_reactions.person, latest.id)
    then jsonb_build_object(
      'kind', latest.kind, 'id', latest.id,
      'author', social_private.export_person(export_reactions.person, coalesce(
        (select posts.author_id from social.posts where posts.id = latest.id),
        (select comments.author_id from social.comments where comments.id = latest.id))),
      'created_at', latest.created_at)
    end
  from (
    (
      select 'post' as kind, post_id as id, created_at from social.likes
      where user_id = export_reactions.person and post_id > export_reactions.after
        and export_reactions.stream = 'post_likes'
      order by post_id
      limit export_reactions.size
    ) union all (
      select 'comment', comment_id, created_at from social.comment_likes
      where user_id = export_reactions.person and comment_id > export_reactions.after
        and export_reactions.stream = 'comment_likes'
      order by comment_id
      limit export_reactions.size
    ) union all (
      select 'post', post_id, created_at from social.saves
      where user_id = export_reactions.person and post_id > export_reactions.after
        and export_reactions.stream = 'saves'
      order by post_id
      limit export_reactions.size
    ) union all (
      select 'post', post_id, created_at from social_private.muted_posts
      where profile_id = export_reactions.person and post_id > export_reactions.after
        and export_reactions.stream = 'muted_posts'
      order by post_id
      limit export_reactions.size
    )
  ) as latest
  order by latest.id;
end;
$$;

comment on function social_private.export_reactions(uuid, text, uuid, integer) is
'Returns a page of one stream in the document "likes", "saves" or "muted_posts" of a person. The
page begins after the id `after`.';

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
    ) union all (
      select author_id, jsonb_build_object(
        'kind', 'bell', 'created_at', created_at, 'expires_at', null)
      from social_private.bells
      where ringer_id = export_edges.person and author_id > export_edges.after
        and export_edges.stream = 'bells'
      order by author_id
      limit export_edges.size
    )
  ) as edges
  cross join lateral social_private.export_person(
    export_edges.person, edges.other) as shown (profile)
  order by edges.other;
end;
$$;

comment on function social_private.export_edges(uuid, text, uuid, integer) is
'Returns a page of one stream in the document "follows" or "blocks" of a person. The page begins
after the id `after`. Blocks are not included, because export_blocks() returns them. The profile in
a row is null if the person may not see the other person.';

create function social_private.export_blocks(person uuid, after uuid, size integer)
  returns setof social_private.export_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  -- In an export, only this list shows blocked people. It leaves out people whose account is
  -- inactive.
  return query
  select blocks.blocked_id::text, case when accounts.audience_level > 0 then jsonb_build_object(
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
'Returns a page of the people whom a person blocks, for the document "blocks". The page begins after
the person with the id `after`.';

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
    'bucket', 'social-avatars', 'path', profiles.avatar_path,
    'file', 'avatar.' || substring(profiles.avatar_path from '[a-z0-9]+$'),
    'bytes', coalesce((
      select (objects.metadata ->> 'size')::bigint from storage.objects
      where objects.bucket_id = 'social-avatars' and objects.name = profiles.avatar_path
    ), 0))
  from social.profiles
  where profiles.id = export_avatar.person and profiles.avatar_path is not null;
end;
$$;

comment on function social_private.export_avatar(uuid) is
'Returns the profile picture of a person, if they have one.';

create function social_private.export_files(person uuid, after text, size integer)
  returns setof social_private.export_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  after_post uuid := split_part(export_files.after, '/', 1)::uuid;
  after_number integer := split_part(export_files.after, '/', 2)::integer;
begin
  return query
  select post_media.post_id || '/' || file.number, jsonb_build_object(
    'bucket', 'social-media', 'path', file.path, 'file', file.name,
    'bytes', coalesce((
      select (objects.metadata ->> 'size')::bigint from storage.objects
      where objects.bucket_id = 'social-media' and objects.name = file.path
    ), 0))
  from social.posts
  join social.post_media on post_media.post_id = posts.id
  cross join lateral (
    values
      (2 * post_media.position, post_media.path, social_private.export_file(post_media)),
      (2 * post_media.position + 1, post_media.thumbnail_path,
        social_private.export_poster(post_media))
  ) as file (number, path, name)
  where posts.author_id = export_files.person
    and posts.deleted_at is null
    and posts.id >= after_post
    and (post_media.post_id, file.number) > (after_post, after_number)
    and file.name is not null
  order by post_media.post_id, file.number
  limit export_files.size;
end;
$$;

comment on function social_private.export_files(uuid, text, integer) is
'Returns a page of the document "files": the photos and videos in a person''s posts, and the posters
of the videos. The page begins after the given post id and number. The number of a poster is odd.';

-- Streams

create function social_private.export_items(person uuid, stream text, after text, size integer)
  returns setof social_private.export_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  no_id constant uuid := '00000000-0000-0000-0000-000000000000'::uuid;
  after_id uuid := case when export_items.stream not in (
    'files', 'notifications', 'hashtags', 'muted_words'
  ) then
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
  elsif export_items.stream in ('post_likes', 'comment_likes', 'saves', 'muted_posts') then
    return query select * from social_private.export_reactions(
      export_items.person, export_items.stream, after_id, export_items.size);
  elsif export_items.stream in ('following', 'followers', 'mutes', 'close_friends', 'bells')
  then
    return query select edges.key, case when edges.item -> 'profile' <> 'null' then edges.item end
    from social_private.export_edges(
      export_items.person, export_items.stream, after_id, export_items.size) as edges;
  elsif export_items.stream = 'blocks' then
    return query select * from social_private.export_blocks(
      export_items.person, after_id, export_items.size);
  elsif export_items.stream = 'notifications' then
    return query select * from social_private.export_notifications(
      export_items.person, export_items.after, export_items.size);
  elsif export_items.stream in ('hashtags', 'muted_words') then
    return query select * from social_private.export_words(
      export_items.person, export_items.stream, export_items.after, export_items.size);
  elsif export_items.stream in ('dismissed_suggestions', 'show_less') then
    return query select * from social_private.export_dislikes(
      export_items.person, export_items.stream, after_id, export_items.size);
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
'Returns a page of one stream of an export. The page begins after the key `after`. export_streams()
lists the streams.';

create function social_private.export_streams()
  returns text[]
  language sql
  immutable
  security invoker
  set search_path = ''
return array[
  'export', 'settings', 'posts', 'comments', 'post_likes', 'comment_likes', 'saves', 'following',
  'followers', 'blocks', 'mutes', 'close_friends', 'bells', 'notifications', 'muted_posts',
  'hashtags', 'muted_words', 'dismissed_suggestions', 'show_less', 'avatar', 'files'
];

comment on function social_private.export_streams() is
'Returns the streams of an export, in order. A stream contains rows of one kind, for example the
likes of posts.';

create function social_private.count_reactions(person uuid, max_rows integer)
  returns bigint
  language sql
  stable
  security invoker
  set search_path = ''
return (
  select count(*) from (
    select post_id from social.likes where user_id = count_reactions.person
    limit count_reactions.max_rows
  ) as own
  where social_private.can_view_post(count_reactions.person, own.post_id)
) + (
  select count(*) from (
    select post_id from social.saves where user_id = count_reactions.person
    limit count_reactions.max_rows
  ) as own
  where social_private.can_view_post(count_reactions.person, own.post_id)
) + (
  select count(*) from (
    select comment_id from social.comment_likes where user_id = count_reactions.person
    limit count_reactions.max_rows
  ) as own
  where social_private.can_view_comment(count_reactions.person, own.comment_id)
);

comment on function social_private.count_reactions(uuid, integer) is
'Returns the number of likes and saves in an export of this person. Reads at most max_rows rows of
each kind.';

create function social_private.count_people(person uuid, max_rows integer)
  returns bigint
  language sql
  stable
  security invoker
  set search_path = ''
return (
  select count(*) from (
    (
      select followee_id as other from social.follows
      where follower_id = count_people.person limit count_people.max_rows
    ) union all (
      select follower_id from social.follows
      where followee_id = count_people.person limit count_people.max_rows
    ) union all (
      select muted_id from social_private.mutes
      where muter_id = count_people.person and coalesce(expires_at, 'infinity') > now()
      limit count_people.max_rows
    ) union all (
      select friend_id from social_private.close_friends
      where owner_id = count_people.person limit count_people.max_rows
    ) union all (
      select author_id from social_private.bells
      where ringer_id = count_people.person limit count_people.max_rows
    )
  ) as edges
  where social_private.can_view_profile(count_people.person, edges.other)
) + (
  select count(*) from social_private.blocks
  join social_private.accounts
    on accounts.profile_id = blocks.blocked_id and accounts.audience_level > 0
  where blocks.blocker_id = count_people.person
);

comment on function social_private.count_people(uuid, integer) is
'Returns the number of follows, mutes, close friends, bells and blocks in an export of this person.
Reads at most max_rows rows of each kind.';

create function social_private.count_export(person uuid)
  returns integer
  language sql
  stable
  security invoker
  set search_path = ''
return 2
  + (
    select count(*) from social.profiles
    where profiles.id = count_export.person and profiles.avatar_path is not null
  )
  + (
    select count(*) from social.posts
    where posts.author_id = count_export.person and posts.deleted_at is null
  )
  + (
    select count(*) + count(social_private.export_poster(post_media))
    from social.post_media join social.posts on posts.id = post_media.post_id
    where posts.author_id = count_export.person and posts.deleted_at is null
  )
  + (
    select count(*) from (
      select comments.id from social.comments
      where comments.author_id = count_export.person and comments.deleted_at is null
      limit 10000
    ) as own
    where social_private.can_view_comment(count_export.person, own.id)
  )
  + social_private.count_reactions(count_export.person, 10000)
  + social_private.count_people(count_export.person, 10000)
  + social_private.count_notifications(count_export.person, 10000)
  + social_private.count_discovery(count_export.person, 10000);

comment on function social_private.count_export(uuid) is
'Returns the number of rows and files that an export of this person will contain. Counts nothing
that the person may not see, because the number would reveal it. Reads at most 10,000 rows of each
kind, so that the count does not take too long. If a person has more rows of a kind, the number is
too small.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
