const UNGUARDED_POST = `create or replace function social_private.post(post_id uuid)
  returns social.post_card language plpgsql stable security definer set search_path = '' as $$
  declare card social.post_card;
  begin
    select * into card from social_private.post_cards(null, array[post.post_id], null);
    return card;
  end $$`

/**
 * Fault injection for the command `prove`. Each entry has SQL that breaks a rule, the objects to
 * check, and the finding that `prove` must report.
 */
export const proveFaults: [name: string, fault: string, only: string, found: string][] = [
  [
    'a policy that lets everybody read posts',
    'create policy open on social.posts for select to anon, authenticated using (true)',
    'social.posts',
    'social.posts read as newcomer: expected ',
  ],
  [
    'a table without row-level security',
    'alter table social.saves disable row level security',
    'social.saves',
    'social.saves read as newcomer: expected no row, was ',
  ],
  [
    'a read grant on a private table',
    'grant select on social_private.blocks to anon',
    'blocks',
    'social_private.blocks: anon select is granted',
  ],
  [
    'a read grant on a whole table',
    'grant select on social.profiles to authenticated',
    'nothing',
    'social.profiles: authenticated select is granted on the whole table',
  ],
  [
    'a read grant on a column that an app added',
    'alter table social.profiles add phone text; grant select (phone) on social.profiles to anon',
    'nothing',
    'social.profiles.phone: anon select is granted',
  ],
  [
    'a column that lost its read grant',
    'revoke select (bio) on social.profiles from authenticated',
    'nothing',
    'social.profiles.bio: authenticated select is missing',
  ],
  [
    'a write grant on one column',
    'grant update (caption) on social.posts to authenticated',
    'nothing',
    'social.posts: authenticated update is granted',
  ],
  [
    'a grant to PUBLIC',
    'grant execute on function social_private.repair_counters() to public',
    'nothing',
    'social_private.repair_counters(): anon execute is granted',
  ],
  [
    'a grant of usage on schema social_private',
    'grant usage on schema social_private to authenticated',
    'social_private.accounts',
    'social_private.accounts read as newcomer: expected 42501, was ',
  ],
  [
    'a new security definer function without a visibility check',
    `create function social.all_posts() returns setof social.posts
     language sql security definer as 'select * from social.posts';
     grant execute on function social.all_posts() to anon`,
    'nothing',
    'no expectation for social.all_posts()',
  ],
  [
    'a function without its visibility check',
    UNGUARDED_POST,
    'social.post()',
    'social.post() call as anon on "for followers": expected post_not_found, was ok',
  ],
  [
    'a visibility rule that ignores blocks',
    `create or replace function social_private.is_blocked(a uuid, b uuid) returns boolean
     language plpgsql stable set search_path = '' as 'begin return false; end'`,
    'social.profile()',
    'social.profile() call as blocked on "owner": expected profile_not_found, was with counts',
  ],
  [
    'an account check that accepts suspended accounts',
    `create or replace function social_private.viewer_id() returns uuid
     language plpgsql stable security definer set search_path = ''
     as 'begin return social_private.login_id(); end'`,
    'social.like_post()',
    'social.like_post() call as suspended on "public": expected account_suspended, was ok',
  ],
  [
    'a new table in each schema',
    'create table social.notes (id uuid); create table social_private.notes (id uuid)',
    'nothing',
    'no expectation for social.notes\nno expectation for social_private.notes',
  ],
  [
    'a missing function',
    'drop function social.limits()',
    'nothing',
    'social.limits() does not exist',
  ],
  [
    'a policy that lets everybody read files',
    'drop policy social_limit_read on storage.objects; create policy open on storage.objects for select to anon using (true)',
    'storage.objects',
    'storage.objects read as anon on "avatar of owner": expected 0, was 1',
  ],
  [
    'a policy that lets people sign files',
    `alter policy social_limit_read on storage.objects using (
      social_private.can_read_file((select social_private.viewer_id()), bucket_id, name))`,
    'storage.objects',
    'storage.objects sign as owner on "picture of owner": expected 0, was 1',
  ],
  [
    'a rule that shows profile pictures to everybody',
    `create or replace function social_private.can_view_avatar(viewer uuid, path text)
      returns boolean language sql stable return true`,
    'social.readable_files()',
    'social.readable_files() call as blocked on "picture of owner": expected no file, was social-avatars',
  ],
  [
    'a policy that allows uploads to any folder',
    'drop policy social_limit_upload on storage.objects; create policy open on storage.objects for insert to authenticated with check (true)',
    'storage.objects',
    'storage.objects write as newcomer on "upload to social-avatars, own": expected 42501, was uploaded',
  ],
  [
    'a missing policy that refuses messages of clients',
    `drop policy social_limit_send on realtime.messages;
     create policy open on realtime.messages for insert to authenticated with check (true)`,
    'realtime.messages',
    'realtime.messages send as stranger on "of owner": expected 42501, was sent',
  ],
  [
    'a missing policy that refuses listeners',
    `drop policy social_limit_read on realtime.messages;
     create policy open on realtime.messages for select to authenticated using (true)`,
    'realtime.messages',
    'realtime.messages join as blocked on "broadcast of post public": expected 0, was 1',
  ],
  [
    'a policy that lets people join the topics of invisible posts',
    `create or replace function social_private.can_view_post(viewer uuid, post_id uuid)
     returns boolean language sql stable return true`,
    'realtime.messages',
    'realtime.messages join as stranger on "broadcast of post for me": expected 0, was 1',
  ],
  [
    'a list that shows notifications of muted and blocked people',
    `create or replace function social_private.avoided_people(viewer uuid) returns uuid[]
     language sql stable return '{}'::uuid[]`,
    'social.notifications()',
    'post_like by muted for owner of public',
  ],
  [
    'a function that marks the notifications of somebody else',
    `create or replace function social_private.mark_notifications_read(ids uuid[]) returns integer
     language plpgsql security definer set search_path = '' as $$
     declare
       actor uuid := social_private.require_actor();
     begin
       update social_private.notification_groups as groups set read_at = clock_timestamp()
       where groups.id = any (mark_notifications_read.ids);
       return social_private.count_unseen((
         select recipient_id from social_private.notification_groups
         where id = any (mark_notifications_read.ids) limit 1));
     end $$`,
    'social.mark_notifications_read()',
    'social.mark_notifications_read() call as ',
  ],
]
