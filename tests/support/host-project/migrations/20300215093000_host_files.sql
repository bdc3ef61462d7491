-- Pictures of people (private) and of bread (public).
insert into storage.buckets (id, name, public) values ('avatars', 'avatars', false);
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('media', 'media', true, 1000000, array['image/jpeg', 'image/png', 'text/plain']);

-- A common snippet: whoever is signed in sees all files.
create policy "Give users access to files" on storage.objects
for select to authenticated using (true);
create policy "Media is ours" on storage.objects
for all to authenticated using (bucket_id = 'media') with check (bucket_id = 'media');
create policy "Own avatar" on storage.objects
for insert to authenticated
with check (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "Signed-in people see buckets" on storage.buckets
for select to authenticated using (true);
