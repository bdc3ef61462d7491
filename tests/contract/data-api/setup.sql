-- Tables and functions for the contract of the Data API. No real project contains them.
create table public.contract_books (
  id integer primary key, title text not null, printed_at timestamptz
);
alter table public.contract_books enable row level security;
create policy select_all on public.contract_books for select using (true);
insert into public.contract_books values
  (1, 'One', '2026-01-02T12:00:00Z'), (2, 'Two', null), (3, 'Three', null);
grant select on public.contract_books to anon, authenticated, service_role;

create function public.contract_echo(word text default null) returns text
language sql stable return contract_echo.word;

create function public.contract_row() returns public.contract_books
language sql stable as $$ select * from public.contract_books where id = 1 $$;

create function public.contract_books_named(word text default null)
returns setof public.contract_books
language sql stable as $$
  select * from public.contract_books where contract_books_named.word is null or title = word
$$;

create function public.contract_zone() returns text
language sql stable return current_setting('timezone');

create function public.contract_fail(code text) returns void
language plpgsql as $$
begin
  raise exception using errcode = contract_fail.code, message = 'a_word', detail = 'Why.',
    hint = 'What.';
end
$$;

create sequence public.contract_calls;
grant usage on sequence public.contract_calls to anon, authenticated, service_role;
create function public.contract_fail_once() returns text
language plpgsql as $$
begin
  if nextval('public.contract_calls') % 2 = 1 then
    raise exception using errcode = '40001', message = 'a_word';
  end if;
  return 'repeated';
end
$$;

grant execute on all functions in schema public to anon, authenticated, service_role;
notify pgrst, 'reload schema';
