-- Post notifications: people mute the notifications about one post, and the worker notifies the
-- people who rang the bell of an author.

-- Muted posts

create type social.post_mute as (is_muted boolean);

comment on type social.post_mute is 'Whether you muted the notifications about a post.';

create function social_private.mute_post_notifications(post_id uuid)
  returns social.post_mute
  language plpgsql
  volatile
  security definer -- clients have no insert grant; it writes only the actor's own row
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('notification');
begin
  perform social_private.lock_visible_post(actor, mute_post_notifications.post_id);
  insert into social_private.muted_posts (profile_id, post_id)
  values (actor, mute_post_notifications.post_id)
  on conflict on constraint muted_posts_pkey do nothing;
  return row(true);
end;
$$;

create function social.mute_post_notifications(post_id uuid)
  returns social.post_mute
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.mute_post_notifications(mute_post_notifications.post_id);

comment on function social.mute_post_notifications(uuid) is
'Stops notifications about a post: its likes and comments, replies and mentions under it.

Nobody is notified. Earlier notifications stay. Idempotent. Returns is_muted (true).
Errors: post_not_found. Common errors: docs/errors.md#common-errors.';

create function social_private.unmute_post_notifications(post_id uuid)
  returns social.post_mute
  language plpgsql
  volatile
  security definer -- clients have no delete grant; it deletes only the actor's own row
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('notification');
begin
  perform social_private.require_argument(unmute_post_notifications.post_id);
  delete from social_private.muted_posts
  where muted_posts.profile_id = actor
    and muted_posts.post_id = unmute_post_notifications.post_id;
  return row(false);
end;
$$;

create function social.unmute_post_notifications(post_id uuid)
  returns social.post_mute
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.unmute_post_notifications(unmute_post_notifications.post_id);

comment on function social.unmute_post_notifications(uuid) is
'Lets a post notify you again.

Idempotent. You can call it even if you may no longer see the post. Returns is_muted (false).
Common errors: docs/errors.md#common-errors.';

create function social_private.muted_posts(after text, page_size integer)
  returns setof social.post_card
  language plpgsql
  stable
  security definer -- clients may have no table access; can_view_post checks visibility
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  key social_private.time_key := social_private.parse_time_cursor(
    'muted_posts', actor, muted_posts.after);
  size integer := social_private.checked_page_size(muted_posts.page_size);
  ids uuid[];
  cursors text[];
begin
  select array_agg(latest.post_id), social_private.time_cursors(
    'muted_posts', actor, array_agg(latest.created_at), array_agg(latest.post_id))
  into ids, cursors
  from (
    select muted.post_id, muted.created_at
    from social_private.muted_posts as muted
    where muted.profile_id = actor
      and (muted.created_at, muted.post_id) < (key.at, key.id)
      and social_private.can_view_post(actor, muted.post_id)
    order by muted.created_at desc, muted.post_id desc
    limit size
  ) as latest;
  return query select * from social_private.post_cards(actor, ids, cursors);
end;
$$;

create function social.muted_posts(after text default null, page_size integer default 20)
  returns setof social.post_card
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.muted_posts(muted_posts.after, muted_posts.page_size);

comment on function social.muted_posts(text, integer) is
'Lists the posts whose notifications you muted and that you may still see, latest mute first.

Common errors: docs/errors.md#common-errors.';

-- Bells

create view social_private.waiting_bells with (security_invoker = true) as
select bell_posts.post_id from social_private.bell_posts
where bell_posts.post_id <> all ((select social_private.paused_rows('bells'))::uuid[]);

comment on view social_private.waiting_bells is
'The posts of bell_posts, without those on which the worker failed recently.';

comment on column social_private.waiting_bells.post_id is 'The new post.';

create function social_private.due_bells(max_rows integer)
  returns uuid[]
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  return array(
    select waiting_bells.post_id from social_private.waiting_bells
    order by waiting_bells.post_id
    limit due_bells.max_rows
    for update skip locked
  );
end;
$$;

comment on function social_private.due_bells(integer) is
'Locks and returns up to max_rows queued posts, oldest first. Leaves out posts on which the worker
failed recently.';

create function social_private.notify_ringers(post_id uuid, max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  post social_private.bell_posts;
  -- A transaction notifies at most 1,000 people, which takes about half a second. So people wait
  -- shortly for their notifications, and a deletion of the post waits shortly for the transaction.
  size integer := least(notify_ringers.max_rows, 1000);
  ringer uuid;
  ringers uuid[];
begin
  select * into post from social_private.bell_posts
  where bell_posts.post_id = notify_ringers.post_id;
  ringers := array(
    select bells.ringer_id from social_private.bells
    where bells.author_id = post.author_id and bells.ringer_id > post.last_ringer_id
      -- An id contains the time of the post. A bell is not about earlier posts.
      and social_private.min_id_at(bells.created_at) <= post.post_id
    order by bells.ringer_id
    limit size
  );
  foreach ringer in array ringers loop
    if social_private.can_view_post(ringer, post.post_id) then
      perform social_private.notify(
        ringer, 'new_post', post.author_id, post.post_id, post.post_id, post.post_id);
    end if;
  end loop;
  if cardinality(ringers) < size then
    delete from social_private.bell_posts where bell_posts.post_id = post.post_id;
  else
    update social_private.bell_posts
    set last_ringer_id = ringers[size]
    where bell_posts.post_id = post.post_id;
  end if;
  return least(cardinality(ringers) + 1, size);
end;
$$;

comment on function social_private.notify_ringers(uuid, integer) is
'Notifies up to max_rows people, and at most 1,000, who rang the bell of the author of a queued post
before the post, and who may see the post. A later call continues with the next people. Returns how
many people it looked at, and one more when it is done.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.mute_post_notifications(uuid), social.mute_post_notifications(uuid),
  social_private.unmute_post_notifications(uuid), social.unmute_post_notifications(uuid),
  social_private.muted_posts(text, integer), social.muted_posts(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
