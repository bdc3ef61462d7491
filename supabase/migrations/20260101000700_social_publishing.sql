-- Publishing: create, edit and delete a post.
-- A retry with the same idempotency key returns the first result; earlier versions are kept.

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
  like_count integer,
  comment_count integer,
  is_liked boolean,
  is_saved boolean,
  is_following_author boolean,
  created_at timestamptz,
  edited_at timestamptz,
  cursor text
);

comment on type social.post_card is
'A post as you see it: author, media ([{path, mime_type, width, height, alt_text}] in order),
counts, whether you liked it, saved it and follow its author, and the cursor of the row.';

-- Tables

create table social_private.idempotency_keys (
  user_id uuid not null,
  key text not null,
  request_hash bytea not null,
  result_id uuid,
  created_at timestamptz not null default now(),

  constraint idempotency_keys_pkey primary key (user_id, key),
  constraint idempotency_keys_user_id_fkey foreign key (user_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.idempotency_keys is
'What a person''s request with this key made, so that a retry returns it instead of a second one.';

alter table social_private.idempotency_keys enable row level security;

-- Commands

create function social_private.claim_idempotency_key(actor uuid, key text, request text)
  returns uuid
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  hash bytea := sha256(convert_to(claim_idempotency_key.request, 'utf8'));
  claimed social_private.idempotency_keys;
begin
  if claim_idempotency_key.key is null then
    return null;
  end if;
  if char_length(claim_idempotency_key.key) not between 1 and 200 then
    perform social_private.fail('idempotency_key_invalid');
  end if;
  delete from social_private.idempotency_keys
  where idempotency_keys.user_id = claim_idempotency_key.actor
    and idempotency_keys.created_at
      < now() - (select idempotency_hours from social_private.config) * interval '1 hour';
  -- A twin request that is still running is waited for here.
  insert into social_private.idempotency_keys (user_id, key, request_hash)
  values (claim_idempotency_key.actor, claim_idempotency_key.key, hash)
  on conflict on constraint idempotency_keys_pkey do nothing;
  if found then
    return null;
  end if;
  select * into claimed from social_private.idempotency_keys
  where idempotency_keys.user_id = claim_idempotency_key.actor
    and idempotency_keys.key = claim_idempotency_key.key;
  if claimed.request_hash <> hash then
    perform social_private.fail('idempotency_key_reused');
  end if;
  return claimed.result_id;
end;
$$;

comment on function social_private.claim_idempotency_key(uuid, text, text) is
'Null the first time (or without a key), later the id of the first result.

Errors: idempotency_key_invalid, idempotency_key_reused.';

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
  file jsonb;
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
      or item - array['path', 'width', 'height', 'alt_text'] <> '{}'
      or jsonb_typeof(item -> 'path') is distinct from 'string'
      or (item ->> 'width') !~ '^[1-9][0-9]{0,4}$' is not false
      or (item ->> 'height') !~ '^[1-9][0-9]{0,4}$' is not false
      or (item ->> 'width')::integer > 20000
      or (item ->> 'height')::integer > 20000
      or coalesce(jsonb_typeof(item -> 'alt_text'), 'null') not in ('string', 'null')
    then
      perform social_private.fail('media_invalid');
    end if;
    select objects.metadata into file from storage.objects
    where objects.bucket_id = 'media' and objects.name = item ->> 'path';
    if not found or not social_private.is_upload_path(item ->> 'path', attach_media.actor) then
      perform social_private.fail('media_not_found');
    end if;
    if file ->> 'mimetype' like 'image/%' and (file ->> 'size')::bigint > config.image_bytes then
      perform social_private.fail(
        'media_too_large', format('A picture has at most %s bytes.', config.image_bytes));
    end if;
    begin
      insert into social.post_media (post_id, position, path, mime_type, width, height, alt_text)
      values (
        attach_media.post_id, place, item ->> 'path', coalesce(file ->> 'mimetype', 'image/jpeg'),
        (item ->> 'width')::integer, (item ->> 'height')::integer,
        social_private.clean_text(item ->> 'alt_text', 'alt_text', config.alt_text_length)
      );
    exception when unique_violation then
      perform social_private.fail('media_in_use');
    end;
    -- After the insert: a deleted post's file may be queued by whoever held the path until now.
    if exists (
      select from social_private.file_deletions
      where file_deletions.bucket_id = 'media' and file_deletions.path = item ->> 'path'
    ) then
      perform social_private.fail('media_not_found');
    end if;
    place := place + 1;
  end loop;
end;
$$;

comment on function social_private.attach_media(uuid, uuid, jsonb) is
'Attach the actor''s uploads to a new post, in order. An upload is attached once.

Errors: media_invalid, media_too_many, media_not_found, media_too_large, media_in_use,
alt_text_too_long, text_invalid.';

create function social_private.create_post(
  caption text, media jsonb, visibility social.visibility, is_sensitive boolean,
  sensitive_note text, idempotency_key text)
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
  if create_post.visibility is null or create_post.is_sensitive is null then
    perform social_private.fail('argument_missing', 'Give visibility and is_sensitive a value.');
  end if;
  post_id := social_private.claim_idempotency_key(
    actor, create_post.idempotency_key,
    jsonb_build_array(
      'create_post', create_post.caption, create_post.media, create_post.visibility,
      create_post.is_sensitive, create_post.sensitive_note)::text);
  if post_id is not null then
    return social_private.post_card(actor, post_id);
  end if;

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
  insert into social.posts (author_id, caption, visibility, is_sensitive, sensitive_note)
  values (
    actor, text_caption, create_post.visibility, create_post.is_sensitive,
    social_private.clean_text(
      create_post.sensitive_note, 'sensitive_note', config.sensitive_note_length)
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
  idempotency_key text default null)
  returns social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.create_post(
  create_post.caption, create_post.media, create_post.visibility, create_post.is_sensitive,
  create_post.sensitive_note, create_post.idempotency_key);

comment on function social.create_post(text, jsonb, social.visibility, boolean, text, text) is
'Publish a post. media: [{"path", "width", "height", "alt_text"}], your uploads to the bucket media,
in order, sizes in pixels. A retry with the same idempotency_key (kept 24 hours) returns the first
post.

Returns the post card. Errors: not_signed_in, profile_missing, argument_missing, media_required,
media_invalid, media_too_many, media_not_found, media_too_large, media_in_use, post_empty,
caption_too_long, alt_text_too_long, sensitive_note_too_long, text_invalid,
idempotency_key_invalid, idempotency_key_reused, post_not_found (a retry after its deletion).';

create function social_private.own_post(actor uuid, post_id uuid)
  returns social.posts
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  post social.posts;
begin
  if not social_private.can_view_post(own_post.actor, own_post.post_id) then
    perform social_private.fail('post_not_found');
  end if;
  select * into post from social.posts where posts.id = own_post.post_id for update;
  if not found then
    perform social_private.fail('post_not_found');
  end if;
  if post.author_id <> own_post.actor then
    perform social_private.fail('not_author');
  end if;
  return post;
end;
$$;

comment on function social_private.own_post(uuid, uuid) is
'The actor''s own post, locked. Errors: post_not_found (absent or hidden), not_author.';

create function social_private.update_post(
  post_id uuid, caption text, alt_texts text[], visibility social.visibility,
  is_sensitive boolean, sensitive_note text)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients hold no update grant; own_post checks
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  before social.posts := social_private.own_post(actor, update_post.post_id);
  config social_private.config;
  alt_texts_before text[];
  alt_texts_after text[];
  caption_after text := before.caption;
begin
  select * into config from social_private.config;
  select coalesce(array_agg(post_media.alt_text order by post_media.position), '{}')
  into alt_texts_before
  from social.post_media where post_media.post_id = before.id;
  alt_texts_after := alt_texts_before;

  -- An argument that is null leaves its part as it is; an empty text clears it.
  if update_post.caption is not null then
    caption_after := social_private.clean_text(
      update_post.caption, 'caption', config.caption_length);
    if caption_after is null and alt_texts_before = '{}' then
      perform social_private.fail('post_empty');
    end if;
  end if;
  if update_post.alt_texts is not null then
    if cardinality(update_post.alt_texts) <> cardinality(alt_texts_before) then
      perform social_private.fail('alt_texts_invalid');
    end if;
    select coalesce(array_agg(social_private.clean_text(
      alt_text, 'alt_text', config.alt_text_length) order by place), '{}')
    into alt_texts_after
    from unnest(update_post.alt_texts) with ordinality as given (alt_text, place);
  end if;

  if caption_after is distinct from before.caption or alt_texts_after <> alt_texts_before then
    insert into social.post_edits (post_id, caption, alt_texts)
    values (before.id, before.caption, alt_texts_before);
    delete from social.post_edits
    where post_edits.post_id = before.id and post_edits.id not in (
      select id from social.post_edits
      where post_edits.post_id = before.id
      order by id desc
      limit config.versions_kept
    );
    update social.post_media set alt_text = alt_texts_after[post_media.position + 1]
    where post_media.post_id = before.id;
    before.edited_at := now();
  end if;
  update social.posts set
    caption = caption_after,
    visibility = coalesce(update_post.visibility, before.visibility),
    is_sensitive = coalesce(update_post.is_sensitive, before.is_sensitive),
    sensitive_note = case when update_post.sensitive_note is null then before.sensitive_note
      else social_private.clean_text(
        update_post.sensitive_note, 'sensitive_note', config.sensitive_note_length) end,
    edited_at = before.edited_at
  where posts.id = before.id;
  return social_private.post_card(actor, before.id);
end;
$$;

create function social.update_post(
  post_id uuid,
  caption text default null,
  alt_texts text[] default null,
  visibility social.visibility default null,
  is_sensitive boolean default null,
  sensitive_note text default null)
  returns social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.update_post(
  update_post.post_id, update_post.caption, update_post.alt_texts, update_post.visibility,
  update_post.is_sensitive, update_post.sensitive_note);

comment on function social.update_post(uuid, text, text[], social.visibility, boolean, text) is
'Change your post. What you leave out stays; an empty text clears; alt_texts has one text for each
of the media, in order. edited_at moves only when caption or alternative texts really change, and
the version before is kept (10).

Returns the post card. Errors: not_signed_in, profile_missing, post_not_found, not_author,
post_empty, caption_too_long, alt_texts_invalid, alt_text_too_long, sensitive_note_too_long,
text_invalid.';

create function social_private.delete_post(post_id uuid)
  returns boolean
  language plpgsql
  volatile
  security definer -- clients hold no delete grant; own_post checks
  set search_path = ''
as $$
declare
  post social.posts := social_private.own_post(
    social_private.require_actor(), delete_post.post_id);
begin
  delete from social.posts where posts.id = post.id;
  return true;
end;
$$;

create function social.delete_post(post_id uuid)
  returns boolean
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.delete_post(delete_post.post_id);

comment on function social.delete_post(uuid) is
'Delete your post for good, with its likes, comments and files.

Returns true. Errors: not_signed_in, profile_missing, post_not_found (also when it is gone already),
not_author.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.create_post(text, jsonb, social.visibility, boolean, text, text),
  social.create_post(text, jsonb, social.visibility, boolean, text, text),
  social_private.update_post(uuid, text, text[], social.visibility, boolean, text),
  social.update_post(uuid, text, text[], social.visibility, boolean, text),
  social_private.delete_post(uuid), social.delete_post(uuid)
  to anon, authenticated; -- anon too, to be told not_signed_in
