import { randomUUID } from 'node:crypto'
import { functions } from '../../src/cli/prove/expected/functions.ts'
import type { Attack } from './attack.ts'
import { type Attacker, type AttackStack, call } from './attack-stack.ts'
import { exposedFunctions, madeUp, request } from './functions.ts'

/**
 * Makes Fred a moderator and Luna an administrator, and creates reports about other people and about
 * staff. Mallory tries to become staff by writing staff roles into her own user metadata.
 */
export async function addStaff(stack: AttackStack): Promise<void> {
  const { people, ids, sql } = stack
  await sql`insert into social_private.staff (profile_id, role) values
    (${ids.fred ?? ''}, 'moderator'), (${ids.luna ?? ''}, 'administrator')`
  const claims = { role: 'administrator', is_staff: true, staff_role: 'administrator' }
  await stack.ask({
    ...{ as: people.mallory, method: 'PUT', path: '/auth/v1/user' },
    body: { data: claims, app_metadata: claims, role: 'service_role' },
  })
  const comment = { comment_id: ids["mallory's comment"], reason: 'spam' }
  ids['a report'] = (
    await call(stack, people.xaver, 'report_profile', { profile_id: ids.mallory, reason: 'spam' })
  ).id
  ids['another report'] = (await call(stack, people.otto, 'report_comment', comment)).id
  for (const [reporter, reported] of [
    ['otto', 'luna'],
    ['otto', 'fred'],
    ['fred', 'otto'],
  ] as const) {
    const about = { profile_id: ids[reported], reason: 'spam' }
    ids[`a report by ${reporter} about ${reported}`] = (
      await call(stack, people[reporter], 'report_profile', about)
    ).id
  }
}

export async function staff(stack: AttackStack): Promise<Attack[]> {
  return [...(await asOthers(stack)), ...beyond(stack), ...aboutStaff(stack), ...reports(stack)]
}

/** Calls every staff function as people who are not staff. */
async function asOthers(stack: AttackStack): Promise<Attack[]> {
  const { people, ids } = stack
  const forStaff = new Map(functions.map(({ name, expected }) => [name, expected.callers]))
  const exposed = (await exposedFunctions(stack)).filter(({ name }) =>
    ['staff', 'administrator'].includes(forStaff.get(name) ?? ''),
  )
  const targets = ['a report', "mallory's post", "mallory's comment", 'mallory', 'otto']
  return exposed.flatMap((one) => {
    const argument = one.arguments.find(({ type }) => type === 'uuid')?.name
    return [undefined, people.mallory, people.otto, people.susi, people.xaver].flatMap((as) =>
      (argument ? targets : ['nothing']).map(
        (target): Attack => ({
          name: `${one.name} on ${target} as ${as?.name ?? 'nobody'}`,
          ...request(one, { ...madeUp(one, ids), ...(argument && { [argument]: ids[target] }) }),
          ...{ as, expects: 'denied' },
        }),
      ),
    )
  })
}

/**
 * As a moderator, makes calls that only an administrator may make, and calls that break a rule of
 * moderation.
 */
function beyond({ people, ids }: AttackStack): Attack[] {
  const attack = (name: string, body: object, expects: Attack['expects']): Attack => ({
    ...{ name: `${name} ${JSON.stringify(body)} as a moderator`, method: 'POST' },
    ...{ path: `/rest/v1/rpc/${name}`, as: people.fred, body, expects },
  })
  const why = { action: 'suspend', reason: 'Because' }
  return [
    attack('add_staff_member', { profile_id: ids.mallory, role: 'moderator' }, 'denied'),
    attack('add_staff_member', { profile_id: ids.fred, role: 'administrator' }, 'denied'),
    attack('remove_staff_member', { profile_id: ids.luna }, 'denied'),
    attack('moderate_profile', { profile_id: ids.fred, ...why }, 'refused'),
    attack('moderate_profile', { profile_id: ids.luna, ...why }, 'refused'),
    attack('moderate_profile', { profile_id: ids.gone, ...why }, 'not found'),
    attack('moderate_profile', { profile_id: ids.mallory, action: 'suspend', reason: '' }, 'bad'),
    attack('moderate_profile', { profile_id: ids.mallory, action: 'delete', reason: 'x' }, 'bad'),
    attack(
      'moderate_post',
      { post_id: ids["gone's post"], action: 'hide', reason: 'x' },
      'not found',
    ),
  ]
}

/** As a moderator, tries to see and close reports about an administrator, about and by themselves. */
function aboutStaff({ people, ids }: AttackStack): Attack[] {
  const nowhere = randomUUID()
  const hidden = Object.entries(ids).filter(([name]) => /^a report by \w+ about/.test(name))
  const bodies: [string, object][] = [
    ['review_report', {}],
    ...['dismissed', 'action_taken', null].map((decision): [string, object] => [
      'resolve_report',
      { decision, reason: 'Because' },
    ]),
    ['resolve_report', { decision: 'dismissed', reason: '' }],
    ['moderate_profile', { profile_id: ids.otto, action: 'limit', reason: 'Because' }],
  ]
  const calls = hidden.flatMap(([name, id]) =>
    bodies.map(([verb, body]): Attack => {
      const ask = (report_id: unknown) => ({
        ...{ method: 'POST', path: `/rest/v1/rpc/${verb}`, as: people.fred },
        body: { ...body, report_id },
      })
      return {
        ...{ name: `${verb} ${name} ${JSON.stringify(body)} as fred`, ...ask(id) },
        ...{
          expects: 'not found',
          like: { ask: ask(nowhere), id: nowhere, insteadOf: String(id) },
        },
      }
    }),
  )
  const lists = ['open', 'closed'].map(
    (state): Attack => ({
      ...{ name: `list the ${state} reports as fred`, method: 'POST', as: people.fred },
      ...{
        path: '/rest/v1/rpc/moderation_queue',
        body: { state, page_size: 101 },
        expects: 'fine',
      },
      holds: ({ text }) => {
        const listed = hidden.filter(([, id]) => text.includes(String(id)))
        return listed.length > 0 ? `it lists ${listed.map(([name]) => name)}` : undefined
      },
    }),
  )
  return [...calls, ...lists]
}

/** Attacks on reports: a report must not reveal hidden content or reports of other people. */
function reports({ people, ids }: AttackStack): Attack[] {
  const attack = (name: string, body: object, expects: Attack['expects']): Attack => ({
    ...{ name: `${name} ${JSON.stringify(body)}`, method: 'POST', as: people.mallory as Attacker },
    ...{ path: `/rest/v1/rpc/${name}`, body: { ...body, reason: 'spam' }, expects },
  })
  const hidden = ["luna's post", "susi's post", "otto's own post", "gone's post"]
  return [
    attack('report_profile', { profile_id: ids.mallory }, 'bad'),
    attack('report_post', { post_id: ids["mallory's post"] }, 'bad'),
    attack('report_comment', { comment_id: ids["mallory's comment"] }, 'bad'),
    ...['susi', 'dora', 'gone', 'nina'].map((name) =>
      attack('report_profile', { profile_id: ids[name] }, 'not found'),
    ),
    ...hidden.map((name) => attack('report_post', { post_id: ids[name] }, 'not found')),
    attack('report_comment', { comment_id: ids["luna's comment"] }, 'not found'),
    ...['reporter_id', 'state', 'snapshot', 'decision', 'author_id'].map((key) =>
      attack('report_post', { post_id: ids["otto's post"], [key]: ids.otto }, 'refused'),
    ),
    {
      ...{ name: 'read the reports of others', method: 'POST', path: '/rest/v1/rpc/my_reports' },
      ...{ as: people.mallory, body: {}, expects: 'fine' },
      holds: ({ text }) => (text === '[]' ? undefined : `it tells ${text}`),
    },
  ]
}
