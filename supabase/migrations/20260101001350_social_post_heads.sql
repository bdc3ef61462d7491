-- Heads: the newest post of each person, from which a home feed is pulled.
-- The 20 newest posts of many people are by at most 20 of them, and those are among the 20 with the
-- newest heads: so a page costs a look at every followee's head and at the posts of 20.

-- Tables

create table social_private.post_heads (
  author_id uuid not null,
  post_id uuid not null,

  constraint post_heads_pkey primary key (author_id),
  constraint post_heads_author_id_fkey foreign key (author_id)
    references social.profiles (id) on delete cascade
) with (fillfactor = 70);

comment on table social_private.post_heads is
'The newest post of each person that all followers may see.';

create table social_private.feed_changes (
  id uuid not null default social_private.uuid_v7(),
  author_id uuid not null,
  viewer_id uuid,
  changed_at timestamptz not null default clock_timestamp(),

  constraint feed_changes_pkey primary key (id),
  constraint feed_changes_author_id_viewer_id_key unique nulls not distinct (author_id, viewer_id),
  constraint feed_changes_author_id_fkey foreign key (author_id)
    references social.profiles (id) on delete cascade,
  constraint feed_changes_viewer_id_fkey foreign key (viewer_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.feed_changes is
'Old posts of an author are new to a viewer''s feed, or to every follower''s (viewer_id null): shown
again, back from a deactivation or a mute, or for close friends the viewer now is one of.';

-- What changed since then?
create index feed_changes_changed_at_idx on social_private.feed_changes (changed_at);
-- Covers the foreign key.
create index feed_changes_viewer_id_idx on social_private.feed_changes (viewer_id);

-- Access: none, the functions below read them.

alter table social_private.post_heads enable row level security;
alter table social_private.feed_changes enable row level security;

-- Effects

create function social_private.note_feed_change(author_id uuid, viewer_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  insert into social_private.feed_changes (author_id, viewer_id)
  values (note_feed_change.author_id, note_feed_change.viewer_id)
  on conflict on constraint feed_changes_author_id_viewer_id_key
  do update set changed_at = excluded.changed_at;
  -- A cache is kept for a day, so nobody asks for older ones.
  delete from social_private.feed_changes where changed_at < now() - interval '2 days';
end;
$$;

comment on function social_private.note_feed_change(uuid, uuid) is
'Have feeds pulled anew that miss old posts of this author: one viewer''s, or with null all.';

create function social_private.renew_head(author_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  newest uuid;
  had_head boolean;
begin
  -- The lock comes first: the look for the newest must see what a twin has committed.
  perform from social_private.post_heads
  where post_heads.author_id = renew_head.author_id
  for update;
  had_head := found;
  select posts.id into newest from social.posts
  where posts.author_id = renew_head.author_id
    and posts.audience <= 'followers'
    and exists (
      select from social_private.accounts
      where accounts.profile_id = posts.author_id and accounts.reach > 0
    )
  order by posts.id desc
  limit 1;
  if newest is null then
    delete from social_private.post_heads where post_heads.author_id = renew_head.author_id;
  elsif had_head then
    update social_private.post_heads set post_id = newest
    where post_heads.author_id = renew_head.author_id;
  else
    -- Without a row there was no lock: a twin may have brought a newer one.
    insert into social_private.post_heads (author_id, post_id)
    values (renew_head.author_id, newest)
    on conflict on constraint post_heads_pkey do update set post_id = excluded.post_id
    where post_heads.post_id < excluded.post_id;
  end if;
end;
$$;

comment on function social_private.renew_head(uuid) is
'Look up the newest post of a person; none while the person is away.';

create function social_private.tg_posts__head()
  returns trigger
  language plpgsql
  volatile
  security definer -- heads are written by triggers only
  set search_path = ''
as $$
declare
  was_shown boolean := tg_op <> 'INSERT' and coalesce(old.audience <= 'followers', false);
  is_shown boolean := tg_op <> 'DELETE' and coalesce(new.audience <= 'followers', false);
  head uuid;
begin
  if tg_op = 'INSERT' and is_shown then
    insert into social_private.post_heads (author_id, post_id) values (new.author_id, new.id)
    on conflict on constraint post_heads_pkey do update set post_id = excluded.post_id
    where post_heads.post_id < excluded.post_id;
  elsif is_shown and not was_shown then
    perform social_private.renew_head(new.author_id);
  elsif was_shown and not is_shown then
    -- With the lock we see what a twin has made of it, not what it was before.
    select post_heads.post_id into head from social_private.post_heads
    where post_heads.author_id = old.author_id
    for update;
    if head = old.id then
      perform social_private.renew_head(old.author_id);
    end if;
  end if;
  -- Wider than before, or back from deletion.
  if tg_op = 'UPDATE' and (new.audience < old.audience or old.audience is null) then
    perform social_private.note_feed_change(new.author_id, null);
  end if;
  return null;
end;
$$;

comment on function social_private.tg_posts__head() is
'Keeps the newest post of each person that followers may see.';

create trigger keep_head
  after insert or delete or update of visibility, archived_at, hidden_at, deleted_at
  on social.posts
  for each row execute function social_private.tg_posts__head();

create function social_private.tg_accounts__head()
  returns trigger
  language plpgsql
  volatile
  security definer -- heads are written by triggers only
  set search_path = ''
as $$
begin
  perform social_private.renew_head(new.profile_id);
  if new.reach > 0 then
    perform social_private.note_feed_change(new.profile_id, null);
  end if;
  return null;
end;
$$;

comment on function social_private.tg_accounts__head() is
'Takes a person who is away out of what feeds pull, and puts them back.';

create trigger keep_head
  after update on social_private.accounts
  for each row when ((old.reach > 0) <> (new.reach > 0))
  execute function social_private.tg_accounts__head();

-- Reads

create function social_private.pull_feed(viewer uuid, before uuid, size integer)
  returns uuid[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
  -- One plan for all: planning anew for each number of followees costs more than it gains.
  set plan_cache_mode = force_generic_plan
as $$
declare
  muted uuid[] := array(
    select mutes.muted_id from social_private.mutes
    where mutes.muter_id = pull_feed.viewer
      and (mutes.expires_at is null or mutes.expires_at > now())
  );
begin
  return (
    with authors as (
      select follows.followee_id as id
      from social.follows
      where follows.follower_id = pull_feed.viewer
        and follows.state = 'accepted'
        and follows.followee_id <> all (muted)
      union all
      select pull_feed.viewer
    ), heads as materialized (
      select newest.author_id, newest.post_id
      from (
        select
          post_heads.author_id,
          case when post_heads.post_id < pull_feed.before then post_heads.post_id
          else (
            select posts.id
            from social.posts
            where posts.author_id = post_heads.author_id
              and posts.audience <= 'followers'
              and posts.id < pull_feed.before
            order by posts.id desc
            limit 1
          ) end as post_id
        from authors
        join social_private.post_heads on post_heads.author_id = authors.id
      ) as newest
      where newest.post_id is not null
      order by newest.post_id desc
      limit pull_feed.size
    )
    select array_agg(page.id order by page.id desc)
    from (
      select candidates.id
      from heads
      cross join lateral (
        select posts.id
        from social.posts
        where posts.author_id = heads.author_id
          and posts.audience <= 'followers'
          and posts.id <= heads.post_id
          -- Nothing older than the last head can be on the page.
          and posts.id >= (
            select case when count(*) < pull_feed.size
              then '00000000-0000-0000-0000-000000000000'
              else (array_agg(lowest.post_id order by lowest.post_id))[1] end
            from heads as lowest
          )
        order by posts.id desc
        limit pull_feed.size
      ) as candidates
      union all
      select candidates.id
      from (
        select close_friends.owner_id as id
        from social_private.close_friends
        join social.follows on follows.followee_id = close_friends.owner_id
        where close_friends.friend_id = pull_feed.viewer
          and follows.follower_id = pull_feed.viewer
          and follows.state = 'accepted'
          and close_friends.owner_id <> all (muted)
        union all
        select pull_feed.viewer
      ) as friends
      cross join lateral (
        select posts.id
        from social.posts
        where posts.author_id = friends.id
          and posts.audience = 'close_friends'
          and posts.id < pull_feed.before
        order by posts.id desc
        limit pull_feed.size
      ) as candidates
      order by id desc
      limit pull_feed.size
    ) as page
  );
end;
$$;

comment on function social_private.pull_feed(uuid, uuid, integer) is
'The newest posts before an id of the people that the viewer follows and does not mute, and of the
viewer.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
