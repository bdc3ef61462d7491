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
'The newest post of each person that is not for the author only.';

create table social_private.reshown_posts (
  post_id uuid not null,
  shown_at timestamptz not null default clock_timestamp(),

  constraint reshown_posts_pkey primary key (post_id),
  constraint reshown_posts_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade
);

comment on table social_private.reshown_posts is
'Posts that were for the author only and are not any more: old ids that are new to feeds.';

-- Which posts were shown again since then?
create index reshown_posts_shown_at_idx on social_private.reshown_posts (shown_at);

-- Access: none, the functions below read them.

alter table social_private.post_heads enable row level security;
alter table social_private.reshown_posts enable row level security;

-- Effects

create function social_private.tg_posts__head()
  returns trigger
  language plpgsql
  volatile
  security definer -- heads are written by this trigger only
  set search_path = ''
as $$
declare
  newest uuid;
begin
  if tg_op <> 'DELETE' and new.visibility <> 'only_me' then
    insert into social_private.post_heads (author_id, post_id) values (new.author_id, new.id)
    on conflict on constraint post_heads_pkey do update set post_id = excluded.post_id
    where post_heads.post_id < excluded.post_id;
    if tg_op = 'UPDATE' and old.visibility = 'only_me' then
      insert into social_private.reshown_posts (post_id) values (new.id)
      on conflict on constraint reshown_posts_pkey do update set shown_at = excluded.shown_at;
      -- A cache is kept for a day, so nobody asks for older ones.
      delete from social_private.reshown_posts where shown_at < now() - interval '2 days';
    end if;
  elsif tg_op <> 'INSERT' and old.visibility <> 'only_me' then
    -- The lock comes first: the look for the newest must see what a twin has committed.
    perform from social_private.post_heads
    where post_heads.author_id = old.author_id and post_heads.post_id = old.id
    for update;
    if found then
      select posts.id into newest from social.posts
      where posts.author_id = old.author_id and posts.visibility <> 'only_me'
      order by posts.id desc
      limit 1;
      if newest is null then
        delete from social_private.post_heads where post_heads.author_id = old.author_id;
      else
        update social_private.post_heads set post_id = newest
        where post_heads.author_id = old.author_id;
      end if;
    end if;
  end if;
  return null;
end;
$$;

comment on function social_private.tg_posts__head() is 'Keeps the newest post of each person.';

create trigger keep_head
  after insert or delete or update of visibility on social.posts
  for each row execute function social_private.tg_posts__head();

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
begin
  return (
    with authors as (
      select follows.followee_id as id
      from social.follows
      where follows.follower_id = pull_feed.viewer and follows.state = 'accepted'
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
              and posts.visibility <> 'only_me'
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
          and posts.visibility <> 'only_me'
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
      order by candidates.id desc
      limit pull_feed.size
    ) as page
  );
end;
$$;

comment on function social_private.pull_feed(uuid, uuid, integer) is
'The newest posts before an id of the people that the viewer follows, and of the viewer.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
