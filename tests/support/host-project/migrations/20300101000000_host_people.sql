-- Who shops here. The app reads public.profiles, and only triggers read private.customers.
create schema private;
create type public.loyalty as enum ('bronze', 'silver', 'gold');

create table public.profiles (
  id uuid primary key references auth.users on delete cascade,
  username text,
  loyalty public.loyalty not null default 'bronze',
  created_at timestamptz not null default now()
);
alter table public.profiles enable row level security;
grant select on public.profiles to anon, authenticated;
grant update (username) on public.profiles to authenticated;
create policy "Everybody sees profiles" on public.profiles for select using (true);
create policy "People change their profile" on public.profiles
for update to authenticated using (id = auth.uid());

create table private.customers (
  id bigint generated always as identity primary key,
  user_id uuid unique references auth.users on delete set null,
  email text,
  last_seen_at timestamptz
);

create function public.handle_new_user()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.profiles (id, username)
  values (new.id, new.raw_user_meta_data ->> 'username');
  return new;
end
$$;
create trigger on_auth_user_created after insert on auth.users
for each row execute function public.handle_new_user();

create function private.remember_customer()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into private.customers (user_id, email, last_seen_at)
  values (new.id, new.email, new.last_sign_in_at)
  on conflict (user_id) do update
  set email = excluded.email, last_seen_at = excluded.last_seen_at;
  return null;
end
$$;
create trigger customers_are_remembered after insert or update of email, last_sign_in_at
on auth.users for each row execute function private.remember_customer();
