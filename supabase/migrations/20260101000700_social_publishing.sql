-- Publishing: what a post looks like to others, and how it comes to be.

-- Types

create type social.post_card as (
  id uuid,
  author_id uuid,
  author_username text,
  author_display_name text,
  author_avatar_path text,
  caption text,
  visibility social.visibility,
  is_sensitive boolean,
  sensitive_note text,
  media jsonb,
  mentions jsonb,
  like_count integer,
  comment_count integer,
  is_liked boolean,
  is_saved boolean,
  is_following_author boolean,
  comment_gate social.comment_gate,
  created_at timestamptz,
  edited_at timestamptz,
  pinned_at timestamptz,
  archived_at timestamptz,
  hidden_at timestamptz,
  deleted_at timestamptz,
  cursor text
);

comment on type social.post_card is
'A post as you see it: author, media ([{id, path, thumbnail_path, thumbhash, mime_type, width, height,
alt_text}] in order),
mentions ([{profile_id, username}], the names as written in the caption, of people you may see),
counts, whether you liked it, saved it and follow its author, who may comment, when it was pinned,
archived, hidden by staff or deleted, and the cursor of the row.';

-- Commands

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
'Say why the actor cannot attach this upload. Errors: media_in_use, media_not_ready,
media_not_found.';

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
  place smallint := 0;
  upload social_private.uploads;
begin
  select * into config from social_private.config;
  if jsonb_typeof(attach_media.media) is distinct from 'array' then
    perform social_private.fail('media_invalid');
  end if;
  if jsonb_array_length(attach_media.media) > config.media_per_post then
    perform social_private.fail('media_too_many', format('At most %s.', config.media_per_post));
  end if;
  for item in select jsonb_array_elements(attach_media.media) loop
    if jsonb_typeof(item) <> 'object'
      or item - array['id', 'alt_text'] <> '{}'
      or jsonb_typeof(item -> 'id') is distinct from 'string'
      or item ->> 'id' !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      or coalesce(jsonb_typeof(item -> 'alt_text'), 'null') not in ('string', 'null')
    then
      perform social_private.fail('media_invalid');
    end if;
    -- Taken away with the row, under its lock: of two posts one gets it.
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
      id, post_id, position, path, thumbnail_path, thumbhash, mime_type, width, height, alt_text)
    values (
      upload.id, attach_media.post_id, place, upload.path, upload.thumbnail_path,
      upload.thumbhash, upload.mime_type, upload.width, upload.height,
      social_private.clean_text(item ->> 'alt_text', 'alt_text', config.alt_text_length)
    );
    place := place + 1;
  end loop;
end;
$$;

comment on function social_private.attach_media(uuid, uuid, jsonb) is
'Attach the actor''s uploads to a new post, in order. An upload is attached once.

Errors: media_invalid, media_too_many, media_not_found, media_not_ready, media_in_use,
alt_text_too_long, text_invalid.';

create function social_private.create_post(
  caption text, media jsonb, visibility social.visibility, is_sensitive boolean,
  sensitive_note text, comment_gate social.comment_gate, idempotency_key text)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; the author is the actor
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  config social_private.config;
  post_id uuid;
  text_caption text;
begin
  if num_nulls(create_post.visibility, create_post.is_sensitive, create_post.comment_gate) > 0 then
    perform social_private.fail(
      'argument_missing', 'Give visibility, is_sensitive and comment_gate a value.');
  end if;
  post_id := social_private.claim_idempotency_key(
    actor, create_post.idempotency_key,
    jsonb_build_array(
      'create_post', create_post.caption, create_post.media, create_post.visibility,
      create_post.is_sensitive, create_post.sensitive_note, create_post.comment_gate)::text);
  if post_id is not null then
    return social_private.post_card(actor, post_id);
  end if;
  perform social_private.spend(actor, 'post');

  select * into config from social_private.config;
  text_caption := social_private.clean_text(create_post.caption, 'caption', config.caption_length);
  if coalesce(create_post.media, '[]') = '[]' then
    if not config.allow_text_posts then
      perform social_private.fail('media_required');
    end if;
    if text_caption is null then
      perform social_private.fail('post_empty');
    end if;
  end if;
  insert into social.posts
    (author_id, caption, visibility, is_sensitive, sensitive_note, comment_gate)
  values (
    actor, text_caption, create_post.visibility, create_post.is_sensitive,
    social_private.clean_text(
      create_post.sensitive_note, 'sensitive_note', config.sensitive_note_length),
    create_post.comment_gate
  )
  returning id into post_id;
  perform social_private.attach_media(actor, post_id, coalesce(create_post.media, '[]'));
  update social_private.idempotency_keys set result_id = post_id
  where idempotency_keys.user_id = actor and idempotency_keys.key = create_post.idempotency_key;
  return social_private.post_card(actor, post_id);
end;
$$;

create function social.create_post(
  caption text default null,
  media jsonb default '[]',
  visibility social.visibility default 'public',
  is_sensitive boolean default false,
  sensitive_note text default null,
  comment_gate social.comment_gate default 'everyone',
  idempotency_key text default null)
  returns social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.create_post(
  create_post.caption, create_post.media, create_post.visibility, create_post.is_sensitive,
  create_post.sensitive_note, create_post.comment_gate, create_post.idempotency_key);

comment on function social.create_post(
  text, jsonb, social.visibility, boolean, text, social.comment_gate, text) is
'Publish a post. media: [{"id", "alt_text"}], your ingested uploads, in order.

comment_gate tells who may comment. The caption mentions up to 20 people (@username) and has up to 30 hashtags (#word). A retry with the same idempotency_key (kept 24 hours)
returns the first post.

Returns the post card. Errors: not_signed_in, profile_missing, argument_missing, media_required,
media_invalid, media_too_many, media_not_found, media_not_ready, media_in_use, post_empty,
caption_too_long, alt_text_too_long, sensitive_note_too_long, text_invalid,
mentions_too_many, hashtags_too_many, idempotency_key_invalid, idempotency_key_reused,
rate_limited, post_not_found (a retry after its deletion).';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.create_post(
    text, jsonb, social.visibility, boolean, text, social.comment_gate, text),
  social.create_post(text, jsonb, social.visibility, boolean, text, social.comment_gate, text)
  to anon, authenticated; -- anon too, to be told not_signed_in
