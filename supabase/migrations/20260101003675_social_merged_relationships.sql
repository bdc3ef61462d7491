-- Merged relationships: what links an account to other people and posts moves to another account.
-- social_merging calls these functions. Where both accounts have the same row, for example because
-- both like a post, one row stays. A row between the two accounts is not moved, and the deletion of
-- the old account deletes it.
-- Most statements move rows without the triggers that a deletion and a new row would fire, because
-- these would count, notify and rank the same thing twice. settle_merged_profile() brings counters,
-- latest posts, pages of hashtags and cached feeds up to date at the end.

-- Relationships

create function social_private.move_likes(old_id uuid, new_id uuid)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  moved integer;
  moved_more integer;
begin
  -- Where both accounts like something, a trigger takes one like off the count.
  delete from social.likes
  where likes.user_id = move_likes.old_id and exists (
    select from social.likes as own
    where own.user_id = move_likes.new_id and own.post_id = likes.post_id);
  delete from social.comment_likes
  where comment_likes.user_id = move_likes.old_id and exists (
    select from social.comment_likes as own
    where own.user_id = move_likes.new_id and own.comment_id = comment_likes.comment_id);
  update social.likes set user_id = move_likes.new_id where likes.user_id = move_likes.old_id;
  get diagnostics moved = row_count;
  update social.comment_likes set user_id = move_likes.new_id
  where comment_likes.user_id = move_likes.old_id;
  get diagnostics moved_more = row_count;
  update social_private.uncounted_edges set actor_id = move_likes.new_id
  where uncounted_edges.kind in ('like', 'comment_like')
    and uncounted_edges.actor_id = move_likes.old_id;
  return moved + moved_more;
end;
$$;

comment on function social_private.move_likes(uuid, uuid) is
'Moves the likes of an account to another account. Returns the number of moved likes.';

create function social_private.join_follows(old_id uuid, new_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- Triggers count these changes.
  delete from social.follows
  where follows.follower_id in (join_follows.old_id, join_follows.new_id)
    and follows.followee_id in (join_follows.old_id, join_follows.new_id);
  -- If both accounts follow a person, the accepted follow stays, not the request.
  update social.follows as own set state = 'accepted', accepted_at = other.accepted_at
  from social.follows as other
  where own.follower_id = join_follows.new_id and own.state = 'pending'
    and other.follower_id = join_follows.old_id and other.followee_id = own.followee_id
    and other.state = 'accepted';
  update social.follows as own set state = 'accepted', accepted_at = other.accepted_at
  from social.follows as other
  where own.followee_id = join_follows.new_id and own.state = 'pending'
    and other.followee_id = join_follows.old_id and other.follower_id = own.follower_id
    and other.state = 'accepted';
  delete from social.follows
  where follows.follower_id = join_follows.old_id and exists (
    select from social.follows as own
    where own.follower_id = join_follows.new_id and own.followee_id = follows.followee_id);
  delete from social.follows
  where follows.followee_id = join_follows.old_id and exists (
    select from social.follows as own
    where own.followee_id = join_follows.new_id and own.follower_id = follows.follower_id);
end;
$$;

comment on function social_private.join_follows(uuid, uuid) is
'Deletes the follows between two accounts. Of two follows of the same person, keeps the one of
new_id, which is accepted if one of the two was.';

create function social_private.move_follows(old_id uuid, new_id uuid)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  moved integer;
  moved_more integer;
begin
  perform social_private.join_follows(move_follows.old_id, move_follows.new_id);
  update social_private.uncounted_edges as uncounted set subject_id = move_follows.new_id
  from social.follows
  where follows.followee_id = move_follows.old_id and uncounted.kind = 'follow'
    and uncounted.actor_id = follows.follower_id and uncounted.subject_id = follows.followee_id;
  update social_private.uncounted_edges set actor_id = move_follows.new_id
  where uncounted_edges.kind = 'follow' and uncounted_edges.actor_id = move_follows.old_id;
  update social.follows set follower_id = move_follows.new_id
  where follows.follower_id = move_follows.old_id;
  get diagnostics moved = row_count;
  update social.follows set followee_id = move_follows.new_id
  where follows.followee_id = move_follows.old_id;
  get diagnostics moved_more = row_count;
  -- A public account has no requests.
  update social.follows set state = 'accepted', accepted_at = clock_timestamp()
  from social.profiles
  where follows.followee_id = move_follows.new_id and follows.state = 'pending'
    and profiles.id = follows.followee_id and not profiles.is_private;
  update social_private.follow_pauses as pauses set follower_id = move_follows.new_id
  where pauses.follower_id = move_follows.old_id and pauses.followee_id <> move_follows.new_id
    and not exists (
      select from social_private.follow_pauses as own
      where own.follower_id = move_follows.new_id and own.followee_id = pauses.followee_id);
  update social_private.follow_pauses as pauses set followee_id = move_follows.new_id
  where pauses.followee_id = move_follows.old_id and pauses.follower_id <> move_follows.new_id
    and not exists (
      select from social_private.follow_pauses as own
      where own.followee_id = move_follows.new_id and own.follower_id = pauses.follower_id);
  return moved + moved_more;
end;
$$;

comment on function social_private.move_follows(uuid, uuid) is
'Moves the follows, the followers, the requests and the pauses of an account to another account.
Returns the number of moved follows and requests.';

create function social_private.move_mutes(old_id uuid, new_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- Of two mutes of the same person, the longer one stays.
  update social_private.mutes as own set expires_at = case
    when other.expires_at is not null then greatest(own.expires_at, other.expires_at) end
  from social_private.mutes as other
  where own.expires_at is not null
    and (
      own.muter_id = move_mutes.new_id and other.muter_id = move_mutes.old_id
      and own.muted_id = other.muted_id
      or own.muted_id = move_mutes.new_id and other.muted_id = move_mutes.old_id
      and own.muter_id = other.muter_id
    );
  update social_private.mutes set muter_id = move_mutes.new_id
  where mutes.muter_id = move_mutes.old_id and mutes.muted_id <> move_mutes.new_id
    and not exists (
      select from social_private.mutes as own
      where own.muter_id = move_mutes.new_id and own.muted_id = mutes.muted_id);
  update social_private.mutes set muted_id = move_mutes.new_id
  where mutes.muted_id = move_mutes.old_id and mutes.muter_id <> move_mutes.new_id
    and not exists (
      select from social_private.mutes as own
      where own.muted_id = move_mutes.new_id and own.muter_id = mutes.muter_id);
end;
$$;

comment on function social_private.move_mutes(uuid, uuid) is
'Moves the mutes by an account, and the mutes of the account, to another account.';

create function social_private.move_lists(old_id uuid, new_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  update social_private.close_friends as friends set owner_id = move_lists.new_id
  where friends.owner_id = move_lists.old_id and friends.friend_id <> move_lists.new_id
    and not exists (
      select from social_private.close_friends as own
      where own.owner_id = move_lists.new_id and own.friend_id = friends.friend_id);
  update social_private.close_friends as friends set friend_id = move_lists.new_id
  where friends.friend_id = move_lists.old_id and friends.owner_id <> move_lists.new_id
    and not exists (
      select from social_private.close_friends as own
      where own.friend_id = move_lists.new_id and own.owner_id = friends.owner_id);
  update social_private.bells set ringer_id = move_lists.new_id
  where bells.ringer_id = move_lists.old_id and bells.author_id <> move_lists.new_id
    and not exists (
      select from social_private.bells as own
      where own.ringer_id = move_lists.new_id and own.author_id = bells.author_id);
  update social_private.bells set author_id = move_lists.new_id
  where bells.author_id = move_lists.old_id and bells.ringer_id <> move_lists.new_id
    and not exists (
      select from social_private.bells as own
      where own.author_id = move_lists.new_id and own.ringer_id = bells.ringer_id);
  update social_private.dismissed_suggestions as dismissed set profile_id = move_lists.new_id
  where dismissed.profile_id = move_lists.old_id and dismissed.dismissed_id <> move_lists.new_id
    and not exists (
      select from social_private.dismissed_suggestions as own
      where own.profile_id = move_lists.new_id and own.dismissed_id = dismissed.dismissed_id);
  update social_private.dismissed_suggestions as dismissed set dismissed_id = move_lists.new_id
  where dismissed.dismissed_id = move_lists.old_id and dismissed.profile_id <> move_lists.new_id
    and not exists (
      select from social_private.dismissed_suggestions as own
      where own.dismissed_id = move_lists.new_id and own.profile_id = dismissed.profile_id);
end;
$$;

comment on function social_private.move_lists(uuid, uuid) is
'Moves close friends, bells and dismissed suggestions of an account, in both directions, to another
account. Call this function before move_follows(), because the end of a follow ends them too.';

create function social_private.move_blocks(old_id uuid, new_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  others uuid[];
begin
  update social_private.blocks set blocker_id = move_blocks.new_id
  where blocks.blocker_id = move_blocks.old_id and blocks.blocked_id <> move_blocks.new_id
    and not exists (
      select from social_private.blocks as own
      where own.blocker_id = move_blocks.new_id and own.blocked_id = blocks.blocked_id);
  update social_private.blocks set blocked_id = move_blocks.new_id
  where blocks.blocked_id = move_blocks.old_id and blocks.blocker_id <> move_blocks.new_id
    and not exists (
      select from social_private.blocks as own
      where own.blocked_id = move_blocks.new_id and own.blocker_id = blocks.blocker_id);
  -- A block of one account ends what the other account had with the person, as block_profile does.
  others := social_private.blocked_either_way(move_blocks.new_id);
  delete from social.follows
  where follows.follower_id = move_blocks.new_id and follows.followee_id = any (others)
    or follows.followee_id = move_blocks.new_id and follows.follower_id = any (others);
  delete from social_private.close_friends as friends
  where friends.owner_id = move_blocks.new_id and friends.friend_id = any (others)
    or friends.friend_id = move_blocks.new_id and friends.owner_id = any (others);
  delete from social_private.bells
  where bells.ringer_id = move_blocks.new_id and bells.author_id = any (others)
    or bells.author_id = move_blocks.new_id and bells.ringer_id = any (others);
end;
$$;

comment on function social_private.move_blocks(uuid, uuid) is
'Moves the blocks by an account, and the blocks of the account, to another account. Deletes what the
other account had with these people. Call this function after move_follows().';

create function social_private.move_choices(old_id uuid, new_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  update social.saves set user_id = move_choices.new_id
  where saves.user_id = move_choices.old_id and not exists (
    select from social.saves as own
    where own.user_id = move_choices.new_id and own.post_id = saves.post_id);
  update social_private.hashtag_follows as tags set profile_id = move_choices.new_id
  where tags.profile_id = move_choices.old_id and not exists (
    select from social_private.hashtag_follows as own
    where own.profile_id = move_choices.new_id and own.hashtag = tags.hashtag);
  update social_private.muted_words as words set profile_id = move_choices.new_id
  where words.profile_id = move_choices.old_id and not exists (
    select from social_private.muted_words as own
    where own.profile_id = move_choices.new_id and own.word = words.word);
  update social_private.muted_posts as muted set profile_id = move_choices.new_id
  where muted.profile_id = move_choices.old_id and not exists (
    select from social_private.muted_posts as own
    where own.profile_id = move_choices.new_id and own.post_id = muted.post_id);
  update social_private.feed_dampers as dampers set profile_id = move_choices.new_id
  where dampers.profile_id = move_choices.old_id
    and dampers.author_id is distinct from move_choices.new_id
    and not exists (
      select from social_private.feed_dampers as own
      where own.profile_id = move_choices.new_id
        and own.kind = dampers.kind and own.key = dampers.key);
  update social_private.feed_dampers as dampers set author_id = move_choices.new_id
  where dampers.author_id = move_choices.old_id
    and dampers.profile_id <> move_choices.new_id
    and not exists (
      select from social_private.feed_dampers as own
      where own.author_id = move_choices.new_id and own.profile_id = dampers.profile_id);
  update social_private.imported_items as items set profile_id = move_choices.new_id
  where items.profile_id = move_choices.old_id and not exists (
    select from social_private.imported_items as own
    where own.profile_id = move_choices.new_id and own.old_id = items.old_id);
end;
$$;

comment on function social_private.move_choices(uuid, uuid) is
'Moves saved posts, followed hashtags, muted words and posts, and what a person wants to see less
of, to another account.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
