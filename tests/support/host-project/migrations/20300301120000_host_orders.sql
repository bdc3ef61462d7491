create table public.orders (
  id bigint generated always as identity primary key,
  owner_id uuid not null default auth.uid() references public.profiles on delete cascade,
  item text not null constraint orders_item_length check (length(item) <= 80),
  is_paid boolean not null default false
);
create index orders_owner_id_idx on public.orders (owner_id) where not is_paid;
alter table public.orders enable row level security;
grant select, insert on public.orders to authenticated;
grant select, update on public.orders to service_role;
create policy own on public.orders to authenticated
using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

create view public.open_orders with (security_invoker = true) as
select id, owner_id, item from public.orders where not is_paid;
grant select on public.open_orders to authenticated;
comment on view public.open_orders is 'What the baker bakes tomorrow.';

create function public.order_count() returns bigint language sql stable
return (select count(*) from public.orders);
create publication shop for table public.orders;

-- Signed-in people talk in private Realtime channels.
create policy "Signed-in people listen" on realtime.messages
for select to authenticated using (true);
create policy "Signed-in people talk" on realtime.messages
for insert to authenticated with check (true);
