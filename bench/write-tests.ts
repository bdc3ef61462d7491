import { readSql } from './sql.ts'

export interface WriteVariant {
  name: string
  role: 'supabase_admin' | 'authenticated'
  statements: [string] | [string, string]
  /** The table whose triggers are disabled while the variant runs. Foreign keys stay enabled. */
  withoutTriggersOf?: string
  setup?: string
  /** If true, the variant is slow and runs fewer operations. */
  isSlow?: boolean
  /** A query that returns the number of wrong counters after the variant has run. */
  wrong?: string
}

export interface WriteTest {
  name: string
  variants: WriteVariant[]
  /** Deletes the rows that a variant wrote. Triggers are enabled during the deletion. */
  undo: string
  /** Deletes the notifications, so that the next round writes them again. */
  forget: string
  /**
   * The lowest acceptable rates of the variant `ours, bare write`. `toCeiling` multiplies the rate
   * without a counter. `toNaive` multiplies the rate of the naive counter.
   */
  goals: { toCeiling: number; toNaive: number }
}

export const CEILING = 'no counter'
export const NAIVE = 'naive counter'
export const BARE = 'ours, bare write'
export const FUNCTION = 'ours, function'

/**
 * Builds a statement that sets the claims of a person, as PostgREST does, and then calls a
 * function.
 */
const as = (call: string, table: string) => `
  select social.${call} from (
    select o.*, set_config('request.jwt.claims', o.claims, true) as token
    from bench.${table} as o where o.n = $1 offset 0
  ) as operation where token <> ''`

/**
 * Deletes rows in several transactions. One transaction with 100,000 updates of a counter would
 * keep 100,000 versions of the counter row.
 */
const inBatches = (table: string, deletion: string) => `
  do $$
  declare
    turn integer;
  begin
    for turn in select distinct n / 1000 from bench.${table} loop
      ${deletion} and o.n / 1000 = turn;
      commit;
    end loop;
  end $$`

function likes(name: string, table: string, goals: WriteTest['goals']): WriteTest {
  const insert = (into: string) => `
    insert into ${into} (user_id, post_id)
    select user_id, post_id from bench.${table} where n = $1 on conflict do nothing`
  const wrong = (counts: string, rows: string) => `
    select count(*)::int as wrong
    from (select distinct post_id from bench.${table}) as touched
    join ${counts} as counts on counts.post_id = touched.post_id
    where counts.like_count
      <> (select count(*) from ${rows} as l where l.post_id = touched.post_id)`
  const real = wrong('social.post_counts', 'social.likes')
  return {
    name,
    goals,
    forget: `delete from social_private.notifications as sent using bench.${table} as o
      where sent.actor_id = o.user_id and sent.object_id = o.post_id`,
    undo: inBatches(
      table,
      `delete from social.likes using bench.${table} as o
       where likes.user_id = o.user_id and likes.post_id = o.post_id`,
    ),
    variants: [
      {
        name: CEILING,
        role: 'supabase_admin',
        statements: [insert('social.likes')],
        withoutTriggersOf: 'social.likes',
      },
      {
        name: NAIVE,
        role: 'supabase_admin',
        statements: [insert('bench.naive_likes')],
        setup: readSql('likes_naive.setup', { operations_table: `bench.${table}` }),
        isSlow: true,
        wrong: wrong(
          '(select id as post_id, like_count from bench.naive_posts)',
          'bench.naive_likes',
        ),
      },
      { name: BARE, role: 'supabase_admin', statements: [insert('social.likes')], wrong: real },
      {
        name: FUNCTION,
        role: 'authenticated',
        statements: [as('like_post(operation.post_id)', table)],
        wrong: real,
      },
    ],
  }
}

function follows(name: string, table: string, goals: WriteTest['goals']): WriteTest {
  const pair = (into: string, columns: string, values: string): [string, string] => [
    `insert into ${into} (follower_id, followee_id${columns})
     select follower_id, followee_id${values} from bench.${table} where n = $1
     on conflict do nothing`,
    `delete from ${into} as f using bench.${table} as o
     where o.n = $1 and f.follower_id = o.follower_id and f.followee_id = o.followee_id`,
  ]
  const accepted = ', state, accepted_at'
  const bare = pair('social.follows', accepted, `, 'accepted', now()`)
  const wrong = (counts: string, rows: string) => `
    select count(*)::int as wrong
    from (
      select follower_id as id from bench.${table} union select followee_id from bench.${table}
    ) as touched
    join ${counts} as counts on counts.id = touched.id
    where counts.follower_count <> (select count(*) from ${rows} where followee_id = touched.id)
      or counts.following_count <> (select count(*) from ${rows} where follower_id = touched.id)`
  const real = wrong(
    '(select profile_id as id, follower_count, following_count from social.profile_counts)',
    `(select * from social.follows where state = 'accepted') as f`,
  )
  return {
    name,
    goals,
    forget: `delete from social_private.notifications as sent using bench.${table} as o
      where sent.actor_id = o.follower_id and sent.object_id = o.followee_id`,
    undo: inBatches(
      table,
      `delete from social.follows as f using bench.${table} as o
       where f.follower_id = o.follower_id and f.followee_id = o.followee_id`,
    ),
    variants: [
      {
        name: CEILING,
        role: 'supabase_admin',
        statements: bare,
        withoutTriggersOf: 'social.follows',
      },
      {
        name: NAIVE,
        role: 'supabase_admin',
        statements: pair('bench.naive_follows', '', ''),
        setup: readSql('follows_naive.setup'),
        isSlow: true,
        wrong: wrong('bench.naive_profiles', 'bench.naive_follows as f'),
      },
      { name: BARE, role: 'supabase_admin', statements: bare, wrong: real },
      {
        name: FUNCTION,
        role: 'authenticated',
        statements: [
          as('follow_profile(operation.followee_id)', table),
          as('unfollow_profile(operation.followee_id)', table),
        ],
        wrong: real,
      },
    ],
  }
}

export const WRITE_TESTS: WriteTest[] = [
  likes('likes of one hot post', 'hot_likes', { toCeiling: 0.5, toNaive: 10 }),
  likes('likes spread over posts', 'spread_likes', { toCeiling: 0.8, toNaive: 1 }),
  follows('follow and unfollow one celebrity', 'celebrity_follows', {
    toCeiling: 0.5,
    toNaive: 10,
  }),
  follows('64 people follow each other', 'mutual_follows', { toCeiling: 0.5, toNaive: 1 }),
]
