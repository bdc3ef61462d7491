-- Deleting: a post is gone at once, for everybody, its author too, and can be restored for a while.
-- It keeps its likes, comments, place and pin; only its audience is nobody. What nobody restored in
-- time goes for good (social_maintenance).

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('restore_expired', 410, 'It was deleted too long ago to be restored.', null);

-- Commands

create function social_private.restorable_since()
  returns timestamptz
  language sql
  stable
  security invoker
  set search_path = ''
return (
  select now() - config.restore_days * interval '1 day' from social_private.config
);

comment on function social_private.restorable_since() is
'What was deleted before this cannot be restored.';

create function social_private.delete_post(post_id uuid)
  returns boolean
  language plpgsql
  volatile
  security definer -- clients hold no update grant; own_post checks
  set search_path = ''
as $$
declare
  post social.posts := social_private.own_post(
    social_private.charge_actor('delete'), delete_post.post_id);
begin
  update social.posts set deleted_at = now() where posts.id = post.id;
  return true;
end;
$$;

create function social.delete_post(post_id uuid)
  returns boolean
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.delete_post(delete_post.post_id);

comment on function social.delete_post(uuid) is
'Delete your post. It is gone at once for everybody; for 30 days restore_post brings it back, then
it goes for good with its likes, comments and files.

Returns true. Errors: not_signed_in, profile_missing, post_not_found (also when it is gone already),
not_author, rate_limited.';

create function social_private.restore_post(post_id uuid)
  returns social.post_card
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the actor's own
  set search_path = ''
as $$
declare
  actor uuid := social_private.charge_actor('delete');
  post social.posts;
begin
  select * into post from social.posts
  where posts.id = restore_post.post_id and posts.author_id = actor
  for update;
  if not found then
    perform social_private.fail('post_not_found');
  end if;
  if post.deleted_at < social_private.restorable_since() then
    perform social_private.fail('restore_expired');
  end if;
  if post.deleted_at is not null then
    update social.posts set
      deleted_at = null,
      -- Others may have taken its place.
      pinned_at = case when social_private.is_pin_free(actor) then posts.pinned_at end
    where posts.id = post.id;
  end if;
  return social_private.post_card(actor, post.id);
end;
$$;

create function social.restore_post(post_id uuid)
  returns social.post_card
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.restore_post(restore_post.post_id);

comment on function social.restore_post(uuid) is
'Bring a post back that you deleted in the last 30 days: with its likes, comments and place, archived
or pinned as it was, unless your pins are full by now. Again changes nothing.

Returns the post card. Errors: not_signed_in, profile_missing, post_not_found, restore_expired,
rate_limited.';

-- Lists

create function social_private.deleted_posts(after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  stable
  security definer -- reads past the policies; the actor's own posts only
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(deleted_posts.after);
  size integer := social_private.checked_page_size(deleted_posts.page_size);
  ids uuid[];
  cursors text[];
begin
  select array_agg(latest.id), array_agg(social_private.time_cursor(latest.deleted_at, latest.id))
  into ids, cursors
  from (
    select posts.id, posts.deleted_at
    from social.posts
    where posts.author_id = actor
      and posts.deleted_at >= social_private.restorable_since()
      and (posts.deleted_at, posts.id) < (key.at, key.id)
    order by posts.deleted_at desc, posts.id desc
    limit size
  ) as latest;
  return query select * from social_private.post_cards(actor, ids, cursors);
end;
$$;

create function social.deleted_posts(after text default null, page_size integer default 20)
  returns setof social.post_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.deleted_posts(deleted_posts.after, deleted_posts.page_size);

comment on function social.deleted_posts(text, integer) is
'What you deleted and can still restore, latest first. Errors: not_signed_in, profile_missing,
cursor_invalid, page_size_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.delete_post(uuid), social.delete_post(uuid),
  social_private.restore_post(uuid), social.restore_post(uuid),
  social_private.deleted_posts(text, integer), social.deleted_posts(text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in
