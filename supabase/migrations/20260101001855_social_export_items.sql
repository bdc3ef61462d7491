-- Export items: a person's data as the documents of an export have them, in pages by id.
-- Others appear by id and username, and only where the person may see them: what hangs on a post or
-- a person that is hidden is left out as if it were gone, or an export would tell who blocks one.

-- Types

create type social_private.export_item as (key text, item jsonb);

comment on type social_private.export_item is
'A row of a document and its place; without an item where the person may not see it.';

-- Reads

create function social_private.export_person(viewer uuid, person uuid)
  returns jsonb
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('id', profiles.id, 'username', profiles.username)
    from social.profiles
    where profiles.id = export_person.person
      and social_private.can_view_profile(export_person.viewer, profiles.id)
  );
end;
$$;

comment on function social_private.export_person(uuid, uuid) is
'Another person by id and username; null where they are not there for the viewer.';

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
        'display_name', profiles.display_name, 'bio', profiles.bio, 'website', profiles.website,
        'avatar', 'avatar.' || substring(profiles.avatar_path from '[a-z0-9]+$'),
        'former_usernames', coalesce((
          select jsonb_agg(former_usernames.username order by former_usernames.changed_at)
          from social_private.former_usernames
          where former_usernames.profile_id = profiles.id
        ), '[]'),
        'created_at', profiles.created_at))
    from social.profiles
    join auth.users on users.id = profiles.id
    where profiles.id = export_profile.person
  );
end;
$$;

comment on function social_private.export_profile(uuid) is 'The document export of a person.';

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
      'following_visibility', accounts.following_visibility)
    from social_private.accounts where accounts.profile_id = export_settings.person
  );
end;
$$;

comment on function social_private.export_settings(uuid) is 'The document settings of a person.';

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
    'comment_gate', posts.comment_gate,
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
    ), '[]'),
    'media', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'file', social_private.export_file(post_media), 'mime_type', post_media.mime_type,
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
'The document posts of a person, from an id on.';

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
'Where a photo or video lies in an export.';

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
    order by comments.id
    limit export_comments.size
  ) as own
  join social.posts on posts.id = own.post_id
  order by own.id;
end;
$$;

comment on function social_private.export_comments(uuid, uuid, integer) is
'The document comments of a person, from an id on.';

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
    )
  ) as latest
  order by latest.id;
end;
$$;

comment on function social_private.export_reactions(uuid, text, uuid, integer) is
'The documents likes and saves of a person, from an id on.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
