-- Changes the person $1 as the body $2 of a request of the admin API says. $3 is true for updates:
-- only then null removes a field, and an identity says whether its address is confirmed.
with identity as (
  insert into auth.identities
    (provider_id, user_id, provider, identity_data, last_sign_in_at, created_at, updated_at)
  select $1, $1::text::uuid, provider,
    jsonb_build_object('sub', $1, provider, body ->> provider, 'email_verified', false,
      'phone_verified', false, provider || '_verified',
      $3::boolean and coalesce((body -> (provider || '_confirm'))::boolean, false)),
    now(), now(), now()
  from unnest(array['email', 'phone']) provider, (select $2::jsonb as body) request
  where body ->> provider <> ''
  on conflict (provider_id, provider) do update
  set identity_data = identities.identity_data || excluded.identity_data, updated_at = now()
)
update auth.users set updated_at = now(),
  email = coalesce(nullif(body ->> 'email', ''), email),
  phone = coalesce(nullif(body ->> 'phone', ''), phone),
  role = coalesce(nullif(body ->> 'role', ''), role),
  encrypted_password = coalesce(body ->> 'password_hash', encrypted_password),
  email_confirmed_at = case when by_email then now() else email_confirmed_at end,
  phone_confirmed_at = case when by_phone then now() else phone_confirmed_at end,
  is_anonymous = is_anonymous and not (by_email and body ? 'email' or by_phone and body ? 'phone'),
  banned_until = case body ->> 'ban_duration' when 'none' then null else
    coalesce(now() + nullif(body ->> 'ban_duration', 'none')::interval, banned_until) end,
  raw_app_meta_data = (raw_app_meta_data || app)
    - array(select key from jsonb_each(app) where value = 'null' and $3),
  raw_user_meta_data = (raw_user_meta_data || own || case
    when by_email then '{"email_verified": true}' else '{}' end::jsonb)
    - array(select key from jsonb_each(own) where value = 'null' and $3)
from (
  select body, coalesce((body -> 'email_confirm')::boolean, false) as by_email,
    coalesce((body -> 'phone_confirm')::boolean, false) as by_phone,
    coalesce(body -> 'app_metadata', '{}') as app, coalesce(body -> 'user_metadata', '{}') as own
  from (select $2::jsonb) request (body)
) request
where id = $1::text::uuid returning users.*
