/**
 * Fault injection. Each entry has SQL that breaks a rule, the attacks to run, and the problem that
 * one of these attacks must report.
 */
export const attackFaults: [name: string, sql: string, attacks: RegExp, achieves: RegExp][] = [
  [
    'a write grant on likes',
    `grant insert, delete on social.likes to authenticated;
     create policy anything on social.likes for all to authenticated using (true)`,
    /^like a hidden post/,
    /^like a hidden post as mallory: not refused but 201/m,
  ],
  [
    'functions that do not check the session',
    `create or replace function social_private.viewer_id() returns uuid
     language sql stable security definer set search_path = '' as 'select auth.uid()'`,
    /^add_close_friend as/,
    /^add_close_friend as signed_out: not denied but 200/m,
  ],
  [
    'a visibility check that shows every post to everybody',
    `create or replace function social_private.can_view_post(viewer uuid, post_id uuid)
     returns boolean language sql stable security definer set search_path = '' as 'select true'`,
    /^(post|post_likers) on /,
    /^post on luna's post as mallory: the answer contains "secret of luna"/m,
  ],
  [
    'an error message that contains a row',
    `create or replace function social_private.username_problem(username text, claimant uuid)
     returns text language plpgsql stable security definer set search_path = '' as $$
     begin
       raise unique_violation using
         message = 'duplicate key value violates unique constraint "profiles_username_key"',
         detail = format('Key (username)=(%s) already exists.', username_problem.username);
     end $$`,
    /^change_username/,
    /the answer has "Key \("/,
  ],
  [
    'a policy that shows people their own raw uploads',
    `drop policy social_limit_read on storage.objects;
     create policy social_limit_read on storage.objects as restrictive for select to authenticated
     using (split_part(name, '/', 1) = auth.uid()::text)`,
    /the raw upload of oneself/,
    /^GET \/object\/ the raw upload of oneself as mallory: it serves the file/m,
  ],
  [
    'a rule that accepts uploads of every kind and type',
    `create or replace function social_private.can_upload(path text, metadata jsonb)
     returns boolean language sql stable security definer set search_path = '' as
     $$ select split_part(can_upload.path, '/', 1) = auth.uid()::text $$`,
    /^(upload the file|POST \/object\/upload\/sign)/,
    /^upload the file .*svg: not refused but 200/m,
  ],
  [
    'a policy that lets people sign files',
    `alter policy social_limit_read on storage.objects using (
      social_private.can_read_file((select social_private.viewer_id()), bucket_id, name))`,
    /^sign otto's (post|export) /,
    /^sign otto's post .*: not refused but 200/m,
  ],
  [
    'a bucket where everybody may upload to any folder',
    `drop policy social_limit_upload on storage.objects;
     create policy anything on storage.objects for insert to authenticated with check (true)`,
    /^upload to/,
    /^upload to .*: not refused but 200/m,
  ],
  [
    'a public bucket of profile pictures',
    `update storage.buckets set public = true where id = 'social-avatars'`,
    /otto's avatar as xaver/,
    /^GET \/object\/public\/ otto's avatar as xaver: it serves the picture/m,
  ],
  [
    'a staff check that accepts every person',
    `create or replace function social_private.require_staff() returns uuid
     language sql stable set search_path = '' as 'select social_private.require_actor()'`,
    /^moderation_queue/,
    /^moderation_queue on nothing as mallory: not denied but 200/m,
  ],
]
