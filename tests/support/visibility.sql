-- Temporary tables and functions for the session of the visibility test. pg_temp.build inserts a
-- random data set. pg_temp.answer runs a statement and returns `ok` or the error.
-- pg_temp.list and pg_temp.texts return no rows if a statement is refused.

create temp table things (key text primary key, id uuid unique, kind text, post_key text);
create temp table paths (name text primary key, key text);
grant select on things, paths to anon, authenticated;

create function pg_temp.build(world jsonb) returns void language plpgsql as $$
declare
  origin constant timestamptz := now() - interval '1 day';
begin
  delete from auth.users;
  delete from social_private.username_reservations;
  truncate things, paths;
  insert into auth.users (
    instance_id, id, aud, role, email, email_confirmed_at, encrypted_password, confirmation_token,
    recovery_token, email_change_token_new, email_change, raw_app_meta_data, raw_user_meta_data,
    created_at, updated_at
  )
  select
    '00000000-0000-0000-0000-000000000000', id, 'authenticated', 'authenticated',
    key || '@example.com', now(), '', '', '', '', '', '{}',
    jsonb_build_object('social_username', 'someone.' || key), now(), now()
  from jsonb_to_recordset(world -> 'people') as p (key text, id uuid);
  -- The session has the same id as the person.
  insert into auth.sessions (id, user_id, aal, created_at, updated_at)
  select id, id, 'aal1', now(), now() from auth.users;
  insert into social_private.former_usernames (profile_id, username)
  select id, 'once.' || key from jsonb_to_recordset(world -> 'people') as p (key text, id uuid);
  insert into things select key, id, 'person'
  from jsonb_to_recordset(world -> 'people') as p (key text, id uuid);
  update social_private.accounts set
    is_private = p."isPrivate",
    limited_at = case when "isLimited" then now() end,
    suspended_at = case when "isSuspended" then now() end,
    deactivated_at = case when "isDeactivated" then now() end,
    unconfirmed_at = case when "isUnconfirmed" then now() end,
    followers_visibility = p.followers, following_visibility = p.following
  from jsonb_to_recordset(world -> 'people') as p (
    id uuid, "isPrivate" boolean, "isLimited" boolean, "isSuspended" boolean,
    "isDeactivated" boolean, "isUnconfirmed" boolean, followers social.list_visibility,
    following social.list_visibility)
  where profile_id = p.id;

  insert into things
  select key, social_private.uuid_v7(origin + substr(key, 2)::integer * interval '1 s'), 'post', key
  from jsonb_to_recordset(world -> 'posts') as o (key text);
  insert into social.posts
    (id, author_id, caption, visibility, comment_policy, archived_at, hidden_at, deleted_at, pinned_at,
    created_at)
  select things.id, author.id,
    'everyword #Everytag' || case when "hasWord" then ' mutedword' else '' end,
    visibility, "commentPolicy",
    case when "isArchived" then now() end, case when "isHiddenByStaff" then now() end,
    case when "isDeleted" then now() end,
    case when pin > 0 then origin + pin * interval '1 s' end,
    origin + substr(things.key, 2)::integer * interval '1 s'
  from jsonb_to_recordset(world -> 'posts') as o (
    key text, author text, visibility social.visibility, "commentPolicy" social.comment_policy,
    "isArchived" boolean, "isHiddenByStaff" boolean, "isDeleted" boolean, "hasWord" boolean,
    pin integer)
  join things using (key) join things as author on author.key = o.author;
  insert into storage.objects (bucket_id, name)
  select 'social-media', author_id || '/' || gen_random_uuid() || '.jpg' from social.posts;
  insert into social.post_media (post_id, position, path, mime_type, width, height)
  select posts.id, 0, files.name, 'image/jpeg', 4, 3
  from (select *, row_number() over (partition by author_id) as place from social.posts) as posts
  join (
    select name, row_number() over (partition by split_part(name, '/', 1)) as place
    from storage.objects
    where not exists (select from social.post_media where path = name)
  ) as files on files.place = posts.place and split_part(name, '/', 1) = author_id::text;
  insert into paths
  select path, key from social.post_media join things on things.id = post_id;

  insert into things
  select key, social_private.uuid_v7(origin + substr(key, 2)::integer * interval '1 s'),
    'comment', post
  from jsonb_to_recordset(world -> 'comments') as c (key text, post text);
  -- Insert each comment before its replies.
  insert into social.comments
    (id, post_id, author_id, parent_id, root_id, body, deleted_at, deleted_by, pinned_at, created_at)
  with recursive given as (
    select things.id, post.id as post_id, author.id as author_id, above.id as parent_id, c.*
    from jsonb_to_recordset(world -> 'comments') as c (
      key text, post text, author text, parent text, pin integer, "isDeleted" boolean)
    join things using (key) join things as post on post.key = c.post
    left join things as author on author.key = c.author
    left join things as above on above.key = c.parent
  ), threads as (
    select given.*, null::uuid as root_id from given where parent_id is null
    union all
    select given.*, coalesce(threads.root_id, threads.id)
    from threads join given on given.parent_id = threads.id
  )
  select id, post_id, author_id, parent_id, root_id,
    case when author_id is not null then key end,
    case when "isDeleted" then now() end,
    case when "isDeleted" then 'author'::social.deleted_by end,
    case when pin > 0 then origin + pin * interval '1 s' end,
    origin + substr(key, 2)::integer * interval '1 s'
  from threads order by id;
  -- For a deleted comment without replies, a trigger changes is_tombstone back to false.
  update social.comments set is_tombstone = true where deleted_at is not null;
  insert into social_private.hidden_comments (comment_id, hidden_by)
  select id, by from jsonb_to_recordset(world -> 'comments') as c (
    key text, "isHiddenByPostAuthor" boolean, "isHiddenByStaff" boolean)
  join things using (key),
  unnest(enum_range(null::social_private.hidden_by)) as by
  where case by when 'staff' then "isHiddenByStaff" else "isHiddenByPostAuthor" end;

  insert into social.follows (follower_id, followee_id, state, accepted_at)
  select a, b, case when accepted then 'accepted' else 'pending' end::social.follow_state,
    case when accepted then now() end
  from pg_temp.pairs(world -> 'edges');
  insert into social_private.blocks (blocker_id, blocked_id)
  select a, b from pg_temp.pairs(world -> 'blocks');
  insert into social_private.mutes (muter_id, muted_id, expires_at)
  select a, b, now() + "end" * interval '1 minute' from pg_temp.pairs(world -> 'mutes')
  where a <> b on conflict do nothing;
  insert into social_private.muted_words (profile_id, word, display)
  select id, 'mutedword', 'mutedword' from things
  where key in (select jsonb_array_elements_text(world -> 'mutes_word'));
  insert into social_private.hashtag_follows (profile_id, hashtag)
  select id, 'everytag' from things
  where key in (select jsonb_array_elements_text(world -> 'follows_tag'));
  insert into social_private.close_friends (owner_id, friend_id)
  select a, b from pg_temp.pairs(world -> 'friends');
  insert into social.likes select a, b from pg_temp.pairs(world -> 'likes');
  insert into social.saves select a, b from pg_temp.pairs(world -> 'saves');
  insert into social.comment_likes select a, b from pg_temp.pairs(world -> 'comment_likes');
  -- The rows of inactive people came after their accounts, so they count until now.
  delete from social_private.count_updates;
  perform social_private.repair_counters();
end;
$$;

create function pg_temp.pairs(list jsonb)
  returns table (a uuid, b uuid, accepted boolean, "end" integer) language sql as $$
  select a.id, b.id, accepted, pair."end"
  from jsonb_to_recordset(list) as pair (a text, b text, accepted boolean, "end" integer)
  join things as a on a.key = pair.a join things as b on b.key = pair.b
$$;

create function pg_temp.answer(statement text) returns text language plpgsql as $$
begin
  execute statement;
  raise sqlstate 'UNDO0';
exception
  when sqlstate 'UNDO0' then return 'ok';
  when others then return sqlerrm;
end;
$$;

create function pg_temp.list(statement text) returns setof uuid language plpgsql as $$
begin
  return query execute statement;
exception when sqlstate 'PT404' or sqlstate 'PT401' or sqlstate 'PT403' then
  return;
end;
$$;

create function pg_temp.texts(statement text) returns setof text language plpgsql as $$
begin
  return query execute statement;
exception when insufficient_privilege or sqlstate 'PT404' or sqlstate 'PT401' or sqlstate 'PT403' then
  return;
end;
$$;
