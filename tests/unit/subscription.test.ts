import { describe, expect, it, vi } from 'vitest'
import { personOf } from '../support/fake-project.ts'
import { connected, countOf, idsOf, subscribe, subscriber } from '../support/subscriber.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

describe('a subscription', () => {
  it('joins the topic of the person with their token, on one private channel', async () => {
    const app = await connected()
    expect(app.states).toEqual(['polling connecting', 'realtime'])
    expect(app.subscription.status).toEqual({ state: 'realtime', reason: null, error: null })
    const channels = [...app.project.channels]
    expect(channels.map(({ topic }) => topic)).toEqual(['social:anna:0'])
    expect(channels.map(({ token }) => personOf(token))).toEqual(['anna'])
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
    const app = await connected({ onNotification: undefined })
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
    const app = await connected({ onNotification })
    for (const id of ['one', 'two']) {
      app.project.notify('anna', id)
      await app.clock.advance(2 * SECOND)
    }
    expect(ids).toEqual(['one', 'two'])
    expect(log).toHaveBeenCalledTimes(2)
    log.mockRestore()
  })

  it('continues after an answer that it cannot read', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const app = await connected()
    app.project.isGarbled = true
    app.project.notify('anna', 'one')
    await app.clock.advance(SECOND)
    expect(log).toHaveBeenCalled()
    app.project.isGarbled = false
    await app.clock.advance(10 * SECOND)
    expect(idsOf(app)).toEqual(['one'])
    log.mockRestore()
  })

  it('renews the watch before it ends', async () => {
    const app = await connected()
    for (let minute = 0; minute < 120; minute++) {
      await app.clock.advance(MINUTE)
      expect(app.project.inbox('anna').watchedUntil).toBeGreaterThan(app.clock.now())
    }
    expect(countOf(app, 'watch_notifications')).toBeLessThan(20)
    expect(app.project.channels.size).toBe(1)
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
    expect(app.project.channels.size).toBe(0)
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
    expect(app.project.channels.size).toBe(1)
    app.project.notify('anna', 'new')
    await app.clock.advance(200)
    expect(ids).toEqual(['new'])
    expect(app.got).toEqual([])
  })
})
