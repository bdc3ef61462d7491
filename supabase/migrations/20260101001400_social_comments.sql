-- Comments: what a comment is, who may see it, tombstones, and how a viewer sees it.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('comment_not_found', 404, 'There is no such comment, or you may not see it.', null),
  ('comment_empty', 422, 'A comment needs a text.', null),
  ('comment_too_long', 422, 'The comment is too long.', null),
  ('reply_too_deep', 422, 'Replies may not nest any deeper here.',
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

alter table social.comments enable row level security;

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

alter table social_private.hidden_comments enable row level security;

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

alter table social.comment_edits enable row level security;

create table social_private.deleted_comments (
  comment_id uuid not null,
  post_id uuid not null,
  author_id uuid not null,
  deleter_id uuid not null,
  deleted_by social.deleted_by not null,
  deleted_at timestamptz not null default now(),
  comment jsonb not null,
  ancestors jsonb not null,
  likes jsonb not null,
  edits jsonb not null,
  mentions jsonb not null,
  hidings jsonb not null,

  constraint deleted_comments_pkey primary key (comment_id),
  constraint deleted_comments_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade,
  constraint deleted_comments_author_id_fkey foreign key (author_id)
    references social.profiles (id) on delete cascade,
  constraint deleted_comments_deleter_id_fkey foreign key (deleter_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.deleted_comments is
'Deleted comments as they were, until they are restored or gone for good.';

comment on column social_private.deleted_comments.ancestors is
'What it answered, from the root on: a tombstone may go with its last reply.';

-- What did this person delete, latest first? Also covers the foreign key.
create index deleted_comments_deleter_id_deleted_at_idx
  on social_private.deleted_comments (deleter_id, deleted_at desc, comment_id desc);

-- What was deleted so long ago that it goes for good?
create index deleted_comments_deleted_at_idx on social_private.deleted_comments (deleted_at);

-- Cover the foreign keys.
create index deleted_comments_post_id_idx on social_private.deleted_comments (post_id);

create index deleted_comments_author_id_idx on social_private.deleted_comments (author_id);

-- Which of them does this person like, and which mention this person?
create index deleted_comments_likes_idx
  on social_private.deleted_comments using gin (likes jsonb_path_ops);

create index deleted_comments_mentions_idx
  on social_private.deleted_comments using gin (mentions jsonb_path_ops);

alter table social_private.deleted_comments enable row level security;

-- Rules

create function social_private.is_comment_visible(
  viewer uuid, comment_id uuid, author_id uuid, post_author_id uuid)
  returns boolean
  language plpgsql -- a plan is kept; language sql makes one for every call
  stable
  security definer -- reads accounts and blocks, which clients may not
  set search_path = ''
as $$
begin
  -- A tombstone has no author; one's own comment is there for oneself.
  if is_comment_visible.author_id is null
    or is_comment_visible.author_id = is_comment_visible.viewer
  then
    return true;
  end if;
  -- An array, for it asks all whatever the first says: the time an answer takes is to tell nothing.
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
'The one rule of who may see a comment under a post they see. Its author always; others while its
author is there for them and not blocked by the author of the post, and nobody hid it. What the
author of the post hid, that author still sees.';

create function social_private.is_reply_path_visible(
  viewer uuid, comment_id uuid, post_author_id uuid)
  returns boolean
  language plpgsql -- a plan is kept; language sql makes one for every call
  stable
  security invoker
  set search_path = ''
as $$
declare
  next_id uuid := is_reply_path_visible.comment_id;
  comment social.comments;
begin
  while next_id is not null loop
    select * into comment from social.comments where comments.id = next_id;
    if not found or not social_private.is_comment_visible(
      is_reply_path_visible.viewer, comment.id, comment.author_id, is_reply_path_visible.post_author_id)
    then
      return false;
    end if;
    next_id := comment.parent_id;
  end loop;
  return true;
end;
$$;

comment on function social_private.is_reply_path_visible(uuid, uuid, uuid) is
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
    when comment.parent_id is null then social_private.is_comment_visible(
      can_view_comment.viewer, can_view_comment.comment_id,
      case when is_there then comment.author_id else can_view_comment.comment_id end,
      post_author_id)
    else social_private.is_reply_path_visible(can_view_comment.viewer, comment.id, post_author_id)
  end;
  return is_there and is_post_visible and is_shown;
end;
$$;

comment on function social_private.can_view_comment(uuid, uuid) is
'Whether the viewer may see this comment: its post, itself, and on a reply all that it answers.';

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
  -- The lock holds off a deletion of the comment until we are done; only what is there is locked.
  if social_private.can_view_comment(
    lock_visible_comment.viewer, lock_visible_comment.comment_id)
  then
    select * into comment from social.comments
    where comments.id = lock_visible_comment.comment_id and comments.deleted_by is null
    for key share;
    if found then
      return comment;
    end if;
  end if;
  perform social_private.fail('comment_not_found');
end;
$$;

comment on function social_private.lock_visible_comment(uuid, uuid) is
'A comment that is there for the viewer, and no tombstone. Error: comment_not_found.';

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
  if social_private.can_view_comment(lock_comment_for_update.actor, lock_comment_for_update.comment_id) then
    -- A deletion of the post locks it before its comments, and so do we.
    perform from social.posts
    where posts.id = (
      select comments.post_id from social.comments where comments.id = lock_comment_for_update.comment_id
    )
    for key share;
    select * into found_comment from social.comments
    where comments.id = lock_comment_for_update.comment_id and comments.deleted_by is null
    for update;
    if found then
      return found_comment;
    end if;
  end if;
  perform social_private.fail('comment_not_found');
end;
$$;

comment on function social_private.lock_comment_for_update(uuid, uuid) is
'A comment that the actor sees, locked. Error: comment_not_found (absent, hidden or deleted).';

-- Tombstones

create function social_private.make_tombstone(comment_id uuid, deleted_by social.deleted_by)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- The lock holds off new likes and replies, which take a key share lock.
  perform from social.comments where comments.id = make_tombstone.comment_id for update;
  -- First, so that what goes with it shows that it was not taken back.
  update social.comments
  set author_id = null, body = null, edited_at = null, pinned_at = null,
    deleted_by = make_tombstone.deleted_by
  where comments.id = make_tombstone.comment_id;
  delete from social.comment_edits where comment_edits.comment_id = make_tombstone.comment_id;
  delete from social.comment_likes where comment_likes.comment_id = make_tombstone.comment_id;
  delete from social_private.hidden_comments
  where hidden_comments.comment_id = make_tombstone.comment_id;
end;
$$;

comment on function social_private.make_tombstone(uuid, social.deleted_by) is
'Make a comment with replies a tombstone: text, author, versions and likes go.';

create function social_private.tg_comments__prune_tombstone()
  returns trigger
  language plpgsql
  volatile
  security definer -- whoever deletes the last reply may not touch its parent
  set search_path = ''
as $$
begin
  -- The lock lets two last replies go at once: the second sees that the first is gone. A comment
  -- that is being deleted has it too, so that we see whether it became a tombstone.
  perform from social.comments where comments.id = old.parent_id for no key update;
  delete from social.comments
  where comments.id = old.parent_id
    and comments.deleted_by is not null
    and not exists (
      select from social.comments as replies where replies.parent_id = old.parent_id
    );
  return null;
end;
$$;

comment on function social_private.tg_comments__prune_tombstone() is
'Removes a tombstone when its last reply is gone, and so on up the thread.';

create trigger prune_tombstone
  after delete on social.comments
  for each row when (old.parent_id is not null)
  execute function social_private.tg_comments__prune_tombstone();

create function social_private.tg_profiles__make_tombstones()
  returns trigger
  language plpgsql
  volatile
  security definer -- the person who leaves may not write comments
  set search_path = ''
as $$
begin
  perform social_private.lock_own_content(old.id);
  -- What others replied to stays as a tombstone; the rest goes with the foreign key.
  perform social_private.make_tombstone(comments.id, 'author')
  from social.comments
  where comments.author_id = old.id
    and exists (select from social.comments as replies where replies.parent_id = comments.id);
  return old;
end;
$$;

comment on function social_private.tg_profiles__make_tombstones() is
'Keeps the threads of a deleted person together.';

create trigger make_tombstones
  before delete on social.profiles
  for each row execute function social_private.tg_profiles__make_tombstones();

create function social_private.tg_profiles__prune_deleted_comments()
  returns trigger
  language plpgsql
  volatile
  security definer -- whoever deletes a person may not write here
  set search_path = ''
as $$
begin
  update social_private.deleted_comments set
    likes = jsonb_path_query_array(
      likes, '$[*] ? (@.user_id != $person)', jsonb_build_object('person', old.id)),
    mentions = jsonb_path_query_array(
      mentions, '$[*] ? (@.profile_id != $person)', jsonb_build_object('person', old.id))
  where likes @> jsonb_build_array(jsonb_build_object('user_id', old.id))
    or mentions @> jsonb_build_array(jsonb_build_object('profile_id', old.id));
  return null;
end;
$$;

comment on function social_private.tg_profiles__prune_deleted_comments() is
'Takes a person who is gone out of the likes and mentions that lie aside.';

create trigger prune_deleted
  after delete on social.profiles
  for each row execute function social_private.tg_profiles__prune_deleted_comments();

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
'A comment as you see it. A tombstone has deleted_by, and neither author nor body. root_id is null
on a top-level comment; reply_count counts the whole thread below one, and is 0 on a reply.
mentions: [{profile_id, username}], the names as written in the body, of people you may see.
is_hidden: you, the author of the post, hid it.';

create function social_private.comment_cards(
  viewer uuid, ids uuid[], cursors text[] default null)
  returns setof social.comment_card
  language plpgsql
  stable
  security invoker
  rows 20
  set search_path = ''
as $$
begin
  return query
  select
    comments.id, comments.post_id, comments.parent_id, comments.root_id, comments.author_id,
    profiles.username::text, profiles.display_name, profiles.avatar_path, comments.body,
    coalesce(mentioned.people, '[]'), comments.deleted_by, counts.likes, counts.replies,
    my_like.user_id is not null,
    comments.created_at, comments.edited_at, comments.pinned_at,
    -- Whoever wrote it is not told.
    exists (
      select from social_private.hidden_comments
      join social.posts on posts.id = comments.post_id and posts.author_id = comment_cards.viewer
      where hidden_comments.comment_id = comments.id
        and hidden_comments.hidden_by = 'post_author'
    ),
    coalesce(wanted.cursor, encode(uuid_send(comments.id), 'hex'))
  from unnest(comment_cards.ids, comment_cards.cursors)
    with ordinality as wanted (id, cursor, place)
  join social.comments on comments.id = wanted.id
  left join social.profiles on profiles.id = comments.author_id
  left join social.comment_likes as my_like
    on my_like.user_id = comment_cards.viewer and my_like.comment_id = wanted.id
  left join (
    select comment_mentions.comment_id, jsonb_agg(
      jsonb_build_object(
        'profile_id', comment_mentions.profile_id, 'username', comment_mentions.username
      ) order by comment_mentions.position
    ) as people
    from social.comment_mentions
    -- As in can_view_profile.
    join social_private.accounts on accounts.profile_id = comment_mentions.profile_id
    where comment_mentions.comment_id = any (comment_cards.ids)
      and (
        accounts.profile_id = comment_cards.viewer
        or accounts.audience_level > 0 and accounts.profile_id <> all (
          (select social_private.blocked_either_way(comment_cards.viewer))::uuid[])
      )
    group by comment_mentions.comment_id
  ) as mentioned on mentioned.comment_id = wanted.id
  left join lateral (
    select sum(like_count)::integer as likes, sum(reply_count)::integer as replies
    from social_private.comment_counters
    where comment_counters.comment_id = comments.id
  ) as counts on true
  order by wanted.place;
end;
$$;

comment on function social_private.comment_cards(uuid, uuid[], text[]) is
'The cards of these comments, in this order, with the viewer''s own flag.';

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
'One comment as the viewer sees it. Error: comment_not_found.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.is_comment_visible(uuid, uuid, uuid, uuid),
  social_private.can_view_comment(uuid, uuid)
  to anon, authenticated; -- anon too, to be told not_signed_in

-- Policies: see social_table_access.
