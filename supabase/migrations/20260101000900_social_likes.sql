-- Likes and saves: what people do to a post or a comment with one tap.
-- One row per person and thing, so liking twice is one like. Whoever sees the post sees its likes;
-- saves are seen by the saver only.

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

comment on table social.likes is 'A person likes a post. At most one row per pair.';

-- Who likes this post, latest first? Also covers the foreign key.
create index likes_post_id_created_at_idx on social.likes (post_id, created_at desc, user_id desc);

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

comment on table social.comment_likes is 'A person likes a comment. At most one row per pair.';

-- Who likes this comment, latest first? Also covers the foreign key.
create index comment_likes_comment_id_created_at_idx
  on social.comment_likes (comment_id, created_at desc, user_id desc);

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

comment on table social.saves is 'A person saved a post for later. Only the saver knows.';

-- What did this person save, latest first?
create index saves_user_id_created_at_idx
  on social.saves (user_id, created_at desc, post_id desc);
-- Covers the foreign key.
create index saves_post_id_idx on social.saves (post_id);

-- Access

alter table social.likes enable row level security;
alter table social.comment_likes enable row level security;
alter table social.saves enable row level security;

create policy select_visible on social.likes
  for select to anon, authenticated
  using (
    (select true from social.posts where posts.id = likes.post_id)
    and (select true from social.profiles where profiles.id = likes.user_id)
  );

create policy select_visible on social.comment_likes
  for select to anon, authenticated
  using (
    (select true from social.comments where comments.id = comment_likes.comment_id)
    and (select true from social.profiles where profiles.id = comment_likes.user_id)
  );

create policy select_own on social.saves
  for select to authenticated
  using (
    user_id = (select social_private.viewer_id())
    -- A row that stayed would tell a block from a deletion.
    and (select true from social.posts where posts.id = saves.post_id)
  );

-- Commands

create function social_private.like_post(post_id uuid)
  returns boolean
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; only what the actor may see
  set search_path = ''
as $$
declare
  actor uuid := social_private.charge_actor('like');
begin
  perform social_private.hold_visible_post(actor, like_post.post_id);
  insert into social.likes (user_id, post_id)
  values (actor, like_post.post_id)
  on conflict on constraint likes_pkey do nothing;
  return true;
end;
$$;

create function social.like_post(post_id uuid)
  returns boolean
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.like_post(like_post.post_id);

comment on function social.like_post(uuid) is
'Like a post. Again changes nothing.

Returns true: you like the post now. Errors: not_signed_in, profile_missing, post_not_found,
rate_limited.';

create function social_private.unlike_post(post_id uuid)
  returns boolean
  language plpgsql
  volatile
  security definer -- clients hold no delete grant; only the actor's own
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  perform social_private.require_argument(unlike_post.post_id);
  delete from social.likes
  where likes.user_id = actor and likes.post_id = unlike_post.post_id;
  return false;
end;
$$;

create function social.unlike_post(post_id uuid)
  returns boolean
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unlike_post(unlike_post.post_id);

comment on function social.unlike_post(uuid) is
'Take back your like of a post. Again changes nothing.

Returns false: you do not like the post now.
Errors: not_signed_in, profile_missing, argument_missing.';

create function social_private.save_post(post_id uuid)
  returns boolean
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; only what the actor may see
  set search_path = ''
as $$
declare
  actor uuid := social_private.charge_actor('like');
begin
  perform social_private.hold_visible_post(actor, save_post.post_id);
  insert into social.saves (user_id, post_id)
  values (actor, save_post.post_id)
  on conflict on constraint saves_pkey do nothing;
  return true;
end;
$$;

create function social.save_post(post_id uuid)
  returns boolean
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.save_post(save_post.post_id);

comment on function social.save_post(uuid) is
'Save a post for later; nobody else can tell. Again changes nothing.

Returns true: the post is among your saved ones. Errors: not_signed_in, profile_missing,
post_not_found, rate_limited.';

create function social_private.unsave_post(post_id uuid)
  returns boolean
  language plpgsql
  volatile
  security definer -- clients hold no delete grant; only the actor's own
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  perform social_private.require_argument(unsave_post.post_id);
  delete from social.saves
  where saves.user_id = actor and saves.post_id = unsave_post.post_id;
  return false;
end;
$$;

create function social.unsave_post(post_id uuid)
  returns boolean
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unsave_post(unsave_post.post_id);

comment on function social.unsave_post(uuid) is
'Remove a post from your saved ones. Again changes nothing.

Returns false: the post is not among your saved ones.
Errors: not_signed_in, profile_missing, argument_missing.';

create function social_private.like_comment(comment_id uuid)
  returns boolean
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; only what the actor may see
  set search_path = ''
as $$
declare
  actor uuid := social_private.charge_actor('like');
begin
  perform social_private.hold_visible_comment(actor, like_comment.comment_id);
  insert into social.comment_likes (user_id, comment_id)
  values (actor, like_comment.comment_id)
  on conflict on constraint comment_likes_pkey do nothing;
  return true;
end;
$$;

create function social.like_comment(comment_id uuid)
  returns boolean
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.like_comment(like_comment.comment_id);

comment on function social.like_comment(uuid) is
'Like a comment. Again changes nothing.

Returns true: you like the comment now. Errors: not_signed_in, profile_missing, comment_not_found,
rate_limited.';

create function social_private.unlike_comment(comment_id uuid)
  returns boolean
  language plpgsql
  volatile
  security definer -- clients hold no delete grant; only the actor's own
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  perform social_private.require_argument(unlike_comment.comment_id);
  delete from social.comment_likes
  where comment_likes.user_id = actor and comment_likes.comment_id = unlike_comment.comment_id;
  return false;
end;
$$;

create function social.unlike_comment(comment_id uuid)
  returns boolean
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unlike_comment(unlike_comment.comment_id);

comment on function social.unlike_comment(uuid) is
'Take back your like of a comment. Again changes nothing.

Returns false: you do not like the comment now.
Errors: not_signed_in, profile_missing, argument_missing.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.like_post(uuid), social.like_post(uuid),
  social_private.unlike_post(uuid), social.unlike_post(uuid),
  social_private.save_post(uuid), social.save_post(uuid),
  social_private.unsave_post(uuid), social.unsave_post(uuid),
  social_private.like_comment(uuid), social.like_comment(uuid),
  social_private.unlike_comment(uuid), social.unlike_comment(uuid)
  to anon, authenticated; -- anon too, to be told not_signed_in
