-- Tombstones: what stays of a deleted comment that has replies, until the last of them is gone.

-- Effects

create function social_private.entomb_comment(comment_id uuid, deleted_by social.deleted_by)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- The lock holds off new likes and replies, which take a key share lock.
  perform from social.comments where comments.id = entomb_comment.comment_id for update;
  -- First, so that what goes with it shows that it was not taken back.
  update social.comments
  set author_id = null, body = null, edited_at = null, pinned_at = null,
    deleted_by = entomb_comment.deleted_by
  where comments.id = entomb_comment.comment_id;
  delete from social.comment_edits where comment_edits.comment_id = entomb_comment.comment_id;
  delete from social.comment_likes where comment_likes.comment_id = entomb_comment.comment_id;
  delete from social_private.hidden_comments
  where hidden_comments.comment_id = entomb_comment.comment_id;
end;
$$;

comment on function social_private.entomb_comment(uuid, social.deleted_by) is
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

create function social_private.tg_profiles__entomb_comments()
  returns trigger
  language plpgsql
  volatile
  security definer -- the person who leaves may not write comments
  set search_path = ''
as $$
begin
  perform social_private.lock_belongings(old.id);
  -- What others replied to stays as a tombstone; the rest goes with the foreign key.
  perform social_private.entomb_comment(comments.id, 'author')
  from social.comments
  where comments.author_id = old.id
    and exists (select from social.comments as replies where replies.parent_id = comments.id);
  return old;
end;
$$;

comment on function social_private.tg_profiles__entomb_comments() is
'Keeps the threads of a deleted person together.';

create trigger entomb_comments
  before delete on social.profiles
  for each row execute function social_private.tg_profiles__entomb_comments();

-- Callable

revoke execute on all functions in schema social, social_private from public;
