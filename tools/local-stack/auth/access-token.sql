-- Returns the claims of an access token of the session $1.
select u.id as sub, u.aud, u.role, coalesce(u.email, '') as email, coalesce(u.phone, '') as phone,
  coalesce(u.raw_app_meta_data, '{}') as app_metadata,
  coalesce(u.raw_user_meta_data, '{}') as user_metadata,
  u.is_anonymous, s.id as session_id, methods.*
from auth.sessions s join auth.users u on u.id = s.user_id
cross join lateral (
  select case when bool_or(authentication_method in ('totp', 'mfa/phone', 'mfa/webauthn'))
      then 'aal2' else 'aal1' end as aal,
    json_agg(json_build_object('method', authentication_method,
      'timestamp', floor(extract(epoch from updated_at))) order by updated_at desc) as amr
  from auth.mfa_amr_claims where session_id = s.id
) methods
where s.id = $1
