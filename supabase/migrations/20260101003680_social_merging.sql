-- Merging: the operator merges two accounts of one person.
-- Every row of the old account moves to the account that stays, and then the login of the old
-- account is deleted. The files of posts keep their paths, because the rows of the media decide who
-- may read them. Nobody but the operator can merge accounts.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('merge_invalid', 422, 'An account cannot be merged into itself.',
    'Pass the usernames of two different people.'),
  ('merge_refused', 409, 'These two accounts cannot be merged in their present state.', null);

-- Checks

create function social_private.check_merge(old_id uuid, new_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if check_merge.old_id = check_merge.new_id then
    perform social_private.fail('merge_invalid');
  end if;
  if exists (
    select from social_private.accounts
    where accounts.profile_id in (check_merge.old_id, check_merge.new_id)
      and (accounts.suspended_at is not null or accounts.limited_at is not null)
  ) then
    perform social_private.fail('merge_refused',
      'Staff suspended or limited one of them. Restore it, merge, then decide anew.');
  end if;
  if exists (
    select from social_private.accounts
    where accounts.profile_id in (check_merge.old_id, check_merge.new_id)
      and accounts.deleted_at is not null
  ) then
    perform social_private.fail('merge_refused',
      'One of them is being deleted. Its owner first restores it.');
  end if;
  if exists (
    select from social_private.accounts
    where accounts.profile_id = check_merge.new_id and accounts.unconfirmed_at is not null
  ) then
    perform social_private.fail('merge_refused',
      'The account that stays is unconfirmed. Its owner first confirms the login.');
  end if;
  if exists (
    select from social_private.staff where staff.profile_id = check_merge.old_id
  ) then
    perform social_private.fail('merge_refused',
      'The old account is staff. Make the other one staff, and remove the old one from the staff.');
  end if;
end;
$$;

comment on function social_private.check_merge(uuid, uuid) is
'Checks whether the operator may merge two accounts. Errors: merge_invalid, merge_refused.';

-- Content

create function social_private.move_posts(old_id uuid, new_id uuid)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  moved uuid[] := array(
    select posts.id from social.posts where posts.author_id = move_posts.old_id);
begin
  -- The pins of the account that stays stay. With both, there could be too many.
  update social.posts set author_id = move_posts.new_id, pinned_at = null
  where posts.author_id = move_posts.old_id;
  update social_private.post_words set author_id = move_posts.new_id
  where post_words.post_id = any (moved);
  update social_private.post_scores set author_id = move_posts.new_id
  where post_scores.post_id = any (moved);
  update social_private.hashtag_posts set author_id = move_posts.new_id
  from social.post_hashtags
  where post_hashtags.post_id = any (moved)
    and hashtag_posts.hashtag = post_hashtags.hashtag
    and hashtag_posts.post_id = post_hashtags.post_id;
  update social_private.explore_pool set author_id = move_posts.new_id
  where explore_pool.author_id = move_posts.old_id;
  update social_private.watched_posts set author_id = move_posts.new_id
  where watched_posts.author_id = move_posts.old_id;
  update social_private.bell_posts set author_id = move_posts.new_id
  where bell_posts.author_id = move_posts.old_id;
  -- A like or comment by the author does not count in the score of a post.
  insert into social_private.score_changes (post_id)
  select moved_id from social_private.config, unnest(moved) as moved_id where config.discovery;
  return cardinality(moved);
end;
$$;

comment on function social_private.move_posts(uuid, uuid) is
'Moves the posts of an account to another account. Returns the number of moved posts. Call
settle_merged_profile() afterwards.';

create function social_private.move_comments(old_id uuid, new_id uuid)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  moved integer;
begin
  update social.comments set author_id = move_comments.new_id
  where comments.author_id = move_comments.old_id;
  get diagnostics moved = row_count;
  update social.comments set deleter_id = move_comments.new_id
  where comments.deleter_id = move_comments.old_id;
  update social_private.uncounted_comments as uncounted set author_id = move_comments.new_id
  where uncounted.author_id = move_comments.old_id;
  update social_private.uncounted_comments as uncounted set hider_id = move_comments.new_id
  where uncounted.hider_id = move_comments.old_id;
  return moved;
end;
$$;

comment on function social_private.move_comments(uuid, uuid) is
'Moves the comments of an account, and its deletions of comments, to another account. Returns the
number of moved comments. Call settle_merged_profile() afterwards.';

create function social_private.move_mentions(old_id uuid, new_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  update social.post_mentions as mentions set profile_id = move_mentions.new_id
  where mentions.profile_id = move_mentions.old_id and not exists (
    select from social.post_mentions as own
    where own.profile_id = move_mentions.new_id and own.post_id = mentions.post_id);
  update social.comment_mentions as mentions set profile_id = move_mentions.new_id
  where mentions.profile_id = move_mentions.old_id and not exists (
    select from social.comment_mentions as own
    where own.profile_id = move_mentions.new_id and own.comment_id = mentions.comment_id);
  -- Nobody mentions themselves.
  delete from social.post_mentions as mentions using social.posts
  where mentions.profile_id = move_mentions.new_id
    and posts.id = mentions.post_id and posts.author_id = mentions.profile_id;
  delete from social.comment_mentions as mentions using social.comments
  where mentions.profile_id = move_mentions.new_id
    and comments.id = mentions.comment_id and comments.author_id = mentions.profile_id;
end;
$$;

comment on function social_private.move_mentions(uuid, uuid) is
'Moves the mentions of an account to another account. Call this function after move_posts() and
move_comments().';

-- Notifications, reports and usernames

create function social_private.move_notifications(old_id uuid, new_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  moved uuid[] := array(
    select groups.id from social_private.notification_groups as groups
    where groups.recipient_id = move_notifications.old_id and groups.generation > 0
  );
begin
  -- Nobody is notified of what they did themselves.
  delete from social_private.notifications using social_private.notification_groups as groups
  where groups.id = notifications.group_id
    and groups.recipient_id in (move_notifications.old_id, move_notifications.new_id)
    and notifications.actor_id in (move_notifications.old_id, move_notifications.new_id)
    and groups.recipient_id <> notifications.actor_id;
  -- The groups follow those of the other account. A group that nobody sees stays, and is deleted.
  update social_private.notification_groups as groups set
    recipient_id = move_notifications.new_id,
    target_id = placed.target_id,
    generation = placed.place + coalesce((
      select max(own.generation) from social_private.notification_groups as own
      where own.recipient_id = move_notifications.new_id
        and own.kind = groups.kind and own.target_id = placed.target_id), 0)
  from (
    select received.id, target.target_id, row_number() over (
      partition by received.kind, target.target_id order by received.generation) as place
    from social_private.notification_groups as received, lateral (
      select case received.target_id when move_notifications.old_id
        then move_notifications.new_id else received.target_id end as target_id
    ) as target
    where received.id = any (moved)
  ) as placed
  where groups.id = placed.id;
  update social_private.notifications set object_id = move_notifications.new_id
  where notifications.group_id = any (moved)
    and notifications.object_id = move_notifications.old_id;
  update social_private.notifications set actor_id = move_notifications.new_id
  where notifications.actor_id = move_notifications.old_id and not exists (
    select from social_private.notifications as own
    where own.actor_id = move_notifications.new_id
      and own.group_id = notifications.group_id and own.object_id = notifications.object_id);
end;
$$;

comment on function social_private.move_notifications(uuid, uuid) is
'Moves the notifications that an account received and caused to another account. The preferences and
the time of the last visit of the other account stay.';

create function social_private.move_reports(old_id uuid, new_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- A person may have one open report of the same target. A second one keeps the id of the old
  -- account, so that staff still see both. So does a report of one account by the other.
  update social_private.reports set reporter_id = move_reports.new_id
  where reports.reporter_id = move_reports.old_id
    and reports.subject_id not in (move_reports.old_id, move_reports.new_id)
    and (reports.decided_at is not null or not exists (
      select from social_private.reports as own
      where own.reporter_id = move_reports.new_id and own.decided_at is null
        and own.target_kind = reports.target_kind and own.target_id = reports.target_id));
  update social_private.reports set
    subject_id = move_reports.new_id,
    target_id = case reports.target_kind when 'profile' then move_reports.new_id
      else reports.target_id end
  where reports.subject_id = move_reports.old_id
    and reports.reporter_id not in (move_reports.old_id, move_reports.new_id)
    and (reports.target_kind <> 'profile' or reports.decided_at is not null or not exists (
      select from social_private.reports as own
      where own.target_id = move_reports.new_id and own.target_kind = 'profile'
        and own.reporter_id = reports.reporter_id and own.decided_at is null));
  update social_private.appeals set appellant_id = move_reports.new_id
  where appeals.appellant_id = move_reports.old_id;
end;
$$;

comment on function social_private.move_reports(uuid, uuid) is
'Moves the reports by an account and of the account, and its appeals, to another account.';

create function social_private.move_usernames(old_id uuid, new_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- A deletion reserves the usernames of an account against everybody. So give them away first. A
  -- trigger makes the present username a former username.
  update social.profiles
  set username = 'merged_' || left(replace(gen_random_uuid()::text, '-', ''), 20)
  where profiles.id = move_usernames.old_id;
  update social_private.former_usernames as names set
    profile_id = move_usernames.new_id,
    -- A person has one former username of each time.
    changed_at = names.changed_at + case when exists (
      select from social_private.former_usernames as own
      where own.profile_id = move_usernames.new_id and own.changed_at = names.changed_at
    ) then interval '1 microsecond' else interval '0' end
  where names.profile_id = move_usernames.old_id;
end;
$$;

comment on function social_private.move_usernames(uuid, uuid) is
'Makes the usernames of an account former usernames of another account, so that they lead to it for
config.username_reservation_days. The account gets a random username.';

-- Everything that follows from the moved rows

create function social_private.recount_whole(person uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  part social_private.count_updates;
  kind social_private.count_kind;
begin
  foreach kind in array enum_range(null::social_private.count_kind) loop
    part.person_id := recount_whole.person;
    part.kind := kind;
    part.after_at := '-infinity';
    part.after_id := '00000000-0000-0000-0000-000000000000';
    while part.after_id is not null loop
      part := social_private.recount_part(part, 1000);
    end loop;
  end loop;
end;
$$;

comment on function social_private.recount_whole(uuid) is
'Does at once what recount_account() leaves to the worker: counts all likes, follows and comments of
a person anew, and lists all their posts on the pages of their hashtags.';

create function social_private.correct_profile_counters(person uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  stored social.profile_counts;
  posts integer := (
    select count(*)::integer from social.posts
    where posts.author_id = correct_profile_counters.person and posts.audience <> 'only_me');
  followers integer := (
    select count(*)::integer from social.follows
    left join social_private.uncounted_edges as uncounted
      on uncounted.kind = 'follow' and uncounted.actor_id = follows.follower_id
      and uncounted.subject_id = follows.followee_id
    where follows.followee_id = correct_profile_counters.person
      and follows.state = 'accepted' and uncounted.kind is null);
  following integer := (
    select count(*)::integer from social.follows
    left join social_private.uncounted_edges as uncounted
      on uncounted.kind = 'follow' and uncounted.actor_id = follows.follower_id
      and uncounted.subject_id = follows.followee_id
    where follows.follower_id = correct_profile_counters.person
      and follows.state = 'accepted' and uncounted.kind is null);
begin
  select * into stored from social.profile_counts
  where profile_counts.profile_id = correct_profile_counters.person;
  perform social_private.add_to_profile_counters(
    correct_profile_counters.person, posts - stored.post_count,
    followers - stored.follower_count, following - stored.following_count);
end;
$$;

comment on function social_private.correct_profile_counters(uuid) is
'Corrects the counts of one person. The caller has locked the profile.';

create function social_private.settle_merged_profile(person uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform social_private.recount_whole(settle_merged_profile.person);
  -- The blocks of one account now concern comments under the posts of the other.
  perform social_private.recount_comments(array(
    select comments.id from social_private.blocks
    join social.comments on comments.author_id = blocks.blocked_id
    join social.posts on posts.id = comments.post_id and posts.author_id = blocks.blocker_id
    where blocks.blocker_id = settle_merged_profile.person));
  perform social_private.correct_profile_counters(settle_merged_profile.person);
  perform social_private.refresh_latest_post(settle_merged_profile.person);
  -- Cached feeds of followers lack the moved posts. The feed of the person lacks the posts of newly
  -- followed people.
  perform social_private.record_feed_change(settle_merged_profile.person, null);
  delete from social_private.suggestion_caches
  where suggestion_caches.viewer_id = settle_merged_profile.person;
  -- Other people may see the moved posts than before.
  perform social_private.move_watched_posts(settle_merged_profile.person);
end;
$$;

comment on function social_private.settle_merged_profile(uuid) is
'Brings counters, latest posts, pages of hashtags and cached feeds up to date after rows of another
account moved to this account.';

-- Command

create type social_private.merged_profile as (
  profile_id uuid,
  username text,
  post_count integer,
  comment_count integer,
  like_count integer,
  follow_count integer
);

comment on type social_private.merged_profile is
'The account that stays after a merge, and the numbers of rows that moved to it.';

create function social_private.move_profile_rows(old_id uuid, new_id uuid)
  returns social_private.merged_profile
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  merged social_private.merged_profile;
begin
  -- tg_refuse_key_change() and tg_reports__refuse_changes() let the rows move.
  perform set_config('social.is_moving_rows', 'on', true);
  merged.profile_id := move_profile_rows.new_id;
  merged.username := (
    select profiles.username from social.profiles where profiles.id = move_profile_rows.new_id);
  merged.post_count := social_private.move_posts(old_id, new_id);
  merged.comment_count := social_private.move_comments(old_id, new_id);
  perform social_private.move_mentions(old_id, new_id);
  merged.like_count := social_private.move_likes(old_id, new_id);
  perform social_private.move_lists(old_id, new_id);
  merged.follow_count := social_private.move_follows(old_id, new_id);
  perform social_private.move_mutes(old_id, new_id);
  perform social_private.move_blocks(old_id, new_id);
  perform social_private.move_choices(old_id, new_id);
  perform social_private.move_notifications(old_id, new_id);
  perform social_private.move_reports(old_id, new_id);
  perform social_private.move_usernames(old_id, new_id);
  perform set_config('social.is_moving_rows', '', true);
  return merged;
end;
$$;

comment on function social_private.move_profile_rows(uuid, uuid) is
'Moves every row of an account that is worth keeping to another account.';

create function social_private.merge_profiles(
  from_username text, into_username text, reason text)
  returns social_private.merged_profile
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  old_id uuid := social_private.profile_id_of(merge_profiles.from_username);
  new_id uuid := social_private.profile_id_of(merge_profiles.into_username);
  cleaned text := social_private.require_reason(merge_profiles.reason);
  old_name text;
  merged social_private.merged_profile;
begin
  -- Lock as an erasure does: posts and comments before people.
  perform social_private.serialize_account_erasure();
  perform social_private.lock_own_content(old_id);
  perform from social.profiles where profiles.id in (old_id, new_id)
  order by profiles.id for update;
  perform social_private.check_merge(old_id, new_id);
  old_name := (select profiles.username from social.profiles where profiles.id = old_id);
  merged := social_private.move_profile_rows(old_id, new_id);
  -- Through foreign keys, this also deletes the profile, the sessions, and the rows that stayed.
  delete from auth.users where users.id = old_id;
  perform social_private.check_login_erased(old_id);
  perform social_private.settle_merged_profile(new_id);
  perform social_private.begin_staff_action(null, cleaned);
  perform social_private.log_entry('merge', 'profile', new_id, new_id,
    jsonb_build_object('profile_id', old_id, 'username', old_name), to_jsonb(merged));
  perform social_private.end_staff_action();
  return merged;
end;
$$;

comment on function social_private.merge_profiles(text, text, text) is
'Merges two accounts of one person: everything of the first moves to the second, and the login of
the first is deleted. Only for the operator. Nobody can undo a merge.

Posts, comments, likes, saves, follows, followers, requests, blocks, mutes, close friends, bells,
mentions, notifications, reports and appeals move. Where both accounts have the same row, one stays:
the accepted follow rather than the request, and the longer mute. If one account blocks a person, or
the person blocks it, what the other account had with the person ends. What the two accounts had
with each other is deleted. The account that stays keeps its profile, picture, settings, pins and
privacy. Picture, text, unattached uploads, exports and sessions of the old account are deleted. The
old username leads to the account that stays, as after a change of the username.

Returns how many rows moved. Errors: merge_invalid, merge_refused, profile_not_found,
reason_missing, reason_too_long, text_invalid.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
