-- Cards: posts and comments as a viewer sees them, everything a list shows in one row.
-- Lists choose ids first and make cards of them afterwards, so a page costs 20 look-ups, not more.
-- The caller has checked that the viewer may see these ids.

create function social_private.post_cards(viewer uuid, ids uuid[], cursors text[])
  returns setof social.post_card
  language plpgsql
  stable
  security invoker
  rows 20
  set search_path = ''
as $$
begin
  return query
  select
    posts.id, posts.author_id, profiles.username::text, profiles.display_name,
    profiles.avatar_path, posts.caption, posts.visibility, posts.is_sensitive, posts.sensitive_note,
    coalesce(attached.media, '[]'), coalesce(mentioned.people, '[]'), counts.likes, counts.comments,
    my_like.user_id is not null, my_save.user_id is not null,
    coalesce(my_edge.state = 'accepted', false),
    posts.comment_gate, posts.created_at, posts.edited_at,
    posts.pinned_at, posts.archived_at, posts.hidden_at, posts.deleted_at,
    coalesce(wanted.cursor, encode(uuid_send(posts.id), 'hex'))
  from unnest(post_cards.ids, post_cards.cursors) with ordinality as wanted (id, cursor, place)
  join social.posts on posts.id = wanted.id
  join social.profiles on profiles.id = posts.author_id
  -- Joined by key: of an exists the planner may hash all that the viewer ever liked.
  left join social.likes as my_like
    on my_like.user_id = post_cards.viewer and my_like.post_id = wanted.id
  left join social.saves as my_save
    on my_save.user_id = post_cards.viewer and my_save.post_id = wanted.id
  left join social.follows as my_edge
    on my_edge.follower_id = post_cards.viewer and my_edge.followee_id = posts.author_id
  left join lateral (
    select jsonb_agg(
      jsonb_build_object(
        'id', post_media.id, 'path', post_media.path,
        'thumbnail_path', post_media.thumbnail_path, 'thumbhash', post_media.thumbhash,
        'mime_type', post_media.mime_type, 'width', post_media.width,
        'height', post_media.height, 'alt_text', post_media.alt_text
      ) order by post_media.position
    ) as media
    from social.post_media
    where post_media.post_id = posts.id
  ) as attached on true
  -- Fetched for all at once: few have any, so looking one by one would be mostly in vain.
  left join (
    select post_mentions.post_id, jsonb_agg(
      jsonb_build_object(
        'profile_id', post_mentions.profile_id, 'username', post_mentions.username
      ) order by post_mentions.position
    ) as people
    from social.post_mentions
    -- As in can_view_profile.
    join social_private.accounts on accounts.profile_id = post_mentions.profile_id
    where post_mentions.post_id = any (post_cards.ids)
      and (
        accounts.profile_id = post_cards.viewer
        or accounts.reach > 0 and accounts.profile_id <> all (
          (select social_private.blocked_with(post_cards.viewer))::uuid[])
      )
    group by post_mentions.post_id
  ) as mentioned on mentioned.post_id = wanted.id
  left join lateral (
    select sum(like_count)::integer as likes, sum(comment_count)::integer as comments
    from social_private.post_counters
    where post_counters.post_id = posts.id
  ) as counts on true
  order by wanted.place;
end;
$$;

comment on function social_private.post_cards(uuid, uuid[], text[]) is
'The cards of these posts, in this order, with the viewer''s own flags. Without cursors the list is
sorted by id.';

create function social_private.post_card(viewer uuid, post_id uuid)
  returns social.post_card
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  card social.post_card;
begin
  if not social_private.can_view_post(post_card.viewer, post_card.post_id) then
    perform social_private.fail('post_not_found');
  end if;
  select * into card from social_private.post_cards(
    post_card.viewer, array[post_card.post_id], null);
  return card;
end;
$$;

comment on function social_private.post_card(uuid, uuid) is
'One post as the viewer sees it. Error: post_not_found.';

create function social_private.comment_cards(
  viewer uuid, ids uuid[], cursors text[] default null)
  returns setof social.comment_card
  language plpgsql
  stable
  security invoker
  rows 20
  set search_path = ''
as $$
begin
  return query
  select
    comments.id, comments.post_id, comments.parent_id, comments.root_id, comments.author_id,
    profiles.username::text, profiles.display_name, profiles.avatar_path, comments.body,
    coalesce(mentioned.people, '[]'), comments.deleted_by, counts.likes, counts.replies,
    my_like.user_id is not null,
    comments.created_at, comments.edited_at, comments.pinned_at,
    -- Whoever wrote it is not told.
    exists (
      select from social_private.hidden_comments
      join social.posts on posts.id = comments.post_id and posts.author_id = comment_cards.viewer
      where hidden_comments.comment_id = comments.id
        and hidden_comments.hidden_by = 'post_author'
    ),
    coalesce(wanted.cursor, encode(uuid_send(comments.id), 'hex'))
  from unnest(comment_cards.ids, comment_cards.cursors)
    with ordinality as wanted (id, cursor, place)
  join social.comments on comments.id = wanted.id
  left join social.profiles on profiles.id = comments.author_id
  left join social.comment_likes as my_like
    on my_like.user_id = comment_cards.viewer and my_like.comment_id = wanted.id
  left join (
    select comment_mentions.comment_id, jsonb_agg(
      jsonb_build_object(
        'profile_id', comment_mentions.profile_id, 'username', comment_mentions.username
      ) order by comment_mentions.position
    ) as people
    from social.comment_mentions
    -- As in can_view_profile.
    join social_private.accounts on accounts.profile_id = comment_mentions.profile_id
    where comment_mentions.comment_id = any (comment_cards.ids)
      and (
        accounts.profile_id = comment_cards.viewer
        or accounts.reach > 0 and accounts.profile_id <> all (
          (select social_private.blocked_with(comment_cards.viewer))::uuid[])
      )
    group by comment_mentions.comment_id
  ) as mentioned on mentioned.comment_id = wanted.id
  left join lateral (
    select sum(like_count)::integer as likes, sum(reply_count)::integer as replies
    from social_private.comment_counters
    where comment_counters.comment_id = comments.id
  ) as counts on true
  order by wanted.place;
end;
$$;

comment on function social_private.comment_cards(uuid, uuid[], text[]) is
'The cards of these comments, in this order, with the viewer''s own flag.';

create function social_private.comment_card(viewer uuid, comment_id uuid)
  returns social.comment_card
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  card social.comment_card;
begin
  if not social_private.can_view_comment(comment_card.viewer, comment_card.comment_id) then
    perform social_private.fail('comment_not_found');
  end if;
  select * into card
  from social_private.comment_cards(comment_card.viewer, array[comment_card.comment_id]);
  return card;
end;
$$;

comment on function social_private.comment_card(uuid, uuid) is
'One comment as the viewer sees it. Error: comment_not_found.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
