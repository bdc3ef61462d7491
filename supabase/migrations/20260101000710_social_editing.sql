-- Editing: change a post. Earlier versions are kept.

-- Commands

create function social_private.hold_visible_post(viewer uuid, post_id uuid)
  returns social.posts
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  post social.posts;
begin
  -- The lock holds off a deletion of the post until we are done; only what is there is locked.
  if social_private.can_view_post(hold_visible_post.viewer, hold_visible_post.post_id) then
    select * into post from social.posts
    where posts.id = hold_visible_post.post_id for key share;
    if found then
      return post;
    end if;
  end if;
  perform social_private.fail('post_not_found');
end;
$$;

comment on function social_private.hold_visible_post(uuid, uuid) is
'A post that is there for the viewer. Error: post_not_found.';

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
  is_sensitive boolean, sensitive_note text, comment_gate social.comment_gate)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients hold no update grant; own_post checks
  set search_path = ''
as $$
declare
  actor uuid := social_private.charge_actor('edit');
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
    comment_gate = coalesce(update_post.comment_gate, before.comment_gate),
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
  sensitive_note text default null,
  comment_gate social.comment_gate default null)
  returns social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.update_post(
  update_post.post_id, update_post.caption, update_post.alt_texts, update_post.visibility,
  update_post.is_sensitive, update_post.sensitive_note, update_post.comment_gate);

comment on function social.update_post(
  uuid, text, text[], social.visibility, boolean, text, social.comment_gate) is
'Change your post. What you leave out stays; an empty text clears; alt_texts has one text for each
of the media, in order; a new comment_gate affects later comments only. edited_at moves only when
caption or alternative texts really change, and the version before is kept (10).
Mentions (20) and hashtags (30) are those of the caption as it is now.

Returns the post card. Errors: not_signed_in, profile_missing, post_not_found, not_author,
post_empty, caption_too_long, alt_texts_invalid, alt_text_too_long, sensitive_note_too_long,
text_invalid, mentions_too_many, hashtags_too_many, rate_limited.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.update_post(
    uuid, text, text[], social.visibility, boolean, text, social.comment_gate),
  social.update_post(uuid, text, text[], social.visibility, boolean, text, social.comment_gate)
  to anon, authenticated; -- anon too, to be told not_signed_in
