-- Raises the session $3 of the person $1 to aal2, because the code for the challenge $4 of the
-- factor $2 was right. Ends the sessions without a second factor. Returns the refresh token.
with challenge as (update auth.mfa_challenges set verified_at = now() where id = $4), factor as (
  update auth.mfa_factors set status = 'verified', updated_at = now()
  where id = $2 and status = 'unverified'
), claim as (
  insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
  values (gen_random_uuid(), $3, clock_timestamp(), clock_timestamp(), 'totp')
  on conflict (session_id, authentication_method) do update set updated_at = excluded.updated_at
),
session as (update auth.sessions set aal = 'aal2', factor_id = $2 where id = $3),
others as (delete from auth.sessions where user_id = $1 and id <> $3 and aal < 'aal2'),
rest as (delete from auth.mfa_factors where user_id = $1 and id <> $2 and status = 'unverified')
select token from auth.refresh_tokens where session_id = $3 and not revoked order by id desc limit 1
