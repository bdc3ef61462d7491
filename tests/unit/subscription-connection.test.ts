import { describe, expect, it } from 'vitest'
import { connected, countOf, idsOf, subscriber } from '../support/subscriber.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

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
    const app = await connected({ pollSeconds: 5 })
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
    expect([...app.project.channels].map(({ topic }) => topic)).toEqual(['social:anna:1'])
    expect(idsOf(app)).toEqual(['between'])
    expect(app.device.channels).toHaveLength(1)
  })

  it('notices a topic that moved unnoticed', async () => {
    const app = await connected()
    app.project.inbox('anna').epoch++
    await app.clock.advance(15 * MINUTE)
    expect([...app.project.channels].map(({ topic }) => topic)).toEqual(['social:anna:1'])
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
