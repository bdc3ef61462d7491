-- Lets time pass, runs the worker to its end, and returns what is wrong with the files. The tests
-- call this function in a transaction that they roll back.
create function social_tests.settle(hours integer)
  returns setof text
  language plpgsql
  security definer
as $$
begin
  update storage.objects set
    created_at = created_at - hours * interval '1 hour',
    updated_at = updated_at - hours * interval '1 hour';
  update social_private.uploads set created_at = created_at - hours * interval '1 hour';
  update social_private.worker_state set sweep_at = now();
  for round in 1..200 loop
    exit when (social_private.run_maintenance(3)).is_done;
    if round = 200 then return next 'maintenance does not end'; end if;
  end loop;
  perform social_tests.remove_queued_files();
  return query
  select 'no row needs ' || objects.bucket_id || '/' || objects.name from storage.objects
  where not exists (
    select from social_tests.needed_files
    where needed_files.bucket_id = objects.bucket_id and needed_files.path = objects.name
  )
  -- The files of an upload that is still being processed remain for a day.
  and not exists (
    select from social_private.uploads
    where uploads.path is null and objects.bucket_id in ('social-media', 'social-avatars')
      and objects.name ~ ('^' || uploads.owner_id || '/' || uploads.id || '[./]')
  )
  and not (objects.bucket_id = 'social-uploads' and objects.created_at > now() - interval '24 hours')
  union all
  select 'there is no file ' || path from social_tests.needed_files
  where not exists (
    select from storage.objects
    where objects.bucket_id = needed_files.bucket_id and objects.name = needed_files.path
  );
end;
$$;

create function social_tests.remove_queued_files()
  returns void
  language plpgsql
  security definer
as $$
begin
  perform set_config('storage.allow_delete_query', 'true', true);
  delete from storage.objects using social_private.file_deletions
  where objects.bucket_id = file_deletions.bucket_id and objects.name = file_deletions.path;
  delete from social_private.file_deletions;
end;
$$;

create view social_tests.needed_files as
select 'social-media' as bucket_id, path from social.post_media
union all
select 'social-media', file from social.post_media, unnest(array[medium_path, thumbnail_path]) as file
where file is not null
union all
select 'social-avatars', avatar_path from social.profiles where avatar_path is not null
union all
select case purpose when 'avatar' then 'social-avatars' else 'social-media' end, file
from social_private.uploads, unnest(array[path, medium_path, thumbnail_path]) as file
where file is not null;

-- Everything that the steps of a run can change.
create function social_tests.files_state()
  returns text
  language sql
  security definer
return (
  select string_agg(line, e'\n' order by line) from (
    select bucket_id || name from storage.objects
    union all select 'queued ' || bucket_id || path from social_private.file_deletions
    union all select 'upload ' || source_path || coalesce(path, '') || coalesce(poster_path, '')
      from social_private.uploads
    union all select 'needed ' || path from social_tests.needed_files
    union all select 'person ' || username from social.profiles
  ) as lines (line)
);
