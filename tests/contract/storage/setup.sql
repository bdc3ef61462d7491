-- The buckets and policies of the contract of Storage. A run begins without files.
set storage.allow_delete_query = 'true';
delete from storage.objects where bucket_id like 'contract-%';
delete from storage.buckets where id like 'contract-%';
reset storage.allow_delete_query;

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values
  ('contract-own', 'contract-own', false, 1000, array['text/plain', 'image/*']),
  ('contract-free', 'contract-free', false, null, null),
  ('contract-public', 'contract-public', true, null, null);

-- People may write and read their own folder. Only in contract-free may they change its files.
drop policy if exists contract_insert on storage.objects;
create policy contract_insert on storage.objects for insert to authenticated
with check (
  bucket_id like 'contract-%'
  and (storage.foldername(name))[1] = current_setting('request.jwt.claims')::jsonb ->> 'sub'
);
drop policy if exists contract_select on storage.objects;
create policy contract_select on storage.objects for select to authenticated
using (
  bucket_id like 'contract-%'
  and (storage.foldername(name))[1] = current_setting('request.jwt.claims')::jsonb ->> 'sub'
);
drop policy if exists contract_update on storage.objects;
create policy contract_update on storage.objects for update to authenticated
using (
  bucket_id = 'contract-free'
  and (storage.foldername(name))[1] = current_setting('request.jwt.claims')::jsonb ->> 'sub'
);
drop policy if exists contract_delete on storage.objects;
create policy contract_delete on storage.objects for delete to authenticated
using (
  bucket_id = 'contract-free'
  and (storage.foldername(name))[1] = current_setting('request.jwt.claims')::jsonb ->> 'sub'
);
