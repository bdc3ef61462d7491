-- Staff: who moderates.
-- A row of this table is the only thing that makes somebody staff: nothing in a token, in metadata
-- or on a profile does. It is looked up at every call, so a dismissal holds at once.
-- The operator appoints the first administrator in Studio; there is always one left.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('not_staff', 403, 'Only staff may do this.', 'An administrator appoints staff.'),
  ('not_administrator', 403, 'Only an administrator may do this.', 'Ask one.'),
  ('mfa_needed', 403, 'This needs a second factor.', 'Sign in with it; see supabase.auth.mfa.'),
  ('last_administrator', 409, 'The last administrator in use cannot go.',
    'Appoint another administrator first.');

-- Tables

create type social.staff_role as enum ('administrator', 'moderator');

create table social_private.staff (
  profile_id uuid not null,
  role social.staff_role not null,
  appointer_id uuid,
  appointed_at timestamptz not null default now(),

  constraint staff_pkey primary key (profile_id),
  constraint staff_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.staff is
'Who moderates. Administrators appoint staff, and alone decide about administrators.';
comment on column social_private.staff.appointer_id is 'Null where the operator did it, in Studio.';

-- Access

alter table social_private.staff enable row level security;

create function social_private.is_mfa_missing()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (select config.is_staff_mfa_required from social_private.config)
    and auth.jwt() ->> 'aal' is distinct from 'aal2';
end;
$$;

comment on function social_private.is_mfa_missing() is
'Whether staff must have a second factor, and the token tells of none.';

create function social_private.require_staff()
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
begin
  if not exists (select from social_private.staff where staff.profile_id = actor) then
    perform social_private.fail('not_staff');
  end if;
  if social_private.is_mfa_missing() then
    perform social_private.fail('mfa_needed');
  end if;
  return actor;
end;
$$;

comment on function social_private.require_staff() is
'The signed-in member of staff. First line of everything that staff may do.
Errors: those of require_actor, not_staff, mfa_needed.';

create function social_private.is_administrator(profile_id uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return exists (
    select from social_private.staff
    where staff.profile_id = is_administrator.profile_id and staff.role = 'administrator'
  );
end;
$$;

comment on function social_private.is_administrator(uuid) is
'Whether this person is an administrator.';

create function social_private.require_administrator()
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_staff();
begin
  if not social_private.is_administrator(actor) then
    perform social_private.fail('not_administrator');
  end if;
  return actor;
end;
$$;

comment on function social_private.require_administrator() is
'The signed-in administrator. Errors: those of require_staff, not_administrator.';

-- Effects: one administrator in use stays, whoever changes the tables, and every change is logged.

create function social_private.require_other_administrator(profile_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- Two last administrators who go at once go one after the other: the second sees that the first
  -- is gone.
  perform pg_advisory_xact_lock(hashtextextended('social staff', 0));
  if not exists (
    select from social_private.staff
    join social_private.accounts on accounts.profile_id = staff.profile_id and accounts.reach > 0
    where staff.role = 'administrator'
      and staff.profile_id <> require_other_administrator.profile_id
  ) then
    perform social_private.fail('last_administrator');
  end if;
end;
$$;

comment on function social_private.require_other_administrator(uuid) is
'Go on only if there is an administrator in use besides this one. Error: last_administrator.';

create function social_private.tg_staff__keep_administrator()
  returns trigger
  language plpgsql
  volatile
  security definer -- whoever deletes the account may not read who is staff
  set search_path = ''
as $$
begin
  if tg_op = 'TRUNCATE' then
    if exists (select from social_private.staff where staff.role = 'administrator') then
      perform social_private.fail('last_administrator');
    end if;
    return null;
  end if;
  if tg_op = 'UPDATE' and new.role = 'administrator' and new.profile_id = old.profile_id then
    return new;
  end if;
  perform social_private.require_other_administrator(old.profile_id);
  return case tg_op when 'UPDATE' then new else old end;
end;
$$;

comment on function social_private.tg_staff__keep_administrator() is
'Refuses that the last administrator is dismissed, made a moderator or deleted.';

create trigger keep_administrator
  before update or delete on social_private.staff
  for each row when (old.role = 'administrator')
  execute function social_private.tg_staff__keep_administrator();

create trigger keep_administrators
  before truncate on social_private.staff
  for each statement execute function social_private.tg_staff__keep_administrator();

create function social_private.tg_accounts__keep_administrator()
  returns trigger
  language plpgsql
  volatile
  security definer -- whoever deactivates the account may not read who is staff
  set search_path = ''
as $$
begin
  if social_private.is_administrator(old.profile_id) then
    perform social_private.require_other_administrator(old.profile_id);
  end if;
  return new;
end;
$$;

comment on function social_private.tg_accounts__keep_administrator() is
'Refuses that the last administrator is suspended, deactivated or deleted.';

create trigger keep_administrator
  before update of suspended_at, deactivated_at, deleted_at on social_private.accounts
  for each row when (
    coalesce(old.suspended_at, old.deactivated_at, old.deleted_at) is null
    and coalesce(new.suspended_at, new.deactivated_at, new.deleted_at) is not null
  )
  execute function social_private.tg_accounts__keep_administrator();

create function social_private.tg_staff__log_change()
  returns trigger
  language plpgsql
  volatile
  security definer -- whoever deletes the account may not write the log
  set search_path = ''
as $$
declare
  subject uuid := coalesce(new.profile_id, old.profile_id);
begin
  if tg_op = 'UPDATE' and new.role = old.role then
    return null;
  end if;
  perform social_private.log_entry(
    case tg_op when 'DELETE' then 'dismiss' else 'appoint' end, 'profile', subject, subject,
    jsonb_build_object('role', old.role), jsonb_build_object('role', new.role));
  return null;
end;
$$;

comment on function social_private.tg_staff__log_change() is
'Logs who is appointed and dismissed, also by hand or with the account.';

create trigger log_change
  after insert or update or delete on social_private.staff
  for each row execute function social_private.tg_staff__log_change();

-- Commands, for the operator

create function social_private.appoint_administrator(username text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  profile_id uuid := (
    select profiles.id from social.profiles where profiles.username = appoint_administrator.username
  );
begin
  if profile_id is null then
    perform social_private.fail('profile_not_found');
  end if;
  insert into social_private.staff (profile_id, role) values (profile_id, 'administrator')
  on conflict on constraint staff_pkey do update set role = 'administrator';
end;
$$;

comment on function social_private.appoint_administrator(text) is
'Make a person an administrator: for the operator, in Studio. The first one begins so.

Error: profile_not_found.';

-- Callable

revoke execute on all functions in schema social_private from public;
