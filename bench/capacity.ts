import type postgres from 'postgres'
import type { Options } from './args.ts'
import { runLoad } from './clients.ts'
import type { Cluster } from './cluster.ts'
import { refuseWrongCounters } from './generate.ts'
import { progress } from './progress.ts'
import { format } from './report.ts'
import { readSql } from './sql.ts'

export interface Size {
  thing: string
  rows: number
  bytesEach: number
}

export interface Rate {
  call: string
  perSecond: number
}

/** For each kind of data, the tables that store this kind. The first table has one row per item. */
const THINGS: Record<string, string[]> = {
  person: [
    'social.profiles',
    'social_private.accounts',
    'social_private.profile_counters',
    'social_private.search_keys',
    'social_private.latest_posts',
  ],
  follow: ['social.follows'],
  post: ['social.posts', 'social.post_media', 'social_private.post_counters'],
  like: ['social.likes'],
  comment: ['social.comments', 'social_private.comment_counters'],
  'like of a comment': ['social.comment_likes'],
  save: ['social.saves'],
  'mention in a post': ['social.post_mentions'],
  'hashtag of a post': ['social.post_hashtags'],
  block: ['social_private.blocks'],
  mute: ['social_private.mutes'],
}

const READS = {
  'home feed': 'home_feed()',
  'a post': 'post(o.post_id)',
  'comments of a post': 'post_comments(o.post_id)',
  'posts of a person': 'profile_posts(o.other_id)',
  'page of a person': 'profile(o.other_id)',
  search: 'profile_search(o.text)',
}

const WRITES = {
  like: 'like_post(o.post_id)',
  follow: 'follow_profile(o.other_id)',
  comment: `add_comment(o.post_id, 'Lovely light, and the herons look as if they posed for you.')`,
  post: `create_post('A walk along the river, and nobody about')`,
}

const UNDO = `
  delete from social.likes as l using bench.capacity_start where l.created_at >= at;
  delete from social.follows as f using bench.capacity_start where f.created_at >= at;
  delete from social.comments as c using bench.capacity_start where c.created_at >= at;
  delete from social.posts as p using bench.capacity_start where p.created_at >= at`

/** Measures how many bytes an item of each kind takes. Indexes and counters are included. */
export async function measureSizes(sql: postgres.Sql): Promise<Size[]> {
  const sizes: Size[] = []
  for (const [thing, tables] of Object.entries(THINGS)) {
    const [row] = await sql.unsafe<{ rows: number; bytes: number }[]>(
      `select (select count(*) from ${tables[0]})::int as rows,
        sum(pg_total_relation_size(name::regclass))::float8 as bytes from unnest($1::text[]) as name`,
      [tables],
    )
    if (row) sizes.push({ thing, rows: row.rows, bytesEach: Math.round(row.bytes / row.rows) })
  }
  return sizes
}

/**
 * Measures how many calls of each kind the server answers per second for many concurrent clients.
 */
export async function measureRates(
  cluster: Cluster,
  sql: postgres.Sql,
  { clients, operations }: Options,
): Promise<Rate[]> {
  cluster.mark(false)
  await sql.unsafe('set statement_timeout = 0')
  await sql.unsafe(readSql('capacity.setup').replaceAll(':operations', String(operations)))
  const rates: Rate[] = []
  for (const [name, call] of Object.entries({ ...READS, ...WRITES })) {
    progress(`capacity: ${name}`)
    const outcome = await runLoad(cluster, {
      ...{ role: 'authenticated', clients, each: Math.floor(operations / clients) },
      statements: [asCaller(call)],
    })
    rates.push({ call: name, perSecond: Math.round(outcome.perSecond) })
  }
  progress('')
  await sql.unsafe(UNDO)
  await sql.unsafe('vacuum')
  await refuseWrongCounters(sql)
  cluster.mark(true)
  return rates
}

/**
 * Builds a statement that sets the claims of the caller, as PostgREST does, and then calls a
 * function.
 */
function asCaller(call: string): string {
  return `
    select count(answer) from (
      select o.*, set_config('request.jwt.claims', o.claims, true) as token
      from bench.callers as o where o.n = $1 offset 0
    ) as o cross join lateral social.${call} as answer where o.token <> ''`
}

export function printCapacity(sizes: Size[], rates: Rate[]): void {
  for (const { thing, rows, bytesEach } of sizes) {
    console.log(
      `${thing.padEnd(20)}${format(rows).padStart(12)} rows${format(bytesEach).padStart(8)} bytes each`,
    )
  }
  for (const { call, perSecond } of rates) {
    console.log(`${call.padEnd(20)}${format(perSecond).padStart(12)} per second`)
  }
}
