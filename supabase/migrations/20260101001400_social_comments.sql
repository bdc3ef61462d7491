-- Comments: the tables, the visibility rule of comments, and the card that shows a comment to a
-- viewer.
-- Each row of comments is a comment on a post or a reply to a comment. A deleted comment keeps its
-- row, likes and versions as long as it can be restored. After that it is permanently deleted. If
-- the viewer may see a reply to a comment that is deleted or hidden, the thread shows a tombstone
-- in place of the comment.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('comment_not_found', 404, 'There is no such comment, or you may not see it.', null),
  ('comment_empty', 422, 'A comment needs a text.', null),
  ('comment_too_long', 422, 'The comment is too long.', null),
  ('reply_misplaced', 422, 'A reply belongs to the post and the thread of its parent.',
    'Insert the post_id of the parent, and leave root_id and depth out.'),
  ('reply_too_deep', 422, 'Replies cannot be nested any deeper.',
    'Reply to a comment further up in the thread.');

-- Tables

create type social.deleted_by as enum ('author', 'post_author', 'staff');

create type social_private.hidden_by as enum ('post_author', 'staff');

create table social.comments (
  id uuid not null default social_private.uuid_v7(),
  post_id uuid not null,
  author_id uuid,
  parent_id uuid,
  root_id uuid,
  depth smallint not null default 0,
  body text,
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  pinned_at timestamptz,
  deleted_at timestamptz,
  deleted_by social.deleted_by,
  deleter_id uuid,
  is_tombstone boolean not null default false,
  is_present boolean not null generated always as (deleted_at is null or is_tombstone) stored,

  constraint comments_pkey primary key (id),
  constraint comments_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade,
  constraint comments_author_id_fkey foreign key (author_id)
    references social.profiles (id) on delete cascade,
  constraint comments_parent_id_fkey foreign key (parent_id)
    references social.comments (id) on delete cascade,
  constraint comments_root_id_fkey foreign key (root_id)
    references social.comments (id) on delete cascade,
  constraint comments_reply_has_a_root check (
    (parent_id is null) = (root_id is null) and (parent_id is null) = (depth = 0)
  ),
  constraint comments_pins_are_top_level check (pinned_at is null or parent_id is null),
  constraint comments_body_has_a_maximum check (char_length(body) <= 20000),
  constraint comments_has_author_and_body check ((author_id is null) = (body is null)),
  constraint comments_deletion_is_whole check (
    case when deleted_at is null
      then deleted_by is null and deleter_id is null and not is_tombstone and body is not null
      else deleted_by is not null
    end
  )
);

comment on table social.comments is
'Comments and replies. A client that reads this table directly never gets a deleted comment. Sorting
by id sorts by creation time.';

comment on column social.comments.id is
'The id of the comment, a UUID of version 7, whose first part is the time.';

comment on column social.comments.post_id is 'The post below which the comment stands.';

comment on column social.comments.author_id is
'The author of the comment. Null if the comment is permanently deleted and its row remains only to
keep the place of the replies.';

comment on column social.comments.parent_id is
'The comment that this one answers. Null for a top-level comment.';

comment on column social.comments.root_id is
'The top-level comment of the thread. Null for a top-level comment.';

comment on column social.comments.depth is
'The depth of the comment in its thread: 0 for a top-level comment, 1 for a reply to a top-level
comment, 2 for a reply to a reply of depth 1.';

comment on column social.comments.body is 'The text. Null if the comment is permanently deleted.';

comment on column social.comments.created_at is 'The time of the comment.';

comment on column social.comments.edited_at is
'The time of the last edit. Null if the comment was never edited.';

comment on column social.comments.pinned_at is
'The time when the author of the post pinned the comment. Null if it is not pinned.';

comment on column social.comments.deleted_at is
'The time when the comment was deleted. Nobody sees a deleted comment. The person who deleted it
can restore it until it is permanently deleted. To delete or restore a comment with SQL, set or
clear only this column.';

comment on column social.comments.deleted_by is
'The role of the person who deleted the comment: its author, the author of the post, or staff.';

comment on column social.comments.deleter_id is
'The person who deleted the comment and can restore it: its author or the author of the post. Null
when the comment was deleted with SQL.

The column has no foreign key. With two foreign keys between comments and profiles, embedding
comments in profiles would be ambiguous for PostgREST. When the account of this person is erased,
the column is cleared or the comment is deleted.';

comment on column social.comments.is_tombstone is
'True if the comment is deleted and the thread still shows replies to it. The thread then shows a
placeholder. Triggers set this column.';

comment on column social.comments.is_present is
'True if threads show the comment itself or its tombstone.';

-- This index serves the list of a post's top-level comments, latest first.
create index comments_top_level_idx on social.comments (post_id, id desc)
  where root_id is null and is_present;

-- This index covers the foreign key: it finds all comments under a post.
create index comments_post_id_idx on social.comments (post_id);

-- This index serves the list of the replies that a thread shows, oldest first. It also covers the
-- foreign key.
create index comments_root_id_is_present_id_idx on social.comments (root_id, is_present, id)
  where root_id is not null;

-- This index serves the list of the pinned comments under a post.
create index comments_pinned_idx on social.comments (post_id, pinned_at desc, id desc)
  where pinned_at is not null and deleted_at is null;

-- This index serves the check whether a thread shows replies to a comment. It also covers the
-- foreign key.
create index comments_parent_id_is_present_idx on social.comments (parent_id, is_present)
  where parent_id is not null;

-- This index finds the comments of a person, in order. It also covers the foreign key.
create index comments_author_id_id_idx on social.comments (author_id, id)
  where author_id is not null;

-- This index serves the list of the comments that a person deleted, latest deletion first.
create index comments_deleter_id_deleted_at_idx
  on social.comments (deleter_id, deleted_at desc, id desc) where deleter_id is not null;

-- This index serves the search for deleted comments that are due for permanent deletion.
create index comments_deleted_at_idx on social.comments (deleted_at)
  where deleted_at is not null and author_id is not null;

alter table social.comments enable row level security;

create trigger keep_keys
  before update of id, post_id, author_id, parent_id, root_id, depth on social.comments
  for each row when (
    (old.id, old.post_id, old.parent_id, old.root_id, old.depth)
      is distinct from (new.id, new.post_id, new.parent_id, new.root_id, new.depth)
    -- A permanent deletion clears the author.
    or new.author_id is distinct from old.author_id and new.author_id is not null
  )
  execute function social_private.tg_refuse_key_change(
    'A comment stays with its author and in its thread. Delete it and insert another.');

create trigger keep_order
  before insert or update of created_at on social.comments
  for each row when (not social_private.is_id_of(new.id, new.created_at))
  execute function social_private.tg_refuse_id('created_at');

create trigger keep_rows
  before truncate on social.comments
  for each statement execute function social_private.tg_refuse_truncate();

create table social_private.hidden_comments (
  comment_id uuid not null,
  hidden_by social_private.hidden_by not null,
  hidden_at timestamptz not null default now(),

  constraint hidden_comments_pkey primary key (comment_id, hidden_by),
  constraint hidden_comments_comment_id_fkey foreign key (comment_id)
    references social.comments (id) on delete cascade
);

comment on table social_private.hidden_comments is
'Comments that the author of the post or staff hid. This table is separate from comments, so that
the author of a comment cannot see that the comment is hidden.';

comment on column social_private.hidden_comments.comment_id is 'The hidden comment.';

comment on column social_private.hidden_comments.hidden_by is
'Who hid it: post_author or staff. A comment can have a row for each of them.';

comment on column social_private.hidden_comments.hidden_at is 'The time when it was hidden.';

alter table social_private.hidden_comments enable row level security;

create trigger keep_keys
  after update of comment_id, hidden_by on social_private.hidden_comments
  for each row when (
    (old.comment_id, old.hidden_by)
      is distinct from (new.comment_id, new.hidden_by)
  )
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.hidden_comments
  for each statement execute function social_private.tg_refuse_truncate();

create table social.comment_edits (
  id uuid not null default social_private.uuid_v7(),
  comment_id uuid not null,
  body text not null,
  replaced_at timestamptz not null default now(),

  constraint comment_edits_pkey primary key (id),
  constraint comment_edits_body_has_a_maximum check (char_length(body) <= 20000),
  constraint comment_edits_comment_id_fkey foreign key (comment_id)
    references social.comments (id) on delete cascade
);

comment on table social.comment_edits is
'Earlier versions of comments. Each version was current until replaced_at. Only the author of the
comment may read them.';

comment on column social.comment_edits.id is 'The id of the version.';

comment on column social.comment_edits.comment_id is 'The comment.';

comment on column social.comment_edits.body is 'The text of this version.';

comment on column social.comment_edits.replaced_at is
'The time when the next version replaced this one.';

-- This index serves the list of a comment's earlier versions, latest first. It also covers the
-- foreign key.
create index comment_edits_comment_id_id_idx on social.comment_edits (comment_id, id desc);

alter table social.comment_edits enable row level security;

create trigger keep_keys
  before update of id, comment_id on social.comment_edits
  for each row when ((old.id, old.comment_id) is distinct from (new.id, new.comment_id))
  execute function social_private.tg_refuse_key_change();

create trigger keep_order
  before insert or update of replaced_at on social.comment_edits
  for each row when (not social_private.is_id_of(new.id, new.replaced_at))
  execute function social_private.tg_refuse_id('replaced_at');

create trigger keep_rows
  before truncate on social.comment_edits
  for each statement execute function social_private.tg_refuse_truncate();

-- Effects: a reply joins the thread of its parent.

create function social_private.tg_comments__add_to_thread()
  returns trigger
  language plpgsql
  volatile
  security definer -- its callers may have no table access
  set search_path = ''
as $$
declare
  parent record;
begin
  -- Keys never change, so this look-up needs no lock. The foreign key refuses a missing parent.
  select comments.id, comments.post_id, comments.root_id, comments.depth into parent
  from social.comments where comments.id = new.parent_id;
  if not found then
    new.root_id := new.parent_id;
  else
    if parent.post_id <> new.post_id
      or coalesce(parent.root_id, parent.id) <> new.root_id
    then
      perform social_private.fail('reply_misplaced');
    end if;
    new.root_id := coalesce(parent.root_id, parent.id);
    new.depth := (parent.depth + 1)::smallint;
  end if;
  return new;
end;
$$;

comment on function social_private.tg_comments__add_to_thread() is
'Gives a reply the root and the depth of its place. Rejects a reply under another post than its
parent, and a reply with the root of another thread. Error: reply_misplaced.';

create trigger add_to_thread
  before insert on social.comments
  for each row when (new.parent_id is not null)
  execute function social_private.tg_comments__add_to_thread();

-- Rules

create function social_private.is_comment_visible(
  viewer uuid, comment_id uuid, author_id uuid, post_author_id uuid)
  returns boolean
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security definer -- reads accounts and blocks, which clients cannot read
  set search_path = ''
as $$
begin
  -- A null author means a tombstone, which everybody may see. Authors always see their own
  -- comments.
  if is_comment_visible.author_id is null
    or is_comment_visible.author_id = is_comment_visible.viewer
  then
    return true;
  end if;
  -- The array makes Postgres evaluate every condition. If Postgres skipped a condition, the time of
  -- a call would reveal the result of another condition.
  return not true = any (array[
    exists (
      select from social_private.hidden_comments
      where hidden_comments.comment_id = is_comment_visible.comment_id
        and (
          hidden_comments.hidden_by = 'staff'
          or is_comment_visible.post_author_id is distinct from is_comment_visible.viewer
        )
    ),
    not exists (
      select from social_private.accounts
      where accounts.profile_id = is_comment_visible.author_id and accounts.audience_level > 0
    ),
    exists (
      select from social_private.blocks
      where blocks.blocker_id = is_comment_visible.post_author_id
        and blocks.blocked_id = is_comment_visible.author_id
    ),
    social_private.is_blocked(is_comment_visible.viewer, is_comment_visible.author_id)
  ]);
end;
$$;

comment on function social_private.is_comment_visible(uuid, uuid, uuid, uuid) is
'Returns whether the viewer may see a comment under a post that they may see.

The author of a comment always sees it. Another viewer sees a comment only if all of these
conditions are true: The author of the comment is active. No block exists between the author of the
comment and the viewer. The author of the post does not block the author of the comment. Nobody has
hidden the comment. The author of the post still sees a comment that they hid themselves.';

create function social_private.can_view_replies(
  viewer uuid, comment_id uuid, post_author_id uuid, pattern text default null)
  returns boolean
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (
    select from social.comments as replies
    where replies.parent_id = can_view_replies.comment_id
      and replies.is_present
      and (
        replies.deleted_at is null and social_private.is_comment_visible(
          can_view_replies.viewer, replies.id, replies.author_id,
          can_view_replies.post_author_id)
        and (
          can_view_replies.pattern is null or replies.author_id = can_view_replies.viewer
          or not social_private.is_muted_text(can_view_replies.pattern, replies.body)
        )
        or social_private.can_view_replies(
          can_view_replies.viewer, replies.id, can_view_replies.post_author_id,
          can_view_replies.pattern)
      )
  );
end;
$$;

comment on function social_private.can_view_replies(uuid, uuid, uuid, text) is
'Returns whether the viewer may see a reply below this comment. If so, and the viewer may not see
the comment itself, threads show a tombstone in place of the comment. If pattern is the result of
muted_pattern(), replies of other people with a muted word do not count.';

create function social_private.can_view_comment(
  viewer uuid, comment_id uuid, include_tombstones boolean default false)
  returns boolean
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security definer -- bypasses RLS on posts, accounts and blocks
  set search_path = ''
as $$
declare
  comment social.comments;
  post_author_id uuid;
  is_post_visible boolean;
  is_visible boolean;
begin
  select * into comment from social.comments where comments.id = can_view_comment.comment_id;
  -- Make the same look-ups even if the comment is missing or deleted, so that the time of a call
  -- reveals nothing.
  select posts.author_id into post_author_id from social.posts
  where posts.id = coalesce(comment.post_id, can_view_comment.comment_id);
  is_post_visible := social_private.can_view_post(
    can_view_comment.viewer, coalesce(comment.post_id, can_view_comment.comment_id));
  is_visible := social_private.is_comment_visible(
    can_view_comment.viewer, can_view_comment.comment_id,
    coalesce(comment.author_id, can_view_comment.comment_id), post_author_id)
    and comment.deleted_at is null;
  if can_view_comment.include_tombstones and is_visible is not true then
    is_visible := social_private.can_view_replies(
      can_view_comment.viewer, can_view_comment.comment_id, post_author_id);
  end if;
  return comment.id is not null and is_post_visible and is_visible;
end;
$$;

comment on function social_private.can_view_comment(uuid, uuid, boolean) is
'Returns whether the viewer may see this comment and its post. A deleted comment is never visible.
If include_tombstones is true, a comment counts as visible while the viewer may see a reply below
it.';

create function social_private.lock_visible_comment(viewer uuid, comment_id uuid)
  returns social.comments
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  comment social.comments;
begin
  -- Lock the comment only if the viewer may see it. The lock prevents the deletion of the comment
  -- until this transaction ends.
  if social_private.can_view_comment(
    lock_visible_comment.viewer, lock_visible_comment.comment_id)
  then
    select * into comment from social.comments
    where comments.id = lock_visible_comment.comment_id and comments.deleted_at is null
    for key share;
  end if;
  if comment.id is null then
    perform social_private.fail('comment_not_found');
  end if;
  return comment;
end;
$$;

comment on function social_private.lock_visible_comment(uuid, uuid) is
'Returns a comment that the viewer may see, and locks it against deletion. Error:
comment_not_found.';

create function social_private.lock_comment(comment_id uuid)
  returns social.comments
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  comment social.comments;
begin
  -- Lock the post before the comment, because a deletion of the post uses the same order. This
  -- avoids deadlocks.
  perform from social.posts
  where posts.id = (
    select comments.post_id from social.comments where comments.id = lock_comment.comment_id
  )
  for key share;
  select * into comment from social.comments where comments.id = lock_comment.comment_id
  for update;
  return comment;
end;
$$;

comment on function social_private.lock_comment(uuid) is
'Locks a comment for a change, and its post against deletion. Returns the comment, which may be
deleted, or null if it does not exist. The caller has checked that the actor may know the comment.';

create function social_private.lock_comment_for_update(actor uuid, comment_id uuid)
  returns social.comments
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  found_comment social.comments;
begin
  if social_private.can_view_comment(
    lock_comment_for_update.actor, lock_comment_for_update.comment_id)
  then
    found_comment := social_private.lock_comment(lock_comment_for_update.comment_id);
  end if;
  if found_comment.id is null or found_comment.deleted_at is not null then
    perform social_private.fail('comment_not_found');
  end if;
  return found_comment;
end;
$$;

comment on function social_private.lock_comment_for_update(uuid, uuid) is
'Returns a comment that the actor may see, and locks it for a change. Error: comment_not_found.';

create function social_private.unpin_invisible_comments(post_id uuid)
  returns boolean
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- Unpin comments that the author of the post can no longer see. Otherwise there would be too many
  -- pins when the author sees them again. Waiting for their locks could deadlock.
  update social.comments set pinned_at = null
  where comments.id = any (array(
    select pinned.id from social.comments as pinned join social.posts on posts.id = pinned.post_id
    where pinned.post_id = unpin_invisible_comments.post_id
      and pinned.pinned_at is not null and pinned.deleted_at is null
      and not social_private.is_comment_visible(
        posts.author_id, pinned.id, pinned.author_id, posts.author_id)
    for no key update of pinned skip locked
  ));
  return (
    select count(*) from social.comments
    where comments.post_id = unpin_invisible_comments.post_id
      and comments.pinned_at is not null and comments.deleted_at is null
  ) < (select config.pins_max from social_private.config);
end;
$$;

comment on function social_private.unpin_invisible_comments(uuid) is
'Unpins the comments under this post that its author can no longer see. Returns whether one more
comment can be pinned then.';

-- Tombstones

create function social_private.tg_comments__complete_deletion()
  returns trigger
  language plpgsql
  volatile
  security definer -- some replies may be invisible to the person who deletes a comment
  set search_path = ''
as $$
begin
  if new.deleted_at is null then
    new.deleted_by := null;
    new.deleter_id := null;
    new.is_tombstone := false;
  else
    -- delete_comment sets deleted_by. If deleted_by is null, the comment was deleted with SQL,
    -- which counts as a deletion by staff.
    new.deleted_by := coalesce(new.deleted_by, 'staff');
    new.is_tombstone := exists (
      select from social.comments as replies
      where replies.parent_id = new.id and replies.is_present
    );
  end if;
  return new;
end;
$$;

comment on function social_private.tg_comments__complete_deletion() is
'Turns a deleted comment into a tombstone if the thread still shows replies to it. The
trigger also sets or clears the other deletion columns if an update changes only deleted_at.';

create trigger complete_deletion
  before update of deleted_at, is_tombstone on social.comments
  for each row execute function social_private.tg_comments__complete_deletion();

create function social_private.tg_comments__sync_parent()
  returns trigger
  language plpgsql
  volatile
  security definer -- a person who deletes a reply cannot write the comment above it
  set search_path = ''
as $$
declare
  parent social.comments;
  has_replies boolean;
begin
  -- If two transactions delete the last two replies at the same time, the second transaction waits
  -- here and then sees the deletion by the first. delete_comment locks the parent too, so that this
  -- trigger sees whether the parent is deleted.
  select * into parent from social.comments where comments.id = old.parent_id for no key update;
  -- One statement can delete several people. In this case the post may already be deleted. Updating
  -- the parent would violate its foreign key to the post.
  if parent.deleted_at is null
    or not exists (select from social.posts where posts.id = parent.post_id)
  then
    return null;
  end if;
  has_replies := exists (
    select from social.comments as replies
    where replies.parent_id = parent.id and replies.is_present
  );
  if parent.author_id is null and not exists (
    select from social.comments as replies where replies.parent_id = parent.id
  ) then
    delete from social.comments where comments.id = parent.id;
  elsif parent.is_tombstone <> has_replies then
    update social.comments set is_tombstone = has_replies where comments.id = parent.id;
  end if;
  return null;
end;
$$;

comment on function social_private.tg_comments__sync_parent() is
'Updates the parent comment of a changed reply. A deleted parent is a tombstone while the thread
shows a reply to it. When a permanently deleted parent loses its last reply, also deletes the row of
the parent.';

create trigger sync_parent
  after update of deleted_at, is_tombstone on social.comments
  for each row when (old.is_present <> new.is_present and old.parent_id is not null)
  execute function social_private.tg_comments__sync_parent();

create trigger sync_parent_of_deleted
  after delete on social.comments
  for each row when (old.parent_id is not null)
  execute function social_private.tg_comments__sync_parent();

-- Cards

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
'A comment as you see it.

On a tombstone, deleted_by is set, and author and body are null. On a top-level comment, root_id is
null, and reply_count is the number of all replies in the thread. On a reply, reply_count is 0.
mentions is an array of {profile_id, username, start, end}, in the order of the body. It leaves out
people whom you may not see. Each username is as first written in the body. start and end are
positions in the body in UTF-16 code units: start is the position of the sign @, and end that of the
first character after the username. is_hidden is true if you are the author of the post and hid this
comment.';

create function social_private.tombstone_cause(viewer uuid, comment_id uuid)
  returns social.deleted_by
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  -- A comment of an inactive or blocked author looks as if the author deleted it, hidden or not. So
  -- does a comment with a word that the viewer mutes.
  return (
    select case
      when not social_private.can_view_profile(tombstone_cause.viewer, comments.author_id)
        or social_private.is_blocking(posts.author_id, comments.author_id) then 'author'
      else coalesce((
        select max(hidden_comments.hidden_by)::text from social_private.hidden_comments
        where hidden_comments.comment_id = comments.id
      ), 'author')
    end::social.deleted_by
    from social.comments join social.posts on posts.id = comments.post_id
    where comments.id = tombstone_cause.comment_id
  );
end;
$$;

comment on function social_private.tombstone_cause(uuid, uuid) is
'Returns the value of deleted_by for the tombstone of a comment that exists but that the viewer may
not see, or has muted by a word. The tombstone looks like the tombstone of a deleted comment.';

create function social_private.comment_cards(
  viewer uuid, ids uuid[], cursors text[] default null, tombstones uuid[] default '{}')
  returns setof social.comment_card
  language plpgsql
  stable
  security invoker
  rows 20
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans calls for one card again
as $$
begin
  return query
  select
    comments.id, comments.post_id, comments.parent_id, comments.root_id,
    -- For a tombstone, the joins below find no author, no mentions and no like.
    profiles.id, profiles.username::text, profiles.display_name, profiles.avatar_path,
    case when live.yes then comments.body end, coalesce(mentioned.people, '[]'),
    case when live.yes then null else coalesce(
      comments.deleted_by, social_private.tombstone_cause(comment_cards.viewer, comments.id)) end,
    case when live.yes then counts.likes else 0 end, counts.replies + coalesce(own.comments, 0),
    my_like.user_id is not null, comments.created_at,
    case when live.yes then comments.edited_at end, case when live.yes then comments.pinned_at end,
    -- Only the author of the post may learn that the comment is hidden.
    live.yes and exists (
      select from social_private.hidden_comments as hidden
      join social.posts on posts.id = comments.post_id and posts.author_id = comment_cards.viewer
      where hidden.comment_id = comments.id and hidden.hidden_by = 'post_author'),
    coalesce(wanted.cursor, encode(uuid_send(comments.id), 'hex'))
  from unnest(comment_cards.ids, comment_cards.cursors)
    with ordinality as wanted (id, cursor, place)
  join social.comments on comments.id = wanted.id
  cross join lateral (values (
    comments.deleted_at is null and comments.id <> all (comment_cards.tombstones))) as live (yes)
  left join social.profiles on profiles.id = comments.author_id and live.yes
  left join social.comment_likes as my_like
    on my_like.user_id = comment_cards.viewer and my_like.comment_id = wanted.id and live.yes
  left join (
    select mentions.comment_id, jsonb_agg(jsonb_build_object('profile_id', mentions.profile_id,
      'username', mentions.username, 'start', place,
      'end', place + 1 + length(mentions.username)) order by place) as people
    from social.comment_mentions as mentions cross join lateral unnest(mentions.starts) as place
    join social_private.accounts on accounts.profile_id = mentions.profile_id
    join social.profiles as people on people.id = mentions.profile_id and (
      people.username = lower(mentions.username)
      or social_private.is_username_of(people.id, mentions.username))
    where mentions.comment_id = any (comment_cards.ids) and ( -- as in can_view_profile
      accounts.profile_id = comment_cards.viewer
      or accounts.audience_level > 0 and accounts.profile_id <> all (
        (select social_private.blocked_either_way(comment_cards.viewer))::uuid[]))
    group by mentions.comment_id
  ) as mentioned on mentioned.comment_id = wanted.id and live.yes
  left join lateral (
    select sum(like_count)::integer as likes, sum(reply_count)::integer as replies
    from social_private.comment_counters where comment_counters.comment_id = comments.id
  ) as counts on true
  left join social_private.own_hidden_counts(comment_cards.viewer, comment_cards.ids) as own
    on own.id = wanted.id
  order by wanted.place;
end;
$$;

comment on function social_private.comment_cards(uuid, uuid[], text[], uuid[]) is
'Returns the cards of these comments as the viewer sees them, in the given order. `tombstones` are
the ids of the comments that the viewer may not see, or has muted by a word, and whose replies the
viewer may see.';

create function social_private.comment_card(viewer uuid, comment_id uuid)
  returns social.comment_card
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  card social.comment_card;
begin
  if not social_private.can_view_comment(comment_card.viewer, comment_card.comment_id) then
    perform social_private.fail('comment_not_found');
  end if;
  select * into card
  from social_private.comment_cards(comment_card.viewer, array[comment_card.comment_id]);
  return card;
end;
$$;

comment on function social_private.comment_card(uuid, uuid) is
'Returns the card of one comment as the viewer sees it. Error: comment_not_found.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.is_comment_visible(uuid, uuid, uuid, uuid),
  social_private.can_view_comment(uuid, uuid, boolean)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
