-- Maintenance: what the worker does each minute, with the secret key, until nothing is left to do.
-- Each call is one transaction with a bounded number of rows; counters are exact after each, and an
-- interrupted run resumes where the last call ended.

-- Erasure: permanently delete what was deleted too long ago to be restored.

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
'Posts that an open report is about, or about a comment under them.';

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
    -- The deepest first, so that none takes others along.
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
'Erase a post, or so many of its likes and comments; returns how many rows, fewer than allowed when
the post is gone.';

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
'Erase posts that were deleted too long ago to be restored, save what an open report is about;
returns how many rows went.';

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
  -- A deletion of the post locks it before its comments; the same order avoids deadlocks.
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
'Erase comments that were deleted too long ago to be restored, save what an open report is about;
returns how many.';

create function social_private.erase_edges(person uuid, max_rows integer)
  returns social_private.erasures
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  erased social_private.erasures;
  left_over integer := erase_edges.max_rows;
  liked integer;
begin
  delete from social.likes where likes.ctid = any (array(
    select ctid from social.likes where user_id = erase_edges.person limit left_over
    for update skip locked));
  get diagnostics liked = row_count;
  left_over := left_over - liked;
  delete from social.comment_likes where comment_likes.ctid = any (array(
    select ctid from social.comment_likes where user_id = erase_edges.person limit left_over
    for update skip locked));
  get diagnostics erased.like_count = row_count;
  left_over := left_over - erased.like_count;
  erased.like_count := erased.like_count + liked;
  delete from social.saves where saves.ctid = any (array(
    select ctid from social.saves where user_id = erase_edges.person limit left_over
    for update skip locked));
  get diagnostics erased.save_count = row_count;
  left_over := left_over - erased.save_count;
  delete from social.follows where follows.ctid = any (array(
    select ctid from social.follows
    where erase_edges.person in (follower_id, followee_id) limit left_over
    for update skip locked));
  get diagnostics erased.follow_count = row_count;
  left_over := left_over - erased.follow_count;
  delete from social_private.blocks where blocks.ctid = any (array(
    select ctid from social_private.blocks
    where erase_edges.person in (blocker_id, blocked_id) limit left_over
    for update skip locked));
  get diagnostics erased.block_count = row_count;
  return erased;
end;
$$;

comment on function social_private.erase_edges(uuid, integer) is
'Erase so many likes, saves, follows and blocks of a person; returns how many of each. It waits for
nobody: what somebody is changing this moment is left to the next call.';

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
'Whether erase_edges has something left to do.';

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
    -- A deletion of the post locks it before its comments, and so do we.
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
'Erase so many comments of a person, leaving tombstones above the replies of others; returns how
many.';

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
  left_over integer := erase_posts_of.max_rows;
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
    left_over := left_over - social_private.erase_post(post.id, left_over);
    if not exists (select from social.posts where posts.id = post.id) then
      erased.post_count := erased.post_count + 1;
      erased.media_count := erased.media_count + media;
    end if;
    exit when left_over <= 0;
  end loop;
  return erased;
end;
$$;

comment on function social_private.erase_posts_of(uuid, integer) is
'Erase posts of a person, so many rows; returns how many posts and media.';

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
  -- One account a call.
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
    -- All files still lie there when the first row goes.
    file_count = case when receipt.started_at is null
      then social_private.count_files(erasure.profile_id) else receipt.file_count end
  where receipt.id = erasure.id;
  -- Everything that the receipt counts went in a call before.
  if erased = 0 and not social_private.is_edge_left(erasure.profile_id) and not exists (
    select from social.posts where posts.author_id = erasure.profile_id
  ) then
    -- What is left hangs on this row by foreign keys: the profile, settings, sessions.
    delete from auth.users where users.id = erasure.profile_id;
  end if;
  return erase_account.max_rows;
end;
$$;

comment on function social_private.erase_account(integer) is
'Erase so many rows of the account that is due first, in the end the login; returns 0 when none is
due.';

-- Worker calls

create type social.maintenance as (
  erased_rows integer,
  is_done boolean
);

comment on type social.maintenance is
'What one call did: rows erased, and whether nothing is left to do.';

create function social_private.run_maintenance(max_rows integer)
  returns social.maintenance
  language plpgsql
  volatile
  security definer -- service_role holds no grant on what is erased
  set search_path = ''
as $$
declare
  size integer := least(greatest(coalesce(run_maintenance.max_rows, 1000), 1), 10000);
  erased integer;
begin
  -- Before any row, as whoever leaves does: one worker at a time, and no login goes meanwhile.
  perform social_private.serialize_account_erasure();
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
    delete from social_private.username_reservations where username_reservations.released_at <= now();
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
'Erase what was deleted too long ago, forget uploads that nobody attached, at most so many rows
(10,000), and old idempotency keys and names. Secret key only. Call it again until is_done.';

create type social.file_deletion as (id uuid, bucket_id text, path text);

comment on type social.file_deletion is 'A file to remove through the Storage API.';

create function social_private.claim_file_deletions(max_count integer)
  returns setof social.file_deletion
  language plpgsql
  volatile
  security definer -- service_role holds no grant on the queue
  set search_path = ''
as $$
begin
  return query
  update social_private.file_deletions set
    attempts = file_deletions.attempts + 1,
    -- A claim is a lease: a worker that dies leaves it to the next after a growing pause.
    due_at = now() + least(power(2, file_deletions.attempts), 60) * interval '1 minute'
  where file_deletions.id in (
    select waiting.id from social_private.file_deletions as waiting
    where waiting.due_at <= now()
      -- What an open report shows is kept until staff decided.
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
'Lease up to 1,000 files to remove through the Storage API. Secret key only.';

create function social_private.complete_file_deletions(ids uuid[])
  returns integer
  language plpgsql
  volatile
  security definer -- service_role holds no grant on the queue
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
'Report files as removed; returns how many were still queued. Secret key only.';

create function social_private.is_work_due()
  returns boolean
  language plpgsql -- exports come later
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
    );
end;
$$;

comment on function social_private.is_work_due() is
'Whether the worker has something to do: to ask before it is called.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.run_maintenance(integer), social.run_maintenance(integer),
  social_private.claim_file_deletions(integer), social.claim_file_deletions(integer),
  social_private.complete_file_deletions(uuid[]), social.complete_file_deletions(uuid[])
  to service_role;
