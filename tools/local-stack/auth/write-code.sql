-- Writes a new one-time code of a kind, which replaces the code before. A new change of an address
-- begins without confirmations.
with changed as (
  update auth.users set email_change_confirm_status = 0
  where id = $1 and $2 like 'email_change%'
)
insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to)
select gen_random_uuid(), id, $2::text::auth.one_time_token_type, $3,
  case when $2 = 'email_change_token_new' then email_change else email end
from auth.users where id = $1
on conflict (user_id, token_type) do update
set id = excluded.id, token_hash = excluded.token_hash, relates_to = excluded.relates_to
