import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { signClaims } from '../../tools/local-stack/jwt.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import { startStack } from '../../tools/local-stack/stack.ts'
import { openWire, type Wire } from './wire.ts'

/**
 * Starts a separate stack whose Realtime refuses a join at once, and which has the policies of a
 * careless host app. Import this file before tests/support/people.ts, because stack.ts reads the
 * addresses of the stack.
 */
process.env.LITE_AUTH_BCRYPT_COST ??= '4'
const home = mkdtempSync(join(tmpdir(), 'supabase-social-topics-'))
chmodSync(home, 0o755)
const data = join(home, 'data')
const stack = await startStack({ data, purges: false, realtime: { joinPause: 50 } })
const { jwtSecret } = JSON.parse(readFileSync(join(data, 'settings.json'), 'utf8'))
Object.assign(process.env, {
  SOCIAL_URL: stack.url,
  SOCIAL_PUBLISHABLE_KEY: stack.publishableKey,
  SOCIAL_SECRET_KEY: stack.secretKey,
  SOCIAL_DATABASE_URL: stack.databaseUrl,
  SOCIAL_MAIL_URL: stack.mailUrl,
})

/** A connection as superuser. */
export const admin = connect(stack.databaseUrl.replace('//postgres:', `//${SUPERUSER}:`))

// The role kiosk is no member of another role, and has no right on our functions.
await admin.unsafe(`
  create policy host_all on realtime.messages for all to public using (true) with check (true);
  create policy host_listen on realtime.messages for select to authenticated using (true);
  create policy host_send on realtime.messages for insert to authenticated with check (true);
  create role kiosk;
  grant usage on schema realtime to kiosk;
  grant select, insert, update on realtime.messages to kiosk`)

/** Signs a token with these claims. */
export const tokenOf = (claims: object) => signClaims(claims, 3600, jwtSecret)

const wires: Wire[] = []

/** Opens a socket to Realtime. */
export async function connectWire(): Promise<Wire> {
  const wire = await openWire(stack.url, stack.publishableKey)
  wires.push(wire)
  return wire
}

/** Joins a private channel. Returns `ok` or the code of the refusal. */
export async function joinTopic(wire: Wire, topic: string, token: string): Promise<string> {
  const { payload } = await wire.join(`realtime:${topic}`, { private: true, token })
  return payload.status === 'ok' ? 'ok' : payload.response.reason.split(':')[0]
}

/** Closes all sockets. */
export function closeWires(): void {
  for (const wire of wires.splice(0)) wire.close()
}

/** Lists the events of broadcasts on a topic that have arrived. */
export async function eventsOn(wire: Wire, topic: string): Promise<string[]> {
  // A message on another topic travels in the same stream after all earlier messages.
  const marker = `room:${crypto.randomUUID()}`
  const witness = await connectWire()
  await joinTopic(witness, marker, tokenOf({ role: 'kiosk' }))
  await admin`select realtime.send('{}', 'marker', ${marker})`
  await witness.next({ event: 'broadcast', topic: `realtime:${marker}` })
  await wire.settle()
  return wire.received
    .filter((one) => one.event === 'broadcast' && one.topic === `realtime:${topic}`)
    .map(({ payload }) => payload.event)
}

afterAll(async () => {
  closeWires()
  await admin.end()
  await stack.stop()
  rmSync(home, { recursive: true, force: true })
})
