import { type AttackStack, call } from './attack-stack.ts'
import type { Change } from './hidden-changes.ts'

/** SQL that lets hashtag pages list posts of private and inactive accounts. */
export const listsPrivatePosts = `do $$ begin
  execute 'create or replace view social_private.open_posts as ' || replace(
    pg_get_viewdef('social_private.open_posts'), 'accounts.audience_level = 2', 'true');
end $$`

/** Lets new accounts count, so that their likes and hashtags have an effect in a short test. */
export async function prepareDiscovery(stack: AttackStack): Promise<void> {
  const { sql, ids, people } = stack
  await sql`update social_private.config set
    trend_account_days = 0, trend_people_min = 1, allow_explore_without_login = true`
  const tagged = [
    ["otto's post", 'Sea and #rosalin at the #sea'],
    ["mallory's post", 'My post, by #rosalin'],
  ] as const
  for (const [post, caption] of tagged) {
    await sql`update social.posts set caption = ${caption}
      where id = ${ids[post] ?? null} and audience = 'public'`
  }
  for (const name of ['olga', 'bert', 'fred']) {
    await sql`insert into social.likes (user_id, post_id)
      values (${ids[name] ?? ''}, ${ids["otto's post"] ?? ''}) on conflict do nothing`
  }
  await call(stack, people.fred, 'follow_hashtag', { hashtag: 'sea' })
  await call(stack, people.mallory, 'follow_hashtag', { hashtag: 'sea' })
}

/** What no viewer may see and what changes no total: it must change no rank, count or order. */
export const discoveryChanges: Change[] = [
  {
    what: 'hashtags and words of posts that the viewer may not see',
    make: ({ posts }) => `update social.posts
      set caption = concat(left(caption, 20), ' post secret #sea #rosalin #rosalinde TAG')
      where id in (${posts}) and audience is distinct from 'public'`,
  },
  {
    what: 'likes by inactive people',
    make: ({ id }) => `
      alter table social.likes disable trigger user;
      with added as (
        insert into social.likes (user_id, post_id)
          select profile_id, ${id("otto's post")} from social_private.accounts
          where audience_level = 0 on conflict do nothing
          returning user_id, post_id
      )
      insert into social_private.uncounted_edges (kind, actor_id, subject_id)
        select 'like', user_id, post_id from added on conflict do nothing;
      alter table social.likes enable trigger user;
      insert into social_private.score_changes (post_id) values (${id("otto's post")})`,
  },
  {
    what: 'follows by inactive people',
    make: ({ id }) => `
      alter table social.follows disable trigger user;
      insert into social.follows (follower_id, followee_id, state, accepted_at)
        select profile_id, followee, 'accepted', now()
        from social_private.accounts,
          unnest(array[${id('olga')}, ${id('bert')}, ${id('fred')}]) as followee
        where audience_level = 0 on conflict do nothing;
      alter table social.follows enable trigger user;
      insert into social_private.score_changes (post_id)
        select id from social.posts where audience = 'public'`,
  },
  {
    what: 'what other people chose for their own lists',
    make: ({ id }) => `
      insert into social_private.hashtag_follows (profile_id, hashtag)
        values (${id('bert')}, 'sea') on conflict do nothing;
      insert into social_private.muted_words (profile_id, word, display)
        values (${id('bert')}, 'post', 'post') on conflict do nothing;
      insert into social_private.dismissed_suggestions (profile_id, dismissed_id)
        values (${id('bert')}, ${id('olga')}) on conflict do nothing`,
  },
  {
    what: 'a save of a public post',
    make: ({ id }) => `
      insert into social.saves (user_id, post_id)
        values (${id('olga')}, ${id("otto's post")}) on conflict do nothing`,
  },
]
