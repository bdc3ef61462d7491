-- Account lifecycle: deactivate and reactivate, delete and restore, and the receipt of an erasure.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('receipt_not_found', 404, 'There is no such receipt.', null);

-- Deactivation

create type social.account_deactivation as (
  deactivated_at timestamptz
);

comment on type social.account_deactivation is 'When the account was deactivated.';

create function social_private.deactivate_profile()
  returns social.account_deactivation
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the actor's own account
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('deactivate');
  deactivation social.account_deactivation;
begin
  update social_private.accounts set deactivated_at = now() where accounts.profile_id = actor
  returning accounts.deactivated_at into deactivation;
  return deactivation;
end;
$$;

create function social.deactivate_profile()
  returns social.account_deactivation
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.deactivate_profile();

comment on function social.deactivate_profile() is
'Be away: nobody finds you or what you posted, wrote and liked, until you call reactivate_profile.
Counters stay. Until then you read as somebody who is not signed in, and may write nothing.

Returns when. Errors: not_signed_in, profile_missing, last_administrator, rate_limited.';

create function social_private.reactivate_profile()
  returns social.profile_details
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the actor's own account
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_account();
begin
  update social_private.accounts set deactivated_at = null where accounts.profile_id = actor;
  return social_private.profile_details(social_private.require_actor(), actor);
end;
$$;

create function social.reactivate_profile()
  returns social.profile_details
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.reactivate_profile();

comment on function social.reactivate_profile() is
'Come back: everything is where it was. Again changes nothing.

Returns your page. Errors: not_signed_in, profile_missing, account_suspended.';

-- Deletion

create table social_private.erasures (
  id uuid not null default gen_random_uuid(), -- random, for whoever holds it may read it
  profile_id uuid,
  deleted_at timestamptz not null default now(),
  erases_at timestamptz not null,
  started_at timestamptz,
  erased_at timestamptz,
  post_count integer not null default 0,
  media_count integer not null default 0,
  comment_count integer not null default 0,
  like_count integer not null default 0,
  save_count integer not null default 0,
  follow_count integer not null default 0,
  block_count integer not null default 0,
  file_count integer not null default 0,

  constraint erasures_pkey primary key (id),
  constraint erasures_profile_id_key unique (profile_id),
  constraint erasures_end_without_a_person check ((erased_at is null) = (profile_id is not null))
);

comment on table social_private.erasures is
'Accounts that were deleted, to be erased and erased. What was erased is only counted.';

comment on column social_private.erasures.profile_id is 'Whose account; null once it is erased.';

comment on column social_private.erasures.started_at is
'When the worker began to erase: from then on nothing can be restored.';

-- Which accounts are due?
create index erasures_erases_at_idx on social_private.erasures (erases_at) where erased_at is null;

alter table social_private.erasures enable row level security;

create type social.account_deletion as (
  receipt_id uuid,
  deleted_at timestamptz,
  erases_at timestamptz
);

comment on type social.account_deletion is
'A deleted account: the id of its receipt, to be kept, and when everything will be erased.';

create type social.erasure_receipt as (
  receipt_id uuid,
  deleted_at timestamptz,
  erases_at timestamptz,
  erased_at timestamptz,
  post_count integer,
  media_count integer,
  comment_count integer,
  like_count integer,
  save_count integer,
  follow_count integer,
  block_count integer,
  file_count integer
);

comment on type social.erasure_receipt is
'What became of a deleted account: when it was deleted, is to be erased, and was (null until then);
and how much of each kind was erased so far. Follows count both directions.';

create function social_private.delete_profile(immediately boolean)
  returns social.account_deletion
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the actor's own account
  set search_path = ''
as $$
declare
  -- A suspended or deactivated person may leave too.
  actor uuid := social_private.require_account();
  days integer := (select config.restore_days from social_private.config);
  deletion social.account_deletion;
begin
  perform social_private.require_fresh_login();
  -- Before the account, as the worker does.
  perform from social_private.erasures where erasures.profile_id = actor for update;
  update social_private.accounts set deleted_at = coalesce(accounts.deleted_at, now())
  where accounts.profile_id = actor;
  insert into social_private.erasures as erasure (profile_id, erases_at)
  values (
    actor,
    now() + case when delete_profile.immediately then 0 else days end * interval '1 day'
  )
  on conflict on constraint erasures_profile_id_key do update
  set erases_at = least(erasure.erases_at, excluded.erases_at)
  returning erasure.id, erasure.deleted_at, erasure.erases_at into deletion;
  delete from auth.sessions where sessions.user_id = actor;
  return deletion;
end;
$$;

create function social.delete_profile(immediately boolean default false)
  returns social.account_deletion
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.delete_profile(delete_profile.immediately);

comment on function social.delete_profile(boolean) is
'Delete your account: profile, posts, comments, likes, follows and files are gone for everybody at
once, and all sessions end. For 30 days you may sign in and call restore_profile; then everything is
erased, with the login, and your username is held back for 30 days more. With immediately the
erasure begins with the next run of the worker. A comment of yours that others replied to stays as
an empty tombstone. Call it within 10 minutes of signing in. Again returns the same receipt.

Returns the deletion; keep its receipt_id. Errors: not_signed_in, profile_missing,
session_too_old, last_administrator.';

create function social_private.restore_profile()
  returns social.profile_details
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the actor's own account
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_account();
  erasure social_private.erasures;
begin
  select * into erasure from social_private.erasures
  where erasures.profile_id = actor
  for update;
  if erasure.started_at is not null or erasure.erases_at <= now() then
    perform social_private.fail('restore_expired');
  end if;
  delete from social_private.erasures where erasures.id = erasure.id;
  update social_private.accounts set deleted_at = null
  where accounts.profile_id = actor and accounts.deleted_at is not null;
  -- Also while suspended or deactivated, which it stays: nobody is to be erased for that.
  return social_private.profile_details(actor, actor);
end;
$$;

create function social.restore_profile()
  returns social.profile_details
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.restore_profile();

comment on function social.restore_profile() is
'Take the deletion of your account back: everything is where it was, and who was suspended or
deactivated still is. Again changes nothing.

Returns your page. Errors: not_signed_in, profile_missing, restore_expired.';

create function social_private.erasure_receipt(receipt_id uuid)
  returns social.erasure_receipt
  language plpgsql
  stable
  security definer -- nobody may read the table; only who knows the id of a row
  set search_path = ''
as $$
declare
  receipt social.erasure_receipt;
begin
  select
    id, deleted_at, erases_at, erased_at, post_count, media_count, comment_count, like_count,
    save_count, follow_count, block_count, file_count
  into receipt
  from social_private.erasures where erasures.id = erasure_receipt.receipt_id;
  if not found then
    perform social_private.fail('receipt_not_found');
  end if;
  return receipt;
end;
$$;

create function social.erasure_receipt(receipt_id uuid)
  returns social.erasure_receipt
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.erasure_receipt(erasure_receipt.receipt_id);

comment on function social.erasure_receipt(uuid) is
'What became of a deleted account. Needs no login: whoever was given the id may ask, and learns times
and numbers.

Error: receipt_not_found (also after restore_profile).';

-- Effects of a deleted profile row

create function social_private.tg_profiles__complete_receipt()
  returns trigger
  language plpgsql
  volatile
  security definer -- whoever deletes a person may not write receipts
  set search_path = ''
as $$
begin
  update social_private.erasures set erased_at = now(), profile_id = null
  where erasures.profile_id = old.id;
  return null;
end;
$$;

comment on function social_private.tg_profiles__complete_receipt() is
'Completes the receipt when the person is gone.';

create trigger complete_receipt
  after delete on social.profiles
  for each row execute function social_private.tg_profiles__complete_receipt();

create function social_private.serialize_account_erasure()
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

comment on function social_private.serialize_account_erasure() is
'One account is deleted at a time: two that follow each other would wait for each other.';

create function social_private.lock_own_content(person uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform from social.posts
  where posts.author_id = lock_own_content.person
  order by posts.id
  for update;
  perform from social.posts
  where posts.id in (
    select comments.post_id from social.comments
    where comments.author_id = lock_own_content.person
  )
  order by posts.id
  for key share;
  -- Holds off new replies, so that it is known which comments have some.
  perform from social.comments
  where comments.author_id = lock_own_content.person
  order by comments.id
  for update;
end;
$$;

comment on function social_private.lock_own_content(uuid) is
'Lock what a person posted and said, in the order of all others.';

create function social_private.tg_profiles__serialize_erasure()
  returns trigger
  language plpgsql
  volatile
  security definer -- whoever deletes a login may not call us
  set search_path = ''
as $$
begin
  perform social_private.serialize_account_erasure();
  return null;
end;
$$;

comment on function social_private.tg_profiles__serialize_erasure() is
'Lets one account after the other go, also when a login is deleted by Auth.';

create trigger serialize_erasure
  before delete on social.profiles
  for each statement execute function social_private.tg_profiles__serialize_erasure();

create function social_private.tg_profiles__reserve_usernames()
  returns trigger
  language plpgsql
  volatile
  security definer -- whoever deletes a person may not write names
  set search_path = ''
as $$
begin
  insert into social_private.username_reservations (skeleton_hash, released_at)
  select
    sha256(convert_to(social_private.username_skeleton(names.username), 'UTF8')),
    max(names.reserved_since) + config.username_reservation_days * interval '1 day'
  from social_private.config, (
    select old.username::text as username, now() as reserved_since
    union all
    select former_usernames.username, former_usernames.changed_at
    from social_private.former_usernames where former_usernames.profile_id = old.id
  ) as names
  group by 1, config.username_reservation_days
  on conflict on constraint username_reservations_pkey do update set released_at = excluded.released_at;
  return old;
end;
$$;

comment on function social_private.tg_profiles__reserve_usernames() is
'Keeps the names of who goes from others for a while, like names that were given up.';

create trigger reserve_usernames
  before delete on social.profiles
  for each row execute function social_private.tg_profiles__reserve_usernames();

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.deactivate_profile(), social.deactivate_profile(),
  social_private.reactivate_profile(), social.reactivate_profile(),
  social_private.delete_profile(boolean), social.delete_profile(boolean),
  social_private.restore_profile(), social.restore_profile(),
  social_private.erasure_receipt(uuid), social.erasure_receipt(uuid)
  to anon, authenticated; -- anon too, to be told not_signed_in

-- Policies: see social_table_access.
