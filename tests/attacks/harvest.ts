import type { Attack } from './attack.ts'
import type { Answer, Attacker, AttackStack } from './attack-stack.ts'
import { exposedFunctions, madeUp, request } from './functions.ts'

/** Attacks that collect data about many people: lists of all people, and who likes or follows whom when. */
export async function harvest(stack: AttackStack): Promise<Attack[]> {
  const { people } = stack
  return [
    ...[undefined, people.anna, people.olga, people.dora].flatMap(listings),
    ...acts(stack),
    ...(await cursors(stack)),
  ]
}

/** Attacks for a database in which the operator has closed every list and reading without a login. */
export async function closedHarvest(stack: AttackStack): Promise<Attack[]> {
  const { people } = stack
  return [
    ...listings(people.mallory),
    ...likers(stack),
    ...acts(stack),
    ...(await readings(stack, [undefined, people.anna, people.olga, people.dora, people.susi])),
  ]
}

const rpc = (name: string, as: Attacker | undefined, body: object): Attack => ({
  ...{ name: `${name} ${JSON.stringify(body)} as ${as?.name ?? 'nobody'}`, method: 'POST', as },
  ...{ path: `/rest/v1/rpc/${name}`, body, expects: 'refused' },
})

/** Searches that list all people, or all people whose name begins with a letter. */
function listings(as: Attacker | undefined): Attack[] {
  const signs = [...'abcdefghijklmnopqrstuvwxyz0123456789._éжあ']
  const queries = [
    ...[null, '', ' ', '@', ' @ ', '-', '%', '*', '\\', 'a-b', 'a b', '@a', ' a '],
    ...signs,
  ]
  const cursors = ['1:aaa', '1:otto', '2:aaa'].map((key) => Buffer.from(key).toString('hex'))
  const tables = ['profiles', 'profiles?select=id', 'profile_counts', 'profiles?username=like.*']
  return [
    ...queries.map((query) => rpc('profile_search', as, { query })),
    ...cursors.map((after) => rpc('profile_search', as, { after, page_size: 101 })),
    rpc('profile_search?order=username.desc', as, { page_size: 101 }),
    ...tables.map(
      (path): Attack => ({
        ...{ name: `list ${path} as ${as?.name ?? 'nobody'}`, path: `/rest/v1/${path}`, as },
        expects: 'harmless',
        holds: ({ status, text }) => (status === 200 ? onlyOf(as, text) : undefined),
      }),
    ),
  ]
}

/** Returns a problem if the rows contain the id of somebody else. */
function onlyOf(as: Attacker | undefined, text: string): string | undefined {
  const rows: { id?: string; profile_id?: string }[] = JSON.parse(text)
  const others = rows.filter(({ id, profile_id }) => (id ?? profile_id) !== as?.id)
  return others.length > 0 ? `it lists ${others.length} other people` : undefined
}

/** Requests to tables that tell a stranger what a person liked, or whom a person follows, and when. */
function acts({ people, ids }: AttackStack): Attack[] {
  const { mallory } = people
  const whose = ['otto', 'luna', 'fred', 'mallory']
  const paths = [
    ...['likes', 'comment_likes', 'follows', 'likes?order=created_at', 'follows?order=accepted_at'],
    ...whose.flatMap((name) => [
      ...[`likes?user_id=eq.${ids[name]}`, `comment_likes?user_id=eq.${ids[name]}`],
      ...[`follows?follower_id=eq.${ids[name]}`, `follows?followee_id=eq.${ids[name]}`],
    ]),
    `likes?post_id=eq.${ids["otto's post"]}`,
    `posts?select=id,likes(user_id,created_at)&id=eq.${ids["otto's post"]}`,
    `profiles?select=id,likes(user_id,created_at)&id=eq.${ids.fred}`,
  ]
  return paths.map((path) => ({
    ...{ name: `read ${path} as mallory`, path: `/rest/v1/${path}`, as: mallory },
    ...{ expects: 'harmless', holds: ({ text }: Answer) => strangersIn(text, mallory) },
  }))
}

/** Returns a problem if a row of a like or follow does not concern the reader. */
function strangersIn(text: string, reader: Attacker | undefined): string | undefined {
  const found: string[] = []
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const row = value as Record<string, unknown>
    const actors = [row.user_id, row.follower_id, row.followee_id].filter(Boolean)
    // Nobody likes anything of Mallory, so all rows that concern her contain her id.
    if (actors.length > 0 && !actors.includes(reader?.id)) found.push(JSON.stringify(row))
    for (const inner of Object.values(row)) visit(inner)
  }
  visit(JSON.parse(text))
  return found[0] && `it tells ${found[0].slice(0, 99)}`
}

/** Lists of likers that only the author may read, in a database with likes_visibility `author`. */
function likers({ people, ids }: AttackStack): Attack[] {
  return [people.mallory, people.fred].flatMap((as) =>
    [
      rpc('post_likers', as, { post_id: ids["otto's post"], page_size: 101 }),
      rpc('comment_likers', as, { comment_id: ids["mallory's comment"] }),
    ].map((attack) => ({
      ...attack,
      expects: 'fine' as const,
      holds: ({ text }: Answer) => (text === '[]' ? undefined : `it lists ${text.slice(0, 99)}`),
    })),
  )
}

/** Tries to read the time in a cursor, to alter it, and to use it in another list. */
async function cursors(stack: AttackStack): Promise<Attack[]> {
  const { people, ids, sql } = stack
  const { mallory, otto } = people
  const lists: [name: string, body: object, as: Attacker | undefined][] = [
    ['post_likers', { post_id: ids["otto's post"] }, mallory],
    ['profile_followers', { profile_id: ids.otto }, mallory],
    ['notifications', {}, otto],
  ]
  const attacks: Attack[] = []
  for (const [name, body, as] of lists) {
    const answer = await stack.ask({ ...rpc(name, as, body), as })
    const { cursor, id }: { cursor: string; id: string } = JSON.parse(answer.text)[0]
    const [row] = await sql<{ at: string }[]>`select encode(int8send((extract(epoch from coalesce(
      (select max(created_at) from social.likes where user_id = ${id}),
      (select max(accepted_at) from social.follows where follower_id = ${id}),
      (select max(created_at) from social_private.notifications where group_id = ${id})
    )) * 1000000)::bigint), 'hex') as at`
    const forged = [
      ...[...cursor].map((digit, place) => {
        const other = digit === '0' ? '1' : '0'
        return cursor.slice(0, place) + other + cursor.slice(place + 1)
      }),
      ...[`${row?.at}${id.replaceAll('-', '')}`, cursor.slice(16), cursor.toUpperCase()],
      ...[`${cursor}00`, cursor.slice(0, 32) + (as?.id ?? '').replaceAll('-', '')],
    ].filter((one) => one !== cursor)
    attacks.push(
      { ...rpc(name, as, body), expects: 'fine', holds: ({ text }) => timeIn(text, row?.at) },
      ...forged.map((after) => ({ ...rpc(name, as, { ...body, after }), expects: 'bad' as const })),
      ...lists
        .filter(([other]) => other !== name)
        .map(([other, arguments_, reader]) => ({
          ...rpc(other, reader, { ...arguments_, after: cursor }),
          expects: 'bad' as const,
        })),
    )
  }
  return attacks
}

/** Returns a problem if an answer contains a time to the minute. */
const timeIn = (text: string, hex = ''): string | undefined =>
  text.includes(hex.slice(0, 9)) ? 'a cursor tells the time' : undefined

/** Calls every function that needs no login, and reads every table and file. */
async function readings(stack: AttackStack, callers: (Attacker | undefined)[]): Promise<Attack[]> {
  const { ids, files } = stack
  const open = [
    ...['version', 'limits', 'check_username', 'check_sign_up', 'erasure_receipt'],
    ...['my_exports', 'my_sanctions'], // inactive people may read their own
  ]
  // These functions read, but also count their calls or store a list.
  const counting = ['profile_search', 'post_search', 'hashtag_search', 'explore_posts']
  const reading = (await exposedFunctions(stack)).filter(
    ({ name, isReading }) => (isReading && !open.includes(name)) || counting.includes(name),
  )
  const tables = ['profiles', 'posts', 'comments', 'post_media', 'post_counts', 'post_hashtags']
  const paths = [
    ...[...tables, 'comment_counts', 'profile_counts'].map((table) => `/rest/v1/${table}`),
    `/storage/v1/object/social-media/${files["otto's post"]}`,
    `/storage/v1/object/authenticated/social-media/${files["otto's post"]}`,
  ]
  const isEmpty = ({ status, text }: Answer) =>
    status < 300 && text !== '[]' ? `it answers ${text.slice(0, 99)}` : undefined
  const isFalse = ({ text }: Answer) => (text === 'false' ? undefined : `it answers ${text}`)
  return callers.flatMap((as) => [
    ...reading.map((one): Attack => {
      const asked = request(one, madeUp(one, ids))
      const attack = { name: `closed ${one.name} as ${as?.name ?? 'nobody'}`, ...asked, as }
      // A policy of an app asks these functions, so they answer false instead of an error.
      if (!one.name.startsWith('can_see_')) return { ...attack, expects: 'refused' }
      return { ...attack, expects: 'fine', holds: isFalse }
    }),
    ...paths.map((path): Attack => {
      const name = `closed ${path} as ${as?.name ?? 'nobody'}`
      return { ...{ name, path, as, expects: 'harmless' }, holds: isEmpty }
    }),
  ])
}
