-- Row checks: functions with which the operator verifies and repairs the rows that triggers derive
-- from other rows: threads, the newest posts of authors, and what searches and hashtags read.
-- Each view lists the wrong rows of one kind. social_counter_checks does the same for counters.

-- Wrong rows

create view social_private.wrong_profiles with (security_invoker = true) as
select profiles.id as profile_id, accounts.profile_id is null as is_missing
from social.profiles
left join social_private.accounts on accounts.profile_id = profiles.id
where accounts.profile_id is null
  or profiles.is_private <> (accounts.is_private or accounts.limited_at is not null);

comment on view social_private.wrong_profiles is
'Profiles whose account is missing, or whose is_private does not fit the account.';

comment on column social_private.wrong_profiles.profile_id is
'The person.';

comment on column social_private.wrong_profiles.is_missing is
'Whether the account of the profile is missing.';

create view social_private.wrong_threads with (security_invoker = true) as
select comments.id as comment_id, parents.id as parent_id,
  coalesce(parents.root_id, parents.id) as root_id, coalesce(parents.depth + 1, 0) as depth,
  comments.author_id is null and not exists (
    select from social.comments as replies where replies.parent_id = comments.id
  ) as is_leftover
from social.comments
left join social.comments as parents on parents.id = comments.parent_id
where comments.root_id is distinct from coalesce(parents.root_id, parents.id)
  or comments.depth <> coalesce(parents.depth + 1, 0)
  or comments.deleted_at is not null and comments.is_tombstone <> exists (
    select from social.comments as replies
    where replies.parent_id = comments.id and replies.is_present
  )
  or comments.author_id is null and not exists (
    select from social.comments as replies where replies.parent_id = comments.id
  );

comment on view social_private.wrong_threads is
'Comments with a wrong root or depth, tombstones without a visible reply, deleted comments with one
that are no tombstones, and permanently deleted comments that keep the place of no reply
(is_leftover). root_id and depth are the right values.';

comment on column social_private.wrong_threads.comment_id is
'The wrong comment.';

comment on column social_private.wrong_threads.parent_id is
'The comment that it replies to.';

comment on column social_private.wrong_threads.root_id is
'The right root.';

comment on column social_private.wrong_threads.depth is
'The right depth.';

comment on column social_private.wrong_threads.is_leftover is
'Whether the row keeps the place of no reply.';

create view social_private.wrong_latest_posts with (security_invoker = true) as
select author_id
from (
  select distinct on (posts.author_id) posts.author_id, posts.id as post_id
  from social.posts
  join social_private.accounts on accounts.profile_id = posts.author_id
  where posts.audience <= 'followers' and accounts.audience_level > 0
  order by posts.author_id, posts.id desc
) as newest
full join social_private.latest_posts using (author_id)
where newest.post_id is distinct from latest_posts.post_id;

comment on view social_private.wrong_latest_posts is
'Authors whose row in latest_posts is missing or has another post than their newest one.';

comment on column social_private.wrong_latest_posts.author_id is
'The author.';

create view social_private.wrong_search_keys with (security_invoker = true) as
select username
from (
  select profiles.username, unnest(social_private.search_keys_of(
      profiles.username, profiles.display_name)) as key,
    accounts.limited_at is not null as is_limited
  from social.profiles
  join social_private.accounts on accounts.profile_id = profiles.id
  where accounts.audience_level > 0
) as expected
full join social_private.search_keys as stored using (username, key)
where expected.is_limited is distinct from stored.is_limited
group by username;

comment on view social_private.wrong_search_keys is
'Usernames with missing, wrong or superfluous search keys.';

comment on column social_private.wrong_search_keys.username is
'The username in search_keys, which may belong to nobody.';

create view social_private.wrong_post_words with (security_invoker = true) as
select posts.id as post_id
from social.posts
left join social_private.post_words on post_words.post_id = posts.id
where case
    when posts.caption is null then post_words.post_id is not null
    when post_words.post_id is null then
      (select config.discovery from social_private.config)
      and not exists (select from social_private.reindexes)
    else post_words.author_id <> posts.author_id
      or post_words.words <> social_private.post_vector(posts.id, posts.caption)
  end;

comment on view social_private.wrong_post_words is
'Posts whose caption a search does not find, or finds by other words. Missing words are right while
config.discovery is off, and while the worker indexes all posts anew.';

comment on column social_private.wrong_post_words.post_id is
'The post.';

-- Wrong rows of hashtags

create view social_private.wrong_captions with (security_invoker = true) as
select posts.id as post_id, posts.caption, found.hashtags
from social.posts
cross join lateral (
  select coalesce(jsonb_agg(jsonb_build_object(
    'hashtag', tags.hashtag, 'start', tags.start, 'end', tags."end") order by tags.start), '[]')
    as hashtags
  from social_private.find_hashtags(posts.caption) as tags
) as found
where (posts.caption ~ '[#＃]' or posts.hashtags <> '[]'
    or exists (select from social.post_hashtags where post_hashtags.post_id = posts.id))
  and (
    posts.hashtags <> found.hashtags
    or array(
      select distinct item ->> 'hashtag' collate "C"
      from jsonb_array_elements(found.hashtags) as item order by 1
    ) <> array(
      select post_hashtags.hashtag from social.post_hashtags
      where post_hashtags.post_id = posts.id order by 1
    )
  );

comment on view social_private.wrong_captions is
'Posts whose column hashtags or whose rows in post_hashtags do not fit the caption. hashtags is the
right value of the column.';

comment on column social_private.wrong_captions.post_id is
'The post.';

comment on column social_private.wrong_captions.caption is
'Its caption.';

comment on column social_private.wrong_captions.hashtags is
'The right value of posts.hashtags.';

create view social_private.wrong_hashtag_posts with (security_invoker = true) as
select hashtag, post_id, stored.author_id is null as is_missing
from (
  select post_hashtags.hashtag, post_hashtags.post_id, open_posts.author_id
  from social.post_hashtags
  join social_private.open_posts on open_posts.id = post_hashtags.post_id
) as expected
full join social_private.hashtag_posts as stored using (hashtag, post_id)
where expected.author_id is distinct from stored.author_id
  and (stored.author_id is not null or (select config.discovery from social_private.config)
    and not exists (select from social_private.reindexes))
  and not exists (
    select from social_private.count_updates
    where count_updates.person_id in (expected.author_id, stored.author_id)
  );

comment on view social_private.wrong_hashtag_posts is
'Posts that are missing on the page of a hashtag (is_missing), or that it should not list. Leaves
out the people whose posts the worker has yet to add or remove.';

comment on column social_private.wrong_hashtag_posts.hashtag is
'The hashtag.';

comment on column social_private.wrong_hashtag_posts.post_id is
'The post.';

comment on column social_private.wrong_hashtag_posts.is_missing is
'Whether the page of the hashtag lacks the post. Otherwise it should not list the post.';

create view social_private.wrong_hashtag_counts with (security_invoker = true) as
select hashtag, coalesce(stored.value, 0) as stored, coalesce(actual.value, 0) as actual
from (
  select counts.hashtag, sum(counts.value) as value
  from (
    select hashtags.hashtag, hashtags.post_count as value from social_private.hashtags
    union all
    select hashtag_changes.hashtag, hashtag_changes.delta from social_private.hashtag_changes
  ) as counts
  group by counts.hashtag
) as stored
full join (
  select hashtag_posts.hashtag, count(*) as value from social_private.hashtag_posts
  group by hashtag_posts.hashtag
) as actual using (hashtag)
where coalesce(stored.value, 0) <> coalesce(actual.value, 0);

comment on view social_private.wrong_hashtag_counts is
'Hashtags whose number of posts is wrong.';

comment on column social_private.wrong_hashtag_counts.hashtag is
'The hashtag.';

comment on column social_private.wrong_hashtag_counts.stored is
'The stored number of posts, with the changes that the worker has yet to add.';

comment on column social_private.wrong_hashtag_counts.actual is
'The right number of posts.';

-- Verification and repair

create function social_private.verify_rows()
  returns table (problem text, relation text, row_id text)
  language sql
  stable
  security invoker
  set search_path = ''
as $$
  select
    case when wrong.is_missing then 'the account of the profile is missing'
      else 'is_private does not fit the account' end,
    'social.profiles', wrong.profile_id::text
  from social_private.wrong_profiles as wrong
  union all
  select
    case when wrong.is_leftover then 'nothing is left below the permanently deleted comment'
      else 'root_id, depth or is_tombstone is wrong' end,
    'social.comments', wrong.comment_id::text
  from social_private.wrong_threads as wrong
  union all
  select 'the home feed takes another post for the newest one of the author',
    'social_private.latest_posts', wrong.author_id::text
  from social_private.wrong_latest_posts as wrong
  union all
  select 'a search finds the person by other keys', 'social_private.search_keys', wrong.username
  from social_private.wrong_search_keys as wrong
  union all
  select 'a search finds the post by other words', 'social_private.post_words',
    wrong.post_id::text
  from social_private.wrong_post_words as wrong
  union all
  select 'the hashtags do not fit the caption', 'social.posts', wrong.post_id::text
  from social_private.wrong_captions as wrong
  union all
  select
    case when wrong.is_missing then 'the page of a hashtag lacks the post'
      else 'the page of a hashtag should not list the post' end,
    'social_private.hashtag_posts', concat_ws(' ', wrong.hashtag, wrong.post_id)
  from social_private.wrong_hashtag_posts as wrong
  union all
  select format('the number of posts is %s instead of %s', wrong.stored, wrong.actual),
    'social_private.hashtags', wrong.hashtag
  from social_private.wrong_hashtag_counts as wrong
$$;

comment on function social_private.verify_rows() is
'Returns every row that does not fit the rows from which triggers derive it: threads, the newest
posts of authors, search keys, words and hashtags. An empty result means that all are right. row_id
is the id of the post, comment or person, or a username or hashtag. verify_counters() and
verify_files() do the same for counters and files.

The function uses one snapshot, so concurrent writes cause no false results. The function reads
whole tables, so call it when the database is not busy.';

create function social_private.repair_threads()
  returns bigint
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  wrong bigint := (select count(*) from social_private.wrong_threads);
begin
  perform set_config('social.is_moving_rows', 'on', true);
  -- A reply is right only after its parent is. A tombstone tells its parent through its trigger.
  while exists (select from social_private.wrong_threads) loop
    delete from social.comments using social_private.wrong_threads as wrong
    where comments.id = wrong.comment_id and wrong.is_leftover;
    update social.comments set root_id = wrong.root_id, depth = wrong.depth
    from social_private.wrong_threads as wrong
    where comments.id = wrong.comment_id
      and (comments.root_id, comments.depth) is distinct from (wrong.root_id, wrong.depth);
    -- The trigger complete_deletion sets the value.
    update social.comments set is_tombstone = not comments.is_tombstone
    from social_private.wrong_threads as wrong
    where comments.id = wrong.comment_id and comments.deleted_at is not null;
  end loop;
  perform set_config('social.is_moving_rows', '', true);
  return wrong;
end;
$$;

comment on function social_private.repair_threads() is
'Corrects all comments of wrong_threads. Returns how many were wrong.';

create function social_private.repair_captions()
  returns bigint
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  ids uuid[] := array(select wrong.post_id from social_private.wrong_captions as wrong);
begin
  update social.posts set hashtags = wrong.hashtags
  from social_private.wrong_captions as wrong
  where posts.id = wrong.post_id and posts.hashtags <> wrong.hashtags;
  delete from social.post_hashtags using social.posts
  where posts.id = any (ids) and post_hashtags.post_id = posts.id
    and not posts.hashtags @> jsonb_build_array(
      jsonb_build_object('hashtag', post_hashtags.hashtag));
  insert into social.post_hashtags (post_id, hashtag, display)
  select distinct on (posts.id, found.item ->> 'hashtag') posts.id, found.item ->> 'hashtag',
    social_private.code_unit_part(
      posts.caption, (found.item ->> 'start')::integer + 1, (found.item ->> 'end')::integer)
  from social.posts
  cross join jsonb_array_elements(posts.hashtags) with ordinality as found (item, place)
  where posts.id = any (ids)
  order by posts.id, found.item ->> 'hashtag', found.place
  on conflict on constraint post_hashtags_pkey do nothing;
  return cardinality(ids)::bigint;
end;
$$;

comment on function social_private.repair_captions() is
'Corrects the hashtags of all posts of wrong_captions. Returns how many posts were wrong.';

create function social_private.repair_hashtags()
  returns bigint
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  wrong bigint := social_private.repair_captions();
  ids uuid[] := array(select rows.post_id from social_private.wrong_hashtag_posts as rows);
  counted bigint;
begin
  delete from social_private.hashtag_posts as rows
  using social_private.wrong_hashtag_posts as stray
  where rows.hashtag = stray.hashtag and rows.post_id = stray.post_id and not stray.is_missing;
  perform social_private.sync_hashtag_posts(ids);
  insert into social_private.hashtag_changes (hashtag, delta)
  select counts.hashtag, counts.actual - counts.stored
  from social_private.wrong_hashtag_counts as counts;
  get diagnostics counted = row_count;
  return wrong + cardinality(ids) + counted;
end;
$$;

comment on function social_private.repair_hashtags() is
'Corrects the hashtags of captions, the pages of hashtags and their numbers of posts. Returns how
many rows were wrong.';

create function social_private.repair_rows()
  returns bigint
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  wrong bigint := (select count(*) from social_private.wrong_profiles);
  ids uuid[];
  names text[];
begin
  insert into social_private.accounts (profile_id, is_private, unconfirmed_at, is_temporary)
  select profiles.id, profiles.is_private, case when login.is_unconfirmed then now() end,
    coalesce(login.is_unconfirmed, false)
  from social_private.wrong_profiles as missing
  join social.profiles on profiles.id = missing.profile_id
  left join lateral (
    select social_private.is_unconfirmed(users) as is_unconfirmed
    from auth.users where users.id = profiles.id
  ) as login on true
  where missing.is_missing
  on conflict on constraint accounts_pkey do nothing;
  update social.profiles set is_private = not profiles.is_private
  from social_private.wrong_profiles as changed
  where profiles.id = changed.profile_id and not changed.is_missing;
  wrong := wrong + social_private.repair_threads();
  ids := array(select rows.author_id from social_private.wrong_latest_posts as rows);
  perform social_private.refresh_latest_post(person) from unnest(ids) as person;
  wrong := wrong + cardinality(ids);
  names := array(select rows.username from social_private.wrong_search_keys as rows);
  delete from social_private.search_keys where search_keys.username = any (names);
  perform social_private.add_search_keys(
    profiles.username, profiles.display_name, accounts.limited_at is not null)
  from social.profiles join social_private.accounts on accounts.profile_id = profiles.id
  where profiles.username = any (names) and accounts.audience_level > 0;
  wrong := wrong + cardinality(names) + social_private.repair_hashtags();
  -- The words contain the hashtags, so correct them last.
  ids := array(select rows.post_id from social_private.wrong_post_words as rows);
  delete from social_private.post_words where post_words.post_id = any (ids);
  if (select config.discovery from social_private.config) then
    perform social_private.sync_post_words(ids);
  end if;
  -- The next call of a home feed makes its cache anew.
  if wrong + cardinality(ids) > 0 then
    delete from social_private.feed_caches;
  end if;
  return wrong + cardinality(ids);
end;
$$;

comment on function social_private.repair_rows() is
'Corrects everything that verify_rows() returns, also while people use the app. Returns how many
rows were wrong. Counters and files have functions of their own, repair_counters() and
repair_files().';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
