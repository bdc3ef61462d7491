-- Staff: administrators and moderators.
-- A person is staff if the table staff has a row for them. Token claims, user metadata and profiles
-- never make a person staff. Every call reads the table, so a removal takes effect immediately. The
-- operator adds the first administrator in Studio. At least one active administrator always
-- remains.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('not_staff', 403, 'Only staff may do this.', 'Ask an administrator to add you to the staff.'),
  ('not_administrator', 403, 'Only an administrator may do this.', 'Ask an administrator.'),
  ('last_administrator', 409, 'There must be at least one active administrator.',
    'Add another administrator first.');

-- Tables

create type social.staff_role as enum ('administrator', 'moderator');

create table social_private.staff (
  profile_id uuid not null,
  role social.staff_role not null,
  added_by_id uuid,
  added_at timestamptz not null default clock_timestamp(),

  constraint staff_pkey primary key (profile_id),
  constraint staff_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.staff is
'Members of staff. Only administrators may add, remove and moderate staff.';

comment on column social_private.staff.profile_id is 'The member of staff.';

comment on column social_private.staff.role is
'administrator: may also add, remove and moderate staff. moderator: may not.';

comment on column social_private.staff.added_by_id is
'The administrator who added the member. Null if the operator added the member in Studio.';

comment on column social_private.staff.added_at is
'The time when the member was added. Reviews before this time give no right to read files, so that
people who return to the staff review reports anew.';

alter table social_private.staff enable row level security;

create trigger keep_keys
  before update of profile_id on social_private.staff
  for each row when (old.profile_id <> new.profile_id)
  execute function social_private.tg_refuse_key_change();

-- Rules

create function social_private.is_mfa_missing()
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (select config.is_staff_mfa_required from social_private.config) is not false
    and not social_private.is_aal2();
end;
$$;

comment on function social_private.is_mfa_missing() is
'Returns true if the settings require a second factor for staff and the caller did not use one in
this session, or no longer has it.';

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
  -- The log names the member of staff, so the operator cannot moderate in the name of a member.
  if social_private.login_id() is null then
    perform social_private.fail('not_signed_in',
      'Staff actions need a session of the member. The operator moderates with the functions in '
      'social_private.');
  end if;
  if social_private.is_mfa_missing() then
    perform social_private.fail('insufficient_aal');
  end if;
  return actor;
end;
$$;

comment on function social_private.require_staff() is
'Returns the signed-in member of staff. Every function for staff calls this function first.

Errors: insufficient_aal, not_staff.
Common errors: docs/errors.md#common-errors.';

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
'Returns whether this person is an administrator.';

create function social_private.can_moderate(staff_id uuid, subject_id uuid)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  -- The operator has no staff_id and may moderate everybody.
  return can_moderate.staff_id is null
    or can_moderate.staff_id is distinct from can_moderate.subject_id and (
      not exists (
        select from social_private.staff where staff.profile_id = can_moderate.subject_id
      )
      or social_private.is_administrator(can_moderate.staff_id)
    );
end;
$$;

comment on function social_private.can_moderate(uuid, uuid) is
'Returns whether a member of staff may moderate a person. Nobody may moderate themselves, and only
administrators may moderate staff. If staff_id is null, the operator acts.';

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
'Returns the signed-in administrator.

Errors: insufficient_aal, not_administrator, not_staff.
Common errors: docs/errors.md#common-errors.';

-- Effects: triggers make sure that one active administrator remains, and log every change.

create function social_private.require_other_administrator(profile_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  -- If two administrators leave at the same time, the second waits here and then sees that the
  -- first has left.
  perform pg_advisory_xact_lock(hashtextextended('social staff', 0));
  if not exists (
    select from social_private.staff
    join social_private.accounts
      on accounts.profile_id = staff.profile_id and accounts.audience_level > 0
    where staff.role = 'administrator'
      and staff.profile_id <> require_other_administrator.profile_id
  ) then
    perform social_private.fail('last_administrator');
  end if;
end;
$$;

comment on function social_private.require_other_administrator(uuid) is
'Checks that another active administrator exists besides this person. Errors: last_administrator.';

create function social_private.tg_staff__keep_administrator()
  returns trigger
  language plpgsql
  volatile
  security definer -- its callers may not read the staff table
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
'Rejects every change that removes the last administrator from the staff or makes the last
administrator a moderator.';

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
  security definer -- its callers may not read the staff table
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
'Rejects every change that suspends, deactivates or deletes the account of the last administrator.';

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
  security definer -- its callers may not write the audit log
  set search_path = ''
as $$
declare
  subject uuid := coalesce(new.profile_id, old.profile_id);
begin
  if tg_op = 'UPDATE' and new.role = old.role then
    return null;
  end if;
  perform social_private.log_entry(
    case tg_op when 'DELETE' then 'remove_staff' else 'add_staff' end, 'profile', subject, subject,
    jsonb_build_object('role', old.role), jsonb_build_object('role', new.role));
  return null;
end;
$$;

comment on function social_private.tg_staff__log_change() is
'Logs every change of the staff: additions, removals and new roles. The log includes changes made
with SQL, and removals caused by the deletion of an account.';

create trigger log_change
  after insert or update or delete on social_private.staff
  for each row execute function social_private.tg_staff__log_change();

-- Commands

create type social.staff_member as (
  profile_id uuid,
  username text,
  display_name text,
  avatar_path text,
  role social.staff_role,
  added_at timestamptz,
  cursor text
);

comment on type social.staff_member is 'A member of staff.';

create function social_private.staff_member(profile_id uuid)
  returns social.staff_member
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  member social.staff_member;
begin
  select
    staff.profile_id, profiles.username, profiles.display_name, profiles.avatar_path, staff.role,
    staff.added_at, (social_private.time_cursors(
      'staff_members', null, array[staff.added_at], array[staff.profile_id]))[1]
  into member
  from social_private.staff
  join social.profiles on profiles.id = staff.profile_id
  where staff.profile_id = staff_member.profile_id;
  return member;
end;
$$;

comment on function social_private.staff_member(uuid) is
'Returns a member of staff, with the attributes that other staff may see.';

create function social_private.add_administrator(username text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  profile_id uuid := (
    select profiles.id from social.profiles where profiles.username = add_administrator.username
  );
begin
  if profile_id is null then
    perform social_private.fail('profile_not_found');
  end if;
  insert into social_private.staff (profile_id, role) values (profile_id, 'administrator')
  on conflict on constraint staff_pkey do update set role = 'administrator';
end;
$$;

comment on function social_private.add_administrator(text) is
'Makes a person an administrator. The operator calls this function in Studio to add the first
administrator.

Errors: profile_not_found.';

create function social_private.add_staff_member(profile_id uuid, role social.staff_role)
  returns social.staff_member
  language plpgsql
  volatile
  security definer -- clients have no insert grant; the caller must be an administrator
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_administrator();
begin
  if add_staff_member.role is null then
    perform social_private.fail('argument_missing');
  end if;
  -- The lock delays a deletion of the account until this transaction ends.
  perform from social_private.accounts
  where accounts.profile_id = add_staff_member.profile_id and accounts.audience_level > 0
  for key share;
  if not found then
    perform social_private.fail('profile_not_found');
  end if;
  insert into social_private.staff (profile_id, role, added_by_id)
  values (add_staff_member.profile_id, add_staff_member.role, actor)
  on conflict on constraint staff_pkey do update
    set role = excluded.role, added_by_id = excluded.added_by_id, added_at = excluded.added_at
    where staff.role <> excluded.role;
  return social_private.staff_member(add_staff_member.profile_id);
end;
$$;

create function social.add_staff_member(profile_id uuid, role social.staff_role)
  returns social.staff_member
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.add_staff_member(add_staff_member.profile_id, add_staff_member.role);

comment on function social.add_staff_member(uuid, social.staff_role) is
'Make a person an administrator or a moderator, or change their role. Administrators only.
Idempotent.

Returns the member of staff.

Errors: insufficient_aal, last_administrator, not_administrator, not_staff, profile_not_found.
Common errors: docs/errors.md#common-errors.';

create type social.staff_removal as (
  profile_id uuid,
  is_staff boolean
);

comment on type social.staff_removal is
'The person who was removed from the staff. is_staff is always false.';

create function social_private.remove_staff_member(profile_id uuid)
  returns social.staff_removal
  language plpgsql
  volatile
  security definer -- clients have no delete grant; the caller must be an administrator
  set search_path = ''
as $$
begin
  perform social_private.require_administrator();
  perform social_private.require_argument(remove_staff_member.profile_id);
  delete from social_private.staff where staff.profile_id = remove_staff_member.profile_id;
  return (remove_staff_member.profile_id, false)::social.staff_removal;
end;
$$;

create function social.remove_staff_member(profile_id uuid)
  returns social.staff_removal
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.remove_staff_member(remove_staff_member.profile_id);

comment on function social.remove_staff_member(uuid) is
'Remove a member of staff, with immediate effect. Administrators only. Idempotent.

Administrators may remove themselves, but nobody can remove the last administrator. Returns the
person, with is_staff false.

Errors: insufficient_aal, last_administrator, not_administrator, not_staff.
Common errors: docs/errors.md#common-errors.';

-- Lists

create function social_private.staff_members(after text, page_size integer)
  returns setof social.staff_member
  language plpgsql
  stable
  security definer -- clients may not read the table; the caller must be staff
  set search_path = ''
as $$
declare
  key social_private.time_key;
  size integer;
begin
  perform social_private.require_staff();
  key := social_private.parse_time_cursor('staff_members', null, staff_members.after);
  size := social_private.checked_page_size(staff_members.page_size);
  return query
  select member.*
  from (
    select staff.profile_id
    from social_private.staff
    where (staff.added_at, staff.profile_id) < (key.at, key.id)
    order by staff.added_at desc, staff.profile_id desc
    limit size
  ) as latest,
  lateral social_private.staff_member(latest.profile_id) as member;
end;
$$;

create function social.staff_members(after text default null, page_size integer default 20)
  returns setof social.staff_member
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.staff_members(staff_members.after, staff_members.page_size);

comment on function social.staff_members(text, integer) is
'List the members of staff, latest added first. Staff only.

Errors: insufficient_aal, not_staff. Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.add_staff_member(uuid, social.staff_role),
  social.add_staff_member(uuid, social.staff_role), social_private.remove_staff_member(uuid),
  social.remove_staff_member(uuid), social_private.staff_members(text, integer),
  social.staff_members(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
