import { afterEach, describe, expect, it, vi } from 'vitest'
import { longDelay, renewalDelay, shortDelay } from '../../src/sdk/realtime/backoff.ts'
import { realClock } from '../../src/sdk/realtime/clock.ts'
import { Deduplicator, microseconds } from '../../src/sdk/realtime/deduplicator.ts'
import { disconnectReasonOf } from '../../src/sdk/realtime/disconnect-reason.ts'
import { intervalsOf } from '../../src/sdk/realtime/listeners.ts'
import { Sessions } from '../../src/sdk/realtime/sessions.ts'
import { managerOf } from '../../src/sdk/realtime/subscription-manager.ts'
import { detectWake } from '../../src/sdk/realtime/wake-detection.ts'
import type { Client } from '../../src/sdk/supabase.ts'
import { FakeClock } from '../support/fake-clock.ts'

const MINUTE = 60_000

describe('the cause of a lost channel', () => {
  const older = new Error('"Unauthorized: You do not have permissions"')
  const circular: { self?: object } = {}
  circular.self = circular
  it.each([
    ['refused', new Error('Unauthorized: You do not have permissions to read from this Channel')],
    ['refused', older],
    ['refused', new Error('[object Object]', { cause: { reason: 'Unauthorized: You …' } })],
    ['refused', { status: 'error', message: 'You no longer have permission to read from this' }],
    ['expired', new Error('InvalidJWTToken: Token has expired 3 seconds ago')],
    ['expired', { status: 'error', message: 'Token has expired 3 seconds ago' }],
    ['expired', new Error('JwtSignatureError: Failed to validate JWT signature')],
    ['impossible', new Error('ChannelRateLimitReached: Too many channels')],
    ['impossible', new Error('RealtimeDisabledForTenant: Realtime was disabled')],
    ['unreachable', new Error('ConnectionRateLimitReached: Too many connected users')],
    ['unreachable', { status: 'error', message: 'Too many messages per second' }],
    ['unreachable', new Error('socket closed', { cause: circular })],
    ['unreachable', undefined],
  ])('is %s for %s', (reason, words) => expect(disconnectReasonOf(words)).toBe(reason))
})

describe('the delays', () => {
  const clock = new FakeClock()
  it('grow to 5 minutes after failures that may end soon, and to an hour after others', () => {
    const short = [0, 1, 2, 5, 20, 5000].map((failures) => shortDelay(clock, failures))
    expect(short).toEqual([1_000, 2_000, 4_000, 32_000, 300_000, 300_000])
    const long = [0, 1, 2, 5, 5000].map((failures) => longDelay(clock, failures) / MINUTE)
    expect(long).toEqual([5, 10, 20, 60, 60])
  })

  it('differ by a quarter between two apps', () => {
    expect(shortDelay(new FakeClock(() => 0), 0)).toBe(750)
    expect(shortDelay(new FakeClock(() => 1), 0)).toBe(1_250)
  })

  it('renew a watch at half of its time, but never at once and never late', () => {
    const inMinutes = (minutes: number) => new Date(clock.now() + minutes * MINUTE).toISOString()
    expect(renewalDelay(clock, inMinutes(10))).toBe(5 * MINUTE)
    expect(renewalDelay(clock, inMinutes(600))).toBe(10 * MINUTE)
    expect(renewalDelay(clock, inMinutes(-600))).toBe(MINUTE / 2)
    expect(renewalDelay(clock, 'infinity')).toBe(MINUTE / 2)
  })

  it('are the shortest that a subscriber wants, within bounds', () => {
    const of = (...all: { pollSeconds?: number; checkSeconds?: number }[]) =>
      intervalsOf(new Set(all))
    expect(of({})).toEqual({ poll: 30_000, check: 300_000 })
    expect(of({ pollSeconds: 60, checkSeconds: 600 })).toEqual({ poll: 60_000, check: 600_000 })
    expect(of({ pollSeconds: 60 }, {})).toEqual({ poll: 30_000, check: 300_000 })
    expect(of({ pollSeconds: 0, checkSeconds: Number.NaN })).toEqual({ poll: 5_000, check: 30_000 })
    expect(of({ pollSeconds: Number.POSITIVE_INFINITY }).poll).toBe(86_400_000)
  })
})

describe('the deduplicator', () => {
  const at = (micros: number) => `2026-01-01T00:00:00.${String(micros).padStart(6, '0')}+00:00`

  it('tells times apart that differ by a microsecond', () => {
    expect(microseconds(at(123_457)) - microseconds(at(123_456))).toBe(1)
    const [whole, tenth] = ['2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00.1+00:00']
    expect(microseconds(tenth) - microseconds(whole)).toBe(100_000)
    expect(microseconds('2026-01-01T00:00:00.1234+00:00') - microseconds(whole)).toBe(123_400)
  })

  it('does not report a group again that shrank, or that grew back to what it was', () => {
    const deduplicator = new Deduplicator()
    deduplicator.takeNew([])
    const reported = [20, 10, 20, 30].map((micros) =>
      deduplicator.takeNew([{ id: 'a', latest_at: at(micros) }]).map(({ latest_at }) => latest_at),
    )
    expect(reported).toEqual([[at(20)], [], [], [at(30)]])
  })

  it('does not report an old group that becomes visible again', () => {
    const deduplicator = new Deduplicator()
    const now = { id: 'now', latest_at: '2026-01-01T00:10:00+00:00' }
    deduplicator.takeNew([now])
    expect(deduplicator.takeNew([now, { id: 'old', latest_at: at(0) }])).toEqual([])
  })
})

it('all subscriptions of one client share a manager', () => {
  const [one, other] = [{}, {}] as Client[]
  expect(managerOf(one as Client)).toBe(managerOf(one as Client))
  expect(managerOf(one as Client)).not.toBe(managerOf(other as Client))
})

describe('the real clock', () => {
  it('does not keep a Node process alive', () => {
    const timers = vi.spyOn(globalThis, 'setTimeout')
    realClock.after(MINUTE, () => {})()
    const timer = timers.mock.results[0]?.value as NodeJS.Timeout
    expect(timer.hasRef()).toBe(false)
    timers.mockRestore()
  })
})

describe('waking up', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('is noticed on a page that becomes visible, and when the network returns', () => {
    const page = Object.assign(new EventTarget(), { visibilityState: 'hidden' })
    const network = new EventTarget()
    vi.stubGlobal('document', page)
    vi.stubGlobal('addEventListener', network.addEventListener.bind(network))
    vi.stubGlobal('removeEventListener', network.removeEventListener.bind(network))
    let wakes = 0
    const stop = detectWake(
      new FakeClock(),
      () => ++wakes,
      () => {},
    )
    page.dispatchEvent(new Event('visibilitychange'))
    expect(wakes).toBe(0)
    page.visibilityState = 'visible'
    page.dispatchEvent(new Event('visibilitychange'))
    network.dispatchEvent(new Event('online'))
    expect(wakes).toBe(2)
    stop()
    page.dispatchEvent(new Event('visibilitychange'))
    network.dispatchEvent(new Event('online'))
    expect(wakes).toBe(2)
  })
})

describe('the session of an app that gets its tokens elsewhere', () => {
  /** A client with the option `accessToken`, which throws an error for every use of `auth`. */
  function external(payload: object | null): Client {
    const token = payload && `head.${btoa(JSON.stringify(payload))}.signature`
    const realtime = {
      accessTokenValue: null as string | null,
      setAuth: async () => {
        realtime.accessTokenValue = token
      },
    }
    const auth = new Proxy(
      {},
      {
        get: () => {
          throw new Error('not possible')
        },
      },
    )
    return { auth, realtime } as unknown as Client
  }

  it('is read from the access token', async () => {
    const sessions = new Sessions(external({ sub: 'anna' }))
    expect(await sessions.current()).toMatchObject({ personId: 'anna' })
    const seen: (string | undefined)[] = []
    sessions.watch((session) => seen.push(session?.personId))
    await vi.waitFor(() => expect(seen).toEqual(['anna']), 10_000)
  })

  it('is missing if there is no token, or only a key', async () => {
    expect(await new Sessions(external(null)).current()).toBe(null)
    expect(await new Sessions(external({ role: 'anon' })).current()).toBe(null)
  })
})
