-- Ends all sessions of the person $1 but the session $2, and forgets all codes of the person.
with ended as (delete from auth.sessions where user_id = $1 and id is distinct from $2),
codes as (delete from auth.one_time_tokens where user_id = $1)
update auth.users set confirmation_token = '', confirmation_sent_at = null,
  recovery_token = '', recovery_sent_at = null, email_change_token_current = '',
  email_change_token_new = '', email_change_sent_at = null, phone_change_token = '',
  phone_change_sent_at = null, reauthentication_token = '', reauthentication_sent_at = null
where id = $1
