-- Maintenance: the worker permanently deletes rows and files that are due for deletion.
-- The worker calls the functions of this file every minute, with the secret key. Each call is one
-- transaction with a limited number of rows. Counters are exact after each call. An interrupted run
-- continues where the last call ended.

-- Erasure: these functions permanently delete rows that can no longer be restored.

create function social_private.reported_posts()
  returns uuid[]
  language sql
  stable
  security invoker
  set search_path = ''
return array(
  select coalesce(comments.post_id, reports.target_id)
  from social_private.reports
  left join social.comments on comments.id = reports.target_id
  where reports.decided_at is null and reports.target_kind <> 'profile'
);

comment on function social_private.reported_posts() is
'Returns the ids of all posts that have an open report, or that have a comment with an open
report.';

create function social_private.erase_post(post_id uuid, max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  like_count integer;
  comment_count integer := 0;
begin
  delete from social.likes where likes.ctid = any (array(
    select few.ctid from social.likes as few
    where few.post_id = erase_post.post_id
    limit erase_post.max_rows
  ));
  get diagnostics like_count = row_count;
  if like_count < erase_post.max_rows then
    -- Delete the deepest comments first, so that no deletion cascades to replies.
    delete from social.comments where comments.id = any (array(
      select few.id from social.comments as few
      where few.post_id = erase_post.post_id
      order by few.depth desc
      limit erase_post.max_rows - like_count
    ));
    get diagnostics comment_count = row_count;
  end if;
  if like_count + comment_count < erase_post.max_rows then
    delete from social.posts where posts.id = erase_post.post_id;
  end if;
  return least(like_count + comment_count + 1, erase_post.max_rows);
end;
$$;

comment on function social_private.erase_post(uuid, integer) is
'Permanently deletes up to max_rows likes and comments of a post. If none are left, deletes the post
itself. Returns the number of deleted rows, which is less than max_rows once the post is deleted.';

create function social_private.erase_posts(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  reported uuid[] := social_private.reported_posts();
  post_id uuid;
  erased integer := 0;
begin
  for post_id in
    select posts.id from social.posts
    where posts.deleted_at < social_private.restorable_since()
      and posts.id <> all (reported)
    order by posts.deleted_at
    limit erase_posts.max_rows
    for update skip locked
  loop
    erased := erased + social_private.erase_post(post_id, erase_posts.max_rows - erased);
    exit when erased >= erase_posts.max_rows;
  end loop;
  return erased;
end;
$$;

comment on function social_private.erase_posts(integer) is
'Permanently deletes posts that can no longer be restored, except posts that reported_posts()
returns.
Returns the number of deleted rows.';

create function social_private.erase_comments(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  ids uuid[];
begin
  -- To avoid deadlocks, lock the post before its comments, as a deletion of the post does.
  ids := array(
    select comments.id
    from social.comments
    join social.posts on posts.id = comments.post_id
    where comments.deleted_at < social_private.restorable_since()
      and comments.author_id is not null
      and not exists (
        select from social_private.reports
        where reports.target_id = comments.id and reports.decided_at is null
      )
    order by comments.deleted_at
    limit erase_comments.max_rows
    for key share of posts skip locked
    for update of comments skip locked
  );
  perform social_private.erase_comment(id) from unnest(ids) as id;
  return cardinality(ids);
end;
$$;

comment on function social_private.erase_comments(integer) is
'Permanently deletes comments that can no longer be restored, except comments with an open report.
Returns the number of deleted comments.';

create function social_private.erase_edges(person uuid, max_rows integer)
  returns social_private.erasures
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  erased social_private.erasures;
  remaining integer := erase_edges.max_rows;
  post_like_count integer;
begin
  delete from social.likes where likes.ctid = any (array(
    select ctid from social.likes where user_id = erase_edges.person limit remaining
    for update skip locked));
  get diagnostics post_like_count = row_count;
  remaining := remaining - post_like_count;
  delete from social.comment_likes where comment_likes.ctid = any (array(
    select ctid from social.comment_likes where user_id = erase_edges.person limit remaining
    for update skip locked));
  get diagnostics erased.like_count = row_count;
  remaining := remaining - erased.like_count;
  erased.like_count := erased.like_count + post_like_count;
  delete from social.saves where saves.ctid = any (array(
    select ctid from social.saves where user_id = erase_edges.person limit remaining
    for update skip locked));
  get diagnostics erased.save_count = row_count;
  remaining := remaining - erased.save_count;
  delete from social.follows where follows.ctid = any (array(
    select ctid from social.follows
    where erase_edges.person in (follower_id, followee_id) limit remaining
    for update skip locked));
  get diagnostics erased.follow_count = row_count;
  remaining := remaining - erased.follow_count;
  delete from social_private.blocks where blocks.ctid = any (array(
    select ctid from social_private.blocks
    where erase_edges.person in (blocker_id, blocked_id) limit remaining
    for update skip locked));
  get diagnostics erased.block_count = row_count;
  return erased;
end;
$$;

comment on function social_private.erase_edges(uuid, integer) is
'Permanently deletes up to max_rows likes, saves, follows and blocks of a person. Skips locked rows,
which the next call deletes. Returns the number of deleted rows of each kind.';

create function social_private.is_edge_left(person uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (select from social.likes where user_id = is_edge_left.person)
    or exists (select from social.comment_likes where user_id = is_edge_left.person)
    or exists (select from social.saves where user_id = is_edge_left.person)
    or exists (
      select from social.follows where is_edge_left.person in (follower_id, followee_id)
    )
    or exists (
      select from social_private.blocks where is_edge_left.person in (blocker_id, blocked_id)
    );
end;
$$;

comment on function social_private.is_edge_left(uuid) is
'Returns whether the person still has rows that erase_edges() would delete.';

create function social_private.erase_comments_of(person uuid, max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  comment_id uuid;
  erased integer := 0;
begin
  for comment_id in
    select comments.id from social.comments
    where comments.author_id = erase_comments_of.person
    order by comments.id
    limit erase_comments_of.max_rows
  loop
    -- To avoid deadlocks, lock the post before its comments, as a deletion of the post does.
    perform from social.posts
    where posts.id = (select post_id from social.comments where comments.id = comment_id)
    for key share;
    perform from social.comments where comments.id = comment_id for update;
    continue when not found;
    perform social_private.erase_comment(comment_id);
    erased := erased + 1;
  end loop;
  return erased;
end;
$$;

comment on function social_private.erase_comments_of(uuid, integer) is
'Permanently deletes up to max_rows comments of a person. Comments with replies become tombstones.
Returns the number of deleted comments.';

create function social_private.erase_posts_of(person uuid, max_rows integer)
  returns social_private.erasures
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  erased social_private.erasures;
  post social.posts;
  remaining integer := erase_posts_of.max_rows;
  media integer;
begin
  erased.post_count := 0;
  erased.media_count := 0;
  for post in
    select * from social.posts
    where posts.author_id = erase_posts_of.person
    order by posts.id
    limit erase_posts_of.max_rows
    for update
  loop
    media := (select count(*) from social.post_media where post_media.post_id = post.id);
    remaining := remaining - social_private.erase_post(post.id, remaining);
    if not exists (select from social.posts where posts.id = post.id) then
      erased.post_count := erased.post_count + 1;
      erased.media_count := erased.media_count + media;
    end if;
    exit when remaining <= 0;
  end loop;
  return erased;
end;
$$;

comment on function social_private.erase_posts_of(uuid, integer) is
'Permanently deletes posts of a person, up to max_rows rows in total. Returns the number of deleted
posts and the number of their media.';

create function social_private.erase_account(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  erasure social_private.erasures;
  edges social_private.erasures;
  published social_private.erasures;
  comments integer := 0;
  erased integer;
begin
  -- Each call erases rows of one account.
  select * into erasure from social_private.erasures
  where erasures.erased_at is null and erasures.erases_at <= now()
  order by erasures.erases_at
  limit 1
  for update skip locked;
  if not found then
    return 0;
  end if;
  edges := social_private.erase_edges(erasure.profile_id, erase_account.max_rows);
  erased := edges.like_count + edges.save_count + edges.follow_count + edges.block_count;
  if erased < erase_account.max_rows then
    comments := social_private.erase_comments_of(
      erasure.profile_id, erase_account.max_rows - erased);
    erased := erased + comments;
  end if;
  if erased < erase_account.max_rows then
    published := social_private.erase_posts_of(erasure.profile_id, erase_account.max_rows - erased);
  end if;
  update social_private.erasures as receipt set
    started_at = coalesce(receipt.started_at, now()),
    like_count = receipt.like_count + edges.like_count,
    save_count = receipt.save_count + edges.save_count,
    follow_count = receipt.follow_count + edges.follow_count,
    block_count = receipt.block_count + edges.block_count,
    comment_count = receipt.comment_count + comments,
    post_count = receipt.post_count + coalesce(published.post_count, 0),
    media_count = receipt.media_count + coalesce(published.media_count, 0),
    -- Count the files before the first row is deleted.
    file_count = case when receipt.started_at is null
      then social_private.count_files(erasure.profile_id) else receipt.file_count end
  where receipt.id = erasure.id;
  -- Delete the login last, in a separate call. By then, all rows that the receipt counts are
  -- deleted.
  if erased = 0 and not social_private.is_edge_left(erasure.profile_id) and not exists (
    select from social.posts where posts.author_id = erasure.profile_id
  ) then
    -- Through foreign keys, this also deletes the profile, the settings and the sessions of the
    -- account.
    delete from auth.users where users.id = erasure.profile_id;
  end if;
  return erase_account.max_rows;
end;
$$;

comment on function social_private.erase_account(integer) is
'Permanently deletes up to max_rows rows of one account: the account that has been due for deletion
longest. The last call deletes the login of the account. Returns 0 when no account is due.';

-- Usernames of people who were never confirmed

create function social_private.unconfirmed_profiles(max_rows integer)
  returns uuid[]
  language sql
  stable
  security invoker
  set search_path = ''
return array(
  select accounts.profile_id from social_private.accounts
  where accounts.unconfirmed_at
      < now() - (select config.unconfirmed_days from social_private.config) * interval '1 day'
    and accounts.is_temporary
    -- A sanction and a role remain until somebody ends them. The erasure of a deleted account
    -- deletes its profile.
    and coalesce(accounts.limited_at, accounts.suspended_at, accounts.deleted_at) is null
    and not exists (select from social_private.staff where staff.profile_id = accounts.profile_id)
  order by accounts.unconfirmed_at
  limit unconfirmed_profiles.max_rows
);

comment on function social_private.unconfirmed_profiles(integer) is
'Returns up to max_rows people whose login was never confirmed within config.unconfirmed_days.';

create function social_private.free_unconfirmed_usernames(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  ids uuid[] := social_private.unconfirmed_profiles(free_unconfirmed_usernames.max_rows);
begin
  -- A confirmation that has not committed yet holds the row of the account. A confirmation that
  -- begins later waits, and then finds no profile.
  ids := array(
    select profiles.id
    from social.profiles
    join social_private.accounts on accounts.profile_id = profiles.id
    where profiles.id = any (ids) and accounts.unconfirmed_at is not null
    for update skip locked
  );
  delete from social.profiles where profiles.id = any (ids);
  return cardinality(ids);
end;
$$;

comment on function social_private.free_unconfirmed_usernames(integer) is
'Deletes up to max_rows profiles whose login was never confirmed within config.unconfirmed_days. The
logins remain, and their usernames are available at once. Returns the number of deleted profiles.';

-- Worker calls

create type social.maintenance as (
  erased_rows integer,
  is_done boolean
);

comment on type social.maintenance is
'The result of one call: the number of deleted rows, and is_done, which is true if nothing is left
to delete.';

create table social_private.worker_state (
  is_only_row boolean not null default true,
  last_run_at timestamptz,

  constraint worker_state_pkey primary key (is_only_row),
  constraint worker_state_is_one_row check (is_only_row)
);

comment on table social_private.worker_state is
'This table has exactly one row, which says when the worker last ran. The command doctor reads it.';

comment on column social_private.worker_state.last_run_at is
'The time of the last call of run_maintenance. Null if the worker has never run.';

insert into social_private.worker_state default values;

alter table social_private.worker_state enable row level security;

create function social_private.run_maintenance(max_rows integer)
  returns social.maintenance
  language plpgsql
  volatile
  security definer -- service_role has no grant on the tables
  set search_path = ''
as $$
declare
  size integer := least(greatest(coalesce(run_maintenance.max_rows, 1000), 1), 10000);
  erased integer;
begin
  -- Take this lock before all row locks, as account deletions do. The lock lets only one of these
  -- transactions run at a time.
  perform social_private.serialize_account_erasure();
  update social_private.worker_state set last_run_at = now();
  erased := social_private.erase_account(size);
  if erased = 0 then
    erased := social_private.erase_posts(size);
  end if;
  if erased = 0 then
    erased := social_private.erase_comments(size);
  end if;
  if erased = 0 then
    erased := social_private.sweep_uploads(size);
  end if;
  if erased = 0 then
    erased := social_private.expire_exports(size);
  end if;
  if erased = 0 then
    erased := social_private.free_unconfirmed_usernames(size);
  end if;
  if erased = 0 then
    delete from social_private.username_reservations
    where username_reservations.released_at <= now();
    delete from social_private.idempotency_keys where idempotency_keys.ctid = any (array(
      select old.ctid from social_private.idempotency_keys as old
      where old.created_at
        < now() - (select idempotency_hours from social_private.config) * interval '1 hour'
      limit size
      for update skip locked
    ));
  end if;
  return (erased, erased = 0)::social.maintenance;
end;
$$;

create function social.run_maintenance(max_rows integer default 1000)
  returns social.maintenance
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.run_maintenance(run_maintenance.max_rows);

comment on function social.run_maintenance(integer) is
'Permanently delete up to max_rows rows that are due for deletion. Secret key only. Repeat the call
until is_done is true.

The function deletes accounts, posts and comments that can no longer be restored, unattached
uploads, expired exports, profiles of people who were never confirmed, username reservations and
idempotency keys. max_rows is at most 10,000. Returns the number of deleted rows.';

create type social.file_deletion as (id uuid, bucket_id text, path text);

comment on type social.file_deletion is 'A file to delete through the Storage API.';

create function social_private.claim_file_deletions(max_count integer)
  returns setof social.file_deletion
  language plpgsql
  volatile
  security definer -- service_role has no grant on the queue
  set search_path = ''
as $$
begin
  return query
  update social_private.file_deletions set
    attempts = file_deletions.attempts + 1,
    -- A claim is a lease. If the worker stops, another worker may claim the file after a delay,
    -- which grows with each attempt.
    due_at = now() + least(power(2, file_deletions.attempts), 60) * interval '1 minute'
  where file_deletions.id in (
    select waiting.id from social_private.file_deletions as waiting
    where waiting.due_at <= now()
      -- Keep the files of open reports until staff decide the reports.
      and not social_private.is_evidence(waiting.path)
    order by waiting.due_at
    limit least(claim_file_deletions.max_count, 1000)
    for update skip locked
  )
  returning file_deletions.id, file_deletions.bucket_id, file_deletions.path;
end;
$$;

create function social.claim_file_deletions(max_count integer default 1000)
  returns setof social.file_deletion
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.claim_file_deletions(claim_file_deletions.max_count);

comment on function social.claim_file_deletions(integer) is
'Lease queued files, in order to delete them through the Storage API. Secret key only.

max_count is at most 1,000. Returns the files.';

create function social_private.complete_file_deletions(ids uuid[])
  returns integer
  language plpgsql
  volatile
  security definer -- service_role has no grant on the queue
  set search_path = ''
as $$
declare
  completed integer;
begin
  delete from social_private.file_deletions
  where file_deletions.id = any (complete_file_deletions.ids);
  get diagnostics completed = row_count;
  return completed;
end;
$$;

create function social.complete_file_deletions(ids uuid[])
  returns integer
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.complete_file_deletions(complete_file_deletions.ids);

comment on function social.complete_file_deletions(uuid[]) is
'Report that leased files are deleted. Secret key only.

Returns the number of files that were still queued.';

create function social_private.is_work_due()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (select from social_private.file_deletions where file_deletions.due_at <= now())
    or exists (
      select from social.posts
      where posts.deleted_at < social_private.restorable_since()
        and posts.id <> all ((select social_private.reported_posts())::uuid[])
    )
    or exists (
      select from social.comments
      where comments.deleted_at < social_private.restorable_since()
        and comments.author_id is not null
        and not exists (
          select from social_private.reports
          where reports.target_id = comments.id and reports.decided_at is null
        )
    )
    or exists (
      select from social_private.uploads, social_private.config
      where uploads.created_at < now() - config.unattached_hours * interval '1 hour'
    )
    or exists (
      select from social_private.erasures
      where erasures.erased_at is null and erasures.erases_at <= now()
    )
    or exists (
      select from social_private.exports
      where exports.finished_at is null and exports.failed_at is null
        and exports.lease_ends_at <= now()
    )
    or exists (
      select from social_private.export_parts
      join social_private.exports on exports.id = export_parts.export_id
      where exports.expires_at <= now()
    )
    or social_private.unconfirmed_profiles(1) <> '{}';
end;
$$;

comment on function social_private.is_work_due() is
'Returns whether the worker has something to do. A schedule can call this function before it calls
the worker.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.run_maintenance(integer), social.run_maintenance(integer),
  social_private.claim_file_deletions(integer), social.claim_file_deletions(integer),
  social_private.complete_file_deletions(uuid[]), social.complete_file_deletions(uuid[])
  to service_role;

-- Policies: see social_table_access.
