create function social_private.spend(actor uuid, action text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
end;
$$;
