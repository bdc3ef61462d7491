-- Posts: the tables, the visibility rule of posts, and the card that shows a post to a viewer.
-- Each row of posts is one post. Its media and its earlier versions have their own tables. The
-- function is_visible decides who may see a post. A viewer who may not see a post may not see its
-- media, likes and comments either.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('post_not_found', 404, 'There is no such post, or you may not see it.', null),
  ('comments_closed', 403, 'The author does not accept comments from you on this post.', null),
  ('pins_too_many', 409, 'The maximum number of pins is reached.', 'Unpin another one first.'),
  ('not_author', 403, 'Only the author may do this.', null),
  ('post_empty', 422, 'A post needs media or a caption.', null),
  ('caption_too_long', 422, 'The caption is too long.', null),
  ('sensitive_note_too_long', 422, 'The note about sensitive content is too long.', null),
  ('alt_text_too_long', 422, 'An alternative text is too long.', null),
  ('media_required', 422, 'A post needs at least one photo or video.',
    'Attach an ingested upload, or set allow_text_posts in social_private.config.'),
  ('media_invalid', 422, 'Media must be an array of {id, alt_text} that has each id once.',
    'Pass the id of an upload, and a text or null as alt_text.'),
  ('media_too_many', 422, 'The post has too many media.', null),
  ('media_not_found', 404, 'There is no such upload of yours, or no such media on the post.',
    'Create a post with ids of your ingested uploads; update it with ids of its media.'),
  ('media_not_ready', 409, 'The upload is not ingested yet.',
    'Call the edge function social-ingest, and wait for its response.'),
  ('media_in_use', 409, 'The upload is already attached to a post.', 'Upload the file again.');

-- Tables

-- The values go from the widest audience to the narrowest. Conditions such as audience <=
-- 'followers' depend on this order.
create type social.visibility as enum ('public', 'followers', 'close_friends', 'only_me');

create type social.comment_policy as enum (
  'everyone', 'followers', 'following', 'mutuals', 'nobody'
);

comment on type social.comment_policy is
'The people who may comment on a post.

everyone: everybody who may see the post. followers: the author''s followers. following: people
whom the author follows. mutuals: followers whom the author also follows. nobody: only the author.';

create table social.posts (
  id uuid not null default social_private.uuid_v7(),
  author_id uuid not null,
  caption text,
  visibility social.visibility not null,
  is_sensitive boolean not null default false,
  sensitive_note text,
  hashtags jsonb not null default '[]',
  comment_policy social.comment_policy not null default 'everyone',
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  pinned_at timestamptz,
  archived_at timestamptz,
  hidden_at timestamptz,
  deleted_at timestamptz,
  is_restorable boolean not null default false,
  audience social.visibility generated always as (case
    when deleted_at is not null then null
    when archived_at is null and hidden_at is null then visibility
    else 'only_me'
  end) stored,

  constraint posts_pkey primary key (id),
  constraint posts_texts_have_a_maximum check (
    char_length(caption) <= 20000 and char_length(sensitive_note) <= 1000
  ),
  constraint posts_author_id_fkey foreign key (author_id)
    references social.profiles (id) on delete cascade
);

comment on table social.posts is 'One row per post. Sorting by id sorts by creation time.';

comment on column social.posts.id is
'The id of the post, a UUID of version 7, whose first part is the time.';

comment on column social.posts.author_id is 'The person who wrote the post.';

comment on column social.posts.caption is 'The text of the post. Null if the post has no text.';

comment on column social.posts.visibility is
'The people who may see the post, as the author chose.

public: everybody. followers: accepted followers. close_friends: people on the author''s list of
close friends. only_me: the author. If the account is private, only accepted followers among these
people see the post.';

comment on column social.posts.is_sensitive is
'Whether apps should cover the media until the viewer agrees.';

comment on column social.posts.sensitive_note is
'Why the post is sensitive, in the words of the author.';

comment on column social.posts.audience is
'The people who may see the post now.

The audience equals the visibility, with two exceptions. It is only_me while the post is archived
or hidden by staff. It is null (nobody) while the post is deleted.';

comment on column social.posts.hashtags is
'The hashtags of the caption, in order: an array of {hashtag, start, end}. A hashtag that occurs
twice is listed twice. hashtag is the key that all spellings share. start and end are positions in
the caption in UTF-16 code units. start is the position of the sign #, and end that of the first
character after the hashtag.';

comment on column social.posts.comment_policy is
'The people who may comment: everyone, followers, following, mutuals or nobody.';

comment on column social.posts.created_at is 'The time of the post.';

comment on column social.posts.pinned_at is
'The time when the author pinned the post to the profile. Null if the post is not pinned.';

comment on column social.posts.archived_at is
'The time when the author archived the post. Null if the post is not archived.';

comment on column social.posts.hidden_at is
'The time when staff hid the post from everybody but its author. Null if the post is not hidden.';

comment on column social.posts.deleted_at is
'The time when the post was deleted. Nobody sees a deleted post. If the author deleted it, the
author can restore it for config.restore_days. If the operator sets this column with SQL, only the
operator can restore the post, by setting the column to null.';

comment on column social.posts.is_restorable is
'Whether the author may restore the deleted post, because the author deleted it. False while the
post is not deleted.';

comment on column social.posts.edited_at is
'The time when the caption or an alternative text last changed.';

-- This index serves the list of a person's posts, newest first. It also covers the foreign key.
create index posts_author_id_id_idx on social.posts (author_id, id desc);

-- This index serves the search for the newest posts of all people. The index leaves out posts that
-- only their author sees.
create index posts_newest_idx on social.posts (id desc) include (author_id)
  where audience <> 'only_me';

-- This index serves the list of a person's posts that all followers may see, newest first.
create index posts_feed_idx on social.posts (author_id, id desc) where audience <= 'followers';

-- This index serves the list of a person's posts for close friends, newest first.
create index posts_close_friends_idx on social.posts (author_id, id desc)
  where audience = 'close_friends';

-- This index serves the list of a person's pinned posts, latest pin first.
create index posts_pinned_idx on social.posts (author_id, pinned_at desc, id desc)
  where pinned_at is not null;

-- This index serves the list of a person's archived posts, latest archived first.
create index posts_archived_idx on social.posts (author_id, archived_at desc, id desc)
  where archived_at is not null;

-- This index serves the list of a person's deleted posts, latest deletion first.
create index posts_deleted_idx on social.posts (author_id, deleted_at desc, id desc)
  where deleted_at is not null;

-- This index serves the search for deleted posts that are due for permanent deletion.
create index posts_deleted_at_idx on social.posts (deleted_at) where deleted_at is not null;

alter table social.posts enable row level security;

create trigger keep_keys
  before update of id, author_id on social.posts
  for each row when ((old.id, old.author_id) is distinct from (new.id, new.author_id))
  execute function social_private.tg_refuse_key_change(
    'A post keeps its id and its author. social_private.merge_profiles() gives all posts of one '
    'account to another.');

create trigger keep_order
  before insert or update of created_at on social.posts
  for each row when (not social_private.is_id_of(new.id, new.created_at))
  execute function social_private.tg_refuse_id('created_at');

create trigger keep_rows
  before truncate on social.posts
  for each statement execute function social_private.tg_refuse_truncate();

create table social.post_media (
  id uuid not null default gen_random_uuid(),
  post_id uuid not null,
  position smallint not null,
  path text not null,
  medium_path text,
  thumbnail_path text,
  thumbhash text,
  mime_type text not null,
  width integer not null,
  height integer not null,
  alt_text text,

  constraint post_media_pkey primary key (post_id, position),
  constraint post_media_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade,
  constraint post_media_path_key unique (path),
  constraint post_media_medium_path_key unique (medium_path),
  constraint post_media_thumbnail_path_key unique (thumbnail_path),
  constraint post_media_alt_text_has_a_maximum check (char_length(alt_text) <= 5000),
  constraint post_media_has_a_size check (width between 1 and 20000 and height between 1 and 20000)
);

comment on table social.post_media is
'Photos and videos of posts, in order. The id of a photo or video is the id of its upload.

path, medium_path and thumbnail_path are paths in the bucket social-media. The thumbnail of a video
is its poster. width and height are in pixels. thumbhash is a blurred preview in base64, to show
while the picture loads.';

comment on column social.post_media.id is 'The id of the upload.';

comment on column social.post_media.post_id is 'The post.';

comment on column social.post_media.position is
'The place of the photo or video in the post, starting at 0.';

comment on column social.post_media.path is 'Path of the display file in the bucket social-media.';

comment on column social.post_media.medium_path is
'Path of the picture with at most 1080 pixels, in the bucket social-media. Null if the display file
is no larger, for animations and videos, and if the limits of ingest allowed no third size.';

comment on column social.post_media.thumbnail_path is
'Path of the small picture, or of the poster of a video, in the bucket social-media. Null only if
repair_files() found that the file is lost.';

comment on column social.post_media.thumbhash is
'A blurred preview in base64, to show while the picture loads.';

comment on column social.post_media.mime_type is
'The type of the display file, such as image/jpeg.';

comment on column social.post_media.width is 'Width in pixels.';

comment on column social.post_media.height is 'Height in pixels.';

comment on column social.post_media.alt_text is
'What the photo or video shows, for people who do not see it.';

-- This index serves the check whether an upload is attached to a post. The index is not unique,
-- because people choose the ids of their uploads. In a unique index, a conflict would reveal that
-- another person uses the same id.
create index post_media_id_idx on social.post_media (id);

alter table social.post_media enable row level security;

create trigger keep_keys
  before update of id, post_id, path, medium_path, thumbnail_path on social.post_media
  for each row when (
    (old.id, old.post_id, old.path, old.medium_path, old.thumbnail_path)
      is distinct from (new.id, new.post_id, new.path, new.medium_path, new.thumbnail_path)
  )
  execute function social_private.tg_refuse_key_change(
    'A photo stays with its post and file. Delete the row and upload the file again.');

create trigger keep_rows
  before truncate on social.post_media
  for each statement execute function social_private.tg_refuse_truncate();

create table social.post_edits (
  id uuid not null default social_private.uuid_v7(),
  post_id uuid not null,
  caption text,
  alt_texts text[] not null,
  replaced_at timestamptz not null default now(),

  constraint post_edits_pkey primary key (id),
  constraint post_edits_texts_have_a_maximum check (
    char_length(caption) <= 20000 and octet_length(alt_texts::text) <= 2000000
  ),
  constraint post_edits_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade
);

comment on table social.post_edits is
'Earlier versions of posts. Each version was current until replaced_at. Only the author of a post
may read its earlier versions.';

comment on column social.post_edits.id is 'The id of the version.';

comment on column social.post_edits.post_id is 'The post.';

comment on column social.post_edits.caption is 'The caption of this version.';

comment on column social.post_edits.alt_texts is
'The alternative texts of this version, in the order of the media.';

comment on column social.post_edits.replaced_at is
'The time when the next version replaced this one.';

-- This index serves the list of a post's earlier versions, latest first. It also covers the foreign
-- key.
create index post_edits_post_id_id_idx on social.post_edits (post_id, id desc);

alter table social.post_edits enable row level security;

create trigger keep_keys
  before update of id, post_id on social.post_edits
  for each row when ((old.id, old.post_id) is distinct from (new.id, new.post_id))
  execute function social_private.tg_refuse_key_change();

create trigger keep_order
  before insert or update of replaced_at on social.post_edits
  for each row when (not social_private.is_id_of(new.id, new.replaced_at))
  execute function social_private.tg_refuse_id('replaced_at');

create trigger keep_rows
  before truncate on social.post_edits
  for each statement execute function social_private.tg_refuse_truncate();

create table social_private.muted_posts (
  profile_id uuid not null,
  post_id uuid not null,
  created_at timestamptz not null default now(),

  constraint muted_posts_pkey primary key (profile_id, post_id),
  constraint muted_posts_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade,
  constraint muted_posts_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade
);

comment on table social_private.muted_posts is
'Each row says that one person wants no notifications about one post and its comments.';

comment on column social_private.muted_posts.profile_id is
'The person who wants no notifications about the post.';

comment on column social_private.muted_posts.post_id is 'The post.';

comment on column social_private.muted_posts.created_at is
'The time when the person muted the post.';

-- This index serves the list of the posts that a person muted, latest first.
create index muted_posts_profile_id_created_at_idx
  on social_private.muted_posts (profile_id, created_at desc, post_id desc);

-- This index covers the foreign key.
create index muted_posts_post_id_idx on social_private.muted_posts (post_id);

alter table social_private.muted_posts enable row level security;

create trigger keep_keys
  after update of profile_id, post_id on social_private.muted_posts
  for each row when ((old.profile_id, old.post_id) is distinct from (new.profile_id, new.post_id))
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.muted_posts
  for each statement execute function social_private.tg_refuse_truncate();

create function social_private.tg_post_media__queue_file()
  returns trigger
  language plpgsql
  volatile
  security definer -- people who delete a post have no grant on the queue
  set search_path = ''
as $$
declare
  -- Null after a deletion.
  kept text[] := array_remove(array[new.path, new.medium_path, new.thumbnail_path], null);
  former text;
begin
  delete from social_private.file_deletions
  where file_deletions.bucket_id = 'social-media' and file_deletions.path = any (kept);
  foreach former in array
    array_remove(array[old.path, old.medium_path, old.thumbnail_path], null)
  loop
    if former <> all (kept) then
      perform social_private.queue_file_deletion('social-media', former);
    end if;
  end loop;
  return null;
end;
$$;

comment on function social_private.tg_post_media__queue_file() is
'Queues the files of deleted media, and files that the operator replaced by others, for removal from
the bucket. Takes the new files out of the queue.';

create trigger queue_file
  after delete on social.post_media
  for each row execute function social_private.tg_post_media__queue_file();

create trigger queue_replaced_file
  after update of path, medium_path, thumbnail_path on social.post_media
  for each row when (
    (old.path, old.medium_path, old.thumbnail_path)
      is distinct from (new.path, new.medium_path, new.thumbnail_path)
  )
  execute function social_private.tg_post_media__queue_file();

-- Rules

create function social_private.is_visible(
  viewer uuid,
  author_id uuid,
  audience social.visibility,
  audience_level smallint,
  is_blocked boolean,
  is_follower boolean,
  is_close_friend boolean)
  returns boolean
  language plpgsql -- language sql with a search_path takes three times as long (3 µs)
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return is_visible.audience is not null and (
    is_visible.author_id = is_visible.viewer
    or is_visible.audience_level > 0 and not is_visible.is_blocked
    and (is_visible.audience_level = 2 or is_visible.is_follower)
    and case is_visible.audience
      when 'public' then true
      when 'followers' then is_visible.is_follower
      when 'close_friends' then is_visible.is_close_friend
      else false
    end
  );
end;
$$;

comment on function social_private.is_visible(
  uuid, uuid, social.visibility, smallint, boolean, boolean, boolean) is
'Returns whether the viewer may see a post. This is the visibility rule of posts.

Nobody sees a deleted post. Authors see all their own posts that are not deleted. Nobody else sees a
post while its author is inactive, or while the author or the viewer blocks the other. In all other
cases the account and the audience decide. If the account is private or limited, only accepted
followers see any of its posts. Among the people whom the account admits, everybody sees a public
post, accepted followers see a post with the audience followers, and close friends see a post with
the audience close_friends. Nobody but the author sees a post with the audience only_me. The caller
passes the facts about author and viewer. A null counts as false.';

create function social_private.is_comment_allowed(
  viewer uuid,
  author_id uuid,
  comment_policy social.comment_policy,
  is_follower boolean,
  is_followed boolean)
  returns boolean
  language plpgsql -- as is_visible
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return is_comment_allowed.viewer is not null and (
    is_comment_allowed.author_id = is_comment_allowed.viewer
    or case is_comment_allowed.comment_policy
      when 'everyone' then true
      when 'followers' then coalesce(is_comment_allowed.is_follower, false)
      when 'following' then coalesce(is_comment_allowed.is_followed, false)
      when 'mutuals' then coalesce(
        is_comment_allowed.is_follower and is_comment_allowed.is_followed, false)
      else false
    end
  );
end;
$$;

comment on function social_private.is_comment_allowed(
  uuid, uuid, social.comment_policy, boolean, boolean) is
'Returns whether the viewer, who sees a post, may comment on it. This is the rule of comment
policies. is_follower says whether the viewer follows the author, and is_followed says whether the
author follows the viewer. A null counts as false. Without a login, nobody may comment.';

create function social_private.can_view_post(viewer uuid, post_id uuid)
  returns boolean
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security definer -- reads accounts, blocks and follows, which policies hide from the caller
  set search_path = ''
as $$
declare
  author uuid;
  audience social.visibility;
  post_exists boolean;
  is_visible boolean;
begin
  select posts.author_id, posts.audience into author, audience
  from social.posts where posts.id = can_view_post.post_id;
  post_exists := found;
  -- Make the same look-ups whether or not the post exists, so that the time of a call reveals
  -- nothing.
  author := coalesce(author, can_view_post.post_id);
  is_visible := social_private.is_visible(
    can_view_post.viewer, author, audience,
    (
      select accounts.audience_level from social_private.accounts
      where accounts.profile_id = author
    ),
    -- The array makes Postgres evaluate both conditions. With "or", Postgres could skip the second
    -- condition, and the time of a call would reveal the result of the first condition.
    true = any (array[
      exists (
        select from social_private.blocks
        where blocks.blocker_id = author and blocks.blocked_id = can_view_post.viewer
      ),
      exists (
        select from social_private.blocks
        where blocks.blocker_id = can_view_post.viewer and blocks.blocked_id = author
      )
    ]),
    (
      select follows.state = 'accepted' from social.follows
      where follows.follower_id = can_view_post.viewer and follows.followee_id = author
    ),
    exists (
      select from social_private.close_friends
      where close_friends.owner_id = author and close_friends.friend_id = can_view_post.viewer
    )
  );
  return post_exists and coalesce(is_visible, false);
end;
$$;

comment on function social_private.can_view_post(uuid, uuid) is
'Returns whether the viewer may see this post. Every command on a post calls this function.';

create function social_private.can_view_file(viewer uuid, path text)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  post_id uuid := (
    select post_media.post_id from social.post_media
    where post_media.path = can_view_file.path or post_media.thumbnail_path = can_view_file.path
      or post_media.medium_path = can_view_file.path
    limit 1
  );
begin
  -- Make the same look-ups whether or not a post has the file, so that the time of a call reveals
  -- nothing. No post has the id of zeros.
  return social_private.can_view_post(
    can_view_file.viewer, coalesce(post_id, '00000000-0000-0000-0000-000000000000'));
end;
$$;

comment on function social_private.can_view_file(uuid, text) is
'Returns whether the viewer may see the post that contains this file. path is a path in the
bucket social-media.';

create function social_private.lock_visible_post(viewer uuid, post_id uuid)
  returns social.posts
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  post social.posts;
begin
  -- The lock delays a deletion of the post until this transaction ends. Do not lock a post that the
  -- viewer may not see, because waiting for the lock would reveal that the post exists.
  if social_private.can_view_post(lock_visible_post.viewer, lock_visible_post.post_id) then
    select * into post from social.posts
    where posts.id = lock_visible_post.post_id for key share;
  end if;
  if post.id is null then
    perform social_private.fail('post_not_found');
  end if;
  return post;
end;
$$;

comment on function social_private.lock_visible_post(uuid, uuid) is
'Returns a post that the viewer may see, and locks it against deletion.

Errors: post_not_found.';

create function social_private.lock_own_post(actor uuid, post_id uuid)
  returns social.posts
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  post social.posts;
begin
  if not social_private.can_view_post(lock_own_post.actor, lock_own_post.post_id) then
    perform social_private.fail('post_not_found');
  end if;
  select * into post from social.posts where posts.id = lock_own_post.post_id for update;
  if not found then
    perform social_private.fail('post_not_found');
  end if;
  if post.author_id <> lock_own_post.actor then
    perform social_private.fail('not_author');
  end if;
  return post;
end;
$$;

comment on function social_private.lock_own_post(uuid, uuid) is
'Returns a post of the actor, and locks it for an update.

Errors: not_author, post_not_found (also if the actor may not see the post).';

create function social_private.is_pin_free(author uuid)
  returns boolean
  language sql
  stable
  security invoker
  set search_path = ''
return (
  select count(*) from social.posts
  where posts.author_id = is_pin_free.author
    and posts.pinned_at is not null and posts.deleted_at is null
) < (select config.pins_max from social_private.config);

comment on function social_private.is_pin_free(uuid) is
'Returns whether the author can pin one more post.';

-- Cards

create type social.post_card as (
  id uuid,
  author_id uuid,
  author_username text,
  author_display_name text,
  author_avatar_path text,
  caption text,
  visibility social.visibility,
  is_sensitive boolean,
  sensitive_note text,
  media jsonb,
  mentions jsonb,
  hashtags jsonb,
  like_count integer,
  comment_count integer,
  is_liked boolean,
  is_saved boolean,
  is_following_author boolean,
  comment_policy social.comment_policy,
  can_comment boolean,
  is_shareable boolean,
  created_at timestamptz,
  edited_at timestamptz,
  pinned_at timestamptz,
  archived_at timestamptz,
  hidden_at timestamptz,
  deleted_at timestamptz,
  reason jsonb,
  cursor text
);

comment on type social.post_card is
'A post as you see it.

media is an array of {id, path, medium_path, thumbnail_path, thumbhash, mime_type, width, height,
alt_text}, in order. The thumbnail_path of a picture without a thumbnail is its path. mentions is an
array of {profile_id, username, start, end}, and hashtags is an array of {hashtag, start, end}, both
in the order of the caption. mentions leaves out people whom you may not see. Each username is as
first written in the caption. hashtag is the key that all spellings share. start and end are
positions in the caption in UTF-16 code units: start is the position of the sign @ or #, and end
that of the first character after the username or hashtag. reason says why a feed shows the post. In
all other lists it is null. is_liked, is_saved and is_following_author say whether you like the
post, whether you saved the post, and whether you follow its author. comment_policy says who may
comment, and can_comment says whether you may. is_shareable says whether somebody without a login
may see the post. hidden_at is the time when staff hid the post. To get the next page, pass the
cursor of the last row.';

create function social_private.own_hidden_counts(viewer uuid, ids uuid[])
  returns table (id uuid, comments integer)
  language plpgsql -- plpgsql caches the plan; language sql plans every call
  stable
  security invoker
  rows 1
  set search_path = ''
as $$
begin
  return query
  select subject.id, count(*)::integer
  from social_private.uncounted_comments as uncounted
  cross join lateral (values (uncounted.post_id), (uncounted.root_id)) as subject (id)
  where subject.id = any (own_hidden_counts.ids)
    and (
      uncounted.author_id = own_hidden_counts.viewer
      or uncounted.hider_id = own_hidden_counts.viewer and (
        uncounted.post_id = any (own_hidden_counts.ids)
        or uncounted.root_id = any (own_hidden_counts.ids)
      )
    )
  group by subject.id;
end;
$$;

comment on function social_private.own_hidden_counts(uuid, uuid[]) is
'Returns the numbers of hidden comments that the viewer still sees, below these posts or top-level
comments. The counts that the viewer gets include them.';

create function social_private.post_cards(
  viewer uuid, ids uuid[], cursors text[], reasons jsonb[] default null)
  returns setof social.post_card
  language plpgsql
  stable
  security invoker
  rows 20
  set search_path = ''
  set plan_cache_mode = force_generic_plan -- otherwise Postgres plans again for few posts
as $$
begin
  return query
  select
    posts.id, posts.author_id, profiles.username::text, profiles.display_name,
    profiles.avatar_path, posts.caption, posts.visibility, posts.is_sensitive, posts.sensitive_note,
    coalesce(attached.media, '[]'), coalesce(mentioned.people, '[]'), posts.hashtags, counts.likes,
    counts.comments + coalesce(own.comments, 0), my_like.user_id is not null,
    my_save.user_id is not null, coalesce(my_follow.state = 'accepted', false),
    posts.comment_policy,
    posts.audience is not null and social_private.is_comment_allowed(
      post_cards.viewer, posts.author_id, posts.comment_policy, my_follow.state = 'accepted',
      their_follow.state = 'accepted'),
    posts.audience is not distinct from 'public' and not profiles.is_private
      and (select config.allow_reading_without_login from social_private.config),
    posts.created_at, posts.edited_at, posts.pinned_at, posts.archived_at, posts.hidden_at,
    posts.deleted_at, wanted.reason,
    coalesce(wanted.cursor, encode(uuid_send(posts.id), 'hex'))
  from unnest(post_cards.ids, post_cards.cursors, post_cards.reasons)
    with ordinality as wanted (id, cursor, reason, place)
  join social.posts on posts.id = wanted.id join social.profiles on profiles.id = posts.author_id
  -- Join by key. For EXISTS, the planner may build a hash of all posts that the viewer ever liked.
  left join social.likes as my_like
    on my_like.user_id = post_cards.viewer and my_like.post_id = wanted.id
  left join social.saves as my_save
    on my_save.user_id = post_cards.viewer and my_save.post_id = wanted.id
  left join social.follows as my_follow
    on my_follow.follower_id = post_cards.viewer and my_follow.followee_id = posts.author_id
  -- Most comment policies do not depend on this follow. A null reads no index.
  left join social.follows as their_follow
    on their_follow.follower_id = posts.author_id and their_follow.followee_id = case
      when posts.comment_policy in ('following', 'mutuals') then post_cards.viewer end
  left join lateral (
    select jsonb_agg(jsonb_build_object('id', media.id, 'path', media.path, 'medium_path',
      media.medium_path, 'thumbnail_path', coalesce(media.thumbnail_path, case when starts_with(
        media.mime_type, 'image/') then media.path end), 'thumbhash', media.thumbhash, 'mime_type',
      media.mime_type, 'width', media.width, 'height', media.height, 'alt_text', media.alt_text)
      order by media.position) as media
    from social.post_media as media where media.post_id = posts.id) as attached on true
  -- One subquery reads the mentions of all posts, because few captions mention anybody.
  left join (
    select named.post_id, jsonb_agg(jsonb_build_object('profile_id', people.id, 'username',
      named.username, 'start', at, 'end', at + 1 + length(named.username)) order by at) as people
    from social.post_mentions as named cross join lateral unnest(named.starts) as at
    join social_private.accounts on accounts.profile_id = named.profile_id
    join social.profiles as people on people.id = named.profile_id and (people.username
      = lower(named.username) or social_private.is_username_of(people.id, named.username))
    where named.post_id = any (post_cards.ids) and ( -- as in can_view_profile
      people.id = post_cards.viewer or accounts.audience_level > 0 and
      people.id <> all ((select social_private.blocked_either_way(post_cards.viewer))::uuid[]))
    group by named.post_id
  ) as mentioned on mentioned.post_id = wanted.id
  left join lateral (
    select sum(like_count)::integer as likes, sum(comment_count)::integer as comments
    from social_private.post_counters as counters where counters.post_id = posts.id
  ) as counts on true
  left join social_private.own_hidden_counts(post_cards.viewer, post_cards.ids) as own
    on own.id = wanted.id
  order by wanted.place;
end;
$$;

comment on function social_private.post_cards(uuid, uuid[], text[], jsonb[]) is
'Returns the cards of these posts in the given order, with the viewer''s likes, saves and follows.
reasons says why the list shows each post.

If the argument cursors is null, the cursor of each card is the id of its post. Such cursors fit
lists that are sorted by id.';

create function social_private.post_card(viewer uuid, post_id uuid)
  returns social.post_card
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  card social.post_card;
begin
  if not social_private.can_view_post(post_card.viewer, post_card.post_id) then
    perform social_private.fail('post_not_found');
  end if;
  select * into card from social_private.post_cards(
    post_card.viewer, array[post_card.post_id], null);
  return card;
end;
$$;

comment on function social_private.post_card(uuid, uuid) is
'Returns one post as the viewer sees it.

Errors: post_not_found.';

create function social_private.post(post_id uuid)
  returns social.post_card
  language plpgsql
  stable
  security definer -- clients may have no table access; can_view_post checks visibility
  set search_path = ''
as $$
begin
  return social_private.post_card(social_private.reader_id(), post.post_id);
end;
$$;

create function social.post(post_id uuid)
  returns social.post_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.post(post.post_id);

comment on function social.post(uuid) is
'Get a post.

Returns the post card: author, media, counts, and whether you like it, saved it and follow the
author.
Errors: post_not_found.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.is_visible(uuid, uuid, social.visibility, smallint, boolean, boolean, boolean),
  social_private.post(uuid), social.post(uuid)
  to anon, authenticated; -- everybody reads public posts

-- Policies: see social_table_access.
