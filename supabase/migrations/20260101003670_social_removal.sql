-- Removal: the operator removes illegal content and its files at once.
-- A deletion of a reported post keeps its files as evidence until staff decide the reports. These
-- functions decide the reports themselves, so that the worker removes the files in its next run.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('removal_blocked', 409, 'Rows of the app refer to it.',
    'Delete these rows first, or let the foreign key delete them: on delete cascade.');

-- The queue

create function social_private.wake_worker()
  returns bigint
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  address text;
begin
  if to_regclass('cron.job') is null then
    return null;
  end if;
  execute $query$
    select substring(command from 'call_worker\(''([^'']+)''\)') from cron.job
    where jobname = 'social worker' and active and username = current_user
  $query$ into address;
  return case when address is not null then social_private.call_worker(address) end;
exception when others then
  -- The next call of the schedule finds the same work.
  return null;
end;
$$;

comment on function social_private.wake_worker() is
'Calls the worker at the end of this transaction, as its schedule does each minute. Returns the id
of the request, or null if there is no schedule or if the call fails.';

create function social_private.remove_files(paths text[])
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  ids uuid[];
begin
  with named as (
    select path, substring(path
      from '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
        '/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}') as stem
    from unnest(remove_files.paths) as path
  ), buckets (id) as (
    values ('social-uploads'), ('social-media'), ('social-avatars'), ('social-exports')
  ), stored as (
    select objects.bucket_id, objects.name
    from named cross join buckets
    join storage.objects on objects.bucket_id = buckets.id and objects.name = named.path
    union
    -- <upload id>.<extension> and <upload id>/<name>: the slash is the character after the dot.
    select objects.bucket_id, objects.name
    from named cross join buckets
    join storage.objects on objects.bucket_id = buckets.id
      and objects.name collate "C" >= named.stem || '.'
      and objects.name collate "C" < named.stem || '0'
  ), queued as (
    insert into social_private.file_deletions (bucket_id, path)
    select stored.bucket_id, stored.name from stored
    where stored.bucket_id in ('social-uploads', 'social-exports')
      or not social_private.is_file_in_use(stored.bucket_id, stored.name)
    on conflict (bucket_id, path) do update set due_at = now(), attempts = 0
    returning file_deletions.id
  )
  select array_agg(queued.id) into ids from queued;
  delete from social_private.failed_work
  where failed_work.queue = 'files' and failed_work.row_id = any (ids);
  return coalesce(cardinality(ids), 0);
end;
$$;

comment on function social_private.remove_files(text[]) is
'Queues these files, and all other files of the same uploads, for deletion in the next run of the
worker. Leaves out files that a row still needs. Returns the number of files.';

-- Commands

create type social_private.removal as (
  report_count integer,
  file_count integer,
  is_worker_called boolean
);

comment on type social_private.removal is
'The number of decided reports, and the number of files that the worker removes in its next run.
is_worker_called is false if nothing could call the worker now: then its next run removes the
files.';

create function social_private.removable_paths(target_kind social.target_kind, target_id uuid)
  returns text[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return array(
    select unnest(array[post_media.path, post_media.medium_path, post_media.thumbnail_path])
    from social.post_media
    where removable_paths.target_kind = 'post' and post_media.post_id = removable_paths.target_id
    union
    select unnest(reports.media_paths) from social_private.reports
    where reports.target_kind = removable_paths.target_kind
        and reports.target_id = removable_paths.target_id
      or removable_paths.target_kind = 'profile'
        and reports.subject_id = removable_paths.target_id
    union
    select files.path from social_private.files_of(removable_paths.target_id) as files
    where removable_paths.target_kind = 'profile'
    union
    -- Files of what the person has already deleted.
    select file_deletions.path from social_private.file_deletions
    where removable_paths.target_kind = 'profile'
      and starts_with(file_deletions.path, removable_paths.target_id || '/')
  );
end;
$$;

comment on function social_private.removable_paths(social.target_kind, uuid) is
'Returns the files that remove_illegal() removes: of the target, and of all reports about it, also
if the target is already deleted.';

create function social_private.finish_removal(
  target_kind social.target_kind, target_id uuid, subject_id uuid, paths text[], reason text)
  returns social_private.removal
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  result social_private.removal;
  report_id uuid;
begin
  result.report_count := 0;
  for report_id in
    select reports.id from social_private.reports
    where reports.decided_at is null and (
        reports.target_kind = finish_removal.target_kind
          and reports.target_id = finish_removal.target_id
        or finish_removal.target_kind = 'profile'
          and reports.subject_id = finish_removal.target_id
        -- An open report would keep its files.
        or reports.media_paths && finish_removal.paths
      )
    order by reports.id
  loop
    perform social_private.resolve_report_as(
      null, report_id, 'action_taken', finish_removal.reason);
    result.report_count := result.report_count + 1;
  end loop;
  -- The archives of the person contain the text and the files.
  delete from social_private.exports where exports.profile_id = finish_removal.subject_id;
  result.file_count := social_private.remove_files(finish_removal.paths || array(
    select file_deletions.path from social_private.file_deletions
    where file_deletions.bucket_id = 'social-exports'
      and starts_with(file_deletions.path, finish_removal.subject_id || '/')
  ));
  result.is_worker_called := result.file_count > 0 and social_private.wake_worker() is not null;
  perform social_private.begin_staff_action(null, finish_removal.reason, 'law');
  perform social_private.log_entry(
    'remove', coalesce(finish_removal.target_kind, 'profile')::text, finish_removal.target_id,
    finish_removal.subject_id, null, jsonb_build_object(
      'report_count', result.report_count, 'file_count', result.file_count));
  perform social_private.end_staff_action();
  return result;
end;
$$;

comment on function social_private.finish_removal(
  social.target_kind, uuid, uuid, text[], text) is
'Decides the reports of a removed target, deletes the exports of its author, queues the files,
calls the worker and writes the log entry. If target_kind is null, only the files were removed, and
only the reports with these files are decided.';

create function social_private.delete_illegal(target_kind social.target_kind, target_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  referring_table text;
  key_name text;
begin
  if delete_illegal.target_kind = 'post' then
    delete from social.posts where posts.id = delete_illegal.target_id;
    if exists (select from social.posts where posts.id = delete_illegal.target_id) then
      perform social_private.fail_kept('social.posts');
    end if;
  elsif delete_illegal.target_kind = 'comment' then
    perform social_private.erase_comment(delete_illegal.target_id);
    perform social_private.check_comment_erased(delete_illegal.target_id);
  else
    delete from auth.users where users.id = delete_illegal.target_id;
    perform social_private.check_login_erased(delete_illegal.target_id);
  end if;
exception when foreign_key_violation then
  get stacked diagnostics
    referring_table = table_name, key_name = constraint_name;
  perform social_private.fail('removal_blocked', format(
    'Rows of the table %s refer to it, by the foreign key %s. Delete these rows first. To prevent '
    'this error, let the foreign key delete its rows: on delete cascade.',
    referring_table, key_name));
end;
$$;

comment on function social_private.delete_illegal(social.target_kind, uuid) is
'Deletes a post, a comment, or a login with its profile and content. Error: removal_blocked, if a
foreign key of the app without "on delete" refers to it.';

create function social_private.remove_illegal(
  target_kind social.target_kind, target_id uuid, reason text)
  returns social_private.removal
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  cleaned text := social_private.require_reason(remove_illegal.reason);
  state social.moderation_state;
  subject uuid;
  paths text[];
begin
  if num_nulls(remove_illegal.target_kind, remove_illegal.target_id) > 0 then
    perform social_private.fail('argument_missing', 'Pass target_kind and target_id.');
  end if;
  if remove_illegal.target_kind = 'comment' then
    -- Lock the post before the comment, as a deletion of the post does.
    perform social_private.lock_comment(remove_illegal.target_id);
  end if;
  state := social_private.moderation_state(remove_illegal.target_kind, remove_illegal.target_id);
  subject := coalesce(state.subject_id, (
    select reports.subject_id from social_private.reports
    where reports.target_kind = remove_illegal.target_kind
        and reports.target_id = remove_illegal.target_id
      or remove_illegal.target_kind = 'profile' and reports.subject_id = remove_illegal.target_id
    limit 1
  ));
  paths := social_private.removable_paths(remove_illegal.target_kind, remove_illegal.target_id);
  if subject is null and paths = '{}' then
    perform social_private.fail('target_not_found', 'Nothing is left of it, also no report.');
  end if;
  -- If the target is gone, only the reports and the files are left.
  if state.target_id is not null then
    perform social_private.delete_illegal(state.target_kind, state.target_id);
  end if;
  return social_private.finish_removal(
    remove_illegal.target_kind, remove_illegal.target_id,
    coalesce(subject, remove_illegal.target_id), paths, cleaned);
end;
$$;

comment on function social_private.remove_illegal(social.target_kind, uuid, text) is
'Removes an illegal post, comment or account at once, and nobody can restore it. Only the operator
can call this function, in the SQL editor.

Deletes the rows, decides all reports about the target as action_taken, deletes the exports of the
author, and lets the next run of the worker remove all files, although reports kept them as
evidence. Also removes what is left of a reported target that is already deleted. A removed account
is deleted with its login. A removed comment with replies leaves a tombstone. The reports keep a
copy of the text, and the audit log keeps the reason. Errors: last_administrator, reason_missing,
reason_too_long, removal_blocked, target_not_found, text_invalid.';

create function social_private.remove_illegal_file(path text, reason text)
  returns social_private.removal
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  cleaned text := social_private.require_reason(remove_illegal_file.reason);
  bucket text := (
    select objects.bucket_id from storage.objects
    where objects.name = remove_illegal_file.path
      and objects.bucket_id in (
        'social-uploads', 'social-media', 'social-avatars', 'social-exports')
    order by objects.bucket_id <> 'social-avatars', objects.bucket_id <> 'social-media'
    limit 1
  );
  post_id uuid := (
    select post_media.post_id from social.post_media
    where post_media.path = remove_illegal_file.path
      or post_media.thumbnail_path = remove_illegal_file.path
      or post_media.medium_path = remove_illegal_file.path
  );
  owner uuid;
begin
  if bucket is null then
    perform social_private.fail('target_not_found', 'Storage has no file with this path.');
  end if;
  if post_id is not null then
    perform social_private.fail('action_invalid', format(
      'A post has this file. Call social_private.remove_illegal(''post'', %L, …).', post_id));
  end if;
  owner := social_private.file_owner(bucket, remove_illegal_file.path);
  update social.profiles set avatar_path = null
  where profiles.avatar_path = remove_illegal_file.path;
  perform social_private.delete_upload(uploads.id) from social_private.uploads
  where remove_illegal_file.path in (
    uploads.source_path, uploads.poster_path, uploads.path, uploads.medium_path,
    uploads.thumbnail_path);
  return social_private.finish_removal(
    null, owner, owner, array[remove_illegal_file.path], cleaned);
end;
$$;

comment on function social_private.remove_illegal_file(text, text) is
'Removes an illegal file at once that no post has: a profile picture, also a former one, or an
upload. Only the operator can call this function, in the SQL editor.

Takes the picture off the profile, decides the reports that keep the file, deletes the exports of
its owner, and lets the next run of the worker remove the file. Errors: action_invalid,
reason_missing, reason_too_long, target_not_found, text_invalid.';

-- Callable: only the operator removes content.

select social_private.close_new_functions();

-- Policies: see social_table_access.
