-- Post scores: how well a public post is received, together with its age.
-- A score is the logarithm of the likes, comments and saves of a post, plus the time of the post.
-- The time makes newer posts better, so a stored score keeps its place without being computed again
-- (as in "How Reddit ranking algorithms work", Salihefendic, 2010).
-- A like, comment or save appends the id of its post to a queue. The worker computes the scores of
-- the queued posts, so that nobody waits for it.
-- Scores are the same for every viewer. Only people count whom everybody may see, and who are
-- established: their account is not new, and somebody follows them who neither wrote the post nor
-- reacted to it. So a group of new accounts that follow only each other changes no score.

-- Tables

create table social_private.score_changes (
  post_id uuid not null
);

comment on table social_private.score_changes is
'Work for the worker: each row says that the score of a post must be computed anew. The table has
neither a key nor an index, so that adding a row costs little and waits for nobody.';

comment on column social_private.score_changes.post_id is
'The post whose score must be computed anew.';

-- A publication of the host may contain all tables. Without a key, Postgres would then refuse to
-- delete a row.
alter table social_private.score_changes replica identity full;

alter table social_private.score_changes enable row level security;

create trigger keep_rows
  before truncate on social_private.score_changes
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

create table social_private.post_scores (
  post_id uuid not null,
  author_id uuid not null,
  score double precision not null,
  scored_at timestamptz not null default now(),

  constraint post_scores_pkey primary key (post_id),
  constraint post_scores_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade
);

comment on table social_private.post_scores is
'The scores of public posts that established people like, comment on or save. All other public posts
have the score that base_score() returns. Every read checks again whether the viewer may see the
post.';

comment on column social_private.post_scores.post_id is 'The post.';

comment on column social_private.post_scores.author_id is 'The author of the post.';

comment on column social_private.post_scores.score is
'The rank of the post in explore and in the order top, higher first.';

comment on column social_private.post_scores.scored_at is
'The time when the worker computed the score.';

-- This index serves the search for the best posts.
create index post_scores_score_idx on social_private.post_scores (score desc, post_id desc);

alter table social_private.post_scores enable row level security;

create trigger keep_keys
  after update of post_id, author_id on social_private.post_scores
  for each row when ((old.post_id, old.author_id) is distinct from (new.post_id, new.author_id))
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table, so leave its rows as they are.');

create trigger keep_rows
  before truncate on social_private.post_scores
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

-- Effects: posts whose score may have changed join the queue.

create function social_private.tg_likes__queue_score()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write the queue; clients have no grants
  set search_path = ''
as $$
begin
  insert into social_private.score_changes (post_id)
  select coalesce(new.post_id, old.post_id) from social_private.config where config.discovery;
  return null;
end;
$$;

comment on function social_private.tg_likes__queue_score() is
'Queues a post for a new score when somebody likes the post or no longer likes it.';

create trigger queue_score
  after insert or delete on social.likes
  for each row execute function social_private.tg_likes__queue_score();

create function social_private.tg_comments__queue_score()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write the queue; clients have no grants
  set search_path = ''
as $$
begin
  insert into social_private.score_changes (post_id)
  select coalesce(new.post_id, old.post_id) from social_private.config where config.discovery;
  return null;
end;
$$;

comment on function social_private.tg_comments__queue_score() is
'Queues a post for a new score when somebody comments on it, deletes a comment or restores one.';

create trigger queue_score
  after insert or delete or update of deleted_at on social.comments
  for each row execute function social_private.tg_comments__queue_score();

create function social_private.tg_saves__queue_score()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write the queue; clients have no grants
  set search_path = ''
as $$
begin
  insert into social_private.score_changes (post_id)
  select coalesce(new.post_id, old.post_id) from social_private.config where config.discovery;
  return null;
end;
$$;

comment on function social_private.tg_saves__queue_score() is
'Queues a post for a new score when somebody saves the post or no longer saves it.';

create trigger queue_score
  after insert or delete on social.saves
  for each row execute function social_private.tg_saves__queue_score();

create function social_private.tg_posts__queue_score()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write the queue; clients have no grants
  set search_path = ''
as $$
begin
  insert into social_private.score_changes (post_id)
  select new.id from social_private.config where config.discovery;
  return null;
end;
$$;

comment on function social_private.tg_posts__queue_score() is
'Queues a post for a new score when other people may see it.';

create trigger queue_score
  after update of visibility, archived_at, hidden_at, deleted_at on social.posts
  for each row when ((old.audience = 'public') is distinct from (new.audience = 'public'))
  execute function social_private.tg_posts__queue_score();

-- Scores

create function social_private.reactions(ids uuid[])
  returns table (
    post_id uuid, author_id uuid, person_id uuid, weight double precision, has_commented boolean,
    has_saved boolean)
  language plpgsql
  stable
  security invoker
  rows 2000
  set search_path = ''
as $$
#variable_conflict use_column
declare
  sample constant integer := 200;
begin
  return query
  select posts.id, posts.author_id, part.person_id, sum(part.weight), bool_or(part.has_commented),
    bool_or(part.has_saved)
  from social.posts
  cross join lateral (
    select latest.user_id as person_id,
      greatest(1, coalesce(counts.likes, 0)::double precision / count(*) over ()) as weight,
      false as has_commented, false as has_saved
    from (
      select likes.user_id from social.likes
      where likes.post_id = posts.id
        and not exists (
          select from social_private.uncounted_edges as uncounted
          where uncounted.kind = 'like' and uncounted.actor_id = likes.user_id
            and uncounted.subject_id = likes.post_id
        )
      order by likes.created_at desc, likes.user_id desc limit sample
    ) as latest
    cross join (
      select sum(counters.like_count) as likes
      from social_private.post_counters as counters where counters.post_id = posts.id
    ) as counts
    union all
    select distinct latest.author_id, 2::double precision, true, false
    from (
      select comments.author_id from social.comments
      where comments.post_id = posts.id and comments.deleted_at is null
        and not exists (
          select from social_private.uncounted_comments as uncounted
          where uncounted.comment_id = comments.id
        )
      limit sample
    ) as latest
    union all
    select sampled.user_id, 0, false, true
    from (
      select saves.user_id from social.saves where saves.post_id = posts.id limit sample
    ) as sampled
  ) as part
  where posts.id = any (reactions.ids)
    and part.person_id <> posts.author_id
  group by posts.id, part.person_id;
end;
$$;

comment on function social_private.reactions(uuid[]) is
'Returns the people who reacted to these posts, other than the authors. The weight of a person is 1
for a like and 2 for comments (has_commented), in total. It leaves out the saves (has_saved), which
earned_points() counts. If a post has more than 200 likes, the newest 200 stand for all of them, so
each of them weighs more.';

create function social_private.earned_points(ids uuid[])
  returns table (post_id uuid, points double precision)
  language plpgsql
  stable
  security invoker
  rows 100
  set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  with reactions as materialized (
    select * from social_private.reactions(earned_points.ids)
  ), comments as (
    select post_id, array_agg(person_id) filter (where has_commented) as authors
    from reactions group by post_id
  )
  select reactions.post_id,
    -- Nobody may learn of a single save, so the saves of the people who count, and not of others,
    -- count in tens.
    sum(reactions.weight) + 30 * (count(*) filter (where reactions.has_saved) / 10)
  from reactions
  join comments on comments.post_id = reactions.post_id
  join social_private.accounts
    on accounts.profile_id = reactions.person_id and accounts.audience_level = 2
  join social.profiles on profiles.id = reactions.person_id
  cross join social_private.config
  where profiles.created_at <= now() - config.trend_account_days * interval '1 day'
    and exists (
      select from (
        select follows.follower_id from social.follows
        where follows.followee_id = reactions.person_id and follows.accepted_at is not null
        -- One stranger is enough, and a search among thousands of followers would take long.
        order by follows.accepted_at desc limit 50
      ) as latest
      join social_private.accounts as other
        on other.profile_id = latest.follower_id and other.audience_level = 2
      where latest.follower_id <> reactions.author_id
        and not exists (
          select from social.likes
          where likes.user_id = latest.follower_id and likes.post_id = reactions.post_id
        )
        and (comments.authors is null or latest.follower_id <> all (comments.authors))
    )
  group by reactions.post_id;
end;
$$;

comment on function social_private.earned_points(uuid[]) is
'Returns the sum of the weights of reactions() for each post, and 30 for each full ten of people who
saved it. Only people with an active public account count, whose account is older than
config.trend_account_days, and who are followed by somebody with an active public account who
neither wrote nor liked the post, nor commented on it.

The search for this follower looks at the 50 latest followers.';

create function social_private.store_scores(ids uuid[])
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  with scored as materialized (
    select posts.id, posts.author_id,
      social_private.base_score(posts.created_at, exists (
        select from social.post_media where post_media.post_id = posts.id
      )) + ln(1 + coalesce(earned.points, 0)) / ln(2::double precision) as score,
      coalesce(earned.points, 0) > 0 and posts.audience = 'public'
        and accounts.audience_level = 2 as is_stored
    from social.posts
    join social_private.accounts on accounts.profile_id = posts.author_id
    left join social_private.earned_points(store_scores.ids) as earned
      on earned.post_id = posts.id
    where posts.id = any (store_scores.ids)
  ), dropped as (
    delete from social_private.post_scores using scored
    where post_scores.post_id = scored.id and not scored.is_stored
  ), tagged as (
    update social_private.hashtag_posts set score = scored.score
    from scored
    join social.post_hashtags on post_hashtags.post_id = scored.id
    where hashtag_posts.hashtag = post_hashtags.hashtag and hashtag_posts.post_id = scored.id
      and abs(hashtag_posts.score - scored.score) > 0.001
  )
  insert into social_private.post_scores (post_id, author_id, score)
  select scored.id, scored.author_id, scored.score from scored where scored.is_stored
  on conflict on constraint post_scores_pkey do update set
    score = excluded.score, scored_at = excluded.scored_at;
end;
$$;

comment on function social_private.store_scores(uuid[]) is
'Computes the scores of these posts and stores them in post_scores and hashtag_posts. Deletes the
score of a post that is no longer public. The caller must have locked the posts.

Each doubling of the points adds 1 to the score.';

create function social_private.refresh_scores(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  taken_count integer;
  changed uuid[];
  free uuid[];
begin
  with taken as (
    delete from social_private.score_changes as changes
    where changes.ctid = any (array(
      select few.ctid from social_private.score_changes as few
      limit refresh_scores.max_rows
      for update skip locked
    ))
    returning changes.post_id
  )
  select count(*)::integer, array_agg(distinct taken.post_id) into taken_count, changed from taken;
  -- The lock keeps the posts until the scores are stored. A post that somebody is changing now
  -- returns to the queue.
  free := array(
    select posts.id from social.posts where posts.id = any (changed)
    order by posts.id for key share skip locked
  );
  insert into social_private.score_changes (post_id)
  select posts.id from social.posts where posts.id = any (changed) and posts.id <> all (free);
  perform social_private.store_scores(free);
  return taken_count;
end;
$$;

comment on function social_private.refresh_scores(integer) is
'Takes up to max_rows rows from the queue and computes the scores of their posts. Returns the number
of rows. Concurrent calls take different rows.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
