-- Exporting: how the worker builds exports, a part at a time, with the secret key.
-- An export is a row of streams, each read page by page. A part takes pages until it is full; the
-- next begins where it ended. A part that a dead worker left is built again from its beginning.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('export_lease_lost', 409, 'Another worker builds this export by now, or it is gone.',
    'Drop this part.');

-- Types

create type social.export_step as (
  lease_id uuid,
  path text, part integer, attempts integer, position text
);

comment on type social.export_step is
'The part of an export to build: where its zip goes in the bucket exports, its number, how often it
was tried, and where it begins.';

create type social.export_page as (document text, items jsonb, next text);

comment on type social.export_page is
'Rows of a document of an export, [{key, item}], and where the next page begins; null at the end. The
rows of the document files name the files to put in.';

-- Reads

create function social_private.export_streams()
  returns text[]
  language sql
  immutable
  security invoker
  set search_path = ''
return array[
  'export', 'settings', 'posts', 'comments', 'post_likes', 'comment_likes', 'saves', 'following',
  'followers', 'blocks', 'mutes', 'close_friends', 'avatar', 'files'
];

comment on function social_private.export_streams() is 'What an export is made of, in order.';

create function social_private.count_export(person uuid)
  returns integer
  language sql
  stable
  security invoker
  set search_path = ''
return 2
  + (select count(*) from social.posts where posts.author_id = count_export.person)
  + (select count(*) from social.comments where comments.author_id = count_export.person)
  + (select count(*) from social.likes where likes.user_id = count_export.person)
  + (select count(*) from social.comment_likes where comment_likes.user_id = count_export.person)
  + (select count(*) from social.saves where saves.user_id = count_export.person)
  + (
    select count(*) from social.follows
    where count_export.person in (follows.follower_id, follows.followee_id)
  )
  + (select count(*) from social_private.blocks where blocks.blocker_id = count_export.person)
  + (select count(*) from social_private.mutes where mutes.muter_id = count_export.person)
  + (
    select count(*) from social_private.close_friends
    where close_friends.owner_id = count_export.person
  )
  + (
    select count(*) from social.post_media join social.posts on posts.id = post_media.post_id
    where posts.author_id = count_export.person
  );

comment on function social_private.count_export(uuid) is
'About how many rows and files an export of this person has.';

-- Commands, for the worker with the secret key only

create function social_private.claim_export(profile_id uuid)
  returns social.export_step
  language plpgsql
  volatile
  security definer -- service_role holds no grant on exports
  set search_path = ''
as $$
declare
  export social_private.exports;
begin
  -- What ended five workers is given up; the person may ask again.
  update social_private.exports set failed_at = now(), lease_id = null
  where exports.finished_at is null and exports.failed_at is null
    and exports.lease_ends_at <= now() and exports.attempts >= 5;
  delete from social_private.export_parts
  where export_parts.export_id in (
    select exports.id from social_private.exports where exports.failed_at = now());
  select * into export from social_private.exports
  where exports.finished_at is null and exports.failed_at is null
    and exports.lease_ends_at <= now()
    and (claim_export.profile_id is null or exports.profile_id = claim_export.profile_id)
  order by exports.lease_ends_at, exports.id
  limit 1
  for update skip locked;
  if not found then
    return null;
  end if;
  update social_private.exports set
    lease_id = gen_random_uuid(), lease_ends_at = now() + interval '10 minutes',
    attempts = exports.attempts + 1, started_at = coalesce(exports.started_at, now()),
    total_count = coalesce(
      exports.total_count, social_private.count_export(exports.profile_id)),
    done_count = (
      select coalesce(sum(export_parts.item_count), 0) from social_private.export_parts
      where export_parts.export_id = exports.id
    )
  where exports.id = export.id
  returning * into export;
  return (
    export.lease_id, format('%s/%s/%s.zip', export.profile_id, export.id, export.lease_id),
    (
      select count(*) + 1 from social_private.export_parts
      where export_parts.export_id = export.id
    ),
    export.attempts, export.position
  )::social.export_step;
end;
$$;

create function social.claim_export(profile_id uuid default null)
  returns social.export_step
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.claim_export(claim_export.profile_id);

comment on function social.claim_export(uuid) is
'Lease the part of an export that waits longest, or of one person''s, for ten minutes; all null when
there is none. Secret key only.';

create function social_private.claim_export_page(lease_id uuid, after text)
  returns social.export_page
  language plpgsql
  volatile
  security definer -- service_role holds no grant on exports
  set search_path = ''
as $$
declare
  streams text[] := social_private.export_streams();
  stream text := coalesce(split_part(claim_export_page.after, ':', 1), streams[1]);
  place integer := array_position(streams, stream);
  size integer := case stream when 'posts' then 25 when 'files' then 100 else 500 end;
  person uuid;
  row_count integer;
  page social.export_page;
begin
  if place is null then
    perform social_private.fail('cursor_invalid');
  end if;
  select exports.profile_id into person from social_private.exports
  where exports.lease_id = claim_export_page.lease_id
  for update;
  if not found then
    perform social_private.fail('export_lease_lost');
  end if;
  page.document := case
    when stream in ('post_likes', 'comment_likes') then 'likes'
    when stream in ('following', 'followers') then 'follows'
    when stream in ('mutes', 'close_friends') then 'blocks'
    when stream = 'avatar' then 'files'
    else stream
  end;
  select
    count(*),
    coalesce(jsonb_agg(jsonb_build_object('key', stream || ':' || rows.key, 'item', rows.item)
      order by rows.place) filter (where rows.item is not null), '[]'),
    stream || ':' || (array_agg(rows.key order by rows.place desc))[1]
  into row_count, page.items, page.next
  from social_private.export_items(
    person, stream, split_part(claim_export_page.after, ':', 2), size
  ) with ordinality as rows (key, item, place);
  if row_count < size then
    page.next := streams[place + 1] || ':';
  end if;
  -- Whoever works still lives; the person sees it go on.
  update social_private.exports set
    done_count = least(exports.done_count + row_count, exports.total_count),
    lease_ends_at = now() + interval '10 minutes'
  where exports.lease_id = claim_export_page.lease_id;
  return page;
end;
$$;

create function social.claim_export_page(lease_id uuid, after text default null)
  returns social.export_page
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.claim_export_page(claim_export_page.lease_id, claim_export_page.after);

comment on function social.claim_export_page(uuid, text) is
'Rows of the export under this lease, which it renews. Secret key only. Errors: cursor_invalid,
export_lease_lost.';

create function social_private.complete_export_part(
  lease_id uuid, bytes integer, items integer, missing integer, next text)
  returns boolean
  language plpgsql
  volatile
  security definer -- service_role holds no grant on exports
  set search_path = ''
as $$
declare
  export social_private.exports;
  days integer := (select export_days from social_private.config);
begin
  select * into export from social_private.exports
  where exports.lease_id = complete_export_part.lease_id
  for update;
  if not found then
    return false;
  end if;
  insert into social_private.export_parts (path, export_id, number, bytes, item_count)
  select
    format('%s/%s/%s.zip', export.profile_id, export.id, export.lease_id), export.id,
    count(*) + 1, complete_export_part.bytes, complete_export_part.items
  from social_private.export_parts where export_parts.export_id = export.id;
  update social_private.exports set
    lease_id = null, lease_ends_at = now(), attempts = 0, position = complete_export_part.next,
    missing_count = exports.missing_count + complete_export_part.missing,
    finished_at = case when complete_export_part.next is null then now() end,
    expires_at = case when complete_export_part.next is null
      then now() + days * interval '1 day' end,
    total_count = case when complete_export_part.next is null
      then exports.done_count else exports.total_count end
  where exports.id = export.id;
  return true;
end;
$$;

create function social.complete_export_part(
  lease_id uuid, bytes integer, items integer, missing integer default 0, next text default null)
  returns boolean
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.complete_export_part(
  complete_export_part.lease_id, complete_export_part.bytes, complete_export_part.items,
  complete_export_part.missing, complete_export_part.next);

comment on function social.complete_export_part(uuid, integer, integer, integer, text) is
'Report a part as uploaded, of so many items and without so many files, and where the next begins:
null ends the export. Returns false when the lease is lost: remove the file. Secret key only.';

create function social_private.expire_exports(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  expired integer;
begin
  delete from social_private.export_parts where export_parts.path = any (array(
    select old.path from social_private.export_parts as old
    join social_private.exports on exports.id = old.export_id
    where exports.expires_at <= now()
    limit expire_exports.max_rows
  ));
  get diagnostics expired = row_count;
  -- What a worker uploaded and did not live to report.
  insert into social_private.file_deletions (bucket_id, path)
  select objects.bucket_id, objects.name
  from storage.objects
  where objects.bucket_id = 'exports'
    and objects.created_at < now() - interval '1 hour'
    and not exists (
      select from social_private.export_parts where export_parts.path = objects.name
    )
  limit expire_exports.max_rows
  on conflict do nothing;
  return expired;
end;
$$;

comment on function social_private.expire_exports(integer) is
'Take away so many parts of exports that are too old, and stray files; returns how many parts.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.claim_export(uuid), social.claim_export(uuid),
  social_private.claim_export_page(uuid, text), social.claim_export_page(uuid, text),
  social_private.complete_export_part(uuid, integer, integer, integer, text),
  social.complete_export_part(uuid, integer, integer, integer, text)
  to service_role;
