-- Taking in: comments, likes, saves and edges of an export.

-- Commands: each takes one item in, and returns whether it was not there yet.

create function social_private.take_in_comment(person uuid, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  config social_private.config;
  post social.posts := social_private.hold_visible_post(
    take_in_comment.person,
    social_private.taken_id(take_in_comment.person, (take_in_comment.item ->> 'post_id')::uuid));
  born timestamptz := social_private.past_time(
    take_in_comment.item ->> 'created_at', post.created_at);
  old_id uuid := take_in_comment.item ->> 'id';
  new_id uuid := social_private.uuid_v7(born);
  parent social.comments;
  text_body text;
  version jsonb;
begin
  if social_private.is_taken_in(take_in_comment.person, old_id) then
    return false;
  end if;
  insert into social_private.taken_items (profile_id, old_id, new_id)
  values (take_in_comment.person, old_id, new_id);
  if not social_private.can_comment(take_in_comment.person, post.author_id, post.comment_gate) then
    perform social_private.fail('comments_closed');
  end if;
  select * into config from social_private.config;
  if take_in_comment.item ->> 'parent_id' is not null then
    parent := social_private.hold_visible_comment(take_in_comment.person, social_private.taken_id(
      take_in_comment.person, (take_in_comment.item ->> 'parent_id')::uuid));
    if parent.post_id <> post.id then
      perform social_private.fail('comment_not_found');
    end if;
    if parent.depth >= config.reply_depth then
      perform social_private.fail('reply_too_deep');
    end if;
  end if;
  text_body := take_in_comment.item ->> 'body';
  text_body := social_private.clean_text(text_body, 'comment', config.comment_length);
  if text_body is null then
    perform social_private.fail('comment_empty');
  end if;
  insert into social.comments (
    id, post_id, author_id, parent_id, root_id, depth, body, created_at, edited_at, pinned_at)
  values (
    new_id, post.id, take_in_comment.person, parent.id, coalesce(parent.root_id, parent.id),
    coalesce(parent.depth + 1, 0), text_body, born,
    social_private.past_time_or_null(take_in_comment.item ->> 'edited_at', born),
    -- Only the author of the post pins, and the zip is not theirs.
    case when post.author_id = take_in_comment.person and parent.id is null and (
      select count(*) from social.comments
      where comments.post_id = post.id and comments.pinned_at is not null
    ) < config.pins_max
      then social_private.past_time_or_null(take_in_comment.item ->> 'pinned_at', born) end
  );
  for version in
    select value from jsonb_array_elements(coalesce(take_in_comment.item -> 'versions', '[]'))
    with ordinality order by ordinality desc limit config.versions_kept
  loop
    text_body := version ->> 'body';
    text_body := social_private.clean_text(text_body, 'comment', config.comment_length);
    if text_body is null then
      perform social_private.fail('comment_empty');
    end if;
    insert into social.comment_edits (id, comment_id, body, replaced_at)
    select social_private.uuid_v7(replaced.at), new_id, text_body, replaced.at
    from social_private.past_time(version ->> 'replaced_at', born) as replaced (at);
  end loop;
  return true;
end;
$$;

comment on function social_private.take_in_comment(uuid, jsonb) is
'Take a comment in, where the person may comment now.';

create function social_private.take_in_reaction(person uuid, kind text, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  target uuid := social_private.taken_id(
    take_in_reaction.person, (take_in_reaction.item ->> 'id')::uuid);
  at timestamptz := social_private.past_time(
    take_in_reaction.item ->> 'created_at', '2000-01-01');
begin
  if take_in_reaction.item ->> 'kind' = 'comment' and take_in_reaction.kind = 'likes' then
    perform social_private.hold_visible_comment(take_in_reaction.person, target);
    insert into social.comment_likes (user_id, comment_id, created_at)
    values (take_in_reaction.person, target, at)
    on conflict on constraint comment_likes_pkey do nothing;
  elsif take_in_reaction.item ->> 'kind' = 'post' then
    perform social_private.hold_visible_post(take_in_reaction.person, target);
    if take_in_reaction.kind = 'likes' then
      insert into social.likes (user_id, post_id, created_at)
      values (take_in_reaction.person, target, at)
      on conflict on constraint likes_pkey do nothing;
    else
      insert into social.saves (user_id, post_id, created_at)
      values (take_in_reaction.person, target, at)
      on conflict on constraint saves_pkey do nothing;
    end if;
  else
    perform social_private.fail('take_in_invalid');
  end if;
  return found;
end;
$$;

comment on function social_private.take_in_reaction(uuid, text, jsonb) is
'Take a like or save in, where the person sees what it is on.';

create function social_private.take_in_follow(person uuid, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  other uuid := take_in_follow.item -> 'profile' ->> 'id';
  asked timestamptz := social_private.past_time(
    take_in_follow.item ->> 'created_at', '2000-01-01');
  accepted timestamptz := social_private.past_time_or_null(
    take_in_follow.item ->> 'accepted_at', asked);
  followee social.profiles;
begin
  -- Nobody is made to follow by what another's zip says.
  if take_in_follow.item ->> 'direction' is distinct from 'following' then
    perform social_private.fail('take_in_invalid');
  end if;
  if other = take_in_follow.person then
    perform social_private.fail('cannot_follow_self');
  end if;
  perform social_private.hold_visible_profile(take_in_follow.person, other);
  select * into followee from social.profiles where profiles.id = other;
  if exists (
    select from social.follows
    where follows.follower_id = take_in_follow.person and follows.followee_id = other
  ) then
    return false;
  end if;
  if (
    select count(*) from social.follows where follows.follower_id = take_in_follow.person
  ) >= (select config.following_max from social_private.config) then
    perform social_private.fail('following_too_many');
  end if;
  -- A private account is asked again, whatever it answered then.
  insert into social.follows (follower_id, followee_id, state, created_at, accepted_at)
  values (
    take_in_follow.person, other,
    case when followee.is_private then 'pending' else 'accepted' end::social.follow_state, asked,
    case when not followee.is_private then coalesce(accepted, now()) end
  );
  return true;
end;
$$;

comment on function social_private.take_in_follow(uuid, jsonb) is
'Take in whom the person follows; a private account gets a request.';

create function social_private.take_in_block(person uuid, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  other uuid := take_in_block.item -> 'profile' ->> 'id';
  at timestamptz := social_private.past_time(take_in_block.item ->> 'created_at', '2000-01-01');
  until timestamptz := take_in_block.item ->> 'expires_at';
begin
  if other = take_in_block.person
    or take_in_block.item ->> 'kind' in ('block', 'mute', 'close_friend') is not true
  then
    perform social_private.fail('take_in_invalid');
  end if;
  if social_private.is_blocking(take_in_block.person, other) then
    return false;
  end if;
  perform social_private.hold_visible_profile(take_in_block.person, other);
  if take_in_block.item ->> 'kind' = 'mute' then
    insert into social_private.mutes (muter_id, muted_id, created_at, expires_at)
    values (take_in_block.person, other, at, until)
    on conflict on constraint mutes_pkey do nothing;
    return found;
  end if;
  if take_in_block.item ->> 'kind' = 'close_friend' then
    insert into social_private.close_friends (owner_id, friend_id, created_at)
    values (take_in_block.person, other, at)
    on conflict on constraint close_friends_pkey do nothing;
    return found;
  end if;
  insert into social_private.blocks (blocker_id, blocked_id, created_at)
  values (take_in_block.person, other, at);
  delete from social.follows
  where (follows.follower_id, follows.followee_id)
    in ((take_in_block.person, other), (other, take_in_block.person));
  delete from social_private.close_friends
  where (close_friends.owner_id, close_friends.friend_id)
    in ((take_in_block.person, other), (other, take_in_block.person));
  return true;
end;
$$;

comment on function social_private.take_in_block(uuid, jsonb) is
'Take in whom the person blocks, mutes or counts among the close friends.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
