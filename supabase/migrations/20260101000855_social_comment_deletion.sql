-- Deleting comments: gone at once, or a tombstone where replies hang on it; restorable for a while.
-- What goes is put aside as a whole, one row a comment, so that no list has to know of it. Whoever
-- deleted it brings it back: same id, so same place, with its likes and versions.

-- Tables

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

-- Effects

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

-- Commands

create function social_private.put_comment_aside(
  comment social.comments, deleter_id uuid, deleted_by social.deleted_by)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  with recursive ancestors as (
    select above.* from social.comments as above
    where above.id = (put_comment_aside.comment).parent_id
    union all
    select above.* from ancestors join social.comments as above on above.id = ancestors.parent_id
  )
  insert into social_private.deleted_comments (
    comment_id, post_id, author_id, deleter_id, deleted_by,
    comment, ancestors, likes, edits, mentions, hidings)
  select
    (put_comment_aside.comment).id, (put_comment_aside.comment).post_id,
    (put_comment_aside.comment).author_id, put_comment_aside.deleter_id,
    put_comment_aside.deleted_by, to_jsonb(put_comment_aside.comment),
    coalesce((
      select jsonb_agg(to_jsonb(ancestors) - array['body', 'author_id'] order by ancestors.depth)
      from ancestors), '[]'),
    coalesce((
      select jsonb_agg(to_jsonb(likes)) from social.comment_likes as likes
      where likes.comment_id = (put_comment_aside.comment).id), '[]'),
    coalesce((
      select jsonb_agg(to_jsonb(edits)) from social.comment_edits as edits
      where edits.comment_id = (put_comment_aside.comment).id), '[]'),
    coalesce((
      select jsonb_agg(to_jsonb(mentions)) from social.comment_mentions as mentions
      where mentions.comment_id = (put_comment_aside.comment).id), '[]'),
    coalesce((
      select jsonb_agg(to_jsonb(hidings)) from social_private.hidden_comments as hidings
      where hidings.comment_id = (put_comment_aside.comment).id), '[]');
end;
$$;

comment on function social_private.put_comment_aside(social.comments, uuid, social.deleted_by) is
'Keep a comment that is about to be deleted, as it is.';

create function social_private.delete_comment(comment_id uuid)
  returns boolean
  language plpgsql
  volatile
  security definer -- clients hold no delete grant; author or author of the post
  set search_path = ''
as $$
declare
  actor uuid := social_private.charge_actor('delete');
  comment social.comments := social_private.visible_comment(actor, delete_comment.comment_id);
  is_post_author boolean := exists (
    select from social.posts where posts.id = comment.post_id and posts.author_id = actor);
  deleted_by social.deleted_by := case
    when comment.author_id = actor then 'author' else 'post_author' end;
begin
  if comment.author_id <> actor and not is_post_author then
    perform social_private.fail('not_author');
  end if;
  perform social_private.put_comment_aside(comment, actor, deleted_by);
  if exists (select from social.comments where comments.parent_id = comment.id) then
    perform social_private.entomb_comment(comment.id, deleted_by);
  else
    delete from social.comments where comments.id = comment.id;
  end if;
  return true;
end;
$$;

create function social.delete_comment(comment_id uuid)
  returns boolean
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.delete_comment(delete_comment.comment_id);

comment on function social.delete_comment(uuid) is
'Delete your comment, or any comment under your post. With replies it stays as a tombstone. For 30
days restore_comment brings it back.

Returns true. Errors: not_signed_in, profile_missing, comment_not_found (also when it is gone
already), not_author, rate_limited.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.delete_comment(uuid), social.delete_comment(uuid)
  to anon, authenticated; -- anon too, to be told not_signed_in
