-- Import contents: create the profile, the posts and the comments of an export again.
-- The table imported_items maps their old ids to the new ones, and makes an import idempotent. All
-- rules on texts, numbers and visibility apply again. The function import_items calls the functions
-- for the items.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('import_invalid', 422, 'The value is not an item of an export.', null);

-- Tables

create table social_private.imported_items (
  profile_id uuid not null,
  old_id uuid not null,
  new_id uuid not null,

  constraint imported_items_pkey primary key (profile_id, old_id),
  constraint imported_items_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.imported_items is
'Maps the ids of posts and comments in an export to their ids in this project. A row remains when
its post or comment is deleted, so that a repeated import does not create the item again.';

comment on column social_private.imported_items.profile_id is 'The person who imported the item.';

comment on column social_private.imported_items.old_id is
'The id of the post or comment in the export.';

comment on column social_private.imported_items.new_id is
'The id of the post or comment in this project.';

alter table social_private.imported_items enable row level security;

create trigger keep_keys
  after update of profile_id, old_id, new_id on social_private.imported_items
  for each row when (
    (old.profile_id, old.old_id, old.new_id)
      is distinct from (new.profile_id, new.old_id, new.new_id)
  )
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table, so leave its rows as they are.');

create trigger keep_rows
  before truncate on social_private.imported_items
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

-- Reads

create function social_private.imported_id(person uuid, old_id uuid)
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  -- If the item was not imported, return its id unchanged, because the item may have been created
  -- in this project.
  return coalesce(
    (
      select imported_items.new_id from social_private.imported_items
      where imported_items.profile_id = imported_id.person
        and imported_items.old_id = imported_id.old_id
    ),
    imported_id.old_id
  );
end;
$$;

comment on function social_private.imported_id(uuid, uuid) is
'Returns the id that a post or comment of an export has in this project.';

create function social_private.is_imported(person uuid, old_id uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (
    select from social_private.imported_items
    where imported_items.profile_id = is_imported.person
      and imported_items.old_id = is_imported.old_id
  ) or exists (
    select from social.posts
    where posts.id = is_imported.old_id and posts.author_id = is_imported.person
  ) or exists (
    select from social.comments
    where comments.id = is_imported.old_id and comments.author_id = is_imported.person
  );
end;
$$;

comment on function social_private.is_imported(uuid, uuid) is
'Returns whether a post or comment of an export was imported, or still exists in this project.';

create function social_private.imported_ids(profile_id uuid, ids jsonb)
  returns uuid[]
  language plpgsql
  stable
  security definer -- service_role has no grant on imported_items
  set search_path = ''
as $$
begin
  if jsonb_typeof(imported_ids.ids) is distinct from 'array' then
    perform social_private.fail('import_invalid');
  end if;
  return array(
    select id::uuid from jsonb_array_elements_text(imported_ids.ids) as id
    where id ~ '^[0-9a-f-]{36}$'
      and social_private.is_imported(imported_ids.profile_id, id::uuid)
  );
end;
$$;

create function social.imported_ids(profile_id uuid, ids jsonb)
  returns uuid[]
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.imported_ids(imported_ids.profile_id, imported_ids.ids);

comment on function social.imported_ids(uuid, jsonb) is
'Find which posts and comments of an export are already in this project. Secret key only.

ids is an array of ids in the export. Returns the ids of those items that were imported before or
that still exist in this project.

Errors: import_invalid.';

create function social_private.past_time(value text, earliest timestamptz)
  returns timestamptz
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if past_time.value::timestamptz between past_time.earliest and now() is not true then
    perform social_private.fail('import_invalid');
  end if;
  return past_time.value::timestamptz;
end;
$$;

comment on function social_private.past_time(text, timestamptz) is
'Parses a time of an export. The time must lie between earliest and now. Errors: import_invalid.';

create function social_private.past_time_or_null(value text, earliest timestamptz)
  returns timestamptz
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return case when past_time_or_null.value is not null
    then social_private.past_time(past_time_or_null.value, past_time_or_null.earliest) end;
end;
$$;

comment on function social_private.past_time_or_null(text, timestamptz) is
'Parses a time of an export. Returns null if the time is missing. Errors: import_invalid.';

-- Items: each function below imports one item and returns whether the item was new.

create function social_private.import_profile(person uuid, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  config social_private.config;
  before social.profiles;
  address text;
  avatar text;
begin
  select * into config from social_private.config;
  select * into before from social.profiles
  where profiles.id = import_profile.person for update;
  address := social_private.clean_line(
    import_profile.item ->> 'website', 'website', config.website_length);
  if not social_private.is_website(address) then
    perform social_private.fail('website_invalid');
  end if;
  if before.avatar_path is null and import_profile.item ->> 'avatar_id' is not null then
    delete from social_private.uploads
    where uploads.id::text = import_profile.item ->> 'avatar_id'
      and uploads.owner_id = import_profile.person
      and uploads.purpose = 'avatar' and uploads.path is not null
    returning uploads.path into avatar;
    if not found then
      perform social_private.fail('avatar_not_found');
    end if;
  end if;
  -- Keep the values that the person has already set in this project. Never make the account less
  -- private.
  update social.profiles set
    display_name = coalesce(before.display_name, social_private.clean_line(
      import_profile.item ->> 'display_name', 'display_name', config.display_name_length)),
    bio = coalesce(before.bio, social_private.clean_text(
      import_profile.item ->> 'bio', 'bio', config.bio_length)),
    website = coalesce(before.website, address),
    avatar_path = coalesce(before.avatar_path, avatar),
    created_at = least(before.created_at, social_private.past_time(
      import_profile.item ->> 'created_at', '2000-01-01'))
  where profiles.id = import_profile.person;
  update social_private.accounts set
    is_private = accounts.is_private
      or coalesce((import_profile.item ->> 'is_private')::boolean, false),
    followers_visibility = greatest(accounts.followers_visibility,
      (import_profile.item ->> 'followers_visibility')::social.list_visibility),
    following_visibility = greatest(accounts.following_visibility,
      (import_profile.item ->> 'following_visibility')::social.list_visibility),
    is_discoverable = accounts.is_discoverable
      and coalesce((import_profile.item ->> 'is_discoverable')::boolean, true)
  where accounts.profile_id = import_profile.person;
  perform social_private.import_preferences(
    import_profile.person, import_profile.item -> 'notification_preferences');
  perform social_private.import_feed_weights(import_profile.person, import_profile.item);
  return before is distinct from (
    select profiles from social.profiles where profiles.id = import_profile.person);
end;
$$;

comment on function social_private.import_profile(uuid, jsonb) is
'Imports the profile, the profile picture and the settings of a person.';

create function social_private.import_post_versions(
  post_id uuid, versions jsonb, earliest timestamptz)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  config social_private.config;
  version jsonb;
begin
  select * into config from social_private.config;
  for version in
    select value from jsonb_array_elements(import_post_versions.versions)
    with ordinality order by ordinality desc limit config.versions_kept
  loop
    insert into social.post_edits (id, post_id, caption, alt_texts, replaced_at)
    select
      social_private.uuid_v7(replaced.at), import_post_versions.post_id,
      social_private.clean_text(version ->> 'caption', 'caption', config.caption_length),
      array(
        select social_private.clean_text(alt_text, 'alt_text', config.alt_text_length)
        from jsonb_array_elements_text(version -> 'alt_texts') as alt_text
        limit config.media_per_post
      ),
      replaced.at
    from social_private.past_time(version ->> 'replaced_at', import_post_versions.earliest)
      as replaced (at);
  end loop;
end;
$$;

comment on function social_private.import_post_versions(uuid, jsonb, timestamptz) is
'Imports earlier versions of a post: the most recent ones, at most config.versions_kept.';

create function social_private.import_post(person uuid, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  config social_private.config;
  creation timestamptz := social_private.past_time(import_post.item ->> 'created_at', '2000-01-01');
  old_id uuid := (import_post.item ->> 'id')::uuid;
  new_id uuid := social_private.uuid_v7(creation);
  media jsonb := coalesce(import_post.item -> 'media', '[]');
  text_caption text;
begin
  if social_private.is_imported(import_post.person, old_id) then
    return false;
  end if;
  insert into social_private.imported_items (profile_id, old_id, new_id)
  values (import_post.person, old_id, new_id);
  select * into config from social_private.config;
  text_caption := social_private.clean_text(
    import_post.item ->> 'caption', 'caption', config.caption_length);
  if media = '[]' then
    if not config.allow_text_posts then
      perform social_private.fail('media_required');
    end if;
    if text_caption is null then
      perform social_private.fail('post_empty');
    end if;
  end if;
  insert into social.posts (
    id, author_id, caption, visibility, is_sensitive, sensitive_note, comment_policy, created_at,
    edited_at, pinned_at, archived_at, hidden_at)
  values (
    new_id, import_post.person, text_caption,
    (import_post.item ->> 'visibility')::social.visibility,
    (import_post.item ->> 'is_sensitive')::boolean,
    social_private.clean_line(
      import_post.item ->> 'sensitive_note', 'sensitive_note', config.sensitive_note_length),
    (import_post.item ->> 'comment_policy')::social.comment_policy, creation,
    social_private.past_time_or_null(import_post.item ->> 'edited_at', creation),
    case when social_private.is_pin_free(import_post.person)
      then social_private.past_time_or_null(import_post.item ->> 'pinned_at', creation) end,
    social_private.past_time_or_null(import_post.item ->> 'archived_at', creation),
    -- A post that staff hid stays hidden, so that nobody can lift a sanction by an import.
    social_private.past_time_or_null(import_post.item ->> 'hidden_at', creation)
  );
  perform social_private.attach_media(import_post.person, new_id, media);
  perform social_private.import_post_versions(
    new_id, coalesce(import_post.item -> 'versions', '[]'), creation);
  return true;
end;
$$;

comment on function social_private.import_post(uuid, jsonb) is
'Imports a post. Its media are uploads of the person, as in create_post.';

create function social_private.import_comment_versions(
  comment_id uuid, versions jsonb, earliest timestamptz)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  config social_private.config;
  version jsonb;
  text_body text;
begin
  select * into config from social_private.config;
  for version in
    select value from jsonb_array_elements(import_comment_versions.versions)
    with ordinality order by ordinality desc limit config.versions_kept
  loop
    text_body := version ->> 'body';
    text_body := social_private.clean_text(text_body, 'comment', config.comment_length);
    if text_body is null then
      perform social_private.fail('comment_empty');
    end if;
    insert into social.comment_edits (id, comment_id, body, replaced_at)
    select
      social_private.uuid_v7(replaced.at), import_comment_versions.comment_id, text_body,
      replaced.at
    from social_private.past_time(version ->> 'replaced_at', import_comment_versions.earliest)
      as replaced (at);
  end loop;
end;
$$;

comment on function social_private.import_comment_versions(uuid, jsonb, timestamptz) is
'Imports earlier versions of a comment: the most recent ones, at most config.versions_kept.';

create function social_private.lock_import_parent(person uuid, post_id uuid, parent_id uuid)
  returns social.comments
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  parent social.comments;
begin
  if lock_import_parent.parent_id is null then
    return null;
  end if;
  parent := social_private.lock_visible_comment(
    lock_import_parent.person,
    social_private.imported_id(lock_import_parent.person, lock_import_parent.parent_id));
  if parent.post_id <> lock_import_parent.post_id then
    perform social_private.fail('comment_not_found');
  end if;
  if parent.depth >= (select config.reply_depth from social_private.config) then
    perform social_private.fail('reply_too_deep');
  end if;
  return parent;
end;
$$;

comment on function social_private.lock_import_parent(uuid, uuid, uuid) is
'Locks and returns the comment to which an imported comment replies. Returns null if the imported
comment is not a reply.
Errors: comment_not_found, reply_too_deep.';

create function social_private.import_comment(person uuid, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  config social_private.config;
  post social.posts := social_private.lock_visible_post(
    import_comment.person,
    social_private.imported_id(import_comment.person, (import_comment.item ->> 'post_id')::uuid));
  creation timestamptz := social_private.past_time(
    import_comment.item ->> 'created_at', post.created_at);
  old_id uuid := (import_comment.item ->> 'id')::uuid;
  new_id uuid := social_private.uuid_v7(creation);
  parent social.comments;
  text_body text;
begin
  if social_private.is_imported(import_comment.person, old_id) then
    return false;
  end if;
  insert into social_private.imported_items (profile_id, old_id, new_id)
  values (import_comment.person, old_id, new_id);
  if not social_private.can_comment(import_comment.person, post.author_id, post.comment_policy) then
    perform social_private.fail('comments_closed');
  end if;
  select * into config from social_private.config;
  parent := social_private.lock_import_parent(
    import_comment.person, post.id, (import_comment.item ->> 'parent_id')::uuid);
  text_body := import_comment.item ->> 'body';
  text_body := social_private.clean_text(text_body, 'comment', config.comment_length);
  if text_body is null then
    perform social_private.fail('comment_empty');
  end if;
  insert into social.comments (
    id, post_id, author_id, parent_id, root_id, depth, body, created_at, edited_at, pinned_at)
  values (
    new_id, post.id, import_comment.person, parent.id, coalesce(parent.root_id, parent.id),
    coalesce(parent.depth + 1, 0), text_body, creation,
    social_private.past_time_or_null(import_comment.item ->> 'edited_at', creation),
    -- Only the author of the post may pin a comment. So an import for another person does not pin
    -- the comment.
    case when post.author_id = import_comment.person and parent.id is null and (
      select count(*) from social.comments
      where comments.post_id = post.id
        and comments.pinned_at is not null and comments.deleted_at is null
    ) < config.pins_max
      then social_private.past_time_or_null(import_comment.item ->> 'pinned_at', creation) end
  );
  perform social_private.import_comment_versions(
    new_id, coalesce(import_comment.item -> 'versions', '[]'), creation);
  return true;
end;
$$;

comment on function social_private.import_comment(uuid, jsonb) is
'Imports a comment, if the person may comment on the post now.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.imported_ids(uuid, jsonb), social.imported_ids(uuid, jsonb)
  to service_role;

-- Policies: see social_table_access.
