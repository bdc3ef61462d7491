import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { createSocial, unwrap } from '../../src/sdk/index.ts'
import { demoPeople, seed } from '../../tools/local-stack/seed.ts'
import { ownStack } from '../support/own-stack.ts'
import { newClient, sql } from '../support/stack.ts'

const as = async (username: string) => {
  const client = newClient()
  await client.auth.signInWithPassword({
    email: `${username}@example.com`,
    password: 'demo-password',
  })
  return createSocial(client)
}

beforeAll(() => seed(ownStack), 120_000)

describe('the demo data', () => {
  it('has at least 40 people with an avatar, and 150 posts of six months', async () => {
    const [people] = await sql`
      select count(*)::integer as count, count(avatar_path)::integer as avatars from social.profiles`
    expect(people?.count).toBe(demoPeople.length)
    expect(people?.avatars).toBeGreaterThanOrEqual(40)
    const [posts] = await sql`
      select
        count(*)::integer as count, count(*) filter (where created_at > now())::integer as future,
        extract(day from now() - min(created_at))::integer as days
      from social.posts`
    expect(posts?.count).toBeGreaterThanOrEqual(150)
    expect(posts).toMatchObject({ future: 0 })
    expect(posts?.days).toBeGreaterThan(150)
  })

  it('has ids of the time of each post and comment', async () => {
    const wrong = await sql`
      select id from (
        select id, created_at from social.posts union all select id, created_at from social.comments
      ) as rows
      where abs(extract(epoch from created_at) * 1000
        - ('x' || substring(replace(id::text, '-', '') for 12))::bit(48)::bigint) > 2`
    expect(wrong).toHaveLength(0)
  })

  it('has carousels, a video, threads, requests, edits, an archived post and open reports', async () => {
    const [found] = await sql`
      select
        exists (select from social.post_media where position = 2) as "carousel",
        exists (select from social.post_media where mime_type = 'video/mp4') as "video",
        exists (select from social.comments where depth = 2) as "thread",
        exists (select from social.follows where state = 'pending') as "request",
        exists (select from social.post_edits) as "edit",
        exists (select from social.posts where archived_at is not null) as "archived",
        exists (select from social_private.reports where decided_at is null) as "report"`
    expect(Object.values(found ?? {})).toEqual(Array(7).fill(true))
  })

  it('shows each photograph in at most four posts', () => {
    const file = new URL('../../supabase/seed/posts.json', import.meta.url)
    const posts: { media: string[] }[] = JSON.parse(readFileSync(file, 'utf8'))
    const uses = new Map<string, number>()
    for (const { media } of posts) {
      const photographs = new Set(media.map((name) => name.split('.')[0] as string))
      for (const name of photographs) uses.set(name, (uses.get(name) ?? 0) + 1)
    }
    expect([...uses].filter(([, count]) => count > 4)).toEqual([])
  })

  it('has exact counts', async () => {
    expect(await sql`select * from social_private.verify_counters()`).toHaveLength(0)
  })

  it('has no likes and comments of people who may not see the post', async () => {
    const hidden = await sql`
      select from (
        select user_id as person, post_id from social.likes
        union all select author_id, post_id from social.comments
      ) as acts
      where not social_private.can_view_post(person, post_id)`
    expect(hidden).toHaveLength(0)
  })

  it('has a file for each picture of the home feed', async () => {
    const maya = await as('maya')
    const { items } = unwrap(await maya.feed.listHome({ pageSize: 50 }))
    const urls = unwrap(await maya.media.createSignedUrls(items))
    const thumbnails = items.flatMap(({ media }) =>
      media.map(({ thumbnail_path }) => thumbnail_path),
    )
    expect(Object.keys(urls).length).toBeGreaterThan(100)
    expect(Object.values(urls)).not.toContain(null)
    for (const path of thumbnails.slice(0, 5)) {
      const response = await fetch(urls[path ?? ''] ?? '')
      expect(response.headers.get('content-type')).toBe('image/jpeg')
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1000)
    }
  })

  it('gives the administrator reports to decide', async () => {
    const ruth = await as('ruth')
    const { items } = unwrap(await ruth.moderation.listReports())
    expect(items.length).toBeGreaterThanOrEqual(6)
  })
  it('gives staff decided reports, an appeal that waits and two that are decided', async () => {
    const ruth = await as('ruth')
    const closed = unwrap(await ruth.moderation.listReports({ state: 'closed' })).items
    expect(closed.map(({ decision }) => decision)).toEqual([
      ...['action_taken', 'action_taken', 'action_taken', 'dismissed'],
    ])
    const waiting = unwrap(await ruth.moderation.listAppeals()).items
    expect(waiting).toMatchObject([{ subject_username: 'vic', action: 'hide', is_in_force: true }])
    const decided = unwrap(await ruth.moderation.listAppeals({ state: 'closed' })).items
    expect(decided.map(({ decision }) => decision)).toEqual(['overturned', 'upheld'])
  })

  it('has an intact audit log of the last weeks, whose times match its ids', async () => {
    expect(await sql`select * from social_private.verify_audit_log()`).toHaveLength(0)
    const log = await sql`
      select
        created_at, social_private.min_id_at(created_at) <= id as follows
      from social_private.audit_log order by number`
    const times = log.map(({ created_at }) => created_at.getTime())
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(Date.now() - times.at(0)).toBeGreaterThan(18 * 24 * 3_600_000)
    expect(times.at(-1)).toBeLessThan(Date.now())
    // The triggers that set these times are gone.
    const triggers = await sql`select tgname from pg_trigger where tgname like 'date\_%'`
    expect(triggers).toHaveLength(0)
  })

  it('has numbers on many of the last days', async () => {
    const ruth = await as('ruth')
    const days = unwrap(await ruth.moderation.statistics({ days: 30 }))
    const filled = (key: 'post_count' | 'like_count' | 'report_count' | 'storage_bytes') =>
      days.filter((day) => day[key] > 0).length
    expect(filled('post_count')).toBeGreaterThan(15)
    expect(filled('like_count')).toBeGreaterThan(15)
    expect(filled('report_count')).toBeGreaterThan(4)
    expect(filled('storage_bytes')).toBeGreaterThan(15)
  })

  it('has a first frame and a blur for the video', async () => {
    const [video] = await sql`
      select thumbhash, objects.name from social.post_media
      join storage.objects on objects.name = thumbnail_path
      where mime_type = 'video/mp4'`
    expect(video?.thumbhash).toMatch(/.{20}/)
  })
})
