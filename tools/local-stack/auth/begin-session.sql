-- Begins a session of the person $1 who signed in by the method $2, from the address $3 with the
-- program $4. Returns the person, the session and its refresh token.
with session as (
  insert into auth.sessions (id, user_id, aal, ip, user_agent, created_at, updated_at)
  values (gen_random_uuid(), $1, 'aal1', $3, $4, clock_timestamp(), clock_timestamp())
  returning id as session_id
), method as (
  insert into auth.mfa_amr_claims (id, session_id, authentication_method, created_at, updated_at)
  select gen_random_uuid(), session_id, $2, clock_timestamp(), clock_timestamp() from session
), token as (
  insert into auth.refresh_tokens
    (instance_id, token, user_id, session_id, revoked, created_at, updated_at)
  select '00000000-0000-0000-0000-000000000000', left(md5(gen_random_uuid()::text), 12), $1::text,
    session_id, false, clock_timestamp(), clock_timestamp() from session
  returning token as refresh_token
)
update auth.users set last_sign_in_at = clock_timestamp(), updated_at = clock_timestamp()
from session, token where id = $1 returning *
