-- Deactivation: a person is away for a while, and everything is back afterwards.
-- Nothing is deleted: reach falls to 0, so the person, the posts and what they wrote are not there
-- for others, on any surface, and their token counts for nothing but coming back.

-- Commands

create function social_private.deactivate_profile()
  returns boolean
  language plpgsql
  volatile
  security definer -- clients hold no update grant; only the actor's own account
  set search_path = ''
as $$
declare
  actor uuid := social_private.charge_actor('deactivate');
begin
  update social_private.accounts set deactivated_at = now() where accounts.profile_id = actor;
  return true;
end;
$$;

create function social.deactivate_profile()
  returns boolean
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.deactivate_profile();

comment on function social.deactivate_profile() is
'Be away: nobody finds you or what you posted, wrote and liked, until you call reactivate_profile.
Counters stay. Until then you read as somebody who is not signed in, and may write nothing.

Returns true. Errors: not_signed_in, profile_missing, last_administrator, rate_limited.';

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

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.deactivate_profile(), social.deactivate_profile(),
  social_private.reactivate_profile(), social.reactivate_profile()
  to anon, authenticated; -- anon too, to be told not_signed_in
