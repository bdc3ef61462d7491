-- Count updates: counts follow when people become inactive and when comments are hidden, and the
-- pages of hashtags when people become inactive or private.
-- Likes, follows and comments of an inactive person do not count, and neither do hidden comments.
-- A trigger counts anew what changed. It handles everyday accounts at once. For accounts with more
-- than 1,000 likes, follows or comments it leaves the rest to the worker, so that deactivating a
-- very popular account is fast. A minute later the worker counts once more, because the trigger
-- does not see a like that another transaction has written and not yet committed.
-- Counting never waits for a lock, so it cannot deadlock. It skips the rows that another
-- transaction is changing. The second count corrects them.

-- Tables

create type social_private.count_kind as enum (
  'likes', 'comment_likes', 'following', 'followers', 'comments', 'hashtags'
);

create table social_private.count_updates (
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  kind social_private.count_kind not null,
  due_at timestamptz not null default now(),
  after_at timestamptz not null default '-infinity',
  after_id uuid not null default '00000000-0000-0000-0000-000000000000',

  constraint count_updates_pkey primary key (id)
);

comment on table social_private.count_updates is
'Work for the worker: each row says that the likes, follows or comments of a person must be counted
anew from due_at on, or that the pages of their hashtags must follow. The table has no foreign key,
because its check would wait for a concurrent deletion of the profile.';

comment on column social_private.count_updates.id is 'The id of the row.';

comment on column social_private.count_updates.person_id is
'The person whose rows must be counted anew.';

comment on column social_private.count_updates.kind is
'What must be counted: likes, comment_likes, following, followers, comments or hashtags.';

comment on column social_private.count_updates.due_at is 'The time from which the worker counts.';

comment on column social_private.count_updates.after_at is
'The worker continues after the follow that was accepted at this time.';

comment on column social_private.count_updates.after_id is
'The worker continues after this post, comment or person. For followers, it continues after the
follow that was accepted at after_at.';

-- This index serves the search for work that is due.
create index count_updates_due_at_idx on social_private.count_updates (due_at);

-- This index serves the search for all work about a person.
create index count_updates_person_id_kind_idx on social_private.count_updates (person_id, kind);

alter table social_private.count_updates enable row level security;

create trigger keep_keys
  after update of id, person_id on social_private.count_updates
  for each row when ((old.id, old.person_id) is distinct from (new.id, new.person_id))
  execute function social_private.tg_refuse_key_change(
    'Only triggers write this table. To count anew: select social_private.repair_counters()');

create trigger keep_rows
  before truncate on social_private.count_updates
  for each statement execute function social_private.tg_refuse_truncate(
    'Only triggers write this table. To count anew: select social_private.repair_counters()');

-- Rules

create view social_private.countable_comments with (security_invoker = true) as
select
  comments.id as comment_id, comments.post_id, comments.root_id, comments.author_id,
  state.is_open and not state.is_hidden as is_counted,
  case when state.is_open and state.is_hidden and not state.is_hidden_by_staff
    then posts.author_id end as hider_id
from social.comments
join social.posts on posts.id = comments.post_id
cross join lateral (
  select
    exists (
      select from social_private.accounts
      where accounts.profile_id = comments.author_id and accounts.audience_level > 0
    ) and not exists (
      select from social_private.blocks
      where blocks.blocker_id = posts.author_id and blocks.blocked_id = comments.author_id
    ) as is_open,
    exists (
      select from social_private.hidden_comments where hidden_comments.comment_id = comments.id
    ) as is_hidden,
    exists (
      select from social_private.hidden_comments
      where hidden_comments.comment_id = comments.id and hidden_comments.hidden_by = 'staff'
    ) as is_hidden_by_staff
  offset 0 -- evaluates each condition once
) as state
where comments.deleted_at is null;

comment on view social_private.countable_comments is
'All comments that are not deleted. is_counted says whether the comment should count: its author is
active, nobody hid it, and the author of the post does not block its author. hider_id is the author
of the post if they still see the comment because they hid it themselves.';

comment on column social_private.countable_comments.comment_id is 'The comment.';

comment on column social_private.countable_comments.post_id is 'The post of the comment.';

comment on column social_private.countable_comments.root_id is
'The top-level comment of the thread. Null for a top-level comment.';

comment on column social_private.countable_comments.author_id is 'The author of the comment.';

comment on column social_private.countable_comments.is_counted is
'Whether the comment should count.';

comment on column social_private.countable_comments.hider_id is
'The author of the post, if they still see the comment because they hid it themselves.';

-- Counting anew

create function social_private.recount_likes(person uuid, post_ids uuid[])
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  is_active boolean := exists (
    select from social_private.accounts
    where accounts.profile_id = recount_likes.person and accounts.audience_level > 0
  );
  -- A transaction that deletes a like locks it first. So nobody deletes these likes, or their rows
  -- in uncounted_edges, before this transaction ends.
  wrong uuid[] := array(
    select likes.post_id from social.likes
    where likes.user_id = recount_likes.person and likes.post_id = any (recount_likes.post_ids)
      and is_active = exists (
        select from social_private.uncounted_edges as uncounted
        where uncounted.kind = 'like' and uncounted.actor_id = likes.user_id
          and uncounted.subject_id = likes.post_id
      )
    for no key update of likes skip locked
  );
begin
  with counted as (
    delete from social_private.uncounted_edges as uncounted
    where is_active and uncounted.kind = 'like' and uncounted.actor_id = recount_likes.person
      and uncounted.subject_id = any (wrong)
    returning uncounted.subject_id
  ), uncounted as (
    insert into social_private.uncounted_edges as added (kind, actor_id, subject_id)
    select 'like', recount_likes.person, post_id from unnest(wrong) as post_id where not is_active
    on conflict on constraint uncounted_edges_pkey do nothing
    returning added.subject_id
  )
  insert into social_private.post_counters (post_id, slot, like_count)
  select subject_id, nextval('social_private.counter_slots'), 1 from counted
  union all
  select subject_id, nextval('social_private.counter_slots'), -1 from uncounted;
end;
$$;

comment on function social_private.recount_likes(uuid, uuid[]) is
'Counts the likes of a person for these posts if the person is active, and stops counting them if
not. Skips likes that another transaction locks.';

create function social_private.recount_comment_likes(person uuid, comment_ids uuid[])
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  is_active boolean := exists (
    select from social_private.accounts
    where accounts.profile_id = recount_comment_likes.person and accounts.audience_level > 0
  );
  wrong uuid[] := array(
    select likes.comment_id from social.comment_likes as likes
    where likes.user_id = recount_comment_likes.person
      and likes.comment_id = any (recount_comment_likes.comment_ids)
      and is_active = exists (
        select from social_private.uncounted_edges as uncounted
        where uncounted.kind = 'comment_like' and uncounted.actor_id = likes.user_id
          and uncounted.subject_id = likes.comment_id
      )
    for no key update of likes skip locked
  );
begin
  with counted as (
    delete from social_private.uncounted_edges as uncounted
    where is_active and uncounted.kind = 'comment_like'
      and uncounted.actor_id = recount_comment_likes.person
      and uncounted.subject_id = any (wrong)
    returning uncounted.subject_id
  ), uncounted as (
    insert into social_private.uncounted_edges as added (kind, actor_id, subject_id)
    select 'comment_like', recount_comment_likes.person, comment_id
    from unnest(wrong) as comment_id where not is_active
    on conflict on constraint uncounted_edges_pkey do nothing
    returning added.subject_id
  )
  insert into social_private.comment_counters (comment_id, slot, like_count)
  select subject_id, nextval('social_private.counter_slots'), 1 from counted
  union all
  select subject_id, nextval('social_private.counter_slots'), -1 from uncounted;
end;
$$;

comment on function social_private.recount_comment_likes(uuid, uuid[]) is
'Does the same as recount_likes() for the likes of comments.';

create function social_private.recount_follows(followers uuid[], followees uuid[])
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  actors uuid[];
  subjects uuid[];
begin
  select array_agg(wrong.follower_id), array_agg(wrong.followee_id) into actors, subjects
  from (
    select follows.follower_id, follows.followee_id
    from unnest(recount_follows.followers, recount_follows.followees) as pair (actor, subject)
    join social.follows
      on follows.follower_id = pair.actor and follows.followee_id = pair.subject
      and follows.state = 'accepted'
    join social_private.accounts on accounts.profile_id = pair.actor
    join social_private.accounts as other on other.profile_id = pair.subject
    where (accounts.audience_level > 0 and other.audience_level > 0) = exists (
      select from social_private.uncounted_edges as uncounted
      where uncounted.kind = 'follow' and uncounted.actor_id = pair.actor
        and uncounted.subject_id = pair.subject
    )
    for no key update of follows skip locked
  ) as wrong;
  with wanted as (
    select pair.actor, pair.subject,
      accounts.audience_level > 0 and other.audience_level > 0 as is_counted
    from unnest(actors, subjects) as pair (actor, subject)
    join social_private.accounts on accounts.profile_id = pair.actor
    join social_private.accounts as other on other.profile_id = pair.subject
  ), counted as (
    delete from social_private.uncounted_edges as uncounted using wanted
    where wanted.is_counted and uncounted.kind = 'follow'
      and uncounted.actor_id = wanted.actor and uncounted.subject_id = wanted.subject
    returning uncounted.actor_id, uncounted.subject_id, 1 as delta
  ), uncounted as (
    insert into social_private.uncounted_edges as added (kind, actor_id, subject_id)
    select 'follow', wanted.actor, wanted.subject from wanted where not wanted.is_counted
    on conflict on constraint uncounted_edges_pkey do nothing
    returning added.actor_id, added.subject_id, -1 as delta
  ), changed as (select * from counted union all select * from uncounted)
  insert into social_private.profile_counters (profile_id, slot, follower_count, following_count)
  select
    deltas.id, nextval('social_private.counter_slots'),
    sum(deltas.followed), sum(deltas.following)
  from (
    select subject_id as id, delta as followed, 0 as following from changed
    union all select actor_id, 0, delta from changed
  ) as deltas
  group by deltas.id;
end;
$$;

comment on function social_private.recount_follows(uuid[], uuid[]) is
'Counts these follows if both people are active, and stops counting them if not. Skips follows that
another transaction locks.';

create function social_private.recount_comments(comment_ids uuid[])
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  wrong uuid[] := array(
    select comments.id
    from social.comments
    join social_private.countable_comments as countable on countable.comment_id = comments.id
    left join social_private.uncounted_comments as uncounted
      on uncounted.comment_id = comments.id
    where comments.id = any (recount_comments.comment_ids)
      and countable.comment_id = any (recount_comments.comment_ids)
      and (
        countable.is_counted = (uncounted.comment_id is not null)
        or uncounted.hider_id is distinct from countable.hider_id
      )
    for no key update of comments skip locked
  );
begin
  with wanted as (
    select * from social_private.countable_comments as countable
    where countable.comment_id = any (wrong)
  ), shown as (
    update social_private.uncounted_comments as uncounted set hider_id = wanted.hider_id
    from wanted where uncounted.comment_id = wanted.comment_id and not wanted.is_counted
  ), counted as (
    delete from social_private.uncounted_comments as uncounted using wanted
    where uncounted.comment_id = wanted.comment_id and wanted.is_counted
    returning uncounted.post_id, uncounted.root_id, 1 as delta
  ), uncounted as (
    insert into social_private.uncounted_comments as added
      (comment_id, post_id, root_id, author_id, hider_id)
    select wanted.comment_id, wanted.post_id, wanted.root_id, wanted.author_id, wanted.hider_id
    from wanted where not wanted.is_counted
    on conflict on constraint uncounted_comments_pkey do nothing
    returning added.post_id, added.root_id, -1 as delta
  ), changed as (
    select * from counted union all select * from uncounted
  ), under_posts as (
    insert into social_private.post_counters (post_id, slot, comment_count)
    select post_id, nextval('social_private.counter_slots'), sum(delta)
    from changed group by post_id
  )
  insert into social_private.comment_counters (comment_id, slot, reply_count)
  select root_id, nextval('social_private.counter_slots'), sum(delta)
  from changed where root_id is not null group by root_id;
end;
$$;

comment on function social_private.recount_comments(uuid[]) is
'Counts the comments that should count according to countable_comments, and stops counting the
others. Skips comments that another transaction locks.';

create function social_private.recount_part(
  part social_private.count_updates, max_rows integer)
  returns social_private.count_updates
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  person uuid := (recount_part.part).person_id;
  last_id uuid := (recount_part.part).after_id;
  last_at timestamptz := (recount_part.part).after_at;
  ids uuid[];
  next_part social_private.count_updates := recount_part.part;
begin
  case (recount_part.part).kind
    when 'likes' then
      ids := array(select post_id from social.likes where user_id = person and post_id > last_id
        order by post_id limit recount_part.max_rows);
      perform social_private.recount_likes(person, ids);
    when 'comment_likes' then
      ids := array(
        select comment_id from social.comment_likes where user_id = person and comment_id > last_id
        order by comment_id limit recount_part.max_rows);
      perform social_private.recount_comment_likes(person, ids);
    when 'following' then
      ids := array(
        select followee_id from social.follows where follower_id = person and followee_id > last_id
        order by followee_id limit recount_part.max_rows);
      perform social_private.recount_follows(array_fill(person, array[cardinality(ids)]), ids);
    when 'followers' then
      select coalesce(array_agg(follower_id), '{}'), max(accepted_at)
      into ids, next_part.after_at
      from (
        select follower_id, accepted_at from social.follows
        where followee_id = person and state = 'accepted'
          and (accepted_at, follower_id) > (last_at, last_id)
        order by accepted_at, follower_id limit recount_part.max_rows
      ) as earliest;
      perform social_private.recount_follows(ids, array_fill(person, array[cardinality(ids)]));
    when 'comments' then
      ids := array(select id from social.comments where author_id = person and id > last_id
        order by id limit recount_part.max_rows);
      perform social_private.recount_comments(ids);
    when 'hashtags' then
      ids := array(select id from social.posts where author_id = person and id > last_id
        order by id limit recount_part.max_rows);
      perform social_private.sync_hashtag_posts(ids);
  end case;
  next_part.after_id := case
    when cardinality(ids) = recount_part.max_rows then ids[cardinality(ids)] end;
  return next_part;
end;
$$;

comment on function social_private.recount_part(social_private.count_updates, integer) is
'Counts up to max_rows likes, follows or comments of a person anew. Returns the place at which the
next call continues. Its after_id is null if nothing is left.';

create function social_private.queue_count_updates(
  person uuid, kinds social_private.count_kind[], wait interval default '1 minute')
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  insert into social_private.count_updates (person_id, kind, due_at)
  select queue_count_updates.person, kind, now() + queue_count_updates.wait
  from unnest(queue_count_updates.kinds) as kind;
end;
$$;

comment on function social_private.queue_count_updates(
  uuid, social_private.count_kind[], interval) is
'Tells the worker to count these likes, follows or comments of a person anew after the wait. A
transaction that is running now has ended by then.';

create function social_private.queue_imported_counts(person uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- The triggers have counted the imported likes, follows and comments.
  if not exists (
    select from social_private.accounts
    where accounts.profile_id = queue_imported_counts.person and accounts.audience_level > 0
  ) then
    perform social_private.queue_count_updates(
      queue_imported_counts.person, '{likes,comment_likes,following,comments}', '0');
  end if;
end;
$$;

comment on function social_private.queue_imported_counts(uuid) is
'Tells the worker to stop counting what an import has added for an inactive person.';

create function social_private.continue_count_update(update_id uuid, max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  part social_private.count_updates;
  next_part social_private.count_updates;
begin
  select * into part from social_private.count_updates
  where count_updates.id = continue_count_update.update_id;
  if not found then
    return 1; -- Another row of the same person and kind has done the work of this one.
  end if;
  -- Counting from the beginning does the work of all rows of the same kind that are due.
  if part.after_at = '-infinity' and part.after_id = '00000000-0000-0000-0000-000000000000' then
    delete from social_private.count_updates where count_updates.id = any (array(
      select same.id from social_private.count_updates as same
      where same.person_id = part.person_id and same.kind = part.kind
        and same.due_at <= now() and same.id <> part.id
      for update skip locked
    ));
  end if;
  next_part := social_private.recount_part(part, continue_count_update.max_rows);
  if next_part.after_id is not null then
    update social_private.count_updates set
      after_at = next_part.after_at, after_id = next_part.after_id
    where count_updates.id = part.id;
    return continue_count_update.max_rows;
  end if;
  delete from social_private.count_updates
  where count_updates.id = continue_count_update.update_id;
  return 1;
end;
$$;

comment on function social_private.continue_count_update(uuid, integer) is
'Does one part of a row of count_updates, and deletes the row after the last part. Returns the
number of rows that the worker may count as done.';

create function social_private.recount_account(
  person uuid, kinds social_private.count_kind[])
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  part social_private.count_updates;
begin
  for n in 1 .. cardinality(recount_account.kinds) loop
    part.person_id := recount_account.person;
    part.kind := recount_account.kinds[n];
    part.after_at := '-infinity';
    part.after_id := '00000000-0000-0000-0000-000000000000';
    part := social_private.recount_part(part, 1000);
    if part.after_id is not null then
      insert into social_private.count_updates (person_id, kind, after_at, after_id)
      values (part.person_id, part.kind, part.after_at, part.after_id);
    end if;
  end loop;
  perform social_private.queue_count_updates(recount_account.person, recount_account.kinds);
end;
$$;

comment on function social_private.recount_account(uuid, social_private.count_kind[]) is
'Counts the first 1,000 rows of each kind anew, and leaves the rest to the worker. The worker counts
all of them once more after a minute.';

-- Effects

create function social_private.tg_accounts__sync_uncounted()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write counters; clients have no grants
  set search_path = ''
as $$
begin
  -- A person who confirms a new login has neither likes nor follows, unless an import added them.
  if old.is_temporary and new.audience_level > 0
    and not exists (select from social_private.count_updates where person_id = new.profile_id)
    and not exists (
      select from social_private.uncounted_edges
      where actor_id = new.profile_id and kind = any (enum_range(null::social_private.edge_kind))
    )
    and not exists (
      select from social_private.uncounted_comments where author_id = new.profile_id
    )
  then
    return null;
  end if;
  perform social_private.recount_account(
    new.profile_id, '{likes,comment_likes,following,followers,comments}');
  return null;
end;
$$;

comment on function social_private.tg_accounts__sync_uncounted() is
'Stops counting the likes, follows and comments of a person who becomes inactive, and counts them
again when the person becomes active. Leaves what exceeds 1,000 rows of a kind to the worker.';

-- Triggers run in the order of their names. This trigger is the last, so that its transaction waits
-- for no lock while it holds the locks of likes, follows and comments.
create trigger sync_uncounted
  after update on social_private.accounts
  for each row when ((old.audience_level > 0) <> (new.audience_level > 0))
  execute function social_private.tg_accounts__sync_uncounted();

create function social_private.tg_accounts__sync_uncounted_hashtags()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write these rows; clients have no grants
  set search_path = ''
as $$
begin
  -- A person who confirms a new login has no posts, unless an import added them.
  if old.is_temporary and not exists (
    select from social.posts where posts.author_id = new.profile_id
  ) then
    return null;
  end if;
  perform social_private.recount_account(new.profile_id, '{hashtags}');
  return null;
end;
$$;

comment on function social_private.tg_accounts__sync_uncounted_hashtags() is
'Lists the posts of a person on the pages of their hashtags while the account is public.';

create trigger sync_uncounted_hashtags
  after update on social_private.accounts
  for each row when ((old.audience_level = 2) <> (new.audience_level = 2))
  execute function social_private.tg_accounts__sync_uncounted_hashtags();

create function social_private.tg_hidden_comments__sync_uncounted()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write counters; clients have no grants
  set search_path = ''
as $$
declare
  changed uuid := coalesce(new.comment_id, old.comment_id);
  author uuid := (select comments.author_id from social.comments where comments.id = changed);
begin
  if author is not null then
    perform social_private.recount_comments(array[changed]);
    perform social_private.queue_count_updates(author, '{comments}');
  end if;
  return null;
end;
$$;

comment on function social_private.tg_hidden_comments__sync_uncounted() is
'Stops counting a comment that somebody hides, and counts it again when nobody hides it any more.';

create trigger sync_uncounted
  after insert or delete on social_private.hidden_comments
  for each row execute function social_private.tg_hidden_comments__sync_uncounted();

create function social_private.tg_blocks__sync_uncounted()
  returns trigger
  language plpgsql
  volatile
  security definer -- only triggers write counters; clients have no grants
  set search_path = ''
as $$
declare
  blocker uuid := coalesce(new.blocker_id, old.blocker_id);
  blocked uuid := coalesce(new.blocked_id, old.blocked_id);
  ids uuid[];
begin
  -- If the block is deleted together with a profile, its comments or posts are deleted too.
  if tg_op = 'DELETE' and (
    select count(*) from social.profiles where profiles.id in (blocker, blocked)
  ) < 2 then
    return null;
  end if;
  ids := array(
    select comments.id from social.comments
    join social.posts on posts.id = comments.post_id and posts.author_id = blocker
    where comments.author_id = blocked
    limit 1000
  );
  perform social_private.recount_comments(ids);
  if cardinality(ids) = 1000 then
    perform social_private.queue_count_updates(blocked, '{comments}', '0');
  end if;
  perform social_private.queue_count_updates(blocked, '{comments}');
  return null;
end;
$$;

comment on function social_private.tg_blocks__sync_uncounted() is
'Stops counting the comments of a blocked person under the posts of the person who blocks them, and
counts them again when the block ends.';

create trigger sync_uncounted
  after insert or delete on social_private.blocks
  for each row execute function social_private.tg_blocks__sync_uncounted();

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
