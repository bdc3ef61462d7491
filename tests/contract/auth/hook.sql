-- The hook and the trigger of the contract. A case asks for a refusal or an error in the metadata
-- of its sign-up.
create function public.contract_hook(event jsonb)
returns jsonb
language plpgsql
as $$
begin
  if event -> 'user' -> 'user_metadata' ? 'hook_refuses' then
    return '{"error": {"http_code": 422, "message": "refused_by_hook"}}';
  end if;
  if event -> 'user' -> 'user_metadata' ? 'hook_raises' then
    raise sqlstate 'PT409' using message = 'raised_by_hook', hint = 'hint_of_hook';
  end if;
  return '{}';
end
$$;

create function public.contract_trigger()
returns trigger
language plpgsql
as $$
begin
  if new.raw_user_meta_data ? 'trigger_raises' then
    raise sqlstate 'PT409' using message = 'raised_by_trigger', hint = 'hint_of_trigger';
  end if;
  return new;
end
$$;
create trigger contract_trigger after insert on auth.users
for each row execute function public.contract_trigger();
