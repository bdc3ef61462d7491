-- Retries: a request with an idempotency key happens once.
-- The same key returns the first result, also beside a twin that is still running; the key is the
-- person's own and is forgotten after config.idempotency_hours.

-- Tables

create table social_private.idempotency_keys (
  user_id uuid not null,
  key text not null,
  request_hash bytea not null,
  result_id uuid,
  created_at timestamptz not null default now(),

  constraint idempotency_keys_pkey primary key (user_id, key),
  constraint idempotency_keys_user_id_fkey foreign key (user_id)
    references social.profiles (id) on delete cascade
);

comment on table social_private.idempotency_keys is
'What a person''s request with this key made, so that a retry returns it instead of a second one.';

-- Which keys are old? They come in the order of time, so that a brin index, which costs next to
-- nothing, is enough.
create index idempotency_keys_created_at_idx
  on social_private.idempotency_keys using brin (created_at);

alter table social_private.idempotency_keys enable row level security;

-- Commands

create function social_private.claim_idempotency_key(actor uuid, key text, request text)
  returns uuid
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  hash bytea := sha256(convert_to(claim_idempotency_key.request, 'utf8'));
  claimed social_private.idempotency_keys;
begin
  if claim_idempotency_key.key is null then
    return null;
  end if;
  if char_length(claim_idempotency_key.key) not between 1 and 200 then
    perform social_private.fail('idempotency_key_invalid');
  end if;
  delete from social_private.idempotency_keys
  where idempotency_keys.user_id = claim_idempotency_key.actor
    and idempotency_keys.created_at
      < now() - (select idempotency_hours from social_private.config) * interval '1 hour';
  -- A twin request that is still running is waited for here.
  insert into social_private.idempotency_keys (user_id, key, request_hash)
  values (claim_idempotency_key.actor, claim_idempotency_key.key, hash)
  on conflict on constraint idempotency_keys_pkey do nothing;
  if found then
    return null;
  end if;
  select * into claimed from social_private.idempotency_keys
  where idempotency_keys.user_id = claim_idempotency_key.actor
    and idempotency_keys.key = claim_idempotency_key.key;
  if claimed.request_hash <> hash then
    perform social_private.fail('idempotency_key_reused');
  end if;
  return claimed.result_id;
end;
$$;

comment on function social_private.claim_idempotency_key(uuid, text, text) is
'Null the first time (or without a key), later the id of the first result.

Errors: idempotency_key_invalid, idempotency_key_reused.';

-- Callable

revoke execute on all functions in schema social_private from public;
