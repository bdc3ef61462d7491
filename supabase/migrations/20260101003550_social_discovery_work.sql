-- Discovery work: what the worker refreshes, and what happens when discovery is switched on.
-- While config.discovery is false, posts and likes change no index and no score, and all functions
-- of discovery answer empty. When it becomes true again, the worker indexes all posts anew, newest
-- first.

-- Tables

create table social_private.reindexes (
  is_only_row boolean not null default true,
  before_id uuid not null default 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  due_at timestamptz not null default now() + interval '1 minute',

  constraint reindexes_pkey primary key (is_only_row),
  constraint reindexes_is_one_row check (is_only_row)
);

comment on table social_private.reindexes is
'This table has one row while the worker indexes all posts anew, and otherwise none.';

comment on column social_private.reindexes.is_only_row is
'Always true. The primary key on this column keeps the table at one row.';

comment on column social_private.reindexes.before_id is
'The worker continues with the posts before this one.';

comment on column social_private.reindexes.due_at is
'The time from which the worker indexes. It begins after a minute, because a transaction that began
while discovery was off does not index its post.';

alter table social_private.reindexes enable row level security;

create trigger keep_rows
  before truncate on social_private.reindexes
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table, so leave its rows as they are.');

-- Effects

create function social_private.tg_config__queue_reindex()
  returns trigger
  language plpgsql
  volatile
  security definer -- an operator may change the config with a role that has no other grants
  set search_path = ''
as $$
begin
  insert into social_private.reindexes default values
  on conflict on constraint reindexes_pkey do update set
    before_id = excluded.before_id,
    due_at = excluded.due_at;
  return null;
end;
$$;

comment on function social_private.tg_config__queue_reindex() is
'Makes the worker index all posts anew when discovery is switched on.';

create trigger queue_reindex
  after update of discovery on social_private.config
  for each row when (new.discovery and not old.discovery)
  execute function social_private.tg_config__queue_reindex();

-- Work

create function social_private.reindex_posts(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  before uuid := (
    select reindexes.before_id from social_private.reindexes
    where reindexes.due_at <= now() for update skip locked
  );
  ids uuid[];
begin
  if before is null then
    return 0;
  end if;
  ids := array(
    select posts.id from social.posts where posts.id < before
    order by posts.id desc limit reindex_posts.max_rows
  );
  perform social_private.sync_hashtag_posts(ids);
  perform social_private.sync_post_words(ids);
  insert into social_private.score_changes (post_id)
  select id from unnest(ids) as id
  where exists (
    select from social_private.post_counters as counters
    where counters.post_id = id and (counters.like_count <> 0 or counters.comment_count <> 0)
  ) or exists (select from social.saves where saves.post_id = id)
    or exists (select from social_private.post_scores where post_scores.post_id = id);
  if cardinality(ids) < reindex_posts.max_rows then
    delete from social_private.reindexes;
  else
    update social_private.reindexes set before_id = ids[cardinality(ids)];
  end if;
  return cardinality(ids);
end;
$$;

comment on function social_private.reindex_posts(integer) is
'Indexes the next max_rows posts anew and queues them for a score, if all posts must be indexed.
Returns the number of posts.';

create function social_private.refresh_part(queue text, max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  case refresh_part.queue
    when 'reindexes' then
      return social_private.reindex_posts(refresh_part.max_rows);
    when 'post_scores' then
      return social_private.refresh_scores(refresh_part.max_rows);
    when 'hashtag_counts' then
      return social_private.fold_hashtag_counts(refresh_part.max_rows);
    when 'trends' then
      perform social_private.refresh_trends();
    when 'explore' then
      perform social_private.refresh_explore_pool();
      perform social_private.refresh_popular_profiles();
      perform social_private.forget_seen_posts(refresh_part.max_rows);
      perform social_private.forget_for_you_lists(refresh_part.max_rows);
  end case;
  return 0;
end;
$$;

comment on function social_private.refresh_part(text, integer) is
'Does the work of one queue of failed_work that refreshes discovery. Returns how many rows of the
backlog it has handled.';

create function social_private.discovery_parts()
  returns text[]
  language sql
  immutable
  security invoker
  set search_path = ''
return array['reindexes', 'post_scores', 'hashtag_counts', 'trends', 'explore'];

comment on function social_private.discovery_parts() is
'Returns the queues of failed_work that refresh discovery, in the order in which the worker handles
them.';

create function social_private.refresh_discovery(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  no_row constant uuid := '00000000-0000-0000-0000-000000000000'::uuid;
  part text;
  handled integer := 0;
  state text;
  message text;
  context text;
begin
  if not (select config.discovery from social_private.config) then
    return 0;
  end if;
  foreach part in array social_private.discovery_parts() loop
    continue when social_private.is_task_paused(part);
    begin
      handled := handled
        + social_private.refresh_part(part, least(refresh_discovery.max_rows, 1000));
      delete from social_private.failed_work where failed_work.queue = part;
    exception when query_canceled or assert_failure or others then
      get stacked diagnostics
        state = returned_sqlstate, message = message_text, context = pg_exception_context;
      perform social_private.note_failure(
        part, no_row, social_private.error_without_data(state, message, context));
      -- After a timeout, the time of the call is up.
      exit when state = '57014';
    end;
  end loop;
  return handled;
end;
$$;

comment on function social_private.refresh_discovery(integer) is
'Refreshes what people discover: indexes up to max_rows posts, computes up to max_rows scores, and
refreshes hashtags, trends and the pool of explore. At most 1,000 rows of each kind. Returns the
number of rows of the backlog. Notes an error in failed_work and continues with the next queue.';

create function social_private.is_part_due(queue text)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return case is_part_due.queue
    when 'reindexes' then exists (
      select from social_private.reindexes where reindexes.due_at <= now())
    when 'post_scores' then exists (select from social_private.score_changes)
    when 'hashtag_counts' then exists (select from social_private.hashtag_changes)
      or exists (select from social_private.former_late_posts)
    when 'trends' then exists (
      select from social_private.trend_refreshes
      where trend_refreshes.refreshed_at <= now() - interval '5 minutes'
    ) and (exists (select from social.posts) or exists (select from social_private.trends))
    when 'explore' then exists (
      select from social_private.explore_refreshes
      where explore_refreshes.refreshed_at <= now() - interval '5 minutes'
    ) and (exists (select from social.posts) or exists (select from social_private.explore_pool))
      or exists (select from social_private.former_seen_posts)
      or exists (select from social_private.former_for_you_lists)
      or exists (select from social_private.popular_profiles) and not exists (
        select from social_private.popular_profiles
        where popular_profiles.refreshed_at > now() - interval '1 hour')
  end;
end;
$$;

comment on function social_private.is_part_due(text) is
'Returns whether refresh_part() has something to do. While nobody is popular, people are looked for
with the next pool of explore.';

create function social_private.is_discovery_due()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  part text;
begin
  if not (select config.discovery from social_private.config) then
    return false;
  end if;
  foreach part in array social_private.discovery_parts() loop
    if not social_private.is_task_paused(part) and social_private.is_part_due(part) then
      return true;
    end if;
  end loop;
  return false;
end;
$$;

comment on function social_private.is_discovery_due() is
'Returns whether refresh_discovery() has something to do.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
