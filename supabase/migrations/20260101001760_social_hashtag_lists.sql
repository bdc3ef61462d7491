-- Hashtag lists: a hashtag with its number of posts, the search for hashtags, and the hashtags that
-- a person follows.
-- The number of a hashtag is the same for everybody: it counts the public posts of active accounts
-- that are public. The home feed of a person also shows the posts of followed hashtags.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('hashtag_invalid', 422, 'This text is no hashtag, or staff have hidden the hashtag.',
    'Pass one word of letters, digits and underscores, with or without the sign #.'),
  ('hashtag_follows_too_many', 409, 'You follow the maximum number of hashtags.',
    'Unfollow another one first.');

-- Tables

create table social_private.hashtag_follows (
  profile_id uuid not null,
  hashtag text collate "C" not null,
  created_at timestamptz not null default clock_timestamp(),

  constraint hashtag_follows_pkey primary key (profile_id, hashtag),
  constraint hashtag_follows_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.hashtag_follows is
'Each row is one hashtag that one person follows. The hashtag may have no posts.';

comment on column social_private.hashtag_follows.profile_id is
'The person who follows the hashtag.';

comment on column social_private.hashtag_follows.hashtag is 'The key of the hashtag.';

comment on column social_private.hashtag_follows.created_at is 'The time of the follow.';

alter table social_private.hashtag_follows enable row level security;

create trigger keep_keys
  after update of profile_id, hashtag on social_private.hashtag_follows
  for each row when ((old.profile_id, old.hashtag) is distinct from (new.profile_id, new.hashtag))
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.hashtag_follows
  for each statement execute function social_private.tg_refuse_truncate();

-- Feeds

create function social_private.followed_tags(viewer uuid)
  returns text[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  tags text[];
begin
  select array_agg(follows.hashtag) into tags
  from social_private.hashtag_follows as follows
  where follows.profile_id = followed_tags.viewer
    and not exists (
      select from social_private.hashtags
      where hashtags.hashtag = follows.hashtag and hashtags.hidden_from = 'everywhere'
    );
  if tags is not null then
    if not (select config.discovery from social_private.config) then
      return null;
    end if;
  end if;
  return tags;
end;
$$;

comment on function social_private.followed_tags(uuid) is
'Returns the hashtags whose posts join the feeds of the viewer. Returns null if there are none.';

create function social_private.pull_tagged(
  viewer uuid, tags text[], before uuid, size integer)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  muted uuid[];
begin
  if pull_tagged.tags is null then
    return '{}'::uuid[];
  end if;
  muted := social_private.muted_people(pull_tagged.viewer);
  return array(
    select distinct newest.post_id
    from unnest(pull_tagged.tags) as tags (tag)
    cross join lateral (
      select tagged.post_id
      from social_private.hashtag_posts as tagged
      where tagged.hashtag = tags.tag and tagged.post_id < pull_tagged.before
        and tagged.author_id <> all (muted)
      order by tagged.post_id desc
      limit pull_tagged.size
    ) as newest
    order by newest.post_id desc
    limit pull_tagged.size
  );
end;
$$;

comment on function social_private.pull_tagged(uuid, text[], uuid, integer) is
'Returns the ids of the newest posts with one of these hashtags that are older than the id `before`,
without posts of people whom the viewer mutes.';

create function social_private.late_tagged(tags text[], since timestamptz)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  most constant integer := 1000;
  ids uuid[];
  late_count bigint;
begin
  select count(*), coalesce(array_agg(late.post_id) filter (where exists (
    select from social.post_hashtags
    where post_hashtags.post_id = late.post_id
      and post_hashtags.hashtag = any (late_tagged.tags)
  )), '{}')
  into late_count, ids
  from (
    select added.post_id from social_private.late_hashtag_posts as added
    where added.added_at >= late_tagged.since
    limit most
  ) as late;
  if late_count = most or exists (
    select from social_private.hashtags
    where hashtags.shown_at >= late_tagged.since and hashtags.hashtag = any (late_tagged.tags)
  ) then
    return null;
  end if;
  return ids;
end;
$$;

comment on function social_private.late_tagged(text[], timestamptz) is
'Returns the ids of older posts that were added to the pages of these hashtags since the given time.
Returns null if the pages may have too many of them.';

-- Cards

create type social.hashtag_card as (
  hashtag text,
  display text,
  post_count integer,
  is_following boolean,
  cursor text
);

comment on type social.hashtag_card is
'A hashtag as you see it.

hashtag is the key that all spellings share. display is the spelling of the newest public post.
post_count is the number of public posts of accounts that are public. It is the same for everybody.
is_following says whether you follow the hashtag.';

create function social_private.hashtag_cards(viewer uuid, hashtags text[])
  returns setof social.hashtag_card
  language plpgsql
  stable
  security invoker
  rows 20
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
begin
  return query
  select
    wanted.hashtag, coalesce(newest.display, wanted.hashtag),
    greatest(0, coalesce(counts.post_count, 0) + coalesce(changes.delta, 0))::integer,
    follows.profile_id is not null, encode(convert_to(wanted.hashtag, 'UTF8'), 'hex')
  from unnest(hashtag_cards.hashtags) with ordinality as wanted (hashtag, place)
  left join social_private.hashtags as counts on counts.hashtag = wanted.hashtag
  left join lateral (
    select sum(hashtag_changes.delta) as delta from social_private.hashtag_changes
    where hashtag_changes.hashtag = wanted.hashtag
  ) as changes on true
  left join social_private.hashtag_follows as follows
    on follows.profile_id = hashtag_cards.viewer and follows.hashtag = wanted.hashtag
  left join lateral (
    select written.display
    from social_private.hashtag_posts as tagged
    cross join lateral (
      select post_hashtags.display
      from social_private.open_posts
      join social.post_hashtags
        on post_hashtags.post_id = open_posts.id and post_hashtags.hashtag = wanted.hashtag
      where open_posts.id = tagged.post_id
      limit 1
    ) as written
    where tagged.hashtag = wanted.hashtag
    order by tagged.post_id desc
    limit 1
  ) as newest on true
  order by wanted.place;
end;
$$;

comment on function social_private.hashtag_cards(uuid, text[]) is
'Returns the cards of these hashtags in the given order. The caller leaves out hidden hashtags.';

create function social_private.hashtag_card(viewer uuid, hashtag text)
  returns social.hashtag_card
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  card social.hashtag_card;
begin
  select * into card from social_private.hashtag_cards(
    hashtag_card.viewer, array[hashtag_card.hashtag]);
  if not social_private.is_hashtag_shown(hashtag_card.hashtag) then
    card.display := card.hashtag;
    card.post_count := 0;
  end if;
  return card;
end;
$$;

comment on function social_private.hashtag_card(uuid, text) is
'Returns one hashtag as the viewer sees it. A hidden hashtag looks like one without posts.';

create function social_private.checked_hashtag(written text)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  word constant text := ltrim(btrim(checked_hashtag.written), '#＃');
  keys text[];
begin
  if word is null then
    perform social_private.fail('argument_missing');
  end if;
  if char_length(word) <= 100 then
    keys := array(
      select tags.hashtag from social_private.find_hashtags('#' || word) as tags
      where tags.display = word
    );
  end if;
  if keys[1] is null then
    perform social_private.fail('hashtag_invalid');
  end if;
  return keys[1];
end;
$$;

comment on function social_private.checked_hashtag(text) is
'Returns the key of a hashtag that a person wrote with or without the sign #. Errors:
argument_missing, hashtag_invalid.';

create function social_private.hashtag(hashtag text)
  returns social.hashtag_card
  language plpgsql
  stable
  security definer -- clients have no table access; the numbers are public
  set search_path = ''
as $$
begin
  return social_private.hashtag_card(
    social_private.reader_id(), social_private.checked_hashtag(hashtag.hashtag));
end;
$$;

create function social.hashtag(hashtag text)
  returns social.hashtag_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.hashtag(hashtag.hashtag);

comment on function social.hashtag(text) is
'Get a hashtag with its number of posts. Needs no sign-in.

hashtag is the hashtag in any spelling, with or without the sign #. A hashtag that nobody used, or
that staff have hidden, has no posts.

Errors: hashtag_invalid.
Common errors: docs/errors.md#common-errors.';

-- Search

create function social_private.found_hashtags(prefix text, size integer)
  returns text[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans every call again
as $$
declare
  -- If more hashtags have the prefix, reading all hashtags in the order of their numbers finds a
  -- page of them sooner.
  most constant integer := 1000;
  past constant text := found_hashtags.prefix || chr(1114111);
  pending text[] := array(
    select distinct changes.hashtag from social_private.hashtag_changes as changes
    where changes.hashtag >= found_hashtags.prefix and changes.hashtag < past
  );
  found text[] := array(
    select named.hashtag from social_private.hashtags as named
    where named.hashtag >= found_hashtags.prefix and named.hashtag < past
    order by named.hashtag
    limit most
  );
begin
  if cardinality(found) = most then
    found := array(
      select named.hashtag from social_private.hashtags as named
      where starts_with(named.hashtag, found_hashtags.prefix)
        and named.hidden_from is distinct from 'everywhere'
      -- The numbers of the pending hashtags may be wrong, so the page may need as many others.
      order by named.post_count desc, named.hashtag
      limit found_hashtags.size + cardinality(pending)
    );
  end if;
  return array(
    select counted.hashtag
    from (
      select named.hashtag, coalesce(hashtags.post_count, 0) + coalesce((
        select sum(changes.delta) from social_private.hashtag_changes as changes
        where changes.hashtag = named.hashtag), 0) as post_count
      from (select unnest(found) union select unnest(pending)) as named (hashtag)
      left join social_private.hashtags on hashtags.hashtag = named.hashtag
      where hashtags.hidden_from is distinct from 'everywhere'
    ) as counted
    where counted.post_count > 0
    order by counted.post_count desc, counted.hashtag
    limit found_hashtags.size
  );
end;
$$;

comment on function social_private.found_hashtags(text, integer) is
'Returns the most used hashtags that begin with the prefix and that staff do not hide everywhere.';

create function social_private.hashtag_search(prefix text, page_size integer)
  returns setof social.hashtag_card
  language plpgsql
  volatile -- consumes a rate limit
  security definer -- clients have no table access; the numbers are public
  set search_path = ''
as $$
declare
  viewer uuid := social_private.reader_id();
  size integer := social_private.checked_page_size(hashtag_search.page_size);
  key text := social_private.hashtag_of(coalesce(hashtag_search.prefix, ''));
begin
  perform social_private.consume_reader_limit(viewer, 'hashtag_search');
  -- No hashtag begins with signs that no hashtag has, or with more characters than a hashtag has.
  if key is null or key = '' and ltrim(btrim(hashtag_search.prefix), '#＃') <> '' then
    return;
  end if;
  if (select config.discovery from social_private.config) then
    return query select * from social_private.hashtag_cards(
      viewer, social_private.found_hashtags(key, size));
  end if;
end;
$$;

create function social.hashtag_search(prefix text, page_size integer default 20)
  returns setof social.hashtag_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.hashtag_search(hashtag_search.prefix, hashtag_search.page_size);

comment on function social.hashtag_search(text, integer) is
'Search for hashtags that begin with a text. Needs no sign-in. Call it by POST.

prefix is the beginning of a hashtag in any spelling, with or without the sign #. An empty prefix
finds the most used hashtags. Hashtags with the most posts come first.

Errors: post_required.
Common errors: docs/errors.md#common-errors.';

-- Commands

create function social_private.follow_hashtag(hashtag text)
  returns social.hashtag_card
  language plpgsql
  volatile
  security definer -- clients have no insert grant; the follower is the actor
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('hashtag');
  key text := social_private.checked_hashtag(follow_hashtag.hashtag);
begin
  if exists (
    select from social_private.hashtags
    where hashtags.hashtag = key and hashtags.hidden_from = 'everywhere'
  ) then
    perform social_private.fail('hashtag_invalid');
  end if;
  -- The rate limit bucket lets only one command of a person run at a time, so the count is right.
  insert into social_private.hashtag_follows (profile_id, hashtag) values (actor, key)
  on conflict on constraint hashtag_follows_pkey do nothing;
  if (select count(*) from social_private.hashtag_follows as follows
      where follows.profile_id = actor)
    > (select config.hashtag_follows_max from social_private.config) and found
  then
    perform social_private.fail('hashtag_follows_too_many');
  end if;
  return social_private.hashtag_card(actor, key);
end;
$$;

create function social.follow_hashtag(hashtag text)
  returns social.hashtag_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.follow_hashtag(follow_hashtag.hashtag);

comment on function social.follow_hashtag(text) is
'Follow a hashtag, so that its posts join your home feed. Idempotent.

hashtag is the hashtag in any spelling, with or without the sign #. You can follow up to
config.hashtag_follows_max hashtags. Returns the hashtag card.

Errors: hashtag_follows_too_many, hashtag_invalid.
Common errors: docs/errors.md#common-errors.';

create function social_private.unfollow_hashtag(hashtag text)
  returns social.hashtag_card
  language plpgsql
  volatile
  security definer -- clients have no delete grant; the follower is the actor
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('hashtag');
  key text := social_private.checked_hashtag(unfollow_hashtag.hashtag);
begin
  delete from social_private.hashtag_follows as follows
  where follows.profile_id = actor and follows.hashtag = key;
  return social_private.hashtag_card(actor, key);
end;
$$;

create function social.unfollow_hashtag(hashtag text)
  returns social.hashtag_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unfollow_hashtag(unfollow_hashtag.hashtag);

comment on function social.unfollow_hashtag(text) is
'Unfollow a hashtag. Idempotent.

hashtag is the hashtag in any spelling, with or without the sign #. Returns the hashtag card.

Errors: hashtag_invalid.
Common errors: docs/errors.md#common-errors.';

create function social_private.parse_hashtag_cursor(cursor text)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  key text;
begin
  if parse_hashtag_cursor.cursor is null then
    return '';
  end if;
  begin
    key := convert_from(decode(parse_hashtag_cursor.cursor, 'hex'), 'UTF8');
  exception when data_exception then
    key := null;
  end;
  if (char_length(key) <= 100 and exists (
    select from social_private.find_hashtags('#' || key) as tags where tags.hashtag = key
  )) is not true then
    perform social_private.fail('cursor_invalid');
  end if;
  return key;
end;
$$;

comment on function social_private.parse_hashtag_cursor(text) is
'Returns the hashtag that a cursor contains, or an empty text if the cursor is null. Error:
cursor_invalid.';

create function social_private.followed_hashtags(after text, page_size integer)
  returns setof social.hashtag_card
  language plpgsql
  stable
  security definer -- clients have no table access; only the actor's own rows are listed
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  size integer := social_private.checked_page_size(followed_hashtags.page_size);
  previous constant text collate "C" := social_private.parse_hashtag_cursor(
    followed_hashtags.after);
begin
  return query select * from social_private.hashtag_cards(actor, array(
    select follows.hashtag from social_private.hashtag_follows as follows
    where follows.profile_id = actor
      and follows.hashtag > previous
      and social_private.is_hashtag_shown(follows.hashtag)
    order by follows.hashtag
    limit size
  ));
end;
$$;

create function social.followed_hashtags(after text default null, page_size integer default 20)
  returns setof social.hashtag_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.followed_hashtags(followed_hashtags.after, followed_hashtags.page_size);

comment on function social.followed_hashtags(text, integer) is
'List the hashtags that you follow, in alphabetical order.

The list leaves out hashtags that staff have hidden.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.hashtag(text), social.hashtag(text),
  social_private.hashtag_search(text, integer), social.hashtag_search(text, integer),
  social_private.follow_hashtag(text), social.follow_hashtag(text),
  social_private.unfollow_hashtag(text), social.unfollow_hashtag(text),
  social_private.followed_hashtags(text, integer), social.followed_hashtags(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
