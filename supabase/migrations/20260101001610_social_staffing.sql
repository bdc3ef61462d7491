-- Staffing: administrators appoint and dismiss staff.

-- Types

create type social.staff_member as (
  profile_id uuid,
  username text,
  display_name text,
  avatar_path text,
  role social.staff_role,
  appointed_at timestamptz,
  cursor text
);

comment on type social.staff_member is 'A person who moderates.';

-- Commands

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
    staff.appointed_at, social_private.time_cursor(staff.appointed_at, staff.profile_id)
  into member
  from social_private.staff
  join social.profiles on profiles.id = staff.profile_id
  where staff.profile_id = staff_member.profile_id;
  return member;
end;
$$;

comment on function social_private.staff_member(uuid) is 'A person who moderates, described.';

create function social_private.appoint_staff(profile_id uuid, role social.staff_role)
  returns social.staff_member
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; only an administrator
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_administrator();
begin
  if appoint_staff.role is null then
    perform social_private.fail('argument_missing');
  end if;
  -- The lock holds off a deletion of the person until we are done.
  perform from social_private.accounts
  where accounts.profile_id = appoint_staff.profile_id and accounts.reach > 0
  for key share;
  if not found then
    perform social_private.fail('profile_not_found');
  end if;
  insert into social_private.staff (profile_id, role, appointer_id)
  values (appoint_staff.profile_id, appoint_staff.role, actor)
  on conflict on constraint staff_pkey do update
    set role = excluded.role, appointer_id = excluded.appointer_id, appointed_at = now()
    where staff.role <> excluded.role;
  return social_private.staff_member(appoint_staff.profile_id);
end;
$$;

create function social.appoint_staff(profile_id uuid, role social.staff_role)
  returns social.staff_member
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.appoint_staff(appoint_staff.profile_id, appoint_staff.role);

comment on function social.appoint_staff(uuid, social.staff_role) is
'Make a person an administrator or a moderator, or change which of the two. Administrators only.
Again changes nothing.

Returns the member of staff. Errors: not_signed_in, profile_missing, not_staff, mfa_needed,
not_administrator, argument_missing, profile_not_found, last_administrator.';

create function social_private.dismiss_staff(profile_id uuid)
  returns boolean
  language plpgsql
  volatile
  security definer -- clients hold no delete grant; only an administrator
  set search_path = ''
as $$
begin
  perform social_private.require_administrator();
  perform social_private.require_argument(dismiss_staff.profile_id);
  delete from social_private.staff where staff.profile_id = dismiss_staff.profile_id;
  return true;
end;
$$;

create function social.dismiss_staff(profile_id uuid)
  returns boolean
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.dismiss_staff(dismiss_staff.profile_id);

comment on function social.dismiss_staff(uuid) is
'End a person''s work as staff, at once. Administrators only, oneself too, but the last one never.
Again changes nothing.

Returns true. Errors: not_signed_in, profile_missing, not_staff, mfa_needed, not_administrator,
argument_missing, last_administrator.';

-- Reads

create function social_private.staff_members(after text, page_size integer)
  returns setof social.staff_member
  language plpgsql
  stable
  security definer -- nobody may read the table; only staff
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_staff();
  key social_private.time_key := social_private.parse_time_cursor(staff_members.after);
  size integer := social_private.checked_page_size(staff_members.page_size);
begin
  return query
  select member.*
  from (
    select staff.profile_id
    from social_private.staff
    where (staff.appointed_at, staff.profile_id) < (key.at, key.id)
    order by staff.appointed_at desc, staff.profile_id desc
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
'Who moderates, latest appointed first. Staff only.

Errors: not_signed_in, profile_missing, not_staff, mfa_needed, cursor_invalid, page_size_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.appoint_staff(uuid, social.staff_role),
  social.appoint_staff(uuid, social.staff_role),
  social_private.dismiss_staff(uuid), social.dismiss_staff(uuid),
  social_private.staff_members(text, integer), social.staff_members(text, integer)
  to anon, authenticated; -- anon too, to be told not_signed_in
