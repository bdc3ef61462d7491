-- Table access: the rights of the Data API on tables, the files that a caller may read, the
-- connection to Supabase Auth, and every policy.
-- All statements that lock tables of Supabase Auth or Storage are at the end of this last file, so
-- that sign-ins of a living app wait only for this short transaction.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('files_too_many', 422, 'The request names too many files.', 'Name at most 200 files.');

-- Rights

-- Default privileges of the host app may have given rights on new tables and sequences.
revoke all on all tables in schema social, social_private
  from public, anon, authenticated, service_role;
revoke all on all sequences in schema social, social_private
  from public, anon, authenticated, service_role;

-- Policies and the three views of counts read these columns with the rights of the caller. Callers
-- cannot query the tables directly, because they have no usage right on the schema social_private.
-- All rights are on columns, so that a column that an app adds is closed.
grant select (profile_id, audience_level) on social_private.accounts
  to anon, authenticated, service_role;
grant select (owner_id, friend_id) on social_private.close_friends
  to anon, authenticated, service_role;
grant select (profile_id, post_count, follower_count, following_count)
  on social_private.profile_counters to anon, authenticated, service_role;
grant select (post_id, like_count, comment_count) on social_private.post_counters
  to anon, authenticated, service_role;
grant select (comment_id, like_count, reply_count) on social_private.comment_counters
  to anon, authenticated, service_role;
grant select (comment_id, post_id, root_id, author_id, hider_id)
  on social_private.uncounted_comments to anon, authenticated, service_role;

insert into social_private.readable_tables (relation, is_for_everybody, release_columns)
select listed.relation, listed.is_for_everybody, array(
  select attribute.attname::text from pg_catalog.pg_attribute as attribute
  where attribute.attrelid = format('social.%I', listed.relation)::regclass
    and attribute.attnum > 0 and not attribute.attisdropped
  order by attribute.attnum
)
from (values
  ('profiles', true), ('profile_counts', true), ('follows', true),
  ('posts', true), ('post_media', true), ('post_counts', true), ('post_edits', false),
  ('post_mentions', true), ('post_hashtags', true),
  ('comments', true), ('comment_counts', true), ('comment_edits', false),
  ('comment_mentions', true),
  ('likes', true), ('comment_likes', true), ('saves', false)
) as listed (relation, is_for_everybody);

select social_private.set_direct_table_access('signed_in');

create function social_private.can_read_directly(relation regclass)
  returns boolean
  language plpgsql
  stable
  security definer -- clients cannot read the config
  set search_path = ''
as $$
begin
  if (select config.allow_reading_without_login from social_private.config) is not true
    and social_private.viewer_id() is null
  then
    return false;
  end if;
  -- The old token of a user who is not anonymous any more still says so for up to an hour. It opens
  -- the tables as soon as the user has a profile.
  return auth.jwt() ->> 'is_anonymous' is distinct from 'true'
    or social_private.viewer_id() is not null
    or coalesce((select config.allow_anonymous_readers from social_private.config), false)
    or has_any_column_privilege('anon', can_read_directly.relation, 'select');
end;
$$;

comment on function social_private.can_read_directly(regclass) is
'Returns whether the caller may read this table or view. Returns false for anonymous users of
Supabase Auth, unless config.allow_anonymous_readers is true or people without a login may read the
table. Returns false for everybody without an active account, if config.allow_reading_without_login
is false. A policy calls this function once for each statement.';

-- Files

create function social_private.foreign_files(viewer uuid, paths text[])
  returns text[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return array(
    select post_media.path
    from social.post_media join social.posts on posts.id = post_media.post_id
    where post_media.path = any (foreign_files.paths) and posts.author_id <> foreign_files.viewer
    union all
    select post_media.medium_path
    from social.post_media join social.posts on posts.id = post_media.post_id
    where post_media.medium_path = any (foreign_files.paths)
      and posts.author_id <> foreign_files.viewer
    union all
    select post_media.thumbnail_path
    from social.post_media join social.posts on posts.id = post_media.post_id
    where post_media.thumbnail_path = any (foreign_files.paths)
      and posts.author_id <> foreign_files.viewer
    union all
    select profiles.avatar_path from social.profiles
    where profiles.avatar_path = any (foreign_files.paths)
      and profiles.id <> foreign_files.viewer
  );
end;
$$;

comment on function social_private.foreign_files(uuid, text[]) is
'Returns those of these paths in the folder of the viewer that belong to the post or profile of
another person. The operator can move a row to another person, and its file stays in its folder.';

create function social_private.without_foreign_files(viewer uuid, paths text[])
  returns text[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  -- Most pages have no file of the viewer.
  if without_foreign_files.paths = '{}' then
    return without_foreign_files.paths;
  end if;
  return array(
    select unnest(without_foreign_files.paths)
    except
    select unnest(social_private.foreign_files(
      without_foreign_files.viewer, without_foreign_files.paths))
  );
end;
$$;

comment on function social_private.without_foreign_files(uuid, text[]) is
'Returns these paths in the folder of the viewer without those of foreign_files().';

create function social_private.can_read_given_file(
  viewer uuid, bucket_id text, path text, is_own boolean)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return coalesce(
    case
      -- Only the secret key can read raw uploads, because nobody has checked their bytes. The
      -- policy also closes the lists of this bucket.
      when can_read_given_file.bucket_id = 'social-uploads' then false
      -- People with an inactive account are no viewers, but they keep their exports.
      when can_read_given_file.bucket_id = 'social-exports'
        then social_private.can_read_export(can_read_given_file.path)
      when can_read_given_file.viewer is null
        and (select allow_reading_without_login from social_private.config) is not true then false
      when can_read_given_file.is_own then true
      when can_read_given_file.bucket_id = 'social-media'
        then social_private.can_view_file(can_read_given_file.viewer, can_read_given_file.path)
          or social_private.file_owner(can_read_given_file.bucket_id, can_read_given_file.path)
            = can_read_given_file.viewer
          or social_private.can_review_file(can_read_given_file.path)
      when can_read_given_file.bucket_id = 'social-avatars'
        then social_private.can_view_avatar(can_read_given_file.viewer, can_read_given_file.path)
          or social_private.can_review_file(can_read_given_file.path)
    end,
    false
  );
end;
$$;

comment on function social_private.can_read_given_file(uuid, text, text, boolean) is
'Returns whether the viewer may read a file. is_own says whether the file is in the folder of the
viewer and is no file of foreign_files().';

create function social_private.can_read_file(viewer uuid, bucket_id text, path text)
  returns boolean
  language plpgsql
  stable
  security definer -- a policy calls it, and clients have no access to what it reads
  set search_path = ''
as $$
begin
  return social_private.can_read_given_file(
    can_read_file.viewer, can_read_file.bucket_id, can_read_file.path,
    split_part(can_read_file.path, '/', 1) = can_read_file.viewer::text
      and social_private.foreign_files(can_read_file.viewer, array[can_read_file.path]) = '{}');
end;
$$;

comment on function social_private.can_read_file(uuid, text, text) is
'Returns whether the caller may read a file. The caller passes their viewer_id(). The policy of
Storage and readable_files() use the same rule, can_read_given_file().

People may read their own files, as file_owner() says, except for raw uploads. They may read the
files of posts that they may see, and
the current pictures of profiles that they may see. Staff may also read the files of a report that
they review. Only the owner of an export may read its files.';

create type social.readable_files as (
  files jsonb,
  seconds integer
);

comment on type social.readable_files is
'The files that the caller may read, and the maximum number of seconds for which a URL may work.

files is an array of {bucket_id, path}.';

create function social_private.readable_files(paths text[])
  returns social.readable_files
  language plpgsql
  stable
  security definer -- clients cannot read the config
  set search_path = ''
as $$
declare
  viewer uuid;
  own text[];
  result social.readable_files;
begin
  if readable_files.paths is null then
    perform social_private.fail('argument_missing');
  elsif cardinality(readable_files.paths) > 200 then
    perform social_private.fail('files_too_many');
  end if;
  viewer := case
    when exists (select from unnest(readable_files.paths) as path where path not like '%.zip')
      then social_private.reader_id()
    -- reader_id() would refuse people with an inactive account, who keep their exports.
    else social_private.viewer_id()
  end;
  -- The form of a path tells its bucket: a zip is an export, <person>/<upload>.jpg is a profile
  -- picture, and every other path is a file of a post. No path leads to the bucket social-uploads.
  -- can_read_given_file runs for each path, whether or not a file exists, so that the time of a
  -- call reveals nothing.
  own := array(
    select path from unnest(readable_files.paths) as path
    where split_part(path, '/', 1) = viewer::text
  );
  own := social_private.without_foreign_files(viewer, own);
  with asked as materialized (
    select
      path, bucket_id,
      social_private.can_read_given_file(viewer, bucket_id, path, path = any (own)) as is_readable
    from (select distinct unnest(readable_files.paths)) as given (path)
    cross join lateral (
      select case
        when path like '%.zip' then 'social-exports'
        when path ~ '^[^/]+/[^/]+\.jpg$' then 'social-avatars'
        else 'social-media'
      end
    ) as place (bucket_id)
  )
  select
    coalesce(
      jsonb_agg(jsonb_build_object('bucket_id', asked.bucket_id, 'path', asked.path)), '[]'),
    (select config.signed_url_seconds from social_private.config)
  into result
  from asked
  where asked.is_readable and exists (
    select from storage.objects
    where objects.bucket_id = asked.bucket_id and objects.name = asked.path
  );
  return result;
end;
$$;

create function social.readable_files(paths text[])
  returns social.readable_files
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.readable_files(readable_files.paths);

comment on function social.readable_files(text[]) is
'Returns which of these files you may read.

The edge function social-files calls this function for you, and creates a URL for each file that you
may read. paths are at most 200 paths of profile pictures, files of posts and exports. Leaves out
files that you may not read, and files that do not exist.

Errors: files_too_many.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.can_read_directly(regclass), -- policies call it
  social_private.can_read_file(uuid, text, text) -- policies call it
  to anon, authenticated;
grant execute on function
  social_private.readable_files(text[]), social.readable_files(text[])
  to anon, authenticated, service_role;

-- Locks

-- On a hosted project, each policy statement locks about twenty tables of Auth, Storage and
-- Realtime in ACCESS EXCLUSIVE mode until the transaction ends. This block takes these locks, and
-- those of our own tables, which the Data API may be reading. When one lock is not free within
-- 100 ms, the block releases all its locks, so that waiting sign-ins can pass. Then the block tries
-- again.
do $$
declare
  own regclass;
begin
  perform set_config('lock_timeout', '100ms', true);
  for attempt in 1..300 loop
    begin
      for own in
        select oid from pg_catalog.pg_class
        where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
          and relkind = 'r'
      loop
        execute format('lock table %s in access exclusive mode', own);
      end loop;
      create policy take_locks on social.profiles for select using (false);
      drop policy take_locks on social.profiles;
      return;
    exception when lock_not_available or deadlock_detected then
      perform pg_sleep(0.1 + random() * 0.2);
    end;
  end loop;
  raise lock_not_available using
    message = 'Other transactions kept the tables of Auth or Storage locked for a minute.',
    hint = 'End the long transactions that pg_stat_activity shows, and apply this migration again.';
end
$$;

-- Supabase Auth

alter table social.profiles
  add constraint profiles_id_fkey foreign key (id) references auth.users (id) on delete cascade;

create trigger social_create_profile
  after insert on auth.users
  for each row execute function social_private.tg_users__create_profile();

-- An ordinary sign-in changes none of these values, so it does not call the function.
create trigger social_sync_confirmation
  after update on auth.users
  for each row when (
    (old.confirmed_at is null) <> (new.confirmed_at is null)
    or old.is_anonymous <> new.is_anonymous
    or new.confirmed_at is null and (
      (old.email, old.phone) is distinct from (new.email, new.phone)
      or old.raw_user_meta_data ->> 'social_username' is not null
        and new.raw_user_meta_data ->> 'social_username' is null
    )
  )
  execute function social_private.tg_users__sync_confirmation();

create trigger social_follow_soft_delete
  after update on auth.users
  for each row
  when ((old.deleted_at is null) <> (new.deleted_at is null))
  execute function social_private.tg_users__follow_soft_delete();

-- An end of a session changes the topic of its owner, and so does a ban, which ends no session.
create trigger social_move_topics
  after delete on auth.sessions
  referencing old table as ended_sessions
  for each statement execute function social_private.tg_sessions__move_inbox();

create trigger social_move_topic
  after update on auth.users
  for each row when (
    new.banned_until is distinct from old.banned_until
    or new.deleted_at is distinct from old.deleted_at
  )
  execute function social_private.tg_users__move_inbox();

-- Policies

create policy select_visible on social.profiles
  for select to anon, authenticated
  using (
    (select social_private.can_read_directly('social.profiles'))
    and (
      id = (select social_private.viewer_id())
      or (select social_private.can_list_people()) and (
        select audience_level from social_private.accounts
        where accounts.profile_id = profiles.id
      ) > 0
      and id <> all ((select social_private.blocked_ids())::uuid[])
    )
  );

create policy select_all on social_private.accounts
  for select to anon, authenticated
  using (true);

-- The tables of follows and likes show a row only to the two people whom it concerns, as long as
-- they may see each other. The rows contain times, and a filter could list everything that one
-- person ever liked. The functions that list followers and likers show no times. These policies do
-- not read the table profiles, because config.directory_visibility may close it.
create policy select_own on social.follows
  for select to anon, authenticated
  using (
    (select social_private.can_read_directly('social.follows'))
    and (select social_private.viewer_id()) in (follower_id, followee_id)
    and follower_id <> all ((select social_private.blocked_ids())::uuid[])
    and followee_id <> all ((select social_private.blocked_ids())::uuid[])
    and (
      select min(audience_level) from social_private.accounts
      where accounts.profile_id in (follower_id, followee_id)
    ) > 0
  );

create policy select_membership on social_private.close_friends
  for select to anon, authenticated
  using (friend_id = (select social_private.viewer_id()));

-- The policies of the tables that depend on posts and comments need no call of can_read_directly(),
-- because they read the posts and comments with the rights of the caller.

-- Policies use scalar subqueries instead of EXISTS. For EXISTS, the planner may build a hash of a
-- whole table.
create policy select_visible on social.posts
  for select to anon, authenticated
  using ((select social_private.can_read_directly('social.posts')) and case
    -- These conditions quickly accept public posts of active public accounts. The function
    -- is_visible decides about all other posts.
    when audience = 'public'
      and author_id <> all ((select social_private.blocked_ids())::uuid[])
      and (
        select accounts.audience_level from social_private.accounts
        where accounts.profile_id = author_id
      ) = 2
      then true
    else social_private.is_visible(
      (select social_private.viewer_id()), author_id, audience,
      (
        select accounts.audience_level from social_private.accounts
        where accounts.profile_id = author_id
      ),
      author_id = any ((select social_private.blocked_ids())::uuid[]),
      (
        select follows.state = 'accepted' from social.follows
        where follows.follower_id = (select social_private.viewer_id())
          and follows.followee_id = posts.author_id
      ),
      audience = 'close_friends' and (
        select true from social_private.close_friends
        where close_friends.owner_id = posts.author_id
          and close_friends.friend_id = (select social_private.viewer_id())
      )
    )
  end);

create policy select_visible on social.post_media
  for select to anon, authenticated
  using ((select true from social.posts where posts.id = post_media.post_id));

create policy select_own on social.post_edits
  for select to authenticated
  using (exists (
    select from social.posts
    where posts.id = post_edits.post_id
      and posts.author_id = (select social_private.viewer_id())
  ));

create policy select_visible on social.comments
  for select to anon, authenticated
  using (
    deleted_at is null
    and is_present -- implied, but the indexes of lists need it
    and (select true from social.posts where posts.id = comments.post_id)
    and social_private.is_comment_visible(
      (select social_private.viewer_id()), id, author_id,
      (select posts.author_id from social.posts where posts.id = comments.post_id))
  );

create policy select_own on social.comment_edits
  for select to authenticated
  using (exists (
    select from social.comments
    where comments.id = comment_edits.comment_id
      and comments.author_id = (select social_private.viewer_id())
  ));

create policy select_visible on social.post_mentions
  for select to anon, authenticated
  using (
    (select true from social.posts where posts.id = post_mentions.post_id)
    and profile_id <> all ((select social_private.blocked_ids())::uuid[])
    and (
      select audience_level from social_private.accounts
      where accounts.profile_id = post_mentions.profile_id
    ) > 0
    and social_private.is_username_of(profile_id, username)
  );

create policy select_visible on social.comment_mentions
  for select to anon, authenticated
  using (
    (select true from social.comments where comments.id = comment_mentions.comment_id)
    and profile_id <> all ((select social_private.blocked_ids())::uuid[])
    and (
      select audience_level from social_private.accounts
      where accounts.profile_id = comment_mentions.profile_id
    ) > 0
    and social_private.is_username_of(profile_id, username)
  );

create policy select_visible on social.post_hashtags
  for select to anon, authenticated
  using ((select true from social.posts where posts.id = post_hashtags.post_id));

create policy select_own on social.likes
  for select to anon, authenticated
  using (
    (
      select (select social_private.viewer_id()) in (posts.author_id, likes.user_id)
      from social.posts where posts.id = likes.post_id
    )
    and user_id <> all ((select social_private.blocked_ids())::uuid[])
    and (
      select audience_level from social_private.accounts
      where accounts.profile_id = likes.user_id
    ) > 0
  );

create policy select_own on social.comment_likes
  for select to anon, authenticated
  using (
    (
      select (select social_private.viewer_id()) in (comments.author_id, comment_likes.user_id)
      from social.comments where comments.id = comment_likes.comment_id
    )
    and user_id <> all ((select social_private.blocked_ids())::uuid[])
    and (
      select audience_level from social_private.accounts
      where accounts.profile_id = comment_likes.user_id
    ) > 0
  );

create policy select_own on social.saves
  for select to authenticated
  using (
    user_id = (select social_private.viewer_id())
    -- Hide a save if the viewer may not see the saved post. The save would show that the post still
    -- exists, and so reveal a block.
    and (select true from social.posts where posts.id = saves.post_id)
  );

create policy select_visible on social_private.profile_counters
  for select to anon, authenticated
  using (
    (select social_private.can_read_directly('social.profile_counts'))
    and (
      (select social_private.can_list_people())
      or profile_id = (select social_private.viewer_id())
    )
    and social_private.can_view_account((select social_private.viewer_id()), profile_id)
  );

create policy select_visible on social_private.post_counters
  for select to anon, authenticated
  using ((select true from social.posts where posts.id = post_counters.post_id));

create policy select_visible on social_private.comment_counters
  for select to anon, authenticated
  using ((select true from social.comments where comments.id = comment_counters.comment_id));

create policy select_own on social_private.uncounted_comments
  for select to anon, authenticated
  using ((select social_private.viewer_id()) in (author_id, hider_id));

-- The restrictive policies below contain the rules about files. Postgres combines permissive
-- policies with OR, so a rule in a permissive policy would not hold beside a policy of the host app
-- such as `for select using (true)`. The two permissive policies let requests reach the rules. They
-- open nothing if the restrictive policies are missing.
create policy social_open_read on storage.objects
  for select to anon, authenticated
  using (
    bucket_id in ('social-uploads', 'social-media', 'social-avatars', 'social-exports')
    and (select social_private.is_storage_limited())
  );

create policy social_open_upload on storage.objects
  for insert to authenticated
  with check (
    bucket_id = 'social-uploads'
    and (select social_private.is_storage_limited())
  );

-- The restrictive policies accept every file and bucket that is not ours.
create policy social_limit_roles on storage.objects as restrictive
  for all to public
  using (
    (bucket_id in ('social-uploads', 'social-media', 'social-avatars', 'social-exports'))
      is not true
    or current_user in ('anon', 'authenticated')
  );

-- Nobody can create a signed URL, because Storage lets the caller choose how long the URL works,
-- and the URL works for everybody. The edge function social-files creates URLs, which work for
-- config.signed_url_seconds at most. People can list the files in their own folder that they may
-- read, and their exports. They can read other files only by path.
create policy social_limit_read on storage.objects as restrictive
  for select to anon, authenticated
  using (case
    when (bucket_id in ('social-uploads', 'social-media', 'social-avatars', 'social-exports'))
      is not true then true
    when bucket_id = 'social-uploads' then false
    when coalesce(current_setting('storage.operation', true), '') ~ '\.sign(?!_upload)' then false
    when bucket_id <> 'social-exports'
      and coalesce(current_setting('storage.operation', true), '') like '%.list%'
      and split_part(name, '/', 1) is distinct from (select social_private.viewer_id())::text
      then false
    else social_private.can_read_file((select social_private.viewer_id()), bucket_id, name)
  end);

create policy social_limit_upload on storage.objects as restrictive
  for insert to anon, authenticated
  with check (case
    when (bucket_id in ('social-uploads', 'social-media', 'social-avatars', 'social-exports'))
      is not true then true
    when bucket_id <> 'social-uploads' then false
    else social_private.can_upload(name, metadata)
  end);

create policy social_limit_update on storage.objects as restrictive
  for update to anon, authenticated
  using (
    (bucket_id in ('social-uploads', 'social-media', 'social-avatars', 'social-exports'))
    is not true
  );

create policy social_limit_delete on storage.objects as restrictive
  for delete to anon, authenticated
  using (
    (bucket_id in ('social-uploads', 'social-media', 'social-avatars', 'social-exports'))
    is not true
  );

create policy social_limit_buckets on storage.buckets as restrictive
  for all to public
  using (id not in ('social-uploads', 'social-media', 'social-avatars', 'social-exports'));

-- Realtime: nobody can send on our topics, and only those can listen whom can_join_topic() names.
-- The policies do not look at the payload or at the event, because Realtime checks the rights of a
-- listener with a row that has neither. The restrictive policies accept every topic that is not
-- ours. A policy for every role (public) calls no function, because a role of the host app may not
-- execute our functions, and would then be refused on its own topics, too.
do $$
begin
  if to_regclass('realtime.messages') is null then
    return;
  end if;
  create policy social_open_read on realtime.messages
    for select to authenticated
    using (
      topic like 'social:%' and extension = 'broadcast'
      and social_private.can_join_topic(topic)
    );
  create policy social_limit_roles on realtime.messages as restrictive
    for all to public
    using ((topic like 'social:%') is not true or current_user = 'authenticated');
  create policy social_limit_read on realtime.messages as restrictive
    for select to anon, authenticated
    using (
      (topic like 'social:%') is not true
      or extension = 'broadcast' and social_private.can_join_topic(topic)
    );
  create policy social_limit_send on realtime.messages as restrictive
    for insert to public
    with check ((topic like 'social:%') is not true);
  create policy social_limit_update on realtime.messages as restrictive
    for update to public
    using ((topic like 'social:%') is not true);
  create policy social_limit_delete on realtime.messages as restrictive
    for delete to public
    using ((topic like 'social:%') is not true);
end
$$;

-- Errors and rate limits of the release: all rows exist now. A forward migration writes the rows of
-- the errors and limits that it creates or changes.

insert into social_private.default_errors (code, status, detail, hint)
select errors.code, errors.status, errors.detail, errors.hint from social_private.errors;

insert into social_private.default_rate_limits (action, minutely, hourly, daily, comment)
select limits.action, limits.minutely, limits.hourly, limits.daily, limits.comment
from social_private.rate_limits as limits;

-- Rights and policies of the release: all objects and policies exist now. A forward migration
-- writes the rows of the objects and policies that it creates or changes.

insert into social_private.release_objects (object, kind, grantees, columns, readable_columns)
select
  nspname, 'schema',
  case nspname
    when 'social' then array['anon', 'authenticated', 'service_role']
    else array['supabase_auth_admin']
  end,
  null::text[], null::text[]
from pg_catalog.pg_namespace
where nspname in ('social', 'social_private')
union all
select
  relnamespace::regnamespace || '.' || relname,
  case relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end,
  '{}',
  array(
    select attname::text from pg_catalog.pg_attribute
    where attrelid = pg_class.oid and attnum > 0 and not attisdropped order by attnum
  ),
  '{}'
from pg_catalog.pg_class
where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
  and relkind in ('r', 'p', 'v', 'S')
union all
select
  pronamespace::regnamespace || '.' || proname || '()', 'function',
  array(
    select entry.grantee::regrole::text from pg_catalog.aclexplode(proacl) as entry
    where entry.grantee <> proowner
    order by 1
  ),
  null, null
from pg_catalog.pg_proc
where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace);

-- The private tables that policies and views read with the rights of the caller.
update social_private.release_objects as release
set grantees = '{anon, authenticated, service_role}', readable_columns = found.columns
from (
  select attrelid, array_agg(attname::text order by attnum) as columns
  from pg_catalog.pg_attribute where attacl is not null group by attrelid
) as found
where found.attrelid = to_regclass(release.object) and release.object like 'social\_private.%';

insert into social_private.release_policies select * from social_private.current_policies();
