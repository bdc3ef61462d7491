-- Comments: what people say under a post.
-- One row is one comment; a reply knows its parent and the root of its thread. A deleted comment
-- that has replies stays as a tombstone without author and text. Whoever sees the post sees them.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('comment_not_found', 404, 'There is no such comment, or you may not see it.', null),
  ('comment_empty', 422, 'A comment needs a text.', null),
  ('comment_too_long', 422, 'The comment is too long.', null),
  ('reply_too_deep', 422, 'Replies may not nest any deeper here.',
    'Reply to a comment further up in the thread.');

-- Types

create type social.deleted_by as enum ('author', 'post_author', 'staff');
create type social_private.hidden_by as enum ('post_author', 'staff');

create type social.comment_card as (
  id uuid,
  post_id uuid,
  parent_id uuid,
  root_id uuid,
  author_id uuid,
  author_username text,
  author_display_name text,
  author_avatar_path text,
  body text,
  mentions jsonb,
  deleted_by social.deleted_by,
  like_count integer,
  reply_count integer,
  is_liked boolean,
  created_at timestamptz,
  edited_at timestamptz,
  pinned_at timestamptz,
  is_hidden boolean,
  cursor text
);

comment on type social.comment_card is
'A comment as you see it. A tombstone has deleted_by, and neither author nor body. root_id is null
on a top-level comment; reply_count counts the whole thread below one, and is 0 on a reply.
mentions: [{profile_id, username}], the names as written in the body, of people you may see.
is_hidden: you, the author of the post, hid it.';

-- Tables

create table social.comments (
  id uuid not null default social_private.uuid_v7(),
  post_id uuid not null,
  author_id uuid,
  parent_id uuid,
  root_id uuid,
  depth smallint not null default 0,
  body text,
  deleted_by social.deleted_by,
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  pinned_at timestamptz,

  constraint comments_pkey primary key (id),
  constraint comments_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade,
  constraint comments_author_id_fkey foreign key (author_id)
    references social.profiles (id) on delete cascade,
  constraint comments_parent_id_fkey foreign key (parent_id)
    references social.comments (id) on delete cascade,
  constraint comments_root_id_fkey foreign key (root_id)
    references social.comments (id) on delete cascade,
  constraint comments_reply_has_a_root check ((parent_id is null) = (root_id is null)),
  constraint comments_tombstone_is_empty check (
    (deleted_by is null and body is not null and author_id is not null)
    or (deleted_by is not null and body is null and author_id is null)
  )
);

comment on table social.comments is 'Comments and replies. The ids are ordered by time.';
comment on column social.comments.depth is '0 for a comment, 1 for a reply to it, and so on.';
comment on column social.comments.deleted_by is
'Who deleted it, on a tombstone: a deleted comment that replies hang on.';

-- What was said under this post, latest first?
create index comments_top_level_idx on social.comments (post_id, id desc) where root_id is null;
-- Everything under this post: covers the foreign key.
create index comments_post_id_idx on social.comments (post_id);
-- What was answered in this thread, oldest first? Also covers the foreign key.
create index comments_root_id_id_idx on social.comments (root_id, id) where root_id is not null;
-- What is pinned under this post?
create index comments_pinned_idx on social.comments (post_id, pinned_at desc, id desc)
  where pinned_at is not null;
-- Has this comment replies? Also covers the foreign key.
create index comments_parent_id_idx on social.comments (parent_id) where parent_id is not null;
-- What did this person say? Covers the foreign key.
create index comments_author_id_idx on social.comments (author_id) where author_id is not null;

create table social_private.hidden_comments (
  comment_id uuid not null,
  hidden_by social_private.hidden_by not null,
  hidden_at timestamptz not null default now(),

  constraint hidden_comments_pkey primary key (comment_id, hidden_by),
  constraint hidden_comments_comment_id_fkey foreign key (comment_id)
    references social.comments (id) on delete cascade
);

comment on table social_private.hidden_comments is
'Comments that the author of the post, or staff, hid. Apart, so that their authors cannot tell.';

create table social.comment_edits (
  id uuid not null default social_private.uuid_v7(),
  comment_id uuid not null,
  body text not null,
  replaced_at timestamptz not null default now(),

  constraint comment_edits_pkey primary key (id),
  constraint comment_edits_comment_id_fkey foreign key (comment_id)
    references social.comments (id) on delete cascade
);

comment on table social.comment_edits is
'Earlier versions of your comments, until replaced_at. Only the author reads them.';

-- Which versions did this comment have, latest first? Also covers the foreign key.
create index comment_edits_comment_id_id_idx on social.comment_edits (comment_id, id desc);

-- Access

alter table social.comments enable row level security;
alter table social_private.hidden_comments enable row level security;
alter table social.comment_edits enable row level security;

create function social_private.is_comment_shown(
  viewer uuid, comment_id uuid, author_id uuid, post_author_id uuid)
  returns boolean
  language plpgsql -- a plan is kept; language sql makes one for every call
  stable
  security definer -- reads accounts and blocks, which clients may not
  set search_path = ''
as $$
begin
  -- A tombstone has no author; one's own comment is there for oneself.
  if is_comment_shown.author_id is null
    or is_comment_shown.author_id = is_comment_shown.viewer
  then
    return true;
  end if;
  -- An array, for it asks all whatever the first says: the time an answer takes is to tell nothing.
  return not true = any (array[
    exists (
      select from social_private.hidden_comments
      where hidden_comments.comment_id = is_comment_shown.comment_id
        and (
          hidden_comments.hidden_by = 'staff'
          or is_comment_shown.post_author_id is distinct from is_comment_shown.viewer
        )
    ),
    not exists (
      select from social_private.accounts
      where accounts.profile_id = is_comment_shown.author_id and accounts.reach > 0
    ),
    exists (
      select from social_private.blocks
      where blocks.blocker_id = is_comment_shown.post_author_id
        and blocks.blocked_id = is_comment_shown.author_id
    ),
    social_private.is_blocked(is_comment_shown.viewer, is_comment_shown.author_id)
  ]);
end;
$$;

comment on function social_private.is_comment_shown(uuid, uuid, uuid, uuid) is
'The one rule of who may see a comment under a post they see. Its author always; others while its
author is there for them and not blocked by the author of the post, and nobody hid it. What the
author of the post hid, that author still sees.';

create function social_private.is_branch_shown(
  viewer uuid, comment_id uuid, post_author_id uuid)
  returns boolean
  language plpgsql -- a plan is kept; language sql makes one for every call
  stable
  security invoker
  set search_path = ''
as $$
declare
  next_id uuid := is_branch_shown.comment_id;
  comment social.comments;
begin
  while next_id is not null loop
    select * into comment from social.comments where comments.id = next_id;
    if not found or not social_private.is_comment_shown(
      is_branch_shown.viewer, comment.id, comment.author_id, is_branch_shown.post_author_id)
    then
      return false;
    end if;
    next_id := comment.parent_id;
  end loop;
  return true;
end;
$$;

comment on function social_private.is_branch_shown(uuid, uuid, uuid) is
'Whether a comment is shown and so is everything that it answers: else its parent_id would tell of
what is hidden.';

create function social_private.can_view_comment(viewer uuid, comment_id uuid)
  returns boolean
  language plpgsql -- a plan is kept; language sql makes one for every call
  stable
  security definer -- reads posts, accounts and blocks, past their policies
  set search_path = ''
as $$
declare
  comment social.comments;
  post_author_id uuid;
  is_there boolean;
  is_post_visible boolean;
  is_shown boolean;
begin
  select * into comment from social.comments where comments.id = can_view_comment.comment_id;
  is_there := found;
  -- Of nothing the same is asked as of something: the time it takes is to tell nothing.
  select posts.author_id into post_author_id from social.posts
  where posts.id = coalesce(comment.post_id, can_view_comment.comment_id);
  is_post_visible := social_private.can_view_post(
    can_view_comment.viewer, coalesce(comment.post_id, can_view_comment.comment_id));
  is_shown := case
    when comment.parent_id is null then social_private.is_comment_shown(
      can_view_comment.viewer, can_view_comment.comment_id,
      case when is_there then comment.author_id else can_view_comment.comment_id end,
      post_author_id)
    else social_private.is_branch_shown(can_view_comment.viewer, comment.id, post_author_id)
  end;
  return is_there and is_post_visible and is_shown;
end;
$$;

comment on function social_private.can_view_comment(uuid, uuid) is
'Whether the viewer may see this comment: its post, itself, and on a reply all that it answers.';

create function social_private.hold_visible_comment(viewer uuid, comment_id uuid)
  returns social.comments
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  comment social.comments;
begin
  -- The lock holds off a deletion of the comment until we are done; only what is there is locked.
  if social_private.can_view_comment(
    hold_visible_comment.viewer, hold_visible_comment.comment_id)
  then
    select * into comment from social.comments
    where comments.id = hold_visible_comment.comment_id and comments.deleted_by is null
    for key share;
    if found then
      return comment;
    end if;
  end if;
  perform social_private.fail('comment_not_found');
end;
$$;

comment on function social_private.hold_visible_comment(uuid, uuid) is
'A comment that is there for the viewer, and no tombstone. Error: comment_not_found.';

create policy select_visible on social.comments
  for select to anon, authenticated
  using (
    (select true from social.posts where posts.id = comments.post_id)
    and case when root_id is null
      then social_private.is_comment_shown(
        (select social_private.viewer_id()), id, author_id,
        (select posts.author_id from social.posts where posts.id = comments.post_id))
      else social_private.can_view_comment((select social_private.viewer_id()), id)
    end
  );

create policy select_own on social.comment_edits
  for select to authenticated
  using (exists (
    select from social.comments
    where comments.id = comment_edits.comment_id
      and comments.author_id = (select social_private.viewer_id())
  ));

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.can_view_comment(uuid, uuid),
  social_private.is_comment_shown(uuid, uuid, uuid, uuid)
  to anon, authenticated; -- policies call them
