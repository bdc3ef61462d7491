-- Maintenance: what the worker does each minute. The edge function work calls it with the secret key
-- until there is no more to do.

-- Commands

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
  if erased = 0 and not social_private.is_connected(erasure.profile_id) and not exists (
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
  perform social_private.leave_in_turn();
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
    delete from social_private.held_usernames where held_usernames.released_at <= now();
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

-- Reads

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
      select from social_private.deleted_comments
      where deleted_comments.deleted_at < social_private.restorable_since()
        and not exists (
          select from social_private.reports
          where reports.target_id = deleted_comments.comment_id and reports.decided_at is null
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
  social_private.run_maintenance(integer), social.run_maintenance(integer) to service_role;
