import { randomUUID } from 'node:crypto'
import { type Attacker, type AttackStack, call } from './attack-stack.ts'

/**
 * A table with a policy like the one on realtime.messages. Clients cannot call the rule of the
 * policy themselves.
 */
const TABLE = `create temp table asked_topics (topic text);
  alter table asked_topics enable row level security;
  create policy open_read on asked_topics for select to public
    using (social_private.can_join_topic(topic));
  grant select on asked_topics to anon, authenticated`

/**
 * Asks for every person which topics the person may join. Returns the number of questions, and a
 * line for each wrong answer.
 */
export async function foreignTopics(
  stack: AttackStack,
): Promise<{ asked: number; wrong: string[] }> {
  const { people, ids } = stack
  const owners = ['otto', 'mallory', 'fred', 'luna']
  const open = ["otto's post", "otto's followers post", "luna's post", "otto's own post"]
  for (const name of owners) await call(stack, people[name], 'watch_notifications', {})
  for (const name of open)
    await call(stack, people[name.split("'")[0] ?? ''], 'watch_post', { post_id: ids[name] })
  const topics = await currentTopics(stack)
  const old = Object.values(topics).flatMap((topic) => [
    topic.replace(/[^:]*$/, randomUUID()),
    ...[`${topic} `, ` ${topic}`, `${topic}:x`, topic.slice(0, -1), topic.toUpperCase()],
    ...[`realtime:${topic}`, `${topic}\n`, topic.replace('social:', 'social::')],
  ])
  const may: Record<string, string[]> = {
    otto: ['otto', "otto's post", "otto's followers post", "otto's own post"],
    mallory: ['mallory', "otto's post"],
    fred: ['fred', "otto's post", "otto's followers post", "luna's post"],
    luna: ['luna', "otto's post", "luna's post"],
    ...{
      xaver: [],
      susi: [],
      dora: [],
      nico: [],
      bert: [],
      olga: [],
      gone: [],
      nina: [],
      anna: [],
    },
    nobody: [],
  }
  const all = [...Object.values(topics), ...old, ...odd]
  await stack.sql.unsafe(TABLE)
  await stack.sql`insert into asked_topics select unnest(${all}::text[])`
  let asked = 0
  const wrong: string[] = []
  for (const [name, own] of Object.entries(may)) {
    const joined = await joinable(stack, people[name])
    const expected = own.map((topic) => topics[topic])
    asked += all.length
    for (const topic of joined) if (!expected.includes(topic)) wrong.push(`${name} joins ${topic}`)
    for (const topic of expected)
      if (!joined.includes(topic ?? '')) wrong.push(`${name} cannot join ${topic}`)
  }
  return { asked, wrong }
}

/** Topics that are no topics of ours, or that contain parts of SQL and of patterns. */
const odd = [
  ...[
    '',
    'social',
    'social:',
    'social:*',
    'social:%',
    'social:_',
    'social:post:',
    'social:post:%:%',
  ],
  ...["social:' or true --", 'social:post:$1', 'social:(.*):(.*)', 'x'.repeat(10_000)],
  ...['social:00000000-0000-0000-0000-000000000000:00000000-0000-0000-0000-000000000000'],
]

async function currentTopics({ sql, ids }: AttackStack): Promise<Record<string, string>> {
  const rows = await sql<{ id: string; topic: string }[]>`
    select profile_id as id, social_private.person_topic(inboxes) as topic
    from social_private.inboxes
    union all
    select post_id, social_private.post_topic(watched_posts) from social_private.watched_posts`
  const names = Object.fromEntries(Object.entries(ids).map(([name, id]) => [id, name]))
  return Object.fromEntries(
    rows.filter(({ id }) => names[id]).map(({ id, topic }) => [names[id] as string, topic]),
  )
}

/** Returns the topics that a person may join, with the role and claims of the person's token. */
async function joinable({ sql }: AttackStack, as: Attacker | undefined): Promise<string[]> {
  const body = as?.token.split('.')[1] ?? ''
  const claims = as ? Buffer.from(body, 'base64url').toString() : '{"role":"anon"}'
  const rows = await sql.begin(async (tx) => {
    await tx`select set_config('request.jwt.claims', ${claims}, true),
      set_config('role', ${JSON.parse(claims).role}, true)`
    return tx<{ topic: string }[]>`select topic from asked_topics`
  })
  return rows.map(({ topic }) => topic)
}
