-- Likes and saves: people like posts and comments, and save posts.
-- Each row is one person's like or save. Every command is idempotent. Everybody who may see a post
-- or comment sees how many people like it. config.likes_visibility says who may list these people.
-- Nobody may list what another person likes. Only the person who saved a post sees the save.

-- Tables

create table social.likes (
  user_id uuid not null,
  post_id uuid not null,
  created_at timestamptz not null default now(),

  constraint likes_pkey primary key (user_id, post_id),
  constraint likes_user_id_fkey foreign key (user_id)
    references social.profiles (id) on delete cascade,
  constraint likes_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade
);

comment on table social.likes is
'Each row says that a person likes a post. Only the person and the author of the post may see the
row. The function post_likers lists the people who like a post.';

comment on column social.likes.user_id is 'The person who likes the post.';

comment on column social.likes.post_id is 'The liked post.';

comment on column social.likes.created_at is 'The time of the like.';

-- This index serves the list of the people who like a post, latest like first. It also covers the
-- foreign key.
create index likes_post_id_created_at_idx on social.likes (post_id, created_at desc, user_id desc);

-- This index serves the daily numbers of likes. Rows are inserted in the order of time, so a small
-- BRIN index is enough.
create index likes_created_at_idx on social.likes using brin (created_at);

alter table social.likes enable row level security;

create trigger keep_keys
  before update of user_id, post_id on social.likes
  for each row when ((old.user_id, old.post_id) is distinct from (new.user_id, new.post_id))
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social.likes
  for each statement execute function social_private.tg_refuse_truncate();

create table social.comment_likes (
  user_id uuid not null,
  comment_id uuid not null,
  created_at timestamptz not null default now(),

  constraint comment_likes_pkey primary key (user_id, comment_id),
  constraint comment_likes_user_id_fkey foreign key (user_id)
    references social.profiles (id) on delete cascade,
  constraint comment_likes_comment_id_fkey foreign key (comment_id)
    references social.comments (id) on delete cascade
);

comment on table social.comment_likes is
'Each row says that a person likes a comment. Only the person and the author of the comment may see
the row. The function comment_likers lists the people who like a comment.';

comment on column social.comment_likes.user_id is 'The person who likes the comment.';

comment on column social.comment_likes.comment_id is 'The liked comment.';

comment on column social.comment_likes.created_at is 'The time of the like.';

-- This index serves the list of the people who like a comment, latest like first. It also covers
-- the foreign key.
create index comment_likes_comment_id_created_at_idx
  on social.comment_likes (comment_id, created_at desc, user_id desc);

-- This index serves the daily numbers of likes.
create index comment_likes_created_at_idx on social.comment_likes using brin (created_at);

alter table social.comment_likes enable row level security;

create trigger keep_keys
  before update of user_id, comment_id on social.comment_likes
  for each row when ((old.user_id, old.comment_id) is distinct from (new.user_id, new.comment_id))
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social.comment_likes
  for each statement execute function social_private.tg_refuse_truncate();

create table social.saves (
  user_id uuid not null,
  post_id uuid not null,
  created_at timestamptz not null default now(),

  constraint saves_pkey primary key (user_id, post_id),
  constraint saves_user_id_fkey foreign key (user_id)
    references social.profiles (id) on delete cascade,
  constraint saves_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade
);

comment on table social.saves is
'Each row says that a person saved a post for later. Only that person may see the row.';

comment on column social.saves.user_id is 'The person who saved the post.';

comment on column social.saves.post_id is 'The saved post.';

comment on column social.saves.created_at is 'The time when the post was saved.';

-- This index serves the list of a person's saved posts, latest save first.
create index saves_user_id_created_at_idx
  on social.saves (user_id, created_at desc, post_id desc);

-- This index covers the foreign key: it finds all saves of a post.
create index saves_post_id_idx on social.saves (post_id);

alter table social.saves enable row level security;

create trigger keep_keys
  before update of user_id, post_id on social.saves
  for each row when ((old.user_id, old.post_id) is distinct from (new.user_id, new.post_id))
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social.saves
  for each statement execute function social_private.tg_refuse_truncate();

-- Commands

create type social.like_state as (is_liked boolean, like_count integer);

comment on type social.like_state is
'Whether you like a post or comment, and how many people like it.

like_count is null if you may not see the post or comment.';

create type social.save_state as (is_saved boolean);

comment on type social.save_state is 'Whether a post is among your saved posts.';

create function social_private.like_post(post_id uuid)
  returns social.like_state
  language plpgsql
  volatile
  security definer -- clients have no insert grant; can_view_post checks visibility
  set search_path = ''
as $$
declare
  -- like_post is the most frequent command. To save time, it makes some checks itself instead of
  -- calling helper functions.
  actor uuid := social_private.require_actor();
  author uuid;
  is_watched boolean;
begin
  perform social_private.consume_rate_limit(actor, 'like');
  if not social_private.can_view_post(actor, like_post.post_id) then
    perform social_private.fail('post_not_found');
  end if;
  select posts.author_id, exists (
    select from social_private.watched_posts
    where watched_posts.post_id = like_post.post_id
  ) into author, is_watched
  from social.posts where posts.id = like_post.post_id for key share;
  if not found then
    perform social_private.fail('post_not_found');
  end if;
  insert into social.likes (user_id, post_id)
  values (actor, like_post.post_id)
  on conflict on constraint likes_pkey do nothing;
  if found then
    perform social_private.notify(
      author, 'post_like', actor, like_post.post_id, like_post.post_id, like_post.post_id);
    if is_watched then
      perform social_private.hint_post(like_post.post_id);
    end if;
  end if;
  return row(true, (
    select sum(counters.like_count)::integer from social_private.post_counters as counters
    where counters.post_id = like_post.post_id
  ));
end;
$$;

create function social.like_post(post_id uuid)
  returns social.like_state
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.like_post(like_post.post_id);

comment on function social.like_post(uuid) is
'Like a post.

Idempotent. Returns is_liked (true) and the like_count after the like.
Errors: post_not_found. Common errors: docs/errors.md#common-errors.';

create function social_private.unlike_post(post_id uuid)
  returns social.like_state
  language plpgsql
  volatile
  security definer -- clients have no delete grant; it deletes only own rows
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('like');
begin
  perform social_private.require_argument(unlike_post.post_id);
  delete from social.likes
  where likes.user_id = actor and likes.post_id = unlike_post.post_id;
  if found then
    perform social_private.hint_post(unlike_post.post_id);
  end if;
  return row(false, case when social_private.can_view_post(actor, unlike_post.post_id) then (
    select sum(counters.like_count)::integer from social_private.post_counters as counters
    where counters.post_id = unlike_post.post_id
  ) end);
end;
$$;

create function social.unlike_post(post_id uuid)
  returns social.like_state
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unlike_post(unlike_post.post_id);

comment on function social.unlike_post(uuid) is
'Remove your like from a post.

Idempotent. You can call it even if you may no longer see the post. In that case, like_count is
null. Returns is_liked (false) and the like_count after the removal.
Common errors: docs/errors.md#common-errors.';

create function social_private.like_comment(comment_id uuid)
  returns social.like_state
  language plpgsql
  volatile
  security definer -- clients have no insert grant; checks that the actor may see it
  set search_path = ''
as $$
declare
  -- like_comment is a frequent command. To save time, it makes some checks itself instead of
  -- calling helper functions.
  actor uuid := social_private.require_actor();
  comment social.comments;
begin
  perform social_private.consume_rate_limit(actor, 'like');
  if not social_private.can_view_comment(actor, like_comment.comment_id) then
    perform social_private.fail('comment_not_found');
  end if;
  select * into comment from social.comments
  where comments.id = like_comment.comment_id and comments.deleted_at is null
  for key share;
  if not found then
    perform social_private.fail('comment_not_found');
  end if;
  insert into social.comment_likes (user_id, comment_id)
  values (actor, like_comment.comment_id)
  on conflict on constraint comment_likes_pkey do nothing;
  if found then
    -- People see their own comments below each post that they see.
    if social_private.can_view_post(comment.author_id, comment.post_id) then
      perform social_private.notify(
        comment.author_id, 'comment_like', actor, comment.id, comment.id, comment.post_id);
    end if;
    perform social_private.hint_post(comment.post_id);
  end if;
  return row(true, (
    select sum(counters.like_count)::integer from social_private.comment_counters as counters
    where counters.comment_id = like_comment.comment_id
  ));
end;
$$;

create function social.like_comment(comment_id uuid)
  returns social.like_state
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.like_comment(like_comment.comment_id);

comment on function social.like_comment(uuid) is
'Like a comment.

Idempotent. Returns is_liked (true) and the like_count after the like.
Errors: comment_not_found. Common errors: docs/errors.md#common-errors.';

create function social_private.unlike_comment(comment_id uuid)
  returns social.like_state
  language plpgsql
  volatile
  security definer -- clients have no delete grant; it deletes only own rows
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('like');
begin
  perform social_private.require_argument(unlike_comment.comment_id);
  delete from social.comment_likes
  where comment_likes.user_id = actor and comment_likes.comment_id = unlike_comment.comment_id;
  if found then
    perform social_private.hint_post((
      select comments.post_id from social.comments
      where comments.id = unlike_comment.comment_id
    ));
  end if;
  return row(false, case when social_private.can_view_comment(actor, unlike_comment.comment_id)
    then (
      select sum(counters.like_count)::integer from social_private.comment_counters as counters
      where counters.comment_id = unlike_comment.comment_id
    )
  end);
end;
$$;

create function social.unlike_comment(comment_id uuid)
  returns social.like_state
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unlike_comment(unlike_comment.comment_id);

comment on function social.unlike_comment(uuid) is
'Remove your like from a comment.

Idempotent. You can call it even if you may no longer see the comment. In that case, like_count is
null. Returns is_liked (false) and the like_count after the removal.
Common errors: docs/errors.md#common-errors.';

create function social_private.save_post(post_id uuid)
  returns social.save_state
  language plpgsql
  volatile
  security definer -- clients have no insert grant; checks that the actor may see it
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('like');
begin
  perform social_private.lock_visible_post(actor, save_post.post_id);
  insert into social.saves (user_id, post_id)
  values (actor, save_post.post_id)
  on conflict on constraint saves_pkey do nothing;
  return row(true);
end;
$$;

create function social.save_post(post_id uuid)
  returns social.save_state
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.save_post(save_post.post_id);

comment on function social.save_post(uuid) is
'Save a post for later.

Only you can see which posts you saved. Idempotent. Returns is_saved (true).
Errors: post_not_found. Common errors: docs/errors.md#common-errors.';

create function social_private.unsave_post(post_id uuid)
  returns social.save_state
  language plpgsql
  volatile
  security definer -- clients have no delete grant; it deletes only own rows
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('like');
begin
  perform social_private.require_argument(unsave_post.post_id);
  delete from social.saves
  where saves.user_id = actor and saves.post_id = unsave_post.post_id;
  return row(false);
end;
$$;

create function social.unsave_post(post_id uuid)
  returns social.save_state
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unsave_post(unsave_post.post_id);

comment on function social.unsave_post(uuid) is
'Remove a post from your saved posts.

Idempotent. You can call it even if you may no longer see the post. Returns is_saved (false).
Common errors: docs/errors.md#common-errors.';

-- Lists

create function social_private.can_list_likers(viewer uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  allowed text := (select config.likes_visibility from social_private.config);
begin
  if can_list_likers.viewer is null and allowed is distinct from 'everybody' then
    perform social_private.require_actor();
  end if;
  return coalesce(allowed <> 'author', false);
end;
$$;

comment on function social_private.can_list_likers(uuid) is
'Returns whether config.likes_visibility lets the viewer list the people who like a post or comment
of somebody else.

Errors: those of require_actor(), if people without a login may not list them.';

create function social_private.post_likers(post_id uuid, after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- clients may have no table access; can_view_post checks visibility
  set search_path = ''
as $$
declare
  viewer uuid := social_private.reader_id();
  blocked uuid[] := social_private.blocked_either_way(viewer);
  key social_private.time_key := social_private.parse_time_cursor(
    'post_likers', post_likers.post_id, post_likers.after);
  size integer := social_private.checked_page_size(post_likers.page_size);
  is_shown boolean;
  ids uuid[];
  cursors text[];
begin
  if not social_private.can_view_post(viewer, post_likers.post_id) then
    perform social_private.fail('post_not_found');
  end if;
  is_shown := social_private.can_list_likers(viewer);
  if not is_shown then
    is_shown := exists (
      select from social.posts where posts.id = post_likers.post_id and posts.author_id = viewer);
  end if;
  if is_shown then
    select array_agg(latest.user_id), social_private.time_cursors(
      'post_likers', post_likers.post_id, array_agg(latest.created_at), array_agg(latest.user_id))
    into ids, cursors
    from (
      select likes.user_id, likes.created_at
      from social.likes
      join social_private.accounts
        on accounts.profile_id = likes.user_id and accounts.audience_level > 0
      where likes.post_id = post_likers.post_id
        and likes.user_id <> all (blocked)
        and (likes.created_at, likes.user_id) < (key.at, key.id)
      order by likes.created_at desc, likes.user_id desc
      limit size
    ) as latest;
  end if;
  return query select * from social_private.profile_cards(viewer, ids, cursors);
end;
$$;

create function social.post_likers(
  post_id uuid, after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.post_likers(
  post_likers.post_id, post_likers.after, post_likers.page_size);

comment on function social.post_likers(uuid, text, integer) is
'List the people who like a post, latest like first.

config.likes_visibility says who may list them. By default, every signed-in person may. If only the
author of the post may list them, the list is empty for everybody else. The list leaves out
inactive people, people whom you block and people who block you. Returns profile cards.
Errors: post_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.comment_likers(comment_id uuid, after text, page_size integer)
  returns setof social.profile_card
  language plpgsql
  stable
  security definer -- clients may have no table access; can_view_comment checks visibility
  set search_path = ''
as $$
declare
  viewer uuid := social_private.reader_id();
  blocked uuid[] := social_private.blocked_either_way(viewer);
  key social_private.time_key := social_private.parse_time_cursor(
    'comment_likers', comment_likers.comment_id, comment_likers.after);
  size integer := social_private.checked_page_size(comment_likers.page_size);
  is_shown boolean;
  ids uuid[];
  cursors text[];
begin
  if not social_private.can_view_comment(viewer, comment_likers.comment_id) then
    perform social_private.fail('comment_not_found');
  end if;
  is_shown := social_private.can_list_likers(viewer);
  if not is_shown then
    is_shown := exists (
      select from social.comments
      where comments.id = comment_likers.comment_id and comments.author_id = viewer);
  end if;
  if is_shown then
    select array_agg(latest.user_id), social_private.time_cursors(
      'comment_likers', comment_likers.comment_id,
      array_agg(latest.created_at), array_agg(latest.user_id))
    into ids, cursors
    from (
      select comment_likes.user_id, comment_likes.created_at
      from social.comment_likes
      join social_private.accounts
        on accounts.profile_id = comment_likes.user_id and accounts.audience_level > 0
      where comment_likes.comment_id = comment_likers.comment_id
        and comment_likes.user_id <> all (blocked)
        and (comment_likes.created_at, comment_likes.user_id) < (key.at, key.id)
      order by comment_likes.created_at desc, comment_likes.user_id desc
      limit size
    ) as latest;
  end if;
  return query select * from social_private.profile_cards(viewer, ids, cursors);
end;
$$;

create function social.comment_likers(
  comment_id uuid, after text default null, page_size integer default 20)
  returns setof social.profile_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.comment_likers(
  comment_likers.comment_id, comment_likers.after, comment_likers.page_size);

comment on function social.comment_likers(uuid, text, integer) is
'List the people who like a comment, latest like first.

config.likes_visibility says who may list them. By default, every signed-in person may. If only the
author of the comment may list them, the list is empty for everybody else. The list leaves out
inactive people, people whom you block and people who block you. Returns profile cards.
Errors: comment_not_found.
Common errors: docs/errors.md#common-errors.';

create function social_private.saved_posts(after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  stable
  security definer -- clients may have no table access; can_view_post checks visibility
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(
    'saved_posts', actor, saved_posts.after);
  size integer := social_private.checked_page_size(saved_posts.page_size);
  ids uuid[];
  cursors text[];
begin
  select array_agg(latest.post_id), social_private.time_cursors(
    'saved_posts', actor, array_agg(latest.created_at), array_agg(latest.post_id))
  into ids, cursors
  from (
    select saves.post_id, saves.created_at
    from social.saves
    where saves.user_id = actor
      and (saves.created_at, saves.post_id) < (key.at, key.id)
      and social_private.can_view_post(actor, saves.post_id)
    order by saves.created_at desc, saves.post_id desc
    limit size
  ) as latest;
  return query select * from social_private.post_cards(actor, ids, cursors);
end;
$$;

create function social.saved_posts(after text default null, page_size integer default 20)
  returns setof social.post_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.saved_posts(saved_posts.after, saved_posts.page_size);

comment on function social.saved_posts(text, integer) is
'List your saved posts that you may still see, latest save first.

Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.like_post(uuid), social.like_post(uuid), social_private.unlike_post(uuid),
  social.unlike_post(uuid), social_private.like_comment(uuid), social.like_comment(uuid),
  social_private.unlike_comment(uuid), social.unlike_comment(uuid),
  social_private.save_post(uuid), social.save_post(uuid), social_private.unsave_post(uuid),
  social.unsave_post(uuid), social_private.post_likers(uuid, text, integer),
  social.post_likers(uuid, text, integer), social_private.comment_likers(uuid, text, integer),
  social.comment_likers(uuid, text, integer), social_private.saved_posts(text, integer),
  social.saved_posts(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
