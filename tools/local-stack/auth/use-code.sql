-- Ends all codes of a person who used one, and notes that the address is confirmed.
with codes as (delete from auth.one_time_tokens where user_id = $1)
update auth.users
set is_anonymous = is_anonymous and $2 <> 'email_change', email_change_confirm_status = 0,
  confirmation_sent_at = case when invited_at is null then confirmation_sent_at end,
  raw_user_meta_data = coalesce(raw_user_meta_data, '{}') || case
    when email_confirmed_at is null then '{"email_verified": true}' else '{}' end::jsonb
where id = $1
returning *
