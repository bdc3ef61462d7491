-- Tables, functions and buckets for the tests of the local stack. No real project contains them.
create table public.notes (
  id bigint generated always as identity primary key,
  owner_id uuid not null default auth.uid(),
  title text not null constraint notes_title_length check (length(title) < 20),
  secret text
);
alter table public.notes enable row level security;
create policy select_own on public.notes for select to authenticated
using (owner_id = (select auth.uid()));
create policy insert_own on public.notes for insert to authenticated
with check (owner_id = (select auth.uid()));
grant select (id, title), insert (title) on public.notes to authenticated;

create function public.who()
returns jsonb
language sql
stable
return jsonb_build_object(
  'id', auth.uid(),
  'session', auth.jwt() ->> 'session_id',
  'role', current_user,
  'timeout', current_setting('statement_timeout'),
  'read_only', current_setting('transaction_read_only')
);

create function public.echo(
  word text default null, words text[] default null, ids uuid[] default null,
  data jsonb default null, amount numeric default null, at timestamptz default null,
  flag boolean default null
)
returns table (
  word text, words text[], ids uuid[], data jsonb, amount numeric, at timestamptz, flag boolean,
  big bigint
)
language sql
stable
as $$
  select echo.word, echo.words, echo.ids, echo.data, echo.amount, echo.at, echo.flag,
    12345678901
$$;

create type public.place as (name text, height integer, is_open boolean, built_at timestamptz);

create function public.places()
returns table (best public.place, others public.place[])
language sql
stable
as $$
  values (
    row('The "Top", (old)', 12, true, '2026-01-02T03:04:05Z')::public.place,
    array[row('', null, false, null)::public.place, null]
  )
$$;

create function public.fail(code text)
returns void
language plpgsql
as $$
begin
  raise exception using errcode = fail.code, message = 'a_word', detail = 'Why.', hint = 'What.';
end
$$;

create function public.fail_with_headers(message text)
returns void
language plpgsql
as $$
begin
  raise sqlstate 'PGRST' using message = fail_with_headers.message,
    detail = '{"status": 429, "headers": {"Retry-After": "7", "X-Reason": "lab"}}';
end
$$;

create function public.nap()
returns void
language sql
as $$
  select pg_sleep(10)
$$;

create schema if not exists social_private;
create or replace function social_private.before_user_created(event jsonb)
returns jsonb
language sql
stable
as $$
  select case
    when event #>> '{user,user_metadata,social_username}' = 'taken'
    then '{"error": {"http_code": 422, "message": "username_taken"}}'::jsonb
    else '{}'::jsonb
  end
$$;
grant usage on schema social_private to supabase_auth_admin;
grant execute on function social_private.before_user_created(jsonb) to supabase_auth_admin;

create function public.refuse()
returns trigger
language plpgsql
as $$
begin
  raise exception 'no';
end
$$;
create trigger refuse after insert on auth.users
for each row when (new.email like 'trigger-%') execute function public.refuse();

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values
  ('lab', 'lab', false, 1000, array['image/png']),
  ('lab-public', 'lab-public', true, null, null);
create policy lab_insert on storage.objects for insert to authenticated
with check (bucket_id like 'lab%' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy lab_select on storage.objects for select to authenticated
using (bucket_id like 'lab%' and (storage.foldername(name))[1] = (select auth.uid())::text);

notify pgrst, 'reload schema';
