-- Leaving: how an account can go while everybody else is busy with what hangs on it.
-- Locks are taken in one order everywhere: a person's bucket, a pair, profiles, posts, comments, and
-- then what hangs on them. Whoever leaves pulls at all of it at once, so one leaves after the other,
-- and holds what is theirs before it goes.

create function social_private.leave_in_turn()
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('social leaving', 0));
end;
$$;

comment on function social_private.leave_in_turn() is
'One account is deleted at a time: two that follow each other would wait for each other.';

create function social_private.lock_belongings(person uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform from social.posts
  where posts.author_id = lock_belongings.person
  order by posts.id
  for update;
  perform from social.posts
  where posts.id in (
    select comments.post_id from social.comments
    where comments.author_id = lock_belongings.person
  )
  order by posts.id
  for key share;
  -- Holds off new replies, so that it is known which comments have some.
  perform from social.comments
  where comments.author_id = lock_belongings.person
  order by comments.id
  for update;
end;
$$;

comment on function social_private.lock_belongings(uuid) is
'Lock what a person posted and said, in the order of all others.';

-- Effects

create function social_private.tg_profiles__queue_leavers()
  returns trigger
  language plpgsql
  volatile
  security definer -- whoever deletes a login may not call us
  set search_path = ''
as $$
begin
  perform social_private.leave_in_turn();
  return null;
end;
$$;

comment on function social_private.tg_profiles__queue_leavers() is
'Lets one account after the other go, also when a login is deleted by Auth.';

create trigger queue_leavers
  before delete on social.profiles
  for each statement execute function social_private.tg_profiles__queue_leavers();

create function social_private.tg_profiles__hold_usernames()
  returns trigger
  language plpgsql
  volatile
  security definer -- whoever deletes a person may not write names
  set search_path = ''
as $$
begin
  insert into social_private.held_usernames (skeleton_hash, released_at)
  select
    sha256(convert_to(social_private.username_skeleton(names.username), 'UTF8')),
    max(names.held_since) + config.username_hold_days * interval '1 day'
  from social_private.config, (
    select old.username::text as username, now() as held_since
    union all
    select former_usernames.username, former_usernames.changed_at
    from social_private.former_usernames where former_usernames.profile_id = old.id
  ) as names
  group by 1, config.username_hold_days
  on conflict on constraint held_usernames_pkey do update set released_at = excluded.released_at;
  return old;
end;
$$;

comment on function social_private.tg_profiles__hold_usernames() is
'Keeps the names of who goes from others for a while, like names that were given up.';

create trigger hold_usernames
  before delete on social.profiles
  for each row execute function social_private.tg_profiles__hold_usernames();

-- Callable

revoke execute on all functions in schema social, social_private from public;
