import { describe, expect, it, vi } from 'vitest'
import { personOf } from '../support/fake-project.ts'
import { type Subscriber, subscribe, subscriber } from '../support/subscriber.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** Subscribes anna, and waits until the device is connected and calm. */
async function connected(options = {}): Promise<Subscriber> {
  const app = subscriber({ personId: 'anna', ...options })
  await app.clock.advance(MINUTE)
  app.project.calls.length = 0
  return app
}

const idsOf = ({ got }: Subscriber) => got.map(({ id }) => id)
const countOf = ({ project }: Subscriber, name: string) =>
  project.calls.filter((call) => call === name).length

describe('a subscription', () => {
  it('joins the topic of the person with their token, on one private channel', async () => {
    const app = await connected()
    expect(app.states).toEqual(['polling connecting', 'realtime'])
    expect(app.subscription.status).toEqual({ state: 'realtime', reason: null, error: null })
    const ears = [...app.project.ears]
    expect(ears.map(({ topic }) => topic)).toEqual(['social:anna:0'])
    expect(ears.map(({ token }) => personOf(token))).toEqual(['anna'])
    expect(app.device.channels.map(({ isPrivate }) => isPrivate)).toEqual([true])
    expect(app.project.refusals).toBe(0)
  })

  it('reports nothing that was there before it, and then each notification at once', async () => {
    const app = subscriber({ personId: 'anna' })
    app.project.notify('anna', 'old')
    await app.clock.advance(MINUTE)
    expect(app.got).toEqual([])
    app.project.notify('anna', 'new')
    await app.clock.advance(200)
    expect(idsOf(app)).toEqual(['new'])
    await app.clock.advance(2 * MINUTE)
    app.project.notify('anna', 'old')
    await app.clock.advance(200)
    expect(idsOf(app)).toEqual(['new', 'old'])
    await app.clock.advance(60 * MINUTE)
    expect(idsOf(app)).toEqual(['new', 'old'])
  })

  it('reports the oldest of several new notifications first', async () => {
    const app = await connected()
    app.project.lost = 100
    for (const id of ['first', 'second', 'third']) {
      app.project.notify('anna', id)
      await app.clock.advance(10)
    }
    await app.clock.advance(10 * MINUTE)
    expect(idsOf(app)).toEqual(['first', 'second', 'third'])
  })

  it('reads more pages until it finds what it already reported', async () => {
    const app = await connected()
    app.project.lost = 1000
    app.project.isRealtimeUp = false
    app.project.restart()
    app.project.isUp = false
    const ids = Array.from({ length: 150 }, (_, index) => `group ${index}`)
    for (const id of ids) {
      app.project.notify('anna', id)
      await app.clock.advance(3 * SECOND)
    }
    app.project.isUp = true
    await app.clock.advance(MINUTE)
    expect(idsOf(app)).toEqual(ids)
  })

  it('reports an event in the same second as a hint, which sends no hint', async () => {
    const app = await connected()
    app.project.notify('anna', 'hinted')
    await app.clock.advance(300)
    app.project.notify('anna', 'silent')
    await app.clock.advance(1.3 * SECOND)
    expect(idsOf(app)).toEqual(['hinted', 'silent'])
  })

  it('reports a notification whose transaction committed after a younger one', async () => {
    const app = await connected()
    app.project.notify('anna', 'young')
    await app.clock.advance(300)
    app.project.notify('anna', 'late', 20 * SECOND)
    await app.clock.advance(2 * SECOND)
    expect(idsOf(app)).toEqual(['young', 'late'])
  })

  it('reads once at a time, however many hints come', async () => {
    const app = await connected()
    for (let hint = 0; hint < 50; hint++) {
      app.project.send('social:anna:0', 'inbox')
      await app.clock.advance(1)
    }
    await app.clock.advance(5 * SECOND)
    expect(countOf(app, 'notifications')).toBeLessThanOrEqual(4)
  })

  it('tells the unseen count at the start and when it has changed', async () => {
    const app = await connected()
    app.project.notify('anna', 'one')
    await app.clock.advance(2 * SECOND)
    app.project.notify('anna', 'one')
    await app.clock.advance(10 * MINUTE)
    expect(app.counts).toEqual([0, 1])
  })

  it('reads only the unseen count if the app asks for nothing else', async () => {
    const app = await connected({ listeners: { onNotification: undefined } })
    await app.clock.advance(10 * MINUTE)
    expect(countOf(app, 'notifications')).toBe(0)
    expect(countOf(app, 'unseen_count')).toBeGreaterThan(1)
  })

  it('continues if a listener throws', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const ids: string[] = []
    const onNotification = ({ id }: { id: string }) => {
      ids.push(id)
      throw new Error('a fault of the app')
    }
    const app = await connected({ listeners: { onNotification } })
    for (const id of ['one', 'two']) {
      app.project.notify('anna', id)
      await app.clock.advance(2 * SECOND)
    }
    expect(ids).toEqual(['one', 'two'])
    expect(log).toHaveBeenCalledTimes(2)
    log.mockRestore()
  })

  it('renews the watch before it ends', async () => {
    const app = await connected()
    for (let minute = 0; minute < 120; minute++) {
      await app.clock.advance(MINUTE)
      expect(app.project.inbox('anna').watchedUntil).toBeGreaterThan(app.clock.now())
    }
    expect(countOf(app, 'watch_notifications')).toBeLessThan(20)
    expect(app.project.ears.size).toBe(1)
  })

  it('shares one channel with other subscriptions, and leaves it after the last one', async () => {
    const app = await connected()
    const ids: string[] = []
    const second = subscribe(app, { onNotification: ({ id }) => ids.push(id) })
    await app.clock.advance(MINUTE)
    expect(app.device.mostChannels).toBe(1)
    app.project.notify('anna', 'shared')
    await app.clock.advance(2 * SECOND)
    await app.subscription.unsubscribe()
    app.project.notify('anna', 'for the second')
    await app.clock.advance(2 * SECOND)
    expect(idsOf(app)).toEqual(['shared'])
    expect(ids).toEqual(['shared', 'for the second'])
    const leaving = second.unsubscribe()
    await app.clock.advance(SECOND)
    await leaving
    expect(app.device.channels).toEqual([])
  })

  it('frees its channel and timers when it ends, and may be ended twice', async () => {
    const app = await connected()
    const ends = [app.subscription.unsubscribe(), app.subscription.unsubscribe()]
    await app.clock.advance(30 * SECOND)
    await Promise.all(ends)
    expect(app.subscription.status).toMatchObject({ state: 'stopped', reason: 'unsubscribed' })
    expect(app.device.channels).toEqual([])
    expect(app.project.ears.size).toBe(0)
    expect(app.clock.waiting).toBe(0)
    app.project.notify('anna', 'too late')
    await app.clock.advance(60 * MINUTE)
    expect(app.got).toEqual([])
  })

  it('joins again if the app subscribes again at once', async () => {
    const app = await connected()
    app.device.leaving = 3 * SECOND
    void app.subscription.unsubscribe()
    const ids: string[] = []
    subscribe(app, { onNotification: ({ id }) => ids.push(id) })
    await app.clock.advance(4 * SECOND)
    expect(app.project.ears.size).toBe(1)
    app.project.notify('anna', 'new')
    await app.clock.advance(200)
    expect(ids).toEqual(['new'])
    expect(app.got).toEqual([])
  })
})

describe('a subscription on a bad connection', () => {
  it('joins again after a restart of Realtime, and reports what came meanwhile', async () => {
    const app = await connected()
    app.project.isRealtimeUp = false
    app.project.restart()
    app.project.notify('anna', 'meanwhile')
    await app.clock.advance(5 * SECOND)
    expect(app.subscription.status).toMatchObject({ state: 'polling', reason: 'unreachable' })
    app.project.isRealtimeUp = true
    await app.clock.advance(MINUTE)
    expect(app.subscription.status.state).toBe('realtime')
    expect(idsOf(app)).toEqual(['meanwhile'])
    expect(app.device.mostChannels).toBe(1)
  })

  it('takes a new channel after the server closed the old one', async () => {
    const app = await connected()
    const [old] = app.device.channels
    app.project.closeChannels()
    await app.clock.advance(5 * SECOND)
    expect(app.subscription.status.state).toBe('realtime')
    expect(app.device.channels).toHaveLength(1)
    expect(app.device.channels[0]).not.toBe(old)
  })

  it('renews the session if Realtime says that the token has expired', async () => {
    const app = await connected()
    const token = app.device.session?.access_token ?? ''
    app.project.expired.add(token)
    app.project.isLenient = true
    app.project.closeChannels('Token has expired 3 seconds ago')
    await app.clock.advance(5 * SECOND)
    expect(app.device.session?.access_token).not.toBe(token)
    expect(app.subscription.status.state).toBe('realtime')
    expect(app.project.refusals).toBe(0)
  })

  it('polls while Realtime is away, and tries it with growing pauses', async () => {
    const app = await connected()
    app.project.isRealtimeUp = false
    app.project.restart()
    await app.clock.advance(60 * MINUTE)
    const reads = countOf(app, 'notifications')
    expect(reads).toBeGreaterThan(90)
    expect(reads).toBeLessThan(150)
    expect(countOf(app, 'watch_notifications')).toBeLessThan(30)
    app.project.notify('anna', 'polled')
    await app.clock.advance(40 * SECOND)
    expect(idsOf(app)).toEqual(['polled'])
  })

  it('polls from the start of an outage, although it tries Realtime more often', async () => {
    const app = await connected({ listeners: { pollSeconds: 5 } })
    app.project.isRealtimeUp = false
    app.project.restart()
    app.project.notify('anna', 'polled')
    await app.clock.advance(7 * SECOND)
    expect(idsOf(app)).toEqual(['polled'])
  })

  it('finds on its slow timer what Realtime lost', async () => {
    const app = await connected()
    app.project.lost = 1
    app.project.notify('anna', 'lost')
    await app.clock.advance(7 * MINUTE)
    expect(idsOf(app)).toEqual(['lost'])
    expect(countOf(app, 'notifications')).toBeLessThan(4)
  })

  it('reads at once after the computer slept', async () => {
    const app = await connected()
    app.project.lost = 1
    app.project.notify('anna', 'while asleep')
    await app.clock.sleep(90 * MINUTE)
    await app.clock.advance(SECOND)
    expect(idsOf(app)).toEqual(['while asleep'])
    expect(app.project.inbox('anna').watchedUntil).toBeGreaterThan(app.clock.now())
  })

  it('reads soon after a sleep during which all timers stood still', async () => {
    const app = await connected()
    app.project.lost = 1
    app.project.notify('anna', 'while asleep')
    await app.clock.advance(10)
    await app.clock.freeze(90 * MINUTE)
    await app.clock.advance(31 * SECOND)
    expect(idsOf(app)).toEqual(['while asleep'])
  })

  it('reads again after a join, because the first hints after a join get lost', async () => {
    const app = subscriber({ personId: 'anna' })
    await app.clock.advance(2 * SECOND)
    expect(app.subscription.status.state).toBe('realtime')
    app.project.lost = 2
    app.project.notify('anna', 'first')
    await app.clock.advance(4 * SECOND)
    expect(idsOf(app)).toEqual(['first'])
    app.project.notify('anna', 'second')
    await app.clock.advance(30 * SECOND)
    expect(idsOf(app)).toEqual(['first', 'second'])
  })

  it('repeats a read that failed', async () => {
    const app = await connected()
    app.project.isUp = false
    app.project.notify('anna', 'unread')
    await app.clock.advance(3 * SECOND)
    app.project.isUp = true
    await app.clock.advance(10 * SECOND)
    expect(idsOf(app)).toEqual(['unread'])
  })

  it('asks for the new topic when the topic moved', async () => {
    const app = await connected()
    app.project.move('anna')
    app.project.notify('anna', 'between')
    await app.clock.advance(3 * SECOND)
    expect([...app.project.ears].map(({ topic }) => topic)).toEqual(['social:anna:1'])
    expect(idsOf(app)).toEqual(['between'])
    expect(app.device.channels).toHaveLength(1)
  })

  it('notices a topic that moved unnoticed', async () => {
    const app = await connected()
    app.project.inbox('anna').epoch++
    await app.clock.advance(15 * MINUTE)
    expect([...app.project.ears].map(({ topic }) => topic)).toEqual(['social:anna:1'])
  })
})

describe('a subscription that Realtime refuses', () => {
  it('polls, and asks for a refused join at most a few times an hour', async () => {
    const app = subscriber({ personId: 'anna' })
    app.project.isClosed = true
    await app.clock.advance(60 * MINUTE)
    expect(app.subscription.status).toMatchObject({ state: 'polling', reason: 'refused' })
    expect(app.project.refusals).toBeGreaterThan(1)
    expect(app.project.refusals).toBeLessThan(6)
    expect(app.device.channels).toEqual([])
    app.project.notify('anna', 'polled')
    await app.clock.advance(MINUTE)
    expect(idsOf(app)).toEqual(['polled'])
  })

  it('joins the new topic if the old one was refused because it moved', async () => {
    const app = await connected()
    app.project.isRealtimeUp = false
    app.project.restart()
    await app.clock.advance(SECOND)
    app.project.isRealtimeUp = true
    app.project.inbox('anna').epoch++
    await app.clock.advance(20 * SECOND)
    expect(app.subscription.status.state).toBe('realtime')
    expect(app.project.refusals).toBeLessThan(2)
  })

  it('polls in a project without Realtime, and joins when the project gets it', async () => {
    const app = subscriber({ personId: 'anna' })
    app.project.hasRealtime = false
    await app.clock.advance(MINUTE)
    expect(app.subscription.status).toMatchObject({ state: 'polling', reason: 'no_realtime' })
    expect(app.device.channels).toEqual([])
    app.project.notify('anna', 'polled')
    await app.clock.advance(MINUTE)
    expect(idsOf(app)).toEqual(['polled'])
    app.project.hasRealtime = true
    await app.clock.advance(30 * MINUTE)
    expect(app.subscription.status.state).toBe('realtime')
  })

  it('stops with the error of the database, and starts again when the error is gone', async () => {
    const app = subscriber({ personId: 'anna' })
    app.project.refuse = () => 'account_suspended'
    await app.clock.advance(10 * MINUTE)
    const { status } = app.subscription
    expect(status).toMatchObject({ state: 'stopped', reason: 'failed' })
    expect(status.error?.code).toBe('account_suspended')
    expect(app.project.calls.length).toBeLessThan(12)
    app.project.refuse = () => undefined
    await app.clock.advance(30 * MINUTE)
    expect(app.subscription.status.state).toBe('realtime')
  })
})

describe('a subscription and the session', () => {
  it('waits until somebody signs in', async () => {
    const app = subscriber()
    await app.clock.advance(MINUTE)
    expect(app.subscription.status).toMatchObject({ state: 'stopped', reason: 'signed_out' })
    expect(app.project.calls).toEqual([])
    expect(app.device.mostChannels).toBe(0)
    app.device.signIn('anna')
    await app.clock.advance(MINUTE)
    expect(app.subscription.status.state).toBe('realtime')
  })

  it('leaves as soon as the app signs out by itself', async () => {
    const app = await connected()
    app.project.notify('anna', 'before')
    await app.clock.advance(SECOND)
    void app.device.auth.signOut()
    await app.clock.advance(100)
    expect(app.project.ears.size).toBe(0)
    expect(app.subscription.status).toMatchObject({ state: 'stopped', reason: 'signed_out' })
    app.project.notify('anna', 'after')
    await app.clock.advance(10 * MINUTE)
    expect(idsOf(app)).toEqual(['before'])
  })

  it('leaves before the sign-out of the SDK', async () => {
    const app = await connected()
    let ears = -1
    void app.hub.withoutChannels(async () => {
      ears = app.project.ears.size
      await app.device.auth.signOut()
    })
    await app.clock.advance(SECOND)
    expect(ears).toBe(0)
    expect(app.subscription.status).toMatchObject({ state: 'stopped', reason: 'signed_out' })
  })

  it('stays away from its channel during the sign-out of the SDK', async () => {
    const app = await connected()
    void app.hub.withoutChannels(async () => {
      // Auth renews an expired token before it signs out.
      app.device.renewToken()
      await new Promise<void>((resolve) => void app.clock.after(5 * SECOND, resolve))
      expect(app.project.ears.size).toBe(0)
      await app.device.auth.signOut()
    })
    await app.clock.advance(MINUTE)
    expect(app.subscription.status).toMatchObject({ state: 'stopped', reason: 'signed_out' })
    expect(app.device.channels).toEqual([])
  })

  it('continues after a sign-out that failed, and reports what came meanwhile', async () => {
    const app = await connected()
    app.device.isAuthDown = true
    void app.hub.withoutChannels(async () => {
      app.project.notify('anna', 'meanwhile')
      await app.device.auth.signOut()
    })
    await app.clock.advance(5 * SECOND)
    expect(app.subscription.status.state).toBe('realtime')
    expect(idsOf(app)).toEqual(['meanwhile'])
  })

  it('drops a read that was under way at the sign-out', async () => {
    const app = await connected()
    app.project.notify('anna', 'too late')
    await app.clock.advance(10)
    app.device.signOutElsewhere()
    await app.clock.advance(MINUTE)
    expect(app.got).toEqual([])
  })

  it('drops a read for the person before, and reports nothing old of the next person', async () => {
    const app = await connected()
    app.project.notify('ben', 'old of ben')
    app.project.notify('anna', 'of anna')
    await app.clock.advance(10)
    app.device.signIn('ben')
    await app.clock.advance(10 * MINUTE)
    expect(app.got).toEqual([])
    app.project.notify('ben', 'new of ben')
    await app.clock.advance(SECOND)
    expect(idsOf(app)).toEqual(['new of ben'])
  })

  it('tells a listener nothing more as soon as the listener signs out or unsubscribes', async () => {
    for (const end of ['sign out', 'unsubscribe']) {
      const ids: string[] = []
      const onNotification = ({ id }: { id: string }) => {
        ids.push(id)
        if (end === 'unsubscribe') void app.subscription.unsubscribe()
        else void app.hub.withoutChannels(() => app.device.auth.signOut())
      }
      const app = await connected({ listeners: { onNotification } })
      app.project.lost = 10
      for (const id of ['one', 'two']) app.project.notify('anna', id)
      await app.clock.advance(10 * MINUTE)
      expect(ids).toEqual(['one'])
    }
  })

  it('ignores messages that arrive while it leaves', async () => {
    const app = await connected()
    app.device.signOutElsewhere()
    await app.clock.advance(121)
    expect(app.subscription.status.state).toBe('stopped')
    app.project.calls.length = 0
    for (const event of ['inbox', 'moved']) app.project.send('social:anna:0', event)
    await app.clock.advance(10 * MINUTE)
    expect(app.project.calls).toEqual([])
    expect(app.project.ears.size).toBe(0)
  })

  it('reports only the notifications of the person who signs in next', async () => {
    const app = await connected()
    app.device.signIn('ben')
    app.project.notify('anna', 'of anna')
    await app.clock.advance(SECOND)
    expect([...app.project.ears].map(({ topic }) => topic)).toEqual(['social:ben:0'])
    app.project.notify('ben', 'of ben')
    app.project.notify('anna', 'of anna')
    await app.clock.advance(10 * MINUTE)
    expect(idsOf(app)).toEqual(['of ben'])
    expect(app.project.refusals).toBe(0)
  })

  it('leaves and stops when the session was ended elsewhere', async () => {
    for (const event of ['moved', 'inbox']) {
      const app = await connected()
      app.device.hasEnded = true
      app.project.expired.add(app.device.session?.access_token ?? '')
      app.project.send('social:anna:0', event)
      await app.clock.advance(10 * SECOND)
      const { status } = app.subscription
      expect(status).toMatchObject({ state: 'stopped', reason: 'failed' })
      expect(status.error?.code).toBe('not_signed_in')
      expect(app.project.ears.size).toBe(0)
      app.project.calls.length = 0
      await app.clock.advance(60 * MINUTE)
      expect(app.project.calls.length).toBeLessThan(10)
      app.device.signIn('anna')
      await app.clock.advance(10 * SECOND)
      expect(app.subscription.status.state).toBe('realtime')
    }
  })

  it('stays joined when the token is renewed', async () => {
    const app = await connected()
    const [channel] = app.device.channels
    app.device.renewToken()
    await app.clock.advance(MINUTE)
    expect(app.device.channels).toEqual([channel])
    expect(app.states).toEqual(['polling connecting', 'realtime'])
  })
})
