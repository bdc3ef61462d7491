-- For You: a feed that ranks posts and says why it shows each of them.
-- The first page ranks up to 200 posts and stores the list, so that the next pages neither repeat
-- nor skip a post. The list never decides what a viewer may see. Each read checks each post again.

-- Tables

create unlogged table social_private.for_you_lists (
  viewer_id uuid not null,
  made_at timestamptz not null,
  items social_private.for_you_item[] not null,

  constraint for_you_lists_pkey primary key (viewer_id),
  constraint for_you_lists_viewer_id_fkey foreign key (viewer_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.for_you_lists is
'Each row is the ranking that a viewer is paging through. Rows may be deleted at any time. Then the
next page ranks the posts again.';

comment on column social_private.for_you_lists.viewer_id is 'The person who reads the feed.';

comment on column social_private.for_you_lists.made_at is 'The time when the posts were ranked.';

comment on column social_private.for_you_lists.items is
'The ranked posts, with the reason for each.';

-- This index serves the deletion of old rankings.
create index for_you_lists_made_at_idx on social_private.for_you_lists (made_at);

alter table social_private.for_you_lists enable row level security;

-- Lists

create function social_private.for_you_list(viewer uuid, made_at timestamptz)
  returns social_private.for_you_item[]
  language plpgsql
  volatile -- stores the list
  security invoker
  set search_path = ''
as $$
declare
  items social_private.for_you_item[];
begin
  -- A read replica cannot read unlogged tables.
  if not pg_is_in_recovery() then
    select lists.items into items from social_private.for_you_lists as lists
    where lists.viewer_id = for_you_list.viewer and lists.made_at = for_you_list.made_at;
  end if;
  return coalesce(items, social_private.for_you_ranking(
    for_you_list.viewer, for_you_list.made_at));
end;
$$;

comment on function social_private.for_you_list(uuid, timestamptz) is
'Returns the list that the first page stored at this time. If the list is gone, ranks the posts of
that time again.';

create function social_private.new_for_you_list(viewer uuid, made_at timestamptz)
  returns social_private.for_you_item[]
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  items social_private.for_you_item[] := social_private.for_you_ranking(
    new_for_you_list.viewer, new_for_you_list.made_at);
begin
  -- A GET request runs in a read-only transaction, which cannot store the list.
  if current_setting('transaction_read_only') = 'off' then
    insert into social_private.for_you_lists as lists (viewer_id, made_at, items)
    values (new_for_you_list.viewer, new_for_you_list.made_at, items)
    on conflict on constraint for_you_lists_pkey do update set
      made_at = excluded.made_at, items = excluded.items;
  end if;
  return items;
end;
$$;

comment on function social_private.new_for_you_list(uuid, timestamptz) is
'Ranks the posts for the first page, and stores the list for the next pages.';

create view social_private.former_for_you_lists with (security_invoker = true) as
select old.ctid as place, old.made_at from social_private.for_you_lists as old
where old.made_at < now() - interval '1 day';

comment on view social_private.former_for_you_lists is
'The places of the rows of for_you_lists that are older than a day.';

comment on column social_private.former_for_you_lists.place is
'The place of the row in for_you_lists.';

comment on column social_private.former_for_you_lists.made_at is
'The time when the posts were ranked.';

create function social_private.forget_for_you_lists(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  forgotten integer;
begin
  delete from social_private.for_you_lists where for_you_lists.ctid = any (array(
    select former.place from social_private.former_for_you_lists as former
    order by former.made_at
    limit forget_for_you_lists.max_rows
    for update skip locked));
  get diagnostics forgotten = row_count;
  return forgotten;
end;
$$;

comment on function social_private.forget_for_you_lists(integer) is
'Deletes up to max_rows lists that are older than one day. Returns the number of deleted lists.';

-- Reads

create function social_private.shown_likers(viewer uuid, post_id uuid, liker_ids uuid[])
  returns jsonb
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    select jsonb_agg(
      jsonb_build_object('id', profiles.id, 'username', profiles.username) order by given.place)
    from unnest(shown_likers.liker_ids) with ordinality as given (id, place)
    join social.likes on likes.user_id = given.id and likes.post_id = shown_likers.post_id
    join social.follows on follows.follower_id = shown_likers.viewer
      and follows.followee_id = given.id and follows.state = 'accepted'
    join social.profiles on profiles.id = given.id
    where given.id <> all (social_private.unwanted_authors(shown_likers.viewer))
      and social_private.can_view_profile(shown_likers.viewer, given.id)
      and social_private.can_list_likers(shown_likers.viewer)
  );
end;
$$;

comment on function social_private.shown_likers(uuid, uuid, uuid[]) is
'Returns those of the people who still like the post, whom the viewer still follows and does not
mute, and whose likes the viewer may see. Returns null if there are none.';

create function social_private.is_still_tagged(viewer uuid, post_id uuid, hashtag text)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (
    select from social_private.hashtag_follows as followed
    join social_private.hashtag_posts as tagged
      on tagged.hashtag = followed.hashtag and tagged.post_id = is_still_tagged.post_id
    where followed.profile_id = is_still_tagged.viewer
      and followed.hashtag = is_still_tagged.hashtag
  ) and social_private.is_hashtag_shown(is_still_tagged.hashtag);
end;
$$;

comment on function social_private.is_still_tagged(uuid, uuid, text) is
'Returns whether the viewer still follows the hashtag, the post still has it, and staff do not hide
it.';

create function social_private.shown_reasons(
  viewer uuid, items social_private.for_you_item[], explain boolean)
  returns table (post_id uuid, place bigint, reason jsonb)
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  unwanted uuid[] := social_private.unwanted_authors(shown_reasons.viewer);
  pattern text := social_private.muted_pattern(shown_reasons.viewer);
begin
  return query
  select
    item.post_id, item.place,
    jsonb_strip_nulls(jsonb_build_object(
      'kind', item.reason, 'hashtag', item.hashtag, 'profiles', likers.people,
      'score', case when shown_reasons.explain
        then item.weight::double precision * item.recency * item.engagement * item.damper end,
      'parts', case when shown_reasons.explain then jsonb_build_object(
        'weight', item.weight, 'recency', item.recency, 'engagement', item.engagement,
        'damper', item.damper) end))
  from unnest(shown_reasons.items) with ordinality as item (
    post_id, author_id, reason, hashtag, liker_ids, weight, recency, engagement, damper, place)
  join social.posts on posts.id = item.post_id
  cross join lateral social_private.shown_likers(
    shown_reasons.viewer, item.post_id, item.liker_ids) as likers (people)
  where social_private.can_view_post(shown_reasons.viewer, item.post_id)
    and posts.author_id <> all (unwanted)
    and not social_private.is_muted_text(pattern, posts.caption)
    and case item.reason
      when 'followed' then exists (
        select from social.follows
        where follows.follower_id = shown_reasons.viewer
          and follows.followee_id = posts.author_id and follows.state = 'accepted'
      )
      when 'hashtag' then social_private.is_still_tagged(
        shown_reasons.viewer, item.post_id, item.hashtag)
      when 'liked' then likers.people is not null
      else array[item.post_id] <@ social_private.explorable_posts(
        shown_reasons.viewer, array[item.post_id])
    end;
end;
$$;

comment on function social_private.shown_reasons(
  uuid, social_private.for_you_item[], boolean) is
'Returns those of the items that the viewer may see and has not muted, and whose reason still holds.
place is the position among the given items.';

create function social_private.for_you_feed(explain boolean, after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  volatile -- stores the list
  security definer -- clients may have no table access; shown_reasons checks visibility
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  size integer := social_private.checked_page_size(for_you_feed.page_size);
  -- A cursor contains the time of the list and the place of the row, in the form of an id.
  key social_private.time_key := social_private.parse_time_cursor(
    'for_you_feed', actor, for_you_feed.after);
  passed integer := 0;
  items social_private.for_you_item[];
  ids uuid[];
  cursors text[];
  reasons jsonb[];
begin
  if not (select config.discovery from social_private.config) then
    return;
  end if;
  if for_you_feed.after is null then
    key.at := clock_timestamp();
    items := social_private.new_for_you_list(actor, key.at);
  else
    passed := ('x' || right(key.id::text, 8))::bit(32)::integer;
    items := social_private.for_you_list(actor, key.at);
  end if;
  while size > 0 and passed < cardinality(items) loop
    select
      array_agg(shown.post_id order by shown.place),
      social_private.time_cursors(
        'for_you_feed', actor, array_agg(key.at), array_agg(
          lpad(to_hex(passed + shown.place), 32, '0')::uuid order by shown.place)),
      array_agg(shown.reason order by shown.place)
    into ids, cursors, reasons
    from social_private.shown_reasons(
      actor, items[passed + 1:passed + size], coalesce(for_you_feed.explain, false)) as shown;
    return query select * from social_private.post_cards(actor, ids, cursors, reasons);
    passed := passed + size;
    size := size - coalesce(cardinality(ids), 0);
  end loop;
end;
$$;

create function social.for_you_feed(
  explain boolean default false, after text default null, page_size integer default 20)
  returns setof social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.for_you_feed(
  for_you_feed.explain, for_you_feed.after, for_you_feed.page_size);

comment on function social.for_you_feed(boolean, text, integer) is
'List posts that may interest you, and why: the best first.

The list ranks posts of people whom you follow, posts with hashtags that you follow, posts that
people whom you follow like, and posts of explore. Each post has a reason: an object {kind, hashtag,
profiles}. kind is followed, hashtag, liked or explore. hashtag is the followed hashtag. profiles
are up to three people whom you follow and who like the post. With explain, the reason also contains
the score of the post and its parts {weight, recency, engagement, damper}. The score is their
product.

The first page ranks up to 200 posts. The next pages continue the same list. Call the function by
POST, so that it stores the list. A GET request works too, even on a read replica, but it ranks the
posts on every page again.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.for_you_feed(boolean, text, integer), social.for_you_feed(boolean, text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
