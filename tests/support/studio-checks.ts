/**
 * What must hold after every statement of an admin. Each query returns one text per fault. The
 * queries read the tables themselves, and call none of the functions with which triggers write.
 */
export const checks: Record<string, string> = {
  counters: `select format('%s of %s is %s, not %s', counter, subject_id, stored, actual)
    from social_private.verify_counters()`,
  counterRows: `select 'profile ' || id from social.profiles where not exists (
      select from social_private.profile_counters where profile_id = id)
    union all select 'post ' || id from social.posts where not exists (
      select from social_private.post_counters where post_id = id)
    union all select 'comment ' || id from social.comments where not exists (
      select from social_private.comment_counters where comment_id = id)`,
  accounts: `select id::text from social.profiles
    left join social_private.accounts on profile_id = id
    where profile_id is null or profiles.is_private <> (accounts.is_private or limited_at is not null)`,
  followRequests: `select format('%s to %s', follower_id, followee_id) from social.follows
    join social_private.accounts on profile_id = followee_id
    where state = 'pending' and not is_private and limited_at is null
    union all select format('%s was accepted at %s', follower_id, coalesce(accepted_at::text, '-'))
    from social.follows where (state = 'accepted') <> (accepted_at is not null)`,
  blocks: `select format('%s follows %s', follower_id, followee_id) from social.follows
    where exists (select from social_private.blocks where (blocker_id, blocked_id)
      in ((follower_id, followee_id), (followee_id, follower_id)))`,
  latestPosts: `with newest as (
      select profile_id as author_id, (
        select id from social.posts where author_id = profile_id and audience_level > 0
          and audience in ('public', 'followers') order by id desc limit 1) as post_id
      from social_private.accounts)
    select newest.author_id::text from newest
    left join social_private.latest_posts using (author_id)
    where newest.post_id is distinct from latest_posts.post_id`,
  ids: `select id::text from (
      select id, created_at from social.posts union all
      select id, created_at from social.comments) as rows
    where substr(id::text, 15, 1) <> '7' or abs(
      ('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000.0
        - extract(epoch from created_at)) not between 0 and 60`,
  threads: `select replies.id::text
    from social.comments as replies left join social.comments as parent on parent.id = replies.parent_id
    where replies.post_id <> parent.post_id
      or replies.root_id is distinct from coalesce(parent.root_id, parent.id)
      or replies.depth <> coalesce(parent.depth + 1, 0)
      or replies.root_id is not null and replies.pinned_at is not null`,
  tombstones: `select id::text from social.comments
    where is_tombstone <> (deleted_at is not null and exists (
      select from social.comments as replies
      where replies.parent_id = comments.id and replies.is_present))
    or author_id is null and not is_tombstone`,
  files: `select bucket_id || '/' || name from storage.objects
    where bucket_id in ('social-uploads', 'social-media', 'social-avatars', 'social-exports')
      and (bucket_id, name) not in (select bucket_id, path from social_private.file_deletions)
      and name not in (
        select path from social.post_media
        union all select medium_path from social.post_media where medium_path is not null
        union all select thumbnail_path from social.post_media where thumbnail_path is not null
        union all select source_path from social_private.uploads
        union all select poster_path from social_private.uploads where poster_path is not null
        union all select path from social_private.uploads where path is not null
        union all select medium_path from social_private.uploads where medium_path is not null
        union all select thumbnail_path from social_private.uploads where thumbnail_path is not null
        union all select avatar_path from social.profiles where avatar_path is not null)`,
  searchKeys: `with right_keys as (
      select key, username, limited_at is not null as is_limited
      from social.profiles join social_private.accounts on profile_id = id,
      unnest(social_private.search_keys_of(username, display_name)) as key
      where audience_level > 0)
    select format('%s of %s', key, username)
    from social_private.search_keys as actual
    full join right_keys using (key, username, is_limited)
    where actual is null or right_keys is null`,
  words: `select id::text from social.posts
    full join social_private.post_words on post_id = id
    cross join social_private.config
    where discovery and (
      words is distinct from case when caption is not null
        then social_private.post_vector(id, caption) end
      or post_words.author_id is distinct from case when caption is not null
        then posts.author_id end)`,
  hashtags: `with used as (
      select posts.id as post_id, found.hashtag
      from social.posts, social_private.find_hashtags(caption) as found group by 1, 2)
    select format('%s of %s', hashtag, post_id)
    from used full join (select true as is_stored, post_hashtags.* from social.post_hashtags) as actual
      using (post_id, hashtag)
    where used is null or is_stored is null
    union all
    select 'caption of ' || id from social.posts where hashtags <> coalesce((
      select jsonb_agg(jsonb_build_object('hashtag', found.hashtag, 'start', found.start,
        'end', found."end") order by found.start)
      from social_private.find_hashtags(caption) as found), '[]')`,
  hashtagPosts: `with listed as (
      select post_hashtags.hashtag, post_id, author_id
      from social.post_hashtags join social.posts on id = post_id
      join social_private.accounts on profile_id = author_id
      where audience = 'public' and audience_level = 2)
    select format('%s of %s', hashtag, post_id)
    from listed full join social_private.hashtag_posts as actual using (hashtag, post_id, author_id)
    where (select discovery from social_private.config) and (listed is null or actual is null)`,
  hashtagCounts: `with counted as (
      select hashtag, sum(number) as number from (
        select hashtag, post_count as number from social_private.hashtags
        union all select hashtag, delta from social_private.hashtag_changes) as parts
      group by hashtag
    ), listed as (select hashtag, count(*) as number from social_private.hashtag_posts group by 1)
    select hashtag from counted full join listed using (hashtag)
    where coalesce(counted.number, 0) <> coalesce(listed.number, 0)`,
  lengths: `select 'profile ' || id from social.profiles
    where length(display_name) > 200 or length(bio) > 5000 or length(website) > 1000
      or website !~ '^https?://'
    union all select 'post ' || id from social.posts
    where length(caption) > 100000 or length(sensitive_note) > 5000
    union all select 'comment ' || id from social.comments where length(body) > 100000
    union all select 'media ' || id from social.post_media where length(alt_text) > 20000`,
  usernames: `select profiles.id || ' has the name of ' || former.profile_id
    from social_private.config, social.profiles
    join social_private.former_usernames as former on former.profile_id <> profiles.id
    where social_private.username_skeleton(former.username)
        = social_private.username_skeleton(profiles.username)
      and changed_at > now() - username_reservation_days * interval '1 day'
    union all
    select 'lost ' || old.username from pg_temp.names_before as old
    join social.profiles using (id)
    where profiles.username <> old.username and not exists (
      select from social_private.former_usernames as former
      where (former.profile_id, former.username) = (old.id, old.username))`,
  erasures: `select profile_id::text from social_private.accounts
    full join (select profile_id from social_private.erasures where erased_at is null) as erasures
      using (profile_id)
    where accounts.profile_id is not null
      and (accounts.deleted_at is not null) <> (erasures.profile_id is not null)`,
  settings: `select 'config' where (select count(*) from social_private.config) <> 1
    union all select 'error ' || code from pg_temp.errors_before
    where code not in (select code from social_private.errors)
    union all select 'limit ' || action from pg_temp.limits_before
    where action not in (select action from social_private.rate_limits)`,
}

/** The rows that may not go, and the names before a statement. `checks` compares with them. */
export const BEFORE = `
  create temp table errors_before as select code from social_private.errors;
  create temp table limits_before as select action from social_private.rate_limits;
  create temp table names_before as select id, username from social.profiles`

export const REMEMBER = `
  delete from names_before; insert into names_before select id, username from social.profiles`

/**
 * The home feed of the person `viewer`, straight from the tables: all ids, newest first. Null if the
 * person follows a hashtag or mutes a word, because then the feed has more or fewer posts.
 */
export const HOME_FEED = `select case when exists (
      select from social_private.hashtag_follows where profile_id = viewer)
    or exists (select from social_private.muted_words where profile_id = viewer) then null
  else array(
    select posts.id from social.posts
    join social_private.accounts on accounts.profile_id = posts.author_id
    where audience in ('public', 'followers', 'close_friends') and (
      author_id = viewer or audience_level > 0
      and exists (select from social.follows where follower_id = viewer
        and followee_id = author_id and state = 'accepted')
      and (audience <> 'close_friends' or exists (select from social_private.close_friends
        where owner_id = author_id and friend_id = viewer))
      and not exists (select from social_private.mutes where muter_id = viewer
        and muted_id = author_id and coalesce(expires_at, 'infinity') > now())
      and not exists (select from social_private.blocks where (blocker_id, blocked_id)
        in ((viewer, author_id), (author_id, viewer))))
    order by posts.id desc limit 100)
  end as ids`
