-- Take-in: what an export holds, made rows again for a profile of this project.
-- The operator's command `npx supabase-social take-in` calls it with the secret key: dates are kept,
-- which no client may choose. Every rule on texts, numbers and who sees what is asked again; what
-- breaks one is left out and named. What was taken in is remembered, so that it may be repeated.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('take_in_invalid', 422, 'This is not what an export holds.', null);

-- Types

create type social.taken_in as (
  taken_count integer,
  known_count integer,
  problems jsonb
);

comment on type social.taken_in is
'What came of a chunk of an export: items taken in, items that were there already, and of the others
[{index, code}], counted from 0.';

-- Tables

create table social_private.taken_items (
  profile_id uuid not null,
  old_id uuid not null,
  new_id uuid not null,

  constraint taken_items_pkey primary key (profile_id, old_id),
  constraint taken_items_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.taken_items is
'Which post or comment of an export became which here; it stays when that is deleted.';

alter table social_private.taken_items enable row level security;

-- Reads

create function social_private.taken_id(person uuid, old_id uuid)
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  -- Of what was not taken in the id is what it was: in its own project that is still there.
  return coalesce(
    (
      select taken_items.new_id from social_private.taken_items
      where taken_items.profile_id = taken_id.person and taken_items.old_id = taken_id.old_id
    ),
    taken_id.old_id
  );
end;
$$;

comment on function social_private.taken_id(uuid, uuid) is
'What the id of a post or comment in an export is here.';

create function social_private.is_taken_in(person uuid, old_id uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (
    select from social_private.taken_items
    where taken_items.profile_id = is_taken_in.person and taken_items.old_id = is_taken_in.old_id
  ) or exists (
    select from social.posts
    where posts.id = is_taken_in.old_id and posts.author_id = is_taken_in.person
  ) or exists (
    select from social.comments
    where comments.id = is_taken_in.old_id and comments.author_id = is_taken_in.person
  );
end;
$$;

comment on function social_private.is_taken_in(uuid, uuid) is
'Whether a post or comment of an export was taken in, or was never gone.';

create function social_private.check_known_ids(profile_id uuid, ids jsonb)
  returns uuid[]
  language plpgsql
  volatile
  security definer -- service_role holds no grant on what was taken in
  set search_path = ''
as $$
begin
  if jsonb_typeof(check_known_ids.ids) is distinct from 'array' then
    perform social_private.fail('take_in_invalid');
  end if;
  return array(
    select id::uuid from jsonb_array_elements_text(check_known_ids.ids) as id
    where id ~ '^[0-9a-f-]{36}$'
      and social_private.is_taken_in(check_known_ids.profile_id, id::uuid)
  );
end;
$$;

create function social.check_known_ids(profile_id uuid, ids jsonb)
  returns uuid[]
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.check_known_ids(check_known_ids.profile_id, check_known_ids.ids);

comment on function social.check_known_ids(uuid, jsonb) is
'Of these ids of posts and comments in an export, those that take_in has taken in for the profile, or
that were never gone. Secret key only.

Error: take_in_invalid.';

create function social_private.past_time(value text, earliest timestamptz)
  returns timestamptz
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if past_time.value::timestamptz between past_time.earliest and now() is not true then
    perform social_private.fail('take_in_invalid');
  end if;
  return past_time.value::timestamptz;
end;
$$;

comment on function social_private.past_time(text, timestamptz) is
'A time of an export, which lies between another and now. Error: take_in_invalid.';

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
'A time of an export that may be missing. Error: take_in_invalid.';

-- Commands: each takes one item in, and returns whether it was not there yet.

create function social_private.take_in_post(person uuid, item jsonb)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  config social_private.config;
  born timestamptz := social_private.past_time(take_in_post.item ->> 'created_at', '2000-01-01');
  old_id uuid := take_in_post.item ->> 'id';
  new_id uuid := social_private.uuid_v7(born);
  media jsonb := coalesce(take_in_post.item -> 'media', '[]');
  text_caption text;
  version jsonb;
begin
  if social_private.is_taken_in(take_in_post.person, old_id) then
    return false;
  end if;
  insert into social_private.taken_items (profile_id, old_id, new_id)
  values (take_in_post.person, old_id, new_id);
  select * into config from social_private.config;
  text_caption := social_private.clean_text(
    take_in_post.item ->> 'caption', 'caption', config.caption_length);
  if media = '[]' then
    if not config.allow_text_posts then
      perform social_private.fail('media_required');
    end if;
    if text_caption is null then
      perform social_private.fail('post_empty');
    end if;
  end if;
  insert into social.posts (
    id, author_id, caption, visibility, is_sensitive, sensitive_note, comment_gate, created_at,
    edited_at, pinned_at, archived_at, hidden_at)
  values (
    new_id, take_in_post.person, text_caption,
    (take_in_post.item ->> 'visibility')::social.visibility,
    (take_in_post.item ->> 'is_sensitive')::boolean,
    social_private.clean_text(
      take_in_post.item ->> 'sensitive_note', 'sensitive_note', config.sensitive_note_length),
    (take_in_post.item ->> 'comment_gate')::social.comment_gate, born,
    social_private.past_time_or_null(take_in_post.item ->> 'edited_at', born),
    case when social_private.is_pin_free(take_in_post.person)
      then social_private.past_time_or_null(take_in_post.item ->> 'pinned_at', born) end,
    social_private.past_time_or_null(take_in_post.item ->> 'archived_at', born),
    -- What staff hid stays hidden: an export is no way around them.
    social_private.past_time_or_null(take_in_post.item ->> 'hidden_at', born)
  );
  perform social_private.attach_media(take_in_post.person, new_id, media);
  for version in
    select value from jsonb_array_elements(coalesce(take_in_post.item -> 'versions', '[]'))
    with ordinality order by ordinality desc limit config.versions_kept
  loop
    insert into social.post_edits (id, post_id, caption, alt_texts, replaced_at)
    select
      social_private.uuid_v7(replaced.at), new_id,
      social_private.clean_text(version ->> 'caption', 'caption', config.caption_length),
      array(
        select social_private.clean_text(alt_text, 'alt_text', config.alt_text_length)
        from jsonb_array_elements_text(version -> 'alt_texts') as alt_text
        limit config.media_per_post
      ),
      replaced.at
    from social_private.past_time(version ->> 'replaced_at', born) as replaced (at);
  end loop;
  return true;
end;
$$;

comment on function social_private.take_in_post(uuid, jsonb) is
'Take a post in, of uploads of the person as create_post takes them.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.check_known_ids(uuid, jsonb), social.check_known_ids(uuid, jsonb) to service_role;
