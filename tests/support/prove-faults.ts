const UNGUARDED_POST = `create or replace function social_private.post(post_id uuid)
  returns social.post_card language plpgsql stable security definer set search_path = '' as $$
  declare card social.post_card;
  begin
    select * into card from social_private.post_cards(null, array[post.post_id], null);
    return card;
  end $$`

/** What to break, what to try then, and what must be said. */
export const proveFaults: [name: string, fault: string, only: string, found: string][] = [
  [
    'an open policy',
    'create policy open on social.posts for select to anon, authenticated using (true)',
    'social.posts',
    'social.posts read as newcomer: expected ',
  ],
  [
    'row-level security switched off',
    'alter table social.saves disable row level security',
    'social.saves',
    'social.saves read as newcomer: expected no row, was ',
  ],
  [
    'a read grant on a closed table',
    'grant select on social_private.blocks to anon',
    'blocks',
    'social_private.blocks: anon select is granted',
  ],
  [
    'a write grant on one column',
    'grant update (caption) on social.posts to authenticated',
    'nothing',
    'social.posts: authenticated update is granted',
  ],
  [
    'a grant to everybody',
    'grant execute on function social_private.repair_counters() to public',
    'nothing',
    'social_private.repair_counters(): anon execute is granted',
  ],
  [
    'the closed schema opened',
    'grant usage on schema social_private to authenticated',
    'social_private.accounts',
    'social_private.accounts read as newcomer: expected 42501, was ',
  ],
  [
    'a new definer function without a guard',
    `create function social.all_posts() returns setof social.posts
     language sql security definer as 'select * from social.posts';
     grant execute on function social.all_posts() to anon`,
    'nothing',
    'no expectation for social.all_posts()',
  ],
  [
    'a guard taken out of a function',
    UNGUARDED_POST,
    'social.post()',
    'social.post() call as anon on "for followers": expected post_not_found, was ok',
  ],
  [
    'the visibility rule made wide',
    `create or replace function social_private.is_blocked(a uuid, b uuid) returns boolean
     language plpgsql stable set search_path = '' as 'begin return false; end'`,
    'social.profile()',
    'social.profile() call as blocked on "owner": expected profile_not_found, was with counts',
  ],
  [
    'a suspended person let in',
    `create or replace function social_private.viewer_id() returns uuid
     language plpgsql stable security definer set search_path = ''
     as 'begin return social_private.login_id(); end'`,
    'social.like_post()',
    'social.like_post() call as suspended on "public": expected account_suspended, was ok',
  ],
  [
    'a new table in either schema',
    'create table social.notes (id uuid); create table social_private.notes (id uuid)',
    'nothing',
    'no expectation for social.notes\nno expectation for social_private.notes',
  ],
  [
    'a function that is gone',
    'drop function social.limits()',
    'nothing',
    'there is no social.limits()',
  ],
  [
    'files open to everybody',
    'create policy open on storage.objects for select to anon using (true)',
    'storage.objects',
    'storage.objects read as anon on "avatar of owner": expected 0, was 1',
  ],
  [
    'uploads to any folder',
    'create policy open on storage.objects for insert to authenticated with check (true)',
    'storage.objects',
    'storage.objects write as newcomer on "upload to social-avatars, own": expected 42501, was uploaded',
  ],
]
