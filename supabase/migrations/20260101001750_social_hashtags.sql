-- Hashtags: the pages of posts with a hashtag, and the number of these posts.
-- The table hashtag_posts has one row per hashtag of each public post of an active account that is
-- public. Triggers keep it so. For accounts with more than 1,000 posts the worker does the rest, as
-- social_count_updates explains. Each read checks post and account again, so hiding a post works
-- at once.
-- A number is the sum of the row in hashtags and of the rows in hashtag_changes, to which writers
-- only ever add rows. So posts with the same hashtag never wait for each other.
-- While config.discovery is off, triggers remove rows and add none.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('sort_invalid', 422, 'There is no such order.', 'Pass an order that the function documents.');

-- Tables

create type social.hashtag_hiding as enum ('trends', 'everywhere');

comment on type social.hashtag_hiding is
'Where staff hide a hashtag. trends: only in the list of trends. everywhere: its page is empty too,
searches do not find it, and nobody can follow it. The captions stay as they are.';

create table social_private.hashtags (
  hashtag text collate "C" not null,
  post_count integer not null default 0,
  hidden_from social.hashtag_hiding,
  shown_at timestamptz,

  constraint hashtags_pkey primary key (hashtag)
) with (fillfactor = 70);

comment on table social_private.hashtags is
'Each row is one hashtag with public posts, or one that staff have hidden. post_count lacks what
hashtag_changes contains.';

comment on column social_private.hashtags.hashtag is
'The key that all spellings of the hashtag share.';

comment on column social_private.hashtags.post_count is
'Number of public posts with the hashtag, without the changes in hashtag_changes.';

comment on column social_private.hashtags.hidden_from is
'Where staff hide the hashtag: trends or everywhere. Null if it is not hidden.';

comment on column social_private.hashtags.shown_at is
'The time when staff last showed the hashtag again. Cached feeds from before lack its posts.';

-- This index serves the search for the most used hashtags with a short prefix.
create index hashtags_post_count_hashtag_idx on social_private.hashtags (post_count desc, hashtag);

-- This index serves the search for hashtags that a list must leave out.
create index hashtags_hidden_idx on social_private.hashtags (hashtag)
  where hidden_from = 'everywhere';

-- This index serves the search for hashtags that cached feeds lack.
create index hashtags_shown_at_idx on social_private.hashtags (shown_at)
  where shown_at is not null;

alter table social_private.hashtags enable row level security;

create trigger keep_keys
  after update of hashtag on social_private.hashtags
  for each row when (old.hashtag <> new.hashtag)
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table, so leave its rows as they are.');

create trigger keep_rows
  before truncate on social_private.hashtags
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

-- The tables below have no foreign keys, because the check of a foreign key would lock the post.
-- post_hashtags has one, and a trigger on post_hashtags deletes the rows of a deleted post.

create table social_private.hashtag_changes (
  hashtag text collate "C" not null,
  id bigint not null generated always as identity,
  delta integer not null,

  constraint hashtag_changes_pkey primary key (hashtag, id)
);

comment on table social_private.hashtag_changes is
'Changes of the numbers of posts that the worker has not yet added to hashtags.post_count.';

comment on column social_private.hashtag_changes.hashtag is 'The key of the hashtag.';

comment on column social_private.hashtag_changes.id is 'The number of the change.';

comment on column social_private.hashtag_changes.delta is
'The number of posts to add. Negative if there are fewer posts.';

alter table social_private.hashtag_changes enable row level security;

create trigger keep_keys
  after update of hashtag, id on social_private.hashtag_changes
  for each row when ((old.hashtag, old.id) is distinct from (new.hashtag, new.id))
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table, so leave its rows as they are.');

create trigger keep_rows
  before truncate on social_private.hashtag_changes
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

create table social_private.hashtag_posts (
  hashtag text collate "C" not null,
  post_id uuid not null,
  author_id uuid not null,
  score double precision not null,

  constraint hashtag_posts_pkey primary key (hashtag, post_id)
);

comment on table social_private.hashtag_posts is
'Each row is one hashtag of a public post of an active account that is public.';

comment on column social_private.hashtag_posts.hashtag is 'The key of the hashtag.';

comment on column social_private.hashtag_posts.post_id is 'The post with the hashtag.';

comment on column social_private.hashtag_posts.author_id is 'The author of the post.';

comment on column social_private.hashtag_posts.score is
'The rank in the order top, as base_score() explains. The worker adds likes, comments and saves.';

-- This index serves the list of the posts with a hashtag in the order top. The score is a whole
-- number here, so that a cursor contains it exactly.
create index hashtag_posts_top_idx
  on social_private.hashtag_posts (hashtag, ((score * 1000000)::bigint), post_id);

alter table social_private.hashtag_posts enable row level security;

create trigger keep_keys
  after update of hashtag, post_id, author_id on social_private.hashtag_posts
  for each row when (
    (old.hashtag, old.post_id, old.author_id)
      is distinct from (new.hashtag, new.post_id, new.author_id)
  )
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table, so leave its rows as they are.');

create trigger keep_rows
  before truncate on social_private.hashtag_posts
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

create table social_private.late_hashtag_posts (
  added_at timestamptz not null default clock_timestamp(),
  post_id uuid not null,

  constraint late_hashtag_posts_pkey primary key (added_at, post_id)
);

comment on table social_private.late_hashtag_posts is
'Posts that got rows in hashtag_posts later than they were written, because the caption, the
audience or the account changed. Cached feeds from before added_at lack these posts.';

comment on column social_private.late_hashtag_posts.added_at is
'The time when the post joined the page of the hashtag.';

comment on column social_private.late_hashtag_posts.post_id is 'The post.';

alter table social_private.late_hashtag_posts enable row level security;

create trigger keep_keys
  after update of post_id on social_private.late_hashtag_posts
  for each row when (old.post_id <> new.post_id)
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table, so leave its rows as they are.');

create trigger keep_rows
  before truncate on social_private.late_hashtag_posts
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

-- Rules

create view social_private.open_posts with (security_invoker = true) as
select posts.id, posts.author_id, posts.caption, posts.created_at
from social.posts
join social_private.accounts on accounts.profile_id = posts.author_id
where posts.audience = 'public' and accounts.audience_level = 2;

comment on view social_private.open_posts is
'All public posts of active accounts that are public. Only these posts have a place on the pages of
their hashtags.';

comment on column social_private.open_posts.id is 'The id of the post.';

comment on column social_private.open_posts.author_id is 'The author of the post.';

comment on column social_private.open_posts.caption is 'The text of the post.';

comment on column social_private.open_posts.created_at is 'The time of the post.';

create function social_private.base_score(created_at timestamptz, has_media boolean)
  returns double precision
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return extract(epoch from base_score.created_at)::double precision / 86400
    + case when base_score.has_media then 1 else 0 end;
end;
$$;

comment on function social_private.base_score(timestamptz, boolean) is
'Returns the score of a post without likes, comments and saves.

The score of a post is this number plus the binary logarithm of what it received. So a post that is
a day older, or that has no media, needs twice as much for the same rank. A stored score stays right
as time passes.';

create function social_private.hashtag_of(written text)
  returns text
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  if char_length(hashtag_of.written) > 101 then
    return null;
  end if;
  return social_private.hashtag_key(ltrim(btrim(hashtag_of.written), '#＃'));
end;
$$;

comment on function social_private.hashtag_of(text) is
'Returns the key of a hashtag that a person wrote with or without the sign #. Returns null if the
text is too long.';

-- Effects

create function social_private.sync_hashtag_posts(ids uuid[])
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  -- A transaction that changes a post locks it. So nobody changes these posts before this
  -- transaction ends, and the next statement sees what others have committed.
  free uuid[] := array(
    select posts.id from social.posts
    where posts.id = any (sync_hashtag_posts.ids)
    for no key update skip locked
  );
begin
  with listed as (
    select
      post_hashtags.hashtag, post_hashtags.post_id, open_posts.author_id,
      social_private.base_score(open_posts.created_at, exists (
        select from social.post_media where post_media.post_id = open_posts.id)) as score
    from social.post_hashtags
    left join social_private.open_posts on open_posts.id = post_hashtags.post_id
    where post_hashtags.post_id = any (free)
  ), removed as (
    delete from social_private.hashtag_posts as rows using listed
    where listed.author_id is null
      and rows.hashtag = listed.hashtag and rows.post_id = listed.post_id
    returning rows.hashtag
  ), added as (
    insert into social_private.hashtag_posts as rows (hashtag, post_id, author_id, score)
    select listed.hashtag, listed.post_id, listed.author_id, listed.score
    from listed
    where listed.author_id is not null and (select config.discovery from social_private.config)
    on conflict on constraint hashtag_posts_pkey do nothing
    returning rows.hashtag, rows.post_id
  ), late as (
    insert into social_private.late_hashtag_posts (post_id)
    select distinct added.post_id from added
  )
  insert into social_private.hashtag_changes (hashtag, delta)
  select changed.hashtag, sum(changed.delta)
  from (
    select removed.hashtag, -1 as delta from removed
    union all
    select added.hashtag, 1 from added
  ) as changed
  group by changed.hashtag;
end;
$$;

comment on function social_private.sync_hashtag_posts(uuid[]) is
'Adds the hashtags of these posts to hashtag_posts if the posts are public, and removes them if not.
Skips posts that another transaction locks.';

create function social_private.tg_post_hashtags__add_rows()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers and the worker write these rows; clients have no grants
  set search_path = ''
as $$
declare
  is_on boolean;
  has_media boolean;
  oldest uuid := social_private.min_id_at(now());
begin
  select config.discovery, not config.allow_text_posts into is_on, has_media
  from social_private.config;
  if not is_on then
    return null;
  end if;
  with added as (
    insert into social_private.hashtag_posts as rows (hashtag, post_id, author_id, score)
    select
      new_rows.hashtag, open_posts.id, open_posts.author_id,
      -- A new post gets its media after its hashtags.
      social_private.base_score(open_posts.created_at, has_media or exists (
        select from social.post_media where post_media.post_id = open_posts.id))
    from new_rows
    join social_private.open_posts on open_posts.id = new_rows.post_id
    on conflict on constraint hashtag_posts_pkey do nothing
    returning rows.hashtag, rows.post_id
  ), late as (
    insert into social_private.late_hashtag_posts (post_id)
    select distinct added.post_id from added where added.post_id < oldest
  )
  insert into social_private.hashtag_changes (hashtag, delta)
  select added.hashtag, count(*) from added group by added.hashtag;
  return null;
end;
$$;

comment on function social_private.tg_post_hashtags__add_rows() is
'Lists a public post on the pages of its new hashtags.';

create trigger add_rows
  after insert on social.post_hashtags
  referencing new table as new_rows
  for each statement execute function social_private.tg_post_hashtags__add_rows();

create function social_private.tg_post_hashtags__delete_rows()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers and the worker write these rows; clients have no grants
  set search_path = ''
as $$
begin
  with removed as (
    delete from social_private.hashtag_posts as rows using old_rows
    where rows.hashtag = old_rows.hashtag and rows.post_id = old_rows.post_id
    returning rows.hashtag
  )
  insert into social_private.hashtag_changes (hashtag, delta)
  select removed.hashtag, -count(*) from removed group by removed.hashtag;
  return null;
end;
$$;

comment on function social_private.tg_post_hashtags__delete_rows() is
'Removes a post from the pages of hashtags that its caption no longer has, or of a deleted post.';

create trigger delete_rows
  after delete on social.post_hashtags
  referencing old table as old_rows
  for each statement execute function social_private.tg_post_hashtags__delete_rows();

create function social_private.tg_posts__sync_hashtag_posts()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers and the worker write these rows; clients have no grants
  set search_path = ''
as $$
begin
  perform social_private.sync_hashtag_posts(array[new.id]);
  return null;
end;
$$;

comment on function social_private.tg_posts__sync_hashtag_posts() is
'Lists a post on the pages of its hashtags when it becomes public, and removes it when it no longer
is.';

create trigger sync_hashtag_posts
  after update of visibility, archived_at, hidden_at, deleted_at on social.posts
  for each row when (
    (old.audience is not distinct from 'public') <> (new.audience is not distinct from 'public')
  )
  execute function social_private.tg_posts__sync_hashtag_posts();

-- Work

create view social_private.former_late_posts with (security_invoker = true) as
select old.ctid as place from social_private.late_hashtag_posts as old
-- Cached feeds expire after one day.
where old.added_at < now() - interval '2 days';

comment on view social_private.former_late_posts is
'The places of the rows of late_hashtag_posts that no cached feed needs any more.';

comment on column social_private.former_late_posts.place is
'The place of the row in late_hashtag_posts.';

create function social_private.fold_hashtag_counts(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  folded_count integer;
  emptied text[];
begin
  with folded as (
    delete from social_private.hashtag_changes as changes
    where changes.ctid = any (array(
      select free.ctid from social_private.hashtag_changes as free
      order by free.hashtag, free.id
      limit fold_hashtag_counts.max_rows
      for update skip locked
    ))
    returning changes.hashtag, changes.delta
  ), counted as (
    insert into social_private.hashtags as counts (hashtag, post_count)
    select folded.hashtag, sum(folded.delta) from folded
    group by folded.hashtag
    order by folded.hashtag
    on conflict on constraint hashtags_pkey
    do update set post_count = counts.post_count + excluded.post_count
    returning counts.hashtag, counts.post_count
  )
  select (select count(*)::integer from folded), array_agg(counted.hashtag)
    filter (where counted.post_count = 0)
  into folded_count, emptied
  from counted;
  -- Nobody uses these hashtags any more. No word of a deleted person stays.
  delete from social_private.hashtags as counts
  where counts.hashtag = any (emptied) and counts.post_count = 0 and counts.hidden_from is null;
  delete from social_private.late_hashtag_posts as late where late.ctid = any (array(
    select former.place from social_private.former_late_posts as former
    limit fold_hashtag_counts.max_rows
  ));
  return folded_count;
end;
$$;

comment on function social_private.fold_hashtag_counts(integer) is
'Adds up to max_rows rows of hashtag_changes to hashtags.post_count, and deletes them. Deletes
hashtags that no post has any more. Returns the number of added rows.

The worker calls this function.';

-- Pages

create function social_private.newest_hashtag_posts(
  viewer uuid, hashtag text, before uuid, size integer)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  avoided uuid[] := social_private.avoided_people(newest_hashtag_posts.viewer);
  pattern text := social_private.muted_pattern(newest_hashtag_posts.viewer);
begin
  return array(
    select seen.post_id
    from (
      select tagged.post_id, tagged.author_id, shown.caption
      from social_private.hashtag_posts as tagged
      -- The limit makes Postgres check post by post, until the page is full.
      cross join lateral (
        select open_posts.caption from social_private.open_posts
        where open_posts.id = tagged.post_id
        limit 1
      ) as shown
      where tagged.hashtag = newest_hashtag_posts.hashtag
        and tagged.post_id < newest_hashtag_posts.before
        and tagged.author_id <> all (avoided)
      order by tagged.post_id desc
      limit 2000
    ) as seen
    where pattern is null or seen.author_id = newest_hashtag_posts.viewer
      or not social_private.is_muted_text(pattern, seen.caption)
    order by seen.post_id desc
    limit newest_hashtag_posts.size
  );
end;
$$;

comment on function social_private.newest_hashtag_posts(uuid, text, uuid, integer) is
'Returns the ids of the newest posts with a hashtag that the viewer wants to see, and that are older
than the id `before`. Looks at no more than 2,000 posts for muted words, because a viewer may mute a
word that all posts have.';

create type social_private.hashtag_page as (ids uuid[], cursors text[]);

create function social_private.top_hashtag_posts(
  viewer uuid, hashtag text, after text, size integer)
  returns social_private.hashtag_page
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  avoided uuid[] := social_private.avoided_people(top_hashtag_posts.viewer);
  pattern text := social_private.muted_pattern(top_hashtag_posts.viewer);
  list text := 'hashtag_posts ' || top_hashtag_posts.hashtag;
  before social_private.time_key := social_private.parse_time_cursor(
    list, null, top_hashtag_posts.after);
  best bigint := case when before.at = 'infinity' then 9223372036854775807
    else (extract(epoch from before.at) * 1000000)::bigint end;
  times timestamptz[];
  page social_private.hashtag_page;
begin
  select
    array_agg(ranked.post_id),
    array_agg('epoch'::timestamptz + ranked.score * interval '1 microsecond')
  into page.ids, times
  from (
    select seen.post_id, seen.score
    from (
      select tagged.post_id, tagged.author_id, shown.caption,
        (tagged.score * 1000000)::bigint as score
      from social_private.hashtag_posts as tagged
      cross join lateral ( -- as in newest_hashtag_posts
        select open_posts.caption from social_private.open_posts
        where open_posts.id = tagged.post_id
        limit 1
      ) as shown
      where tagged.hashtag = top_hashtag_posts.hashtag
        and ((tagged.score * 1000000)::bigint, tagged.post_id) < (best, before.id)
        and tagged.author_id <> all (avoided)
      order by (tagged.score * 1000000)::bigint desc, tagged.post_id desc
      limit 2000
    ) as seen
    where pattern is null or seen.author_id = top_hashtag_posts.viewer
      or not social_private.is_muted_text(pattern, seen.caption)
    order by seen.score desc, seen.post_id desc
    limit top_hashtag_posts.size
  ) as ranked;
  page.cursors := social_private.time_cursors(list, null, times, page.ids);
  return page;
end;
$$;

comment on function social_private.top_hashtag_posts(uuid, text, text, integer) is
'Returns the ids and the cursors of the posts with the highest scores that have a hashtag and that
the viewer wants to see. The page begins after the cursor. A cursor contains the score of its post
in encrypted form, as if the score were a time in microseconds. Error: cursor_invalid.';

create function social_private.is_hashtag_shown(hashtag text)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (select config.discovery from social_private.config) and not exists (
    select from social_private.hashtags
    where hashtags.hashtag = is_hashtag_shown.hashtag and hashtags.hidden_from = 'everywhere'
  );
end;
$$;

comment on function social_private.is_hashtag_shown(text) is
'Returns whether the page of a hashtag may show posts: config.discovery is on, and staff do not hide
the hashtag everywhere.';

create function social_private.hashtag_posts(
  hashtag text, sort text, after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  stable
  security definer -- clients may have no table access; only public posts are listed
  set search_path = ''
as $$
declare
  viewer uuid := social_private.reader_id();
  size integer := social_private.checked_page_size(hashtag_posts.page_size);
  key text := social_private.hashtag_of(hashtag_posts.hashtag);
  page social_private.hashtag_page;
begin
  if hashtag_posts.sort is distinct from 'newest' and hashtag_posts.sort is distinct from 'top' then
    perform social_private.fail('sort_invalid', 'Pass newest or top.');
  end if;
  if hashtag_posts.sort = 'newest' then
    page.ids := social_private.newest_hashtag_posts(viewer, key, social_private.parse_id_cursor(
      hashtag_posts.after, 'ffffffff-ffff-ffff-ffff-ffffffffffff'), size);
  else
    page := social_private.top_hashtag_posts(viewer, key, hashtag_posts.after, size);
  end if;
  if social_private.is_hashtag_shown(key) then
    return query select * from social_private.post_cards(viewer, page.ids, page.cursors);
  end if;
end;
$$;

create function social.hashtag_posts(
  hashtag text, sort text default 'newest', after text default null,
  page_size integer default 20)
  returns setof social.post_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.hashtag_posts(
  hashtag_posts.hashtag, hashtag_posts.sort, hashtag_posts.after, hashtag_posts.page_size);

comment on function social.hashtag_posts(text, text, text, integer) is
'List the posts with a hashtag. Needs no sign-in.

hashtag is the hashtag in any spelling, with or without the sign #. sort is newest or top, which
ranks posts by their likes, comments, saves and age. The list contains public posts of accounts that
are public. It leaves out people whom you mute, people between whom and you there is a block, and
posts of others with words that you mute. The list is empty for an unknown hashtag and for one that
staff have hidden.

Errors: sort_invalid.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.hashtag_posts(text, text, text, integer),
  social.hashtag_posts(text, text, text, integer)
  to anon, authenticated; -- everybody reads public posts

-- Policies: see social_table_access.
