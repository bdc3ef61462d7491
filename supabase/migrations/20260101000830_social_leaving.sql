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

-- Callable

revoke execute on all functions in schema social, social_private from public;
