-- Maintenance: the worker permanently deletes rows and files that are due for deletion.
-- The worker calls the functions of this file every minute, with the secret key. Each call is one
-- transaction with a limited number of rows. Counters are exact after each call. An interrupted run
-- continues where the last call ended. An error of one row never stops the work on other rows: the
-- row is noted in failed_work, and its queue skips it until retry_at.

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
    -- A trigger of the host can keep a row even if the row of the post is gone.
    if exists (select from social.posts where posts.id = erase_post.post_id)
      or exists (select from social.likes where likes.post_id = erase_post.post_id)
      or exists (select from social.comments where comments.post_id = erase_post.post_id)
    then
      perform social_private.fail_kept('social.posts');
    end if;
  end if;
  return least(like_count + comment_count + 1, erase_post.max_rows);
end;
$$;

comment on function social_private.erase_post(uuid, integer) is
'Permanently deletes up to max_rows likes and comments of a post. If none are left, deletes the post
itself. Returns the number of deleted rows, which is less than max_rows once the post is deleted.';

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

create function social_private.check_edges_erased(person uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  unlocked regclass;
begin
  if not social_private.is_edge_left(check_edges_erased.person) then
    return;
  end if;
  select edges.relation into unlocked from (
    select 'social.likes'::regclass as relation from (
      select from social.likes where user_id = check_edges_erased.person
      limit 1 for update skip locked) as edge
    union all
    select 'social.comment_likes' from (
      select from social.comment_likes where user_id = check_edges_erased.person
      limit 1 for update skip locked) as edge
    union all
    select 'social.saves' from (
      select from social.saves where user_id = check_edges_erased.person
      limit 1 for update skip locked) as edge
    union all
    select 'social.follows' from (
      select from social.follows where check_edges_erased.person in (follower_id, followee_id)
      limit 1 for update skip locked) as edge
    union all
    select 'social_private.blocks' from (
      select from social_private.blocks where check_edges_erased.person in (blocker_id, blocked_id)
      limit 1 for update skip locked) as edge
  ) as edges
  limit 1;
  perform social_private.fail_kept(
    coalesce(unlocked, 'social.profiles'), is_locked => unlocked is null);
end;
$$;

comment on function social_private.check_edges_erased(uuid) is
'Raises an error if the person still has a row that erase_edges() could not delete: a trigger of the
host keeps the row, or another transaction locks it.';

create function social_private.check_comment_erased(comment_id uuid)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if exists (
    select from social.comments
    where comments.id = check_comment_erased.comment_id and comments.author_id is not null
  ) then
    perform social_private.fail_kept('social.comments');
  end if;
end;
$$;

comment on function social_private.check_comment_erased(uuid) is
'Raises an error if a trigger of the host has kept the comment.';

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
    perform social_private.check_comment_erased(comment_id);
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

create function social_private.can_delete_from(relation text)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  target regclass := to_regclass(can_delete_from.relation);
begin
  return coalesce(
    has_table_privilege(target, 'select') and has_table_privilege(target, 'delete'), false);
end;
$$;

comment on function social_private.can_delete_from(text) is
'Returns whether the caller may delete rows of the table. False if the table does not exist.';

create function social_private.erase_traces(erasure social_private.erasures)
  returns bigint
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  person uuid := (erase_traces.erasure).profile_id;
  addresses text[] := array(
    select lower(address) from auth.users, unnest(array[users.email, users.phone]) as address
    where users.id = person and address <> ''
  );
  first_block bigint := (erase_traces.erasure).audit_block;
  next_block bigint := first_block + 10000;
begin
  if social_private.can_delete_from('auth.flow_state') then
    delete from auth.flow_state where flow_state.user_id = person;
  end if;
  if not social_private.can_delete_from('auth.audit_log_entries') then
    return 0;
  end if;
  -- Auth has no index on the people in its audit log, and the log can be very long. Therefore, each
  -- call reads only some blocks of the log.
  delete from auth.audit_log_entries as entry
  where entry.ctid >= format('(%s,0)', first_block)::tid
    and entry.ctid < format('(%s,0)', next_block)::tid
    and (
      strpos(entry.payload::text, person::text) > 0
      or array[
        lower(entry.payload ->> 'actor_username'), lower(entry.payload #>> '{traits,user_email}'),
        lower(entry.payload #>> '{traits,user_phone}')
      ] && addresses
      -- The address may have belonged to another person, who still has a login.
      and not exists (
        select from auth.users as other
        where other.id::text in (entry.payload ->> 'actor_id', entry.payload #>> '{traits,user_id}')
      )
    );
  update social_private.erasures set audit_block = next_block
  where erasures.id = (erase_traces.erasure).id;
  return greatest(0, -next_block
    + pg_relation_size('auth.audit_log_entries') / current_setting('block_size')::integer);
end;
$$;

comment on function social_private.erase_traces(social_private.erasures) is
'Deletes what Auth has written about a person outside the login: entries of its audit log, and
unfinished sign-ins. The database role may lack the right to delete them, and then they stay.
Returns the number of blocks of the audit log that the next call must search.';

create function social_private.erase_login(erasure social_private.erasures)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  person uuid := (erase_login.erasure).profile_id;
begin
  perform social_private.check_edges_erased(person);
  if exists (select from social.posts where posts.author_id = person)
    or social_private.erase_traces(erase_login.erasure) > 0
  then
    return;
  end if;
  -- Through foreign keys, this also deletes the profile, the settings and the sessions of the
  -- account.
  delete from auth.users where users.id = person;
  if exists (select from auth.users where users.id = person)
    or exists (select from social.profiles where profiles.id = person)
  then
    perform social_private.fail_kept('auth.users');
  end if;
end;
$$;

comment on function social_private.erase_login(social_private.erasures) is
'Deletes the login of a person who has no posts, comments, likes, saves, follows and blocks any
more, and what Auth has written about the person. Long logs take several calls.';

create function social_private.erase_account(erasure_id uuid, max_rows integer)
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
  select * into erasure from social_private.erasures where erasures.id = erase_account.erasure_id;
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
  if erased = 0 then
    perform social_private.erase_login(erasure);
  end if;
  return erase_account.max_rows;
end;
$$;

comment on function social_private.erase_account(uuid, integer) is
'Permanently deletes up to max_rows rows of one account. The last call deletes the login of the
account.';

-- Queues: the rows that are due, in the order in which the worker deletes them

create function social_private.due_content(queue text, max_rows integer)
  returns uuid[]
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  paused uuid[] := social_private.paused_rows(due_content.queue);
  reported uuid[];
begin
  case due_content.queue
    when 'accounts' then
      -- Each call erases rows of one account.
      return array(
        select erasures.id from social_private.erasures
        where erasures.erased_at is null and erasures.erases_at <= now()
          and erasures.id <> all (paused)
        order by erasures.erases_at
        limit 1
        for update skip locked
      );
    when 'posts' then
      reported := social_private.reported_posts();
      return array(
        select posts.id from social.posts
        where posts.deleted_at < social_private.restorable_since()
          and posts.id <> all (reported) and posts.id <> all (paused)
        order by posts.deleted_at
        limit due_content.max_rows
        for update skip locked
      );
    when 'comments' then
      -- To avoid deadlocks, lock the post before its comments, as a deletion of the post does.
      return array(
        select comments.id
        from social.comments
        join social.posts on posts.id = comments.post_id
        where comments.deleted_at < social_private.restorable_since()
          and comments.author_id is not null
          and not exists (
            select from social_private.reports
            where reports.target_id = comments.id and reports.decided_at is null
          )
          and comments.id <> all (paused)
        order by comments.deleted_at
        limit due_content.max_rows
        for key share of posts skip locked
        for update of comments skip locked
      );
  end case;
end;
$$;

comment on function social_private.due_content(text, integer) is
'Locks and returns up to max_rows accounts, posts or comments that can no longer be restored, the
longest due first. Leaves out posts that reported_posts() returns, comments with an open report,
and rows on which the worker failed recently. For accounts, returns ids of erasures, and at most
one.';

create function social_private.due_uploads(queue text, max_rows integer)
  returns uuid[]
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  paused uuid[] := social_private.paused_rows(due_uploads.queue);
  deadline timestamptz := now() - (select config.unattached_hours from social_private.config)
    * interval '1 hour';
begin
  case due_uploads.queue
    when 'uploads' then
      return array(
        select uploads.id from social_private.uploads
        where uploads.created_at < deadline and uploads.id <> all (paused)
        order by uploads.created_at
        limit due_uploads.max_rows
        for update skip locked
      );
    when 'stray_uploads' then
      return array(
        select objects.id from storage.objects
        where objects.bucket_id = 'social-uploads' and objects.created_at < deadline
          and not exists (
            select from social_private.file_deletions
            where file_deletions.bucket_id = 'social-uploads'
              and file_deletions.path = objects.name
          )
          and objects.id <> all (paused)
        order by objects.created_at
        limit due_uploads.max_rows
      );
  end case;
end;
$$;

comment on function social_private.due_uploads(text, integer) is
'Returns up to max_rows uploads that nobody attached in time, or original files that belong to no
upload. Leaves out rows on which the worker failed recently.';

create function social_private.due_exports(queue text, max_rows integer)
  returns uuid[]
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  paused uuid[] := social_private.paused_rows(due_exports.queue);
begin
  case due_exports.queue
    when 'expired_exports' then
      return array(
        select exports.id from social_private.exports
        where exports.expires_at <= now()
          and exists (
            select from social_private.export_parts where export_parts.export_id = exports.id
          )
          and exports.id <> all (paused)
        limit due_exports.max_rows
      );
    when 'stray_exports' then
      -- A worker uploaded these files, but stopped before it reported the uploads.
      return array(
        select objects.id from storage.objects
        where objects.bucket_id = 'social-exports'
          and objects.created_at < now() - interval '1 hour'
          and not exists (
            select from social_private.export_parts where export_parts.path = objects.name
          )
          and not exists (
            select from social_private.file_deletions
            where file_deletions.bucket_id = 'social-exports'
              and file_deletions.path = objects.name
          )
          and objects.id <> all (paused)
        limit due_exports.max_rows
      );
  end case;
end;
$$;

comment on function social_private.due_exports(text, integer) is
'Returns up to max_rows exports that have expired, or files that belong to no export. Leaves out
rows on which the worker failed recently.';

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
    and accounts.profile_id
      <> all ((select social_private.paused_rows('unconfirmed_profiles'))::uuid[])
  order by accounts.unconfirmed_at
  limit unconfirmed_profiles.max_rows
);

comment on function social_private.unconfirmed_profiles(integer) is
'Returns up to max_rows people whose login was never confirmed within config.unconfirmed_days.
Leaves out rows on which the worker failed recently.';

create function social_private.due_profiles(max_rows integer)
  returns uuid[]
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  ids uuid[] := social_private.unconfirmed_profiles(due_profiles.max_rows);
begin
  -- A confirmation that has not committed yet holds the row of the account. A confirmation that
  -- begins later waits, and then finds no profile.
  return array(
    select profiles.id
    from social.profiles
    join social_private.accounts on accounts.profile_id = profiles.id
    where profiles.id = any (ids) and accounts.unconfirmed_at is not null
    for update skip locked
  );
end;
$$;

comment on function social_private.due_profiles(integer) is
'Locks and returns up to max_rows of unconfirmed_profiles().';

create function social_private.free_unconfirmed_username(profile_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  delete from social.profiles where profiles.id = free_unconfirmed_username.profile_id;
  if exists (
    select from social.profiles where profiles.id = free_unconfirmed_username.profile_id
  ) then
    perform social_private.fail_kept('social.profiles');
  end if;
end;
$$;

comment on function social_private.free_unconfirmed_username(uuid) is
'Deletes the profile of a person who was never confirmed. The login remains, and the username is
available at once.';

create function social_private.due_rows(queue text, max_rows integer)
  returns uuid[]
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  return case
    when due_rows.queue in ('accounts', 'posts', 'comments')
      then social_private.due_content(due_rows.queue, due_rows.max_rows)
    when due_rows.queue = 'expired_rows' then array(
      select row_id from (values ('00000000-0000-0000-0000-000000000000'::uuid)) as no_id (row_id)
      where row_id <> all (social_private.paused_rows('expired_rows')))
    when due_rows.queue = 'unconfirmed_profiles'
      then social_private.due_profiles(due_rows.max_rows)
    when due_rows.queue in ('uploads', 'stray_uploads')
      then social_private.due_uploads(due_rows.queue, due_rows.max_rows)
    else social_private.due_exports(due_rows.queue, due_rows.max_rows)
  end;
end;
$$;

comment on function social_private.due_rows(text, integer) is
'Returns up to max_rows rows of a queue that the worker should delete now.';

create function social_private.erase_file(queue text, row_id uuid, max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  erased integer := 1;
begin
  case erase_file.queue
    when 'uploads' then
      if not social_private.delete_upload(erase_file.row_id) then
        perform social_private.fail_kept('social_private.uploads');
      end if;
    when 'expired_exports' then
      delete from social_private.export_parts where export_parts.path = any (array(
        select few.path from social_private.export_parts as few
        where few.export_id = erase_file.row_id
        limit erase_file.max_rows
      ));
      get diagnostics erased = row_count;
      if erased = 0 then
        perform social_private.fail_kept('social_private.export_parts');
      end if;
    else
      perform social_private.queue_file_deletion(objects.bucket_id, objects.name)
      from storage.objects where objects.id = erase_file.row_id;
      if not exists (
        select from social_private.file_deletions
        join storage.objects
          on objects.bucket_id = file_deletions.bucket_id and objects.name = file_deletions.path
        where objects.id = erase_file.row_id
      ) then
        perform social_private.fail_kept('social_private.file_deletions');
      end if;
  end case;
  return erased;
end;
$$;

comment on function social_private.erase_file(text, uuid, integer) is
'Deletes an upload or up to max_rows parts of an expired export, or queues a stray file for
deletion. Returns the number of rows.';

create function social_private.erase_expired_rows(max_rows integer)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  delete from social_private.username_reservations
  where username_reservations.released_at <= now();
  delete from social_private.idempotency_keys where idempotency_keys.ctid = any (array(
    select old.ctid from social_private.idempotency_keys as old
    where old.created_at
      < now() - (select idempotency_hours from social_private.config) * interval '1 hour'
    limit erase_expired_rows.max_rows
    for update skip locked
  ));
end;
$$;

comment on function social_private.erase_expired_rows(integer) is
'Deletes expired username reservations, and up to max_rows expired idempotency keys.';

create function social_private.erase_row(queue text, row_id uuid, max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  -- After a failure, which may have been a timeout, delete fewer rows at once.
  size integer := greatest(erase_row.max_rows / power(4, least(10, coalesce((
    select failed_work.attempts from social_private.failed_work
    where failed_work.queue = erase_row.queue and failed_work.row_id = erase_row.row_id
  ), 0)))::integer, 1);
begin
  case erase_row.queue
    when 'accounts' then
      return social_private.erase_account(erase_row.row_id, size);
    when 'posts' then
      return social_private.erase_post(erase_row.row_id, size);
    when 'comments' then
      perform social_private.erase_comment(erase_row.row_id);
      perform social_private.check_comment_erased(erase_row.row_id);
      return 1;
    when 'unconfirmed_profiles' then
      perform social_private.free_unconfirmed_username(erase_row.row_id);
      return 1;
    when 'expired_rows' then
      perform social_private.erase_expired_rows(size);
      return 0;
    else
      return social_private.erase_file(erase_row.queue, erase_row.row_id, size);
  end case;
end;
$$;

comment on function social_private.erase_row(text, uuid, integer) is
'Permanently deletes one row of a queue and up to max_rows rows that belong to it. Returns the
number of deleted rows. Does not count expired rows.';

create function social_private.erase_rows(
  queue text, ids uuid[], max_rows integer, ends_at timestamptz)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  remaining uuid[] := erase_rows.ids;
  -- A subtransaction for each row is slow. So try all rows at once, and single rows after an error.
  batch uuid[] := remaining;
  position integer;
  culprit uuid;
  erased integer := 0;
  erased_in_batch integer;
  state text;
  message text;
  context text;
begin
  while cardinality(batch) > 0 and erased < erase_rows.max_rows
    and clock_timestamp() < erase_rows.ends_at
  loop
    begin
      erased_in_batch := 0;
      position := 0;
      while position < cardinality(batch) and erased + erased_in_batch < erase_rows.max_rows
        and clock_timestamp() < erase_rows.ends_at
      loop
        position := position + 1;
        culprit := batch[position];
        erased_in_batch := erased_in_batch + social_private.erase_row(
          erase_rows.queue, culprit, erase_rows.max_rows - erased - erased_in_batch);
      end loop;
      -- Check deferred constraints of the host here. At the commit, an error would undo all work.
      culprit := case when cardinality(batch) = 1 then culprit end;
      set constraints all immediate;
      set constraints all deferred;
      delete from social_private.failed_work
      where failed_work.queue = erase_rows.queue and failed_work.row_id = any (batch[:position]);
      erased := erased + erased_in_batch;
      remaining := remaining[cardinality(batch) + 1:];
    -- "Others" leaves out these two. A timeout is a cancellation, after which the time is up.
    exception when query_canceled or assert_failure or others then
      get stacked diagnostics
        state = returned_sqlstate, message = message_text, context = pg_exception_context;
      if culprit is not null then
        perform social_private.note_failure(erase_rows.queue, culprit,
          social_private.error_without_data(state, message, context));
        remaining := array_remove(remaining, culprit);
      end if;
    end;
    batch := remaining[:1];
  end loop;
  return erased;
end;
$$;

comment on function social_private.erase_rows(text, uuid[], integer, timestamptz) is
'Permanently deletes rows of a queue, up to max_rows rows in total and until ends_at. Notes rows
that fail in failed_work. Returns the number of deleted rows.';

create function social_private.drain_queue(queue text, max_rows integer, ends_at timestamptz)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  ids uuid[];
  erased integer := 0;
begin
  -- The loop ends: rows that fail are paused, and due_rows() leaves them out.
  while erased = 0 and clock_timestamp() < drain_queue.ends_at loop
    ids := social_private.due_rows(drain_queue.queue, drain_queue.max_rows);
    exit when cardinality(ids) = 0;
    erased := social_private.erase_rows(
      drain_queue.queue, ids, drain_queue.max_rows, drain_queue.ends_at);
    exit when not ids && social_private.paused_rows(drain_queue.queue);
  end loop;
  return erased;
end;
$$;

comment on function social_private.drain_queue(text, integer, timestamptz) is
'Permanently deletes up to max_rows rows of a queue that are due. Returns the number of deleted
rows. Returns 0 if only rows are left on which the worker failed recently.';

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

create function social_private.forget_failures()
  returns void
  language sql
  volatile
  security invoker
  set search_path = ''
as $$
  delete from social_private.failed_work
  where case failed_work.queue
    when 'accounts' then not exists (
      select from social_private.erasures
      where erasures.id = failed_work.row_id and erasures.erased_at is null)
    when 'posts' then not exists (
      select from social.posts
      where posts.id = failed_work.row_id and posts.deleted_at is not null)
    when 'comments' then not exists (
      select from social.comments
      where comments.id = failed_work.row_id and comments.deleted_at is not null)
    when 'uploads' then not exists (
      select from social_private.uploads where uploads.id = failed_work.row_id)
    when 'files' then not exists (
      select from social_private.file_deletions where file_deletions.id = failed_work.row_id)
    when 'exports' then not exists (
      select from social_private.exports
      where exports.id = failed_work.row_id and exports.finished_at is null)
    when 'unconfirmed_profiles' then not exists (
      select from social_private.accounts
      where accounts.profile_id = failed_work.row_id and accounts.unconfirmed_at is not null)
    else false
  end
    or failed_work.retry_at < now() - interval '1 day'
$$;

comment on function social_private.forget_failures() is
'Deletes the notes about rows that are no longer to be deleted, for example because the operator
deleted or restored them.';

create function social_private.run_maintenance(max_rows integer)
  returns social.maintenance
  language plpgsql
  volatile
  security definer -- service_role has no grant on the tables
  set search_path = ''
as $$
declare
  size integer := least(greatest(coalesce(run_maintenance.max_rows, 1000), 1), 10000);
  time_limit interval := current_setting('statement_timeout')::interval;
  -- A slow row can then still be noted before the database cancels the call.
  ends_at timestamptz := clock_timestamp()
    + least(coalesce(nullif(time_limit, '0') / 2, '4 seconds'), '4 seconds');
  queue text;
  erased integer := 0;
begin
  -- Take this lock before all row locks, as account deletions do. The lock lets only one of these
  -- transactions run at a time.
  perform social_private.serialize_account_erasure();
  update social_private.worker_state set last_run_at = now();
  foreach queue in array array[
    'accounts', 'posts', 'comments', 'uploads', 'stray_uploads', 'expired_exports',
    'stray_exports', 'unconfirmed_profiles', 'expired_rows'
  ] loop
    erased := social_private.drain_queue(queue, size, ends_at);
    exit when erased > 0;
  end loop;
  if erased = 0 then
    perform social_private.forget_failures();
  end if;
  return (erased, erased = 0 and clock_timestamp() < ends_at)::social.maintenance;
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
idempotency keys. max_rows is at most 10,000. If a row cannot be deleted, the function continues
with the others, and a later call tries the row again. Returns the number of deleted rows.';

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
      and waiting.id <> all ((select social_private.paused_rows('files'))::uuid[])
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
  delete from social_private.failed_work
  where failed_work.queue = 'files'
    and failed_work.row_id = any (complete_file_deletions.ids);
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

create function social_private.note_failed_work(queue text, row_ids uuid[], error text)
  returns integer
  language plpgsql
  volatile
  security definer -- service_role has no grant on the tables
  set search_path = ''
as $$
declare
  -- The worker passes no data of people. Storage could name the path of a file, though.
  shown constant text := left(regexp_replace(
    note_failed_work.error, '\S*(@|[0-9a-f]{8}(-[0-9a-f]{4}){3})\S*', '…', 'g'), 200);
  ids uuid[];
begin
  -- End the leases. From now on, the note decides when the worker tries again.
  if note_failed_work.queue = 'files' then
    with released as (
      update social_private.file_deletions set due_at = now()
      where file_deletions.id = any (note_failed_work.row_ids)
      returning file_deletions.id
    )
    select array_agg(released.id) into ids from released;
  elsif note_failed_work.queue = 'exports' then
    with released as (
      update social_private.exports set lease_id = null, lease_ends_at = now()
      where exports.lease_id = any (note_failed_work.row_ids)
      returning exports.id
    )
    select array_agg(released.id) into ids from released;
  end if;
  perform social_private.note_failure(
    note_failed_work.queue, failed.id, coalesce(shown, 'unknown error'))
  from unnest(ids) as failed (id);
  return coalesce(cardinality(ids), 0);
end;
$$;

create function social.note_failed_work(queue text, row_ids uuid[], error text)
  returns integer
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.note_failed_work(
  note_failed_work.queue, note_failed_work.row_ids, note_failed_work.error);

comment on function social.note_failed_work(text, uuid[], text) is
'Report that the worker could not remove files or build a part of an export. Secret key only.

The call ends the leases, and the worker tries again after a pause. queue is files or exports.
row_ids are the ids of leased files, or the lease of an export. error is the code of the error,
without data of people. Returns the number of rows that were noted.';

create function social_private.is_deletion_due()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (
      select from social.posts
      where posts.deleted_at < social_private.restorable_since()
        and posts.id <> all ((select social_private.reported_posts())::uuid[])
        and posts.id <> all ((select social_private.paused_rows('posts'))::uuid[])
    )
    or exists (
      select from social.comments
      where comments.deleted_at < social_private.restorable_since()
        and comments.author_id is not null
        and not exists (
          select from social_private.reports
          where reports.target_id = comments.id and reports.decided_at is null
        )
        and comments.id <> all ((select social_private.paused_rows('comments'))::uuid[])
    )
    or exists (
      select from social_private.erasures
      where erasures.erased_at is null and erasures.erases_at <= now()
        and erasures.id <> all ((select social_private.paused_rows('accounts'))::uuid[])
    );
end;
$$;

comment on function social_private.is_deletion_due() is
'Returns whether an account, post or comment is due for its permanent deletion.';

create function social_private.is_work_due()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return social_private.is_deletion_due()
    or exists (
      select from social_private.file_deletions
      where file_deletions.due_at <= now()
        and file_deletions.id <> all ((select social_private.paused_rows('files'))::uuid[])
    )
    or exists (
      select from social_private.uploads, social_private.config
      where uploads.created_at < now() - config.unattached_hours * interval '1 hour'
        and uploads.id <> all ((select social_private.paused_rows('uploads'))::uuid[])
    )
    or exists (
      select from social_private.exports
      where exports.finished_at is null and exports.failed_at is null
        and exports.lease_ends_at <= now()
        and exports.id <> all ((select social_private.paused_rows('exports'))::uuid[])
    )
    or exists (
      select from social_private.export_parts
      join social_private.exports on exports.id = export_parts.export_id
      where exports.expires_at <= now()
        and exports.id <> all ((select social_private.paused_rows('expired_exports'))::uuid[])
    )
    or social_private.unconfirmed_profiles(1) <> '{}';
end;
$$;

comment on function social_private.is_work_due() is
'Returns whether the worker has something to do. Rows on which it failed recently do not count until
they are due again. A schedule can call this function before it calls the worker.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.run_maintenance(integer), social.run_maintenance(integer),
  social_private.claim_file_deletions(integer), social.claim_file_deletions(integer),
  social_private.complete_file_deletions(uuid[]), social.complete_file_deletions(uuid[]),
  social_private.note_failed_work(text, uuid[], text), social.note_failed_work(text, uuid[], text)
  to service_role;

-- Policies: see social_table_access.
