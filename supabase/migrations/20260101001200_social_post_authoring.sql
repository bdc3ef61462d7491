-- Post authoring: create, edit, delete and restore posts.
-- Creating a post turns each of its uploads into a row of post_media and deletes the row of
-- uploads. All commands work only on the actor's own posts. Only the author sees earlier versions
-- and deleted posts.

-- Create

create function social_private.fail_media(upload_id uuid, actor uuid)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if exists (
    select from social.post_media
    join social.posts on posts.id = post_media.post_id
    where post_media.id = fail_media.upload_id and posts.author_id = fail_media.actor
  ) then
    perform social_private.fail('media_in_use');
  end if;
  if exists (
    select from social_private.uploads
    where uploads.id = fail_media.upload_id
      and uploads.owner_id = fail_media.actor and uploads.path is null
  ) then
    perform social_private.fail('media_not_ready');
  end if;
  perform social_private.fail('media_not_found');
end;
$$;

comment on function social_private.fail_media(uuid, uuid) is
'Raises the error that says why the actor cannot attach this upload.

Errors: media_in_use, media_not_found, media_not_ready.';

create function social_private.is_media_item(item jsonb)
  returns boolean
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return jsonb_typeof(is_media_item.item) = 'object'
    and is_media_item.item - array['id', 'alt_text'] = '{}'
    and coalesce(jsonb_typeof(is_media_item.item -> 'id') = 'string', false)
    and is_media_item.item ->> 'id' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    and coalesce(jsonb_typeof(is_media_item.item -> 'alt_text'), 'null') in ('string', 'null');
end;
$$;

comment on function social_private.is_media_item(jsonb) is
'Returns whether the value is an object {"id", "alt_text"}. The id must be a UUID. alt_text may be a
text, null or missing.';

create function social_private.check_media_count(media_count integer)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  max_count integer := (select config.media_per_post from social_private.config);
begin
  if check_media_count.media_count > max_count then
    perform social_private.fail('media_too_many', format('At most %s.', max_count));
  end if;
end;
$$;

comment on function social_private.check_media_count(integer) is
'Checks that a post may have so many media. Errors: media_too_many.';

create function social_private.attach_media(actor uuid, post_id uuid, media jsonb)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  config social_private.config;
  item jsonb;
  place integer := 0;
  upload social_private.uploads;
begin
  select * into config from social_private.config;
  if jsonb_typeof(attach_media.media) is distinct from 'array' then
    perform social_private.fail('media_invalid');
  end if;
  perform social_private.check_media_count(jsonb_array_length(attach_media.media));
  for item in select jsonb_array_elements(attach_media.media) loop
    if not social_private.is_media_item(item) then
      perform social_private.fail('media_invalid');
    end if;
    -- Deleting the upload locks it, so that only one of two concurrent calls can attach it.
    delete from social_private.uploads
    where uploads.id = (item ->> 'id')::uuid
      and uploads.owner_id = attach_media.actor
      and uploads.purpose = 'post'
      and uploads.path is not null
    returning * into upload;
    if not found then
      perform social_private.fail_media((item ->> 'id')::uuid, attach_media.actor);
    end if;
    insert into social.post_media (
      id, post_id, position, path, medium_path, thumbnail_path, thumbhash, mime_type,
      width, height, alt_text)
    values (
      upload.id, attach_media.post_id, place, upload.path, upload.medium_path,
      upload.thumbnail_path, upload.thumbhash, upload.mime_type, upload.width, upload.height,
      social_private.clean_text(item ->> 'alt_text', 'alt_text', config.alt_text_length)
    );
    place := place + 1;
  end loop;
end;
$$;

comment on function social_private.attach_media(uuid, uuid, jsonb) is
'Attaches uploads of the actor to a new post, in order. An upload can be attached only once.

Errors: alt_text_too_long, media_in_use, media_invalid, media_not_found, media_not_ready,
media_too_many, text_invalid.';

create function social_private.checked_post(post social.posts, has_media boolean)
  returns social.posts
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  checked social.posts := checked_post.post;
  config social_private.config;
begin
  select * into config from social_private.config;
  checked.caption := social_private.clean_text(
    checked.caption, 'caption', config.caption_length);
  if not checked_post.has_media then
    if not config.allow_text_posts then
      perform social_private.fail('media_required');
    end if;
    if checked.caption is null then
      perform social_private.fail('post_empty');
    end if;
  end if;
  checked.sensitive_note := social_private.clean_line(
    checked.sensitive_note, 'sensitive_note', config.sensitive_note_length);
  return checked;
end;
$$;

comment on function social_private.checked_post(social.posts, boolean) is
'Checks whether the author may publish a post with these texts now. Returns the post with cleaned
texts.

Errors: caption_too_long, media_required, post_empty, sensitive_note_too_long, text_invalid.';

create function social_private.notify_mentioned_in_post(post_id uuid, author uuid, told uuid[])
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  person uuid;
begin
  for person in
    select post_mentions.profile_id from social.post_mentions
    where post_mentions.post_id = notify_mentioned_in_post.post_id
      and post_mentions.profile_id <> all (notify_mentioned_in_post.told)
    order by post_mentions.position
  loop
    if social_private.can_view_post(person, notify_mentioned_in_post.post_id) then
      perform social_private.notify(
        person, 'post_mention', notify_mentioned_in_post.author, notify_mentioned_in_post.post_id,
        notify_mentioned_in_post.post_id, notify_mentioned_in_post.post_id);
    end if;
  end loop;
end;
$$;

comment on function social_private.notify_mentioned_in_post(uuid, uuid, uuid[]) is
'Notifies the people whom a caption mentions, except for those whom it mentioned before an edit.

People who may not see the post now are not notified later either, if more people may see the post
then.';

create function social_private.create_post(
  caption text, media jsonb, visibility social.visibility, is_sensitive boolean,
  sensitive_note text, comment_policy social.comment_policy, idempotency_key text)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients have no insert grant; the author is the actor
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  post_id uuid;
  draft social.posts;
begin
  if num_nulls(create_post.visibility, create_post.is_sensitive, create_post.comment_policy) > 0
  then
    perform social_private.fail(
      'argument_missing', 'Give visibility, is_sensitive and comment_policy a value.');
  end if;
  post_id := social_private.claim_idempotency_key(
    actor, create_post.idempotency_key,
    jsonb_build_array(
      'create_post', create_post.caption, create_post.media, create_post.visibility,
      create_post.is_sensitive, create_post.sensitive_note, create_post.comment_policy)::text);
  if post_id is not null then
    return social_private.post_card(actor, post_id);
  end if;
  perform social_private.consume_rate_limit(actor, 'post');

  draft.caption := create_post.caption;
  draft.sensitive_note := create_post.sensitive_note;
  draft := social_private.checked_post(draft, coalesce(create_post.media, '[]') <> '[]');
  insert into social.posts
    (author_id, caption, visibility, is_sensitive, sensitive_note, comment_policy)
  values (
    actor, draft.caption, create_post.visibility, create_post.is_sensitive, draft.sensitive_note,
    create_post.comment_policy
  )
  returning id into post_id;
  perform social_private.attach_media(actor, post_id, coalesce(create_post.media, '[]'));
  update social_private.idempotency_keys set result_id = post_id
  where idempotency_keys.user_id = actor and idempotency_keys.key = create_post.idempotency_key;
  perform social_private.notify_mentioned_in_post(post_id, actor, '{}');
  perform social_private.queue_bells(post_id, actor);
  return social_private.post_card(actor, post_id);
end;
$$;

create function social.create_post(
  caption text default null,
  media jsonb default '[]',
  visibility social.visibility default 'public',
  is_sensitive boolean default false,
  sensitive_note text default null,
  comment_policy social.comment_policy default 'everyone',
  idempotency_key text default null)
  returns social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.create_post(
  create_post.caption, create_post.media, create_post.visibility, create_post.is_sensitive,
  create_post.sensitive_note, create_post.comment_policy, create_post.idempotency_key);

comment on function social.create_post(
  text, jsonb, social.visibility, boolean, text, social.comment_policy, text) is
'Create a post.

media is an array of {"id", "alt_text"}: your processed uploads, in order. comment_policy says who
may comment. The caption may mention up to 20 people (@username) and contain up to 30 hashtags
(#word). A retry with the same idempotency_key within 24 hours returns the post of the first call,
or raises post_not_found if that post is deleted.

Returns the post card.
Errors: alt_text_too_long, caption_too_long, hashtags_too_many, idempotency_key_invalid,
idempotency_key_reused, media_in_use, media_invalid, media_not_found, media_not_ready,
media_required, media_too_many, mentions_too_many, post_empty, post_not_found,
sensitive_note_too_long, text_invalid.
Common errors: docs/errors.md#common-errors.';

-- Edit

create function social_private.updated_alt_texts(post_id uuid, media jsonb)
  returns text[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  max_length integer := (select config.alt_text_length from social_private.config);
  given_count bigint;
  id_count bigint;
  alt_texts text[];
  found_count bigint;
begin
  if jsonb_typeof(updated_alt_texts.media) is distinct from 'array' then
    perform social_private.fail('media_invalid');
  end if;
  if exists (
    select from jsonb_array_elements(updated_alt_texts.media) as given (item)
    where not social_private.is_media_item(given.item)
  ) then
    perform social_private.fail('media_invalid');
  end if;
  select count(*), count(distinct given.item ->> 'id') into given_count, id_count
  from jsonb_array_elements(updated_alt_texts.media) as given (item);
  if id_count < given_count then
    perform social_private.fail('media_invalid');
  end if;
  select
    count(given.item),
    coalesce(array_agg(
      case when given.item ->> 'alt_text' is null then post_media.alt_text
      else social_private.clean_text(given.item ->> 'alt_text', 'alt_text', max_length) end
      order by post_media.position
    ), '{}')
  into found_count, alt_texts
  from social.post_media
  left join jsonb_array_elements(updated_alt_texts.media) as given (item)
    on (given.item ->> 'id')::uuid = post_media.id
  where post_media.post_id = updated_alt_texts.post_id;
  if found_count < given_count then
    perform social_private.fail('media_not_found');
  end if;
  return alt_texts;
end;
$$;

comment on function social_private.updated_alt_texts(uuid, jsonb) is
'Returns the alternative texts of all media of the post, in order. A text in the argument media
replaces the stored text.

Errors: alt_text_too_long, media_invalid, media_not_found, text_invalid.';

create function social_private.keep_version(
  post social.posts, alt_texts text[], versions_kept integer)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  insert into social.post_edits (post_id, caption, alt_texts)
  values (keep_version.post.id, keep_version.post.caption, keep_version.alt_texts);
  delete from social.post_edits
  where post_edits.post_id = keep_version.post.id and post_edits.id not in (
    select latest.id from social.post_edits as latest
    where latest.post_id = keep_version.post.id
    order by latest.id desc
    limit keep_version.versions_kept
  );
end;
$$;

comment on function social_private.keep_version(social.posts, text[], integer) is
'Stores the caption and the alternative texts from before an edit. If the post then has more than
config.versions_kept versions, deletes the oldest versions.';

create function social_private.update_post(
  post_id uuid, caption text, media jsonb, visibility social.visibility,
  is_sensitive boolean, sensitive_note text, comment_policy social.comment_policy)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients have no update grant; lock_own_post requires the author
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('edit');
  post social.posts := social_private.lock_own_post(actor, update_post.post_id);
  config social_private.config;
  old_alt_texts text[] := array(
    select post_media.alt_text from social.post_media
    where post_media.post_id = post.id order by post_media.position
  );
  new_alt_texts text[] := old_alt_texts;
  new_caption text := post.caption;
  mentioned uuid[] := array(
    select post_mentions.profile_id from social.post_mentions
    where post_mentions.post_id = post.id
  );
begin
  select * into config from social_private.config;
  -- A null argument leaves the value unchanged. An empty text clears it.
  if update_post.caption is not null then
    new_caption := social_private.clean_text(
      update_post.caption, 'caption', config.caption_length);
    if new_caption is null and old_alt_texts = '{}' then
      perform social_private.fail('post_empty');
    end if;
  end if;
  if update_post.media is not null then
    new_alt_texts := social_private.updated_alt_texts(post.id, update_post.media);
  end if;
  if new_caption is distinct from post.caption or new_alt_texts <> old_alt_texts then
    perform social_private.keep_version(post, old_alt_texts, config.versions_kept);
    update social.post_media set alt_text = new_alt_texts[post_media.position + 1]
    where post_media.post_id = post.id;
    post.edited_at := now();
  end if;
  update social.posts set
    caption = new_caption,
    visibility = coalesce(update_post.visibility, post.visibility),
    is_sensitive = coalesce(update_post.is_sensitive, post.is_sensitive),
    sensitive_note = case when update_post.sensitive_note is null then post.sensitive_note
      else social_private.clean_line(
        update_post.sensitive_note, 'sensitive_note', config.sensitive_note_length) end,
    comment_policy = coalesce(update_post.comment_policy, post.comment_policy),
    edited_at = post.edited_at
  where posts.id = post.id;
  perform social_private.notify_mentioned_in_post(post.id, actor, mentioned);
  return social_private.post_card(actor, post.id);
end;
$$;

create function social.update_post(
  post_id uuid,
  caption text default null,
  media jsonb default null,
  visibility social.visibility default null,
  is_sensitive boolean default null,
  sensitive_note text default null,
  comment_policy social.comment_policy default null)
  returns social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.update_post(
  update_post.post_id, update_post.caption, update_post.media, update_post.visibility,
  update_post.is_sensitive, update_post.sensitive_note, update_post.comment_policy);

comment on function social.update_post(
  uuid, text, jsonb, social.visibility, boolean, text, social.comment_policy) is
'Change your post.

An omitted argument keeps its value, and an empty text clears it. media is an array of {"id",
"alt_text"}: the new alternative texts of photos and videos of the post. A new comment_policy
applies only to later comments. The caption may mention up to 20 people (@username) and contain up
to 30 hashtags (#word). If the caption or an alternative text changes, edited_at is set and the
previous version is kept (up to 10 versions).

Returns the post card.
Errors: alt_text_too_long, caption_too_long, hashtags_too_many, media_invalid, media_not_found,
mentions_too_many, not_author, post_empty, post_not_found, sensitive_note_too_long, text_invalid.
Common errors: docs/errors.md#common-errors.';

create type social.post_version as (caption text, alt_texts text[], replaced_at timestamptz);

comment on type social.post_version is
'An earlier version of a post. This version was current until replaced_at.';

create function social_private.post_history(post_id uuid)
  returns setof social.post_version
  language plpgsql
  stable
  security definer -- clients may have no table access; it checks the author
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  if not social_private.can_view_post(actor, post_history.post_id) then
    perform social_private.fail('post_not_found');
  end if;
  if not exists (
    select from social.posts where posts.id = post_history.post_id and posts.author_id = actor
  ) then
    perform social_private.fail('not_author');
  end if;
  return query
  select post_edits.caption, post_edits.alt_texts, post_edits.replaced_at
  from social.post_edits
  where post_edits.post_id = post_history.post_id
  order by post_edits.id desc;
end;
$$;

create function social.post_history(post_id uuid)
  returns setof social.post_version
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.post_history(post_history.post_id);

comment on function social.post_history(uuid) is
'List the earlier versions of your post, latest first.

Up to 10 versions are kept.
Errors: not_author, post_not_found.
Common errors: docs/errors.md#common-errors.';

-- Delete and restore

create type social.post_deletion as (
  post_id uuid,
  deleted_at timestamptz,
  restorable_until timestamptz
);

comment on type social.post_deletion is
'The deletion of a post: the time when you deleted it, and the time until which you can restore
it.';

create function social_private.delete_post(post_id uuid)
  returns social.post_deletion
  language plpgsql
  volatile
  security definer -- clients have no update grant; lock_own_post requires the author
  set search_path = ''
as $$
declare
  post social.posts := social_private.lock_own_post(
    social_private.require_actor_and_consume('delete'), delete_post.post_id);
begin
  update social.posts set deleted_at = now(), is_restorable = true
  where posts.id = post.id;
  return (
    select row(post.id, now(), now() + config.restore_days * interval '1 day')
    from social_private.config
  );
end;
$$;

create function social.delete_post(post_id uuid)
  returns social.post_deletion
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.delete_post(delete_post.post_id);

comment on function social.delete_post(uuid) is
'Delete your post.

Nobody sees the post any more. You can restore it for 30 days. After that it is permanently
deleted with its likes, comments and files. A repeat raises post_not_found.

Returns post_id, deleted_at and restorable_until.
Errors: not_author, post_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.tg_posts__complete_restoration()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  new.is_restorable := false;
  return new;
end;
$$;

comment on function social_private.tg_posts__complete_restoration() is
'Clears is_restorable if the operator restores a post with SQL.';

-- No function meets this condition.
create trigger complete_restoration
  before insert or update of deleted_at, is_restorable on social.posts
  for each row when (new.is_restorable and new.deleted_at is null)
  execute function social_private.tg_posts__complete_restoration();

create function social_private.checked_restored_post(post social.posts)
  returns social.posts
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  alt_texts text[] := array(
    select post_media.alt_text from social.post_media
    where post_media.post_id = checked_restored_post.post.id order by post_media.position
  );
  checked social.posts := social_private.checked_post(
    checked_restored_post.post, alt_texts <> '{}');
begin
  perform social_private.check_media_count(cardinality(alt_texts));
  perform social_private.clean_text(
    alt_text, 'alt_text', (select config.alt_text_length from social_private.config))
  from unnest(alt_texts) as alt_text;
  return checked;
end;
$$;

comment on function social_private.checked_restored_post(social.posts) is
'Checks whether the author could create a restored or unarchived post now. Returns the post with
cleaned texts. Triggers check its mentions and hashtags.

Errors: alt_text_too_long, caption_too_long, media_required, media_too_many, post_empty,
sensitive_note_too_long, text_invalid.';

create function social_private.restore_post(post_id uuid)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients have no update grant; selects own posts only
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('delete');
  post social.posts;
begin
  select * into post from social.posts
  where posts.id = restore_post.post_id and posts.author_id = actor
  for update;
  -- Nobody but the operator restores what the operator deleted with SQL.
  if not found or post.deleted_at is not null and not post.is_restorable then
    perform social_private.fail('post_not_found');
  end if;
  if post.deleted_at < social_private.restorable_since() then
    perform social_private.fail('restore_expired');
  end if;
  if post.deleted_at is not null then
    post := social_private.checked_restored_post(post);
    update social.posts set
      deleted_at = null,
      is_restorable = false,
      caption = post.caption,
      sensitive_note = post.sensitive_note,
      -- Unpin the post if other pinned posts already reach the maximum.
      pinned_at = case when social_private.is_pin_free(actor) then posts.pinned_at end
    where posts.id = post.id;
  end if;
  return social_private.post_card(actor, post.id);
end;
$$;

create function social.restore_post(post_id uuid)
  returns social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.restore_post(restore_post.post_id);

comment on function social.restore_post(uuid) is
'Restore your deleted post.

You can restore a post for 30 days after its deletion, if you could create the post now. The post
returns to its old place in lists, with its likes and comments. Mentions of people whom you may not
see any more are removed. An archived post stays archived. A pinned post stays pinned, unless other
pinned posts already reach the maximum. Idempotent.

Returns the post card.
Errors: alt_text_too_long, caption_too_long, hashtags_too_many, media_required, media_too_many,
mentions_too_many, post_empty, post_not_found, restore_expired, sensitive_note_too_long,
text_invalid.
Common errors: docs/errors.md#common-errors.';

create function social_private.deleted_posts(after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  stable
  security definer -- policies hide deleted posts; it selects only own posts
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(
    'deleted_posts', actor, deleted_posts.after);
  size integer := social_private.checked_page_size(deleted_posts.page_size);
  ids uuid[];
  cursors text[];
begin
  select array_agg(latest.id), social_private.time_cursors(
    'deleted_posts', actor, array_agg(latest.deleted_at), array_agg(latest.id))
  into ids, cursors
  from (
    select posts.id, posts.deleted_at
    from social.posts
    where posts.author_id = actor and posts.is_restorable
      and posts.deleted_at >= social_private.restorable_since()
      and (posts.deleted_at, posts.id) < (key.at, key.id)
    order by posts.deleted_at desc, posts.id desc
    limit size
  ) as latest;
  return query select * from social_private.post_cards(actor, ids, cursors);
end;
$$;

create function social.deleted_posts(after text default null, page_size integer default 20)
  returns setof social.post_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.deleted_posts(deleted_posts.after, deleted_posts.page_size);

comment on function social.deleted_posts(text, integer) is
'List your deleted posts that you can still restore, latest deletion first.

Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.create_post(
    text, jsonb, social.visibility, boolean, text, social.comment_policy, text),
  social.create_post(text, jsonb, social.visibility, boolean, text, social.comment_policy, text),
  social_private.update_post(
    uuid, text, jsonb, social.visibility, boolean, text, social.comment_policy),
  social.update_post(uuid, text, jsonb, social.visibility, boolean, text, social.comment_policy),
  social_private.post_history(uuid), social.post_history(uuid), social_private.delete_post(uuid),
  social.delete_post(uuid), social_private.restore_post(uuid), social.restore_post(uuid),
  social_private.deleted_posts(text, integer), social.deleted_posts(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
