-- Account lifecycle: deactivate and reactivate, delete and restore an account, and erasure
-- receipts.
-- Each row of erasures is one account deletion. The worker erases the account when
-- config.restore_days have passed. The row remains as a receipt without personal data. Everybody
-- who knows the id of the receipt may read the receipt.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('receipt_not_found', 404, 'The receipt does not exist.',
    'Pass the receipt_id that delete_profile returned.');

-- Deactivation

create type social.account_deactivation as (
  deactivated_at timestamptz
);

comment on type social.account_deactivation is
'The result of deactivate_profile: the time when the account was deactivated.';

create function social_private.deactivate_profile()
  returns social.account_deactivation
  language plpgsql
  volatile
  security definer -- clients have no update grant; it changes only the actor's own account
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
'Deactivates your account: nobody sees your profile or content until you call reactivate_profile.

Until then, no count includes your likes, comments and follows. While your account is deactivated,
you see only what people without a sign-in see, and you cannot write. Returns the time of the
deactivation.

Errors: last_administrator.
Common errors: docs/errors.md#common-errors.';

create function social_private.reactivate_profile()
  returns social.profile_details
  language plpgsql
  volatile
  security definer -- clients have no update grant; it changes only the actor's own account
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_account();
begin
  perform social_private.consume_rate_limit(actor, 'account');
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
'Reactivates your account.

Your profile and content are visible as before. Idempotent. Returns your profile.

Common errors: docs/errors.md#common-errors.';

-- Deletion

create table social_private.erasures (
  id uuid not null default gen_random_uuid(), -- random: anybody who knows it may read the receipt
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
  notification_count integer not null default 0,
  file_count integer not null default 0,
  is_from_auth boolean not null default false,
  audit_block bigint not null default 0,

  constraint erasures_pkey primary key (id),
  constraint erasures_profile_id_key unique (profile_id),
  constraint erasures_end_without_a_person check ((erased_at is null) = (profile_id is not null))
);

comment on table social_private.erasures is
'Each row is one account deletion: requested, in progress or completed. The columns that end in
_count contain numbers of erased rows.';

comment on column social_private.erasures.id is
'The id of the receipt. Whoever knows it may read the receipt.';

comment on column social_private.erasures.profile_id is
'The account to erase. Null after the account is erased.';

comment on column social_private.erasures.deleted_at is 'The time when the deletion was requested.';

comment on column social_private.erasures.erases_at is
'The time from which the worker erases the account. Until then it can be restored.';

comment on column social_private.erasures.started_at is
'The time when the worker started to erase the account. After this time the account cannot be
restored.';

comment on column social_private.erasures.erased_at is
'The time when the erasure was complete. Null before.';

comment on column social_private.erasures.post_count is 'Number of erased posts.';

comment on column social_private.erasures.media_count is 'Number of erased photos and videos.';

comment on column social_private.erasures.comment_count is 'Number of erased comments.';

comment on column social_private.erasures.like_count is 'Number of erased likes.';

comment on column social_private.erasures.save_count is 'Number of erased saves.';

comment on column social_private.erasures.follow_count is
'Number of erased follows and requests, in both directions.';

comment on column social_private.erasures.block_count is
'Number of erased blocks that the person had set.';

comment on column social_private.erasures.notification_count is 'Number of erased notifications.';

comment on column social_private.erasures.file_count is
'Number of files that were queued for deletion.';

comment on column social_private.erasures.is_from_auth is
'True if an administrator began the deletion with a soft delete in Auth. Then the administrator can
take the deletion back in Auth.';

comment on column social_private.erasures.audit_block is
'The first block of the audit log of Auth that the worker has not yet searched for the person.';

-- This index serves the search for accounts that are due for erasure.
create index erasures_erases_at_idx on social_private.erasures (erases_at) where erased_at is null;

alter table social_private.erasures enable row level security;

create trigger keep_rows
  before truncate on social_private.erasures
  for each statement execute function social_private.tg_refuse_truncate(
    'The worker needs these rows to finish deletions.');

-- The worker clears profile_id when it has erased the account.
create trigger keep_keys
  after update of id, profile_id on social_private.erasures
  for each row when (
    new.id <> old.id
    or new.profile_id is distinct from old.profile_id and (
      new.profile_id is not null or new.erased_at is null
    )
  )
  execute function social_private.tg_refuse_key_change(
    'Undo the deletion with social_private.accounts.deleted_at instead.');

create type social.account_deletion as (
  receipt_id uuid,
  deleted_at timestamptz,
  erases_at timestamptz
);

comment on type social.account_deletion is
'An account deletion: the id of its receipt, and the time when the account will be erased. Keep the
id, because you need it to read the receipt later.';

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
  notification_count integer,
  file_count integer
);

comment on type social.erasure_receipt is
'The status of an account deletion. deleted_at is the time of the request. erases_at is the time
when the deletion is due. erased_at is null until the deletion is completed.

The counts say how many rows of each kind are erased so far. follow_count counts follows in both
directions. block_count counts only blocks by the person. notification_count counts the
notifications that the person got and could see.';

create function social_private.tg_accounts__sync_erasure()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if new.deleted_at is not null then
    insert into social_private.erasures (profile_id, deleted_at, erases_at)
    select
      new.profile_id, new.deleted_at, now() + coalesce(config.restore_days, 30) * interval '1 day'
    from (select) as always left join social_private.config on true
    on conflict on constraint erasures_profile_id_key do nothing;
    delete from auth.sessions where sessions.user_id = new.profile_id;
    return null;
  end if;
  delete from social_private.erasures
  where erasures.profile_id = new.profile_id and erasures.started_at is null;
  if exists (
    select from social_private.erasures where erasures.profile_id = new.profile_id
  ) then
    perform social_private.fail('restore_expired', 'The worker has begun to erase this account.');
  end if;
  return null;
end;
$$;

comment on function social_private.tg_accounts__sync_erasure() is
'Begins the erasure of a deleted account and ends the sessions of the person, or takes the erasure
back with the deletion, also if the operator changes deleted_at with SQL. Error: restore_expired.';

create trigger sync_erasure
  after update of deleted_at on social_private.accounts
  for each row when ((old.deleted_at is null) <> (new.deleted_at is null))
  execute function social_private.tg_accounts__sync_erasure();

create function social_private.tg_erasures__keep_row()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if exists (
    select from social_private.accounts
    where accounts.profile_id = old.profile_id and accounts.deleted_at is not null
  ) then
    perform social_private.fail('row_is_required',
      'Set accounts.deleted_at to null to take the deletion of the account back.');
  end if;
  return old;
end;
$$;

comment on function social_private.tg_erasures__keep_row() is
'Rejects the deletion of a row whose account is still deleted, because nobody would erase or restore
the account. Error: row_is_required.';

create trigger keep_row
  before delete on social_private.erasures
  for each row when (old.profile_id is not null)
  execute function social_private.tg_erasures__keep_row();

create function social_private.delete_profile(immediately boolean)
  returns social.account_deletion
  language plpgsql
  volatile
  security definer -- clients have no update grant; it changes only the actor's own account
  set search_path = ''
as $$
declare
  -- A person may also delete a suspended or deactivated account.
  actor uuid := social_private.require_account();
  days integer := (select config.restore_days from social_private.config);
  deletion social.account_deletion;
begin
  perform social_private.consume_rate_limit(actor, 'account');
  perform social_private.require_second_factor();
  perform social_private.require_fresh_login();
  -- Lock the row of erasures before the row of accounts. The worker uses the same order, which
  -- avoids deadlocks.
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
'Deletes your account. Nobody sees it any more, and all your sessions end.

For 30 days you may sign in and call restore_profile. After that the auth user and the account with
all its content and files are permanently deleted. The username stays reserved for 30 more days. If
the argument `immediately` is true, the next run of the worker erases the account. Your comments
with replies remain as empty tombstones. Requires a sign-in within the last 10 minutes, and the
second factor of a person who has one. Idempotent. Returns the deletion with its receipt_id.

Errors: insufficient_aal, last_administrator, session_too_old.
Common errors: docs/errors.md#common-errors.';

create function social_private.restore_profile()
  returns social.profile_details
  language plpgsql
  volatile
  security definer -- clients have no update grant; it changes only the actor's own account
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_account();
  erasure social_private.erasures;
begin
  perform social_private.consume_rate_limit(actor, 'account');
  select * into erasure from social_private.erasures
  where erasures.profile_id = actor
  for update;
  if erasure.started_at is not null or erasure.erases_at <= now() then
    perform social_private.fail('restore_expired');
  end if;
  update social_private.accounts set deleted_at = null
  where accounts.profile_id = actor and accounts.deleted_at is not null;
  -- A suspended or deactivated account can be restored too. The restored account stays suspended or
  -- deactivated.
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
'Restores your deleted account with all of its content, if it is not erased yet.

A suspended or deactivated account stays suspended or deactivated. Idempotent. Returns your
profile.

Errors: restore_expired.
Common errors: docs/errors.md#common-errors.';

create function social_private.erasure_receipt(receipt_id uuid)
  returns social.erasure_receipt
  language plpgsql
  stable
  security definer -- clients cannot read the table; it returns only the row with that id
  set search_path = ''
as $$
declare
  receipt social.erasure_receipt;
begin
  select
    id, deleted_at, erases_at, erased_at, post_count, media_count, comment_count, like_count,
    save_count, follow_count, block_count, notification_count, file_count
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
'Returns the status of an account deletion by its receipt id. Needs no sign-in.

If the account was restored, raises receipt_not_found.

Errors: receipt_not_found.';

-- Soft deletes in Auth

create function social_private.tg_users__follow_soft_delete()
  returns trigger
  language plpgsql
  volatile
  security definer -- Auth has no grant on the tables
  set search_path = ''
as $$
declare
  days integer := (select config.restore_days from social_private.config);
begin
  if new.deleted_at is not null then
    -- If the person has already deleted the account, this deletion continues unchanged.
    insert into social_private.erasures (profile_id, erases_at, is_from_auth)
    select accounts.profile_id, now() + days * interval '1 day', true
    from social_private.accounts where accounts.profile_id = new.id
    on conflict on constraint erasures_profile_id_key do nothing;
    update social_private.accounts set deleted_at = now()
    where accounts.profile_id = new.id and accounts.deleted_at is null;
    return null;
  end if;
  -- Do not wait for the worker: once it erases the account, the deletion cannot be taken back.
  perform from social_private.erasures
  where erasures.profile_id = new.id and erasures.is_from_auth and erasures.started_at is null
  for update skip locked;
  if found then
    update social_private.accounts set deleted_at = null where accounts.profile_id = new.id;
  end if;
  return null;
end;
$$;

comment on function social_private.tg_users__follow_soft_delete() is
'Deletes the account when an administrator soft-deletes its login, and restores the account when the
administrator takes this back. Does not restore an account that its owner had deleted before.';

-- Triggers on deleted profiles

create function social_private.tg_profiles__complete_receipt()
  returns trigger
  language plpgsql
  volatile
  security definer -- a role that deletes a profile may have no grant on receipts
  set search_path = ''
as $$
begin
  update social_private.erasures set erased_at = now(), profile_id = null
  where erasures.profile_id = old.id;
  return null;
end;
$$;

comment on function social_private.tg_profiles__complete_receipt() is
'Marks the erasure receipt as completed when the profile is deleted.';

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
  perform pg_advisory_xact_lock(hashtextextended('social account erasure', 0));
end;
$$;

comment on function social_private.serialize_account_erasure() is
'Makes account erasures run one after the other, because concurrent erasures of two people who
follow each other could deadlock.';

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
  -- This lock prevents new replies, so that the set of comments that have replies cannot change.
  perform from social.comments
  where comments.author_id = lock_own_content.person
  order by comments.id
  for update;
end;
$$;

comment on function social_private.lock_own_content(uuid) is
'Locks the posts of a person, and then the comments that the person wrote. Every command locks posts
before comments, which avoids deadlocks.';

create function social_private.tg_profiles__serialize_erasure()
  returns trigger
  language plpgsql
  volatile
  security definer -- a role that deletes a profile may have no right to lock its content
  set search_path = ''
as $$
begin
  perform social_private.serialize_account_erasure();
  return null;
end;
$$;

comment on function social_private.tg_profiles__serialize_erasure() is
'Makes account erasures run one after the other, also when Auth deletes a user directly.';

create trigger serialize_erasure
  before delete on social.profiles
  for each statement execute function social_private.tg_profiles__serialize_erasure();

create function social_private.tg_profiles__reserve_usernames()
  returns trigger
  language plpgsql
  volatile
  security definer -- a role that deletes a profile may have no grant on usernames
  set search_path = ''
as $$
begin
  -- Nobody has seen a person who was never confirmed, so nobody else is taken for this person.
  if exists (
    select from social_private.accounts
    where accounts.profile_id = old.id
      and accounts.is_temporary and accounts.unconfirmed_at is not null
  ) then
    return old;
  end if;
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
  -- Other owners of the same or a similar username may have been erased. The longest reservation
  -- applies.
  on conflict on constraint username_reservations_pkey do update
  set released_at = greatest(username_reservations.released_at, excluded.released_at);
  return old;
end;
$$;

comment on function social_private.tg_profiles__reserve_usernames() is
'Reserves the current and former usernames of an erased person for
config.username_reservation_days. Never shortens a reservation. Reserves no username of a person who
was never confirmed.';

create trigger reserve_usernames
  before delete on social.profiles
  for each row execute function social_private.tg_profiles__reserve_usernames();

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.deactivate_profile(), social.deactivate_profile(),
  social_private.reactivate_profile(), social.reactivate_profile(),
  social_private.delete_profile(boolean), social.delete_profile(boolean),
  social_private.restore_profile(), social.restore_profile(),
  social_private.erasure_receipt(uuid), social.erasure_receipt(uuid)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
