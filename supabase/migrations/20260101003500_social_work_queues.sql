-- Work queues: the rows that are due, in the order in which the worker deletes them.
-- An error of one row never stops the work on other rows: the row is noted in failed_work, and its
-- queue skips it until retry_at.

-- Due rows. The worker and is_work_due() read the same views.

create view social_private.due_accounts with (security_invoker = true) as
select erasures.id, erasures.erases_at as due_at from social_private.erasures
where erasures.erased_at is null and erasures.erases_at <= now()
  and erasures.id <> all ((select social_private.paused_rows('accounts'))::uuid[]);

comment on view social_private.due_accounts is
'The ids of the erasures of accounts that can no longer be restored. Like all views of due rows,
this view leaves out rows on which the worker failed recently.';

comment on column social_private.due_accounts.id is 'The id of the erasure.';

comment on column social_private.due_accounts.due_at is 'The time from which the account is due.';

create view social_private.due_posts with (security_invoker = true) as
select posts.id, posts.deleted_at,
  posts.deleted_at + (now() - social_private.restorable_since()) as due_at
from social.posts
where posts.deleted_at < social_private.restorable_since()
  and posts.id <> all ((select social_private.reported_posts())::uuid[])
  and posts.id <> all ((select social_private.paused_rows('posts'))::uuid[]);

comment on view social_private.due_posts is
'The posts that can no longer be restored, without those that reported_posts() returns.';

comment on column social_private.due_posts.id is 'The id of the post.';

comment on column social_private.due_posts.deleted_at is 'The time when the post was deleted.';

comment on column social_private.due_posts.due_at is 'The time from which the post is due.';

create view social_private.due_comments with (security_invoker = true) as
select comments.id, comments.post_id, comments.deleted_at,
  comments.deleted_at + (now() - social_private.restorable_since()) as due_at
from social.comments
where comments.deleted_at < social_private.restorable_since()
  and comments.author_id is not null
  and not exists (
    select from social_private.reports
    where reports.target_id = comments.id and reports.decided_at is null
  )
  and comments.id <> all ((select social_private.paused_rows('comments'))::uuid[]);

comment on view social_private.due_comments is
'The comments that can no longer be restored, without those with an open report.';

comment on column social_private.due_comments.id is 'The id of the comment.';

comment on column social_private.due_comments.post_id is 'The post of the comment.';

comment on column social_private.due_comments.deleted_at is
'The time when the comment was deleted.';

comment on column social_private.due_comments.due_at is 'The time from which the comment is due.';

create view social_private.due_uploads with (security_invoker = true) as
select uploads.id, uploads.created_at,
  uploads.created_at + (select config.unattached_hours from social_private.config)
    * interval '1 hour' as due_at
from social_private.uploads
where uploads.created_at < now()
    - (select config.unattached_hours from social_private.config) * interval '1 hour'
  and uploads.id <> all ((select social_private.paused_rows('uploads'))::uuid[]);

comment on view social_private.due_uploads is 'The uploads that nobody attached in time.';

comment on column social_private.due_uploads.id is 'The id of the upload.';

comment on column social_private.due_uploads.created_at is 'The time of the upload.';

comment on column social_private.due_uploads.due_at is 'The time from which the upload is due.';

create view social_private.stray_uploads with (security_invoker = true) as
select raw.id, raw.created_at
from (
  select objects.id, objects.name, objects.created_at,
    count(*) over earlier as files,
    sum((objects.metadata ->> 'size')::bigint) over earlier as bytes
  from storage.objects
  where objects.bucket_id = 'social-uploads'
  window earlier as (
    partition by split_part(objects.name, '/', 1)
    order by objects.created_at, objects.name
    rows unbounded preceding
  )
) as raw
cross join social_private.config
-- Concurrent uploads can exceed the quota, because the policy counts only stored files.
where (raw.created_at < now() - config.unattached_hours * interval '1 hour'
    or raw.files > config.upload_count_max or raw.bytes > config.upload_bytes_max)
  and not exists (
    select from social_private.file_deletions
    where file_deletions.bucket_id = 'social-uploads' and file_deletions.path = raw.name
  )
  and raw.id <> all ((select social_private.paused_rows('stray_uploads'))::uuid[]);

comment on view social_private.stray_uploads is
'The raw files that nobody processed in time, and those by which concurrent uploads exceeded the
quota of a person.';

comment on column social_private.stray_uploads.id is 'The id of the file in storage.objects.';

comment on column social_private.stray_uploads.created_at is 'The time when the file was stored.';

create view social_private.expired_exports with (security_invoker = true) as
select exports.id, exports.expires_at as due_at from social_private.exports
where exports.expires_at <= now()
  and exists (
    select from social_private.export_parts where export_parts.export_id = exports.id
  )
  and exports.id <> all ((select social_private.paused_rows('expired_exports'))::uuid[]);

comment on view social_private.expired_exports is 'The expired exports that still have parts.';

comment on column social_private.expired_exports.id is 'The id of the export.';

comment on column social_private.expired_exports.due_at is 'The time when the export expired.';

create view social_private.stray_exports with (security_invoker = true) as
-- A worker uploaded these files, but stopped before it reported the uploads.
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
  and objects.id <> all ((select social_private.paused_rows('stray_exports'))::uuid[]);

comment on view social_private.stray_exports is 'The files of exports that belong to no export.';

comment on column social_private.stray_exports.id is 'The id of the file in storage.objects.';

create view social_private.due_files with (security_invoker = true) as
select file_deletions.id, file_deletions.due_at from social_private.file_deletions
where file_deletions.due_at <= now()
  and file_deletions.id <> all ((select social_private.paused_rows('files'))::uuid[])
  -- Keep the files of open reports until staff decide the reports.
  and not social_private.is_evidence(file_deletions.path);

comment on view social_private.due_files is
'The files of file_deletions that the worker may remove now. It keeps the files of open reports.';

comment on column social_private.due_files.id is 'The id of the row in file_deletions.';

comment on column social_private.due_files.due_at is 'The time from which the file is due.';

create view social_private.due_count_updates with (security_invoker = true) as
select count_updates.id, count_updates.due_at from social_private.count_updates
where count_updates.due_at <= now()
  and count_updates.id <> all ((select social_private.paused_rows('count_updates'))::uuid[]);

comment on view social_private.due_count_updates is 'The rows of count_updates that are due.';

comment on column social_private.due_count_updates.id is 'The id of the row in count_updates.';

comment on column social_private.due_count_updates.due_at is 'The time from which the row is due.';

create function social_private.due_content(queue text, max_rows integer)
  returns uuid[]
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  ids uuid[];
begin
  case due_content.queue
    when 'accounts' then
      -- Each call erases rows of one account.
      ids := array(
        select due.id from social_private.due_accounts as due
        order by due.due_at
        limit 1
        for update skip locked
      );
    when 'posts' then
      ids := array(
        select due.id from social_private.due_posts as due
        order by due.deleted_at
        limit due_content.max_rows
        for update skip locked
      );
    when 'comments' then
      -- To avoid deadlocks, lock the post before its comments, as a deletion of the post does.
      ids := array(
        select due.id
        from social_private.due_comments as due
        join social.posts on posts.id = due.post_id
        order by due.deleted_at
        limit due_content.max_rows
        for key share of posts skip locked
        for update of due skip locked
      );
    when 'count_updates' then
      ids := array(
        select due.id from social_private.due_count_updates as due
        order by due.due_at
        limit due_content.max_rows
        for update skip locked
      );
  end case;
  return ids;
end;
$$;

comment on function social_private.due_content(text, integer) is
'Locks and returns up to max_rows accounts, posts, comments or count updates that are due, the
longest due first. For accounts, returns ids of erasures, and at most one.';

create function social_private.due_stored(queue text, max_rows integer)
  returns uuid[]
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  ids uuid[];
begin
  case due_stored.queue
    when 'uploads' then
      ids := array(
        select due.id from social_private.due_uploads as due
        order by due.created_at
        limit due_stored.max_rows
        for update skip locked
      );
    when 'stray_uploads' then
      ids := array(
        select stray.id from social_private.stray_uploads as stray
        order by stray.created_at
        limit due_stored.max_rows
      );
    when 'expired_exports' then
      ids := array(
        select expired.id from social_private.expired_exports as expired
        limit due_stored.max_rows
      );
    when 'stray_exports' then
      ids := array(
        select stray.id from social_private.stray_exports as stray
        limit due_stored.max_rows
      );
  end case;
  return ids;
end;
$$;

comment on function social_private.due_stored(text, integer) is
'Returns up to max_rows uploads that nobody attached in time, expired exports, or stray files of
uploads or exports.';

create function social_private.is_file_in_use(bucket_id text, path text)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  owner uuid := substring(
    is_file_in_use.path from '^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/')::uuid;
  -- <owner>/<upload id>/display.jpg or, for avatars, <owner>/<upload id>.jpg
  upload_id uuid := substring(is_file_in_use.path
    from '^[0-9a-f-]{36}/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[./]')::uuid;
begin
  return exists (
      select from social_private.uploads
      where uploads.id = upload_id
        and (
          uploads.path is null and uploads.owner_id = owner
          or is_file_in_use.path in (uploads.path, uploads.medium_path, uploads.thumbnail_path)
        )
        and (uploads.purpose = 'avatar') = (is_file_in_use.bucket_id = 'social-avatars')
    )
    or case is_file_in_use.bucket_id
      when 'social-avatars' then exists (
        select from social.profiles
        where profiles.avatar_path = is_file_in_use.path
      )
      else exists (select from social.post_media where post_media.path = is_file_in_use.path)
        or exists (
          select from social.post_media where post_media.thumbnail_path = is_file_in_use.path
        )
        or exists (select from social.post_media where post_media.medium_path = is_file_in_use.path)
    end;
end;
$$;

comment on function social_private.is_file_in_use(text, text) is
'Returns whether a post, profile or unattached upload needs a file in social-media or
social-avatars. A file of an upload that is being processed is needed, too.';

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

create function social_private.renamed_people(max_rows integer)
  returns uuid[]
  language sql
  stable
  security invoker
  set search_path = ''
return array(
  select distinct former_usernames.profile_id
  from social_private.former_usernames
  where former_usernames.mentions_erased_at is null
    and former_usernames.changed_at
      <= now() - (select username_reservation_days from social_private.config) * interval '1 day'
    and former_usernames.profile_id
      <> all ((select social_private.paused_rows('old_mentions'))::uuid[])
  limit renamed_people.max_rows
);

comment on function social_private.renamed_people(integer) is
'Returns up to max_rows people with a former username whose reservation has ended and whose mentions
are not deleted yet. Leaves out people for whom the worker failed recently.';

create function social_private.erase_old_mentions(person uuid, max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  ended_at timestamptz := now()
    - (select username_reservation_days from social_private.config) * interval '1 day';
  -- The person may have a former username again.
  names text[] := array(
    select distinct former_usernames.username from social_private.former_usernames
    where former_usernames.profile_id = erase_old_mentions.person
      and former_usernames.mentions_erased_at is null
      and former_usernames.changed_at <= ended_at
      and not social_private.is_username_of(
        former_usernames.profile_id, former_usernames.username)
  );
  post_count integer;
  comment_count integer;
begin
  delete from social.post_mentions where post_mentions.ctid = any (array(
    select old.ctid from social.post_mentions as old
    where old.profile_id = erase_old_mentions.person and lower(old.username) = any (names)
    limit erase_old_mentions.max_rows
  ));
  get diagnostics post_count = row_count;
  delete from social.comment_mentions where comment_mentions.ctid = any (array(
    select old.ctid from social.comment_mentions as old
    where old.profile_id = erase_old_mentions.person and lower(old.username) = any (names)
    limit erase_old_mentions.max_rows - post_count
  ));
  get diagnostics comment_count = row_count;
  if post_count + comment_count < erase_old_mentions.max_rows then
    if exists (
      select from social.post_mentions as kept
      where kept.profile_id = erase_old_mentions.person and lower(kept.username) = any (names)
    ) or exists (
      select from social.comment_mentions as kept
      where kept.profile_id = erase_old_mentions.person and lower(kept.username) = any (names)
    ) then
      perform social_private.fail_kept('social.post_mentions');
    end if;
    update social_private.former_usernames set mentions_erased_at = now()
    where former_usernames.profile_id = erase_old_mentions.person
      and former_usernames.mentions_erased_at is null
      and former_usernames.changed_at <= ended_at;
  end if;
  return least(post_count + comment_count + 1, erase_old_mentions.max_rows);
end;
$$;

comment on function social_private.erase_old_mentions(uuid, integer) is
'Deletes up to max_rows mentions of a person by former usernames whose reservation has ended. If
none are left, notes this at the usernames. Returns the number of changed rows.';

create function social_private.row_place_id(number integer, place tid)
  returns uuid
  language sql
  immutable
  security invoker
  set search_path = ''
return (
  lpad(row_place_id.number::text, 8, '0')
  || lpad(to_hex((row_place_id.place::text::point)[0]::bigint), 12, '0')
  || lpad(to_hex((row_place_id.place::text::point)[1]::bigint), 12, '0')
)::uuid;

comment on function social_private.row_place_id(integer, tid) is
'Returns an id for a row without an id: the number of the table, and the place of the row in it.';

create view social_private.expired_reservations with (security_invoker = true) as
select social_private.row_place_id(1, old.ctid) as id
from social_private.username_reservations as old
where old.released_at <= now()
  and social_private.row_place_id(1, old.ctid)
    <> all ((select social_private.paused_rows('expired_rows'))::uuid[]);

comment on view social_private.expired_reservations is
'The places of username reservations that have ended, as row_place_id() writes them.';

comment on column social_private.expired_reservations.id is
'The place of the row in username_reservations.';

create view social_private.expired_keys with (security_invoker = true) as
select social_private.row_place_id(2, old.ctid) as id
from social_private.idempotency_keys as old
where old.created_at
    < now() - (select config.idempotency_hours from social_private.config) * interval '1 hour'
  and social_private.row_place_id(2, old.ctid)
    <> all ((select social_private.paused_rows('expired_rows'))::uuid[]);

comment on view social_private.expired_keys is
'The places of expired idempotency keys, as row_place_id() writes them.';

comment on column social_private.expired_keys.id is 'The place of the row in idempotency_keys.';

create function social_private.due_expired_rows(max_rows integer)
  returns uuid[]
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  return array(
    select expired.id from social_private.expired_reservations as expired
    limit due_expired_rows.max_rows
    for update skip locked
  ) || array(
    select expired.id from social_private.expired_keys as expired
    limit due_expired_rows.max_rows
    for update skip locked
  );
end;
$$;

comment on function social_private.due_expired_rows(integer) is
'Locks and returns up to max_rows expired username reservations, and as many expired idempotency
keys.';

create function social_private.work_queues()
  returns text[]
  language sql
  immutable
  security invoker
  set search_path = ''
return array[
  'bells', 'count_updates', 'accounts', 'posts', 'comments', 'uploads', 'stray_uploads',
  'expired_exports', 'stray_exports', 'unconfirmed_profiles', 'old_mentions', 'expired_rows'
];

comment on function social_private.work_queues() is
'Returns the queues of rows, in the order in which the worker handles them.';

create function social_private.due_rows(queue text, max_rows integer)
  returns uuid[]
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  return case
    when due_rows.queue in ('accounts', 'posts', 'comments', 'count_updates')
      then social_private.due_content(due_rows.queue, due_rows.max_rows)
    when due_rows.queue = 'bells'
      then social_private.due_bells(due_rows.max_rows)
    when due_rows.queue = 'expired_rows'
      then social_private.due_expired_rows(due_rows.max_rows)
    when due_rows.queue = 'unconfirmed_profiles'
      then social_private.due_profiles(due_rows.max_rows)
    when due_rows.queue = 'old_mentions'
      then social_private.renamed_people(due_rows.max_rows)
    else social_private.due_stored(due_rows.queue, due_rows.max_rows)
  end;
end;
$$;

comment on function social_private.due_rows(text, integer) is
'Returns up to max_rows rows of a queue that the worker should delete or count anew now.';

create function social_private.is_queue_due(queue text)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return case is_queue_due.queue
    when 'bells' then exists (select from social_private.waiting_bells)
    when 'count_updates' then exists (select from social_private.due_count_updates)
    when 'accounts' then exists (select from social_private.due_accounts)
    when 'posts' then exists (select from social_private.due_posts)
    when 'comments' then exists (select from social_private.due_comments)
    when 'uploads' then exists (select from social_private.due_uploads)
    when 'stray_uploads' then exists (select from social_private.stray_uploads)
    when 'expired_exports' then exists (select from social_private.expired_exports)
    when 'stray_exports' then exists (select from social_private.stray_exports)
    when 'unconfirmed_profiles' then social_private.unconfirmed_profiles(1) <> '{}'
    when 'old_mentions' then social_private.renamed_people(1) <> '{}'
    when 'expired_rows' then exists (select from social_private.expired_reservations)
      or exists (select from social_private.expired_keys)
  end;
end;
$$;

comment on function social_private.is_queue_due(text) is
'Returns whether due_rows() would return a row of this queue.';

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

create function social_private.erase_expired_row(row_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  digits text := replace(erase_expired_row.row_id::text, '-', '');
  place tid := format('(%s,%s)',
    ('x' || substr(digits, 9, 12))::bit(48)::bigint,
    ('x' || substr(digits, 21, 12))::bit(48)::bigint)::tid;
begin
  -- due_expired_rows() has locked the row in this transaction, so its place is still the same.
  if left(digits, 8) = '00000001' then
    delete from social_private.username_reservations where username_reservations.ctid = place;
    if exists (select from social_private.username_reservations as old where old.ctid = place) then
      perform social_private.fail_kept('social_private.username_reservations');
    end if;
  else
    delete from social_private.idempotency_keys where idempotency_keys.ctid = place;
    if exists (select from social_private.idempotency_keys as old where old.ctid = place) then
      perform social_private.fail_kept('social_private.idempotency_keys');
    end if;
  end if;
end;
$$;

comment on function social_private.erase_expired_row(uuid) is
'Deletes an expired username reservation or idempotency key that due_expired_rows() returned.';

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
    when 'count_updates' then
      return social_private.continue_count_update(erase_row.row_id, size);
    when 'bells' then
      return social_private.notify_ringers(erase_row.row_id, size);
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
    when 'old_mentions' then
      return social_private.erase_old_mentions(erase_row.row_id, size);
    when 'expired_rows' then
      perform social_private.erase_expired_row(erase_row.row_id);
      return 1;
    else
      return social_private.erase_file(erase_row.queue, erase_row.row_id, size);
  end case;
end;
$$;

comment on function social_private.erase_row(text, uuid, integer) is
'Permanently deletes one row of a queue and up to max_rows rows that belong to it. Does the work of
a row of count_updates or bell_posts. Returns the number of deleted rows.';

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
-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
