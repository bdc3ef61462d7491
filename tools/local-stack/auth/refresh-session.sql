-- Uses the refresh token $1, again until $2 seconds after its last use. A use after that revokes
-- all tokens of the session if $3. $4 and $5 are the address and the program of the caller.
-- Returns the person and the next token, or nothing if the token may not be used again.
with old as (
  select t.*, newest.token as newest, coalesce(newest.parent = t.token, false) as is_repeated,
    t.revoked and newest.parent is distinct from t.token
      and t.updated_at + make_interval(secs => $2) < clock_timestamp() as is_spent
  from auth.refresh_tokens t
  left join lateral (select token, parent from auth.refresh_tokens
    where session_id = t.session_id and not revoked order by id desc limit 1) newest on t.revoked
  where t.token = $1
), revoked as (
  update auth.refresh_tokens t set revoked = true, updated_at = clock_timestamp() from old
  where t.session_id = old.session_id and not is_repeated
    and case when is_spent then $3 and not t.revoked else t.id = old.id end
), next as (
  insert into auth.refresh_tokens
    (instance_id, token, user_id, session_id, parent, revoked, created_at, updated_at)
  select instance_id, left(md5(gen_random_uuid()::text), 12), user_id, session_id, token, false,
    clock_timestamp(), clock_timestamp()
  from old where not is_spent and not is_repeated
  returning token as next_token
), session as (
  update auth.sessions s set refreshed_at = clock_timestamp() at time zone 'utc',
    ip = coalesce($4, ip), user_agent = coalesce($5, user_agent), updated_at = clock_timestamp()
  from old where s.id = old.session_id and not is_spent
)
update auth.users u set updated_at = clock_timestamp(),
  last_sign_in_at = case when is_repeated then last_sign_in_at else clock_timestamp() end
from old left join next on true where u.id = old.user_id::uuid and not is_spent
returning u.*, old.session_id, is_repeated, coalesce(next_token, newest) as refresh_token
