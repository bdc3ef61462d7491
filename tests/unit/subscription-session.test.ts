import { describe, expect, it } from 'vitest'
import { connected, idsOf, subscriber } from '../support/subscriber.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

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
    expect(app.project.channels.size).toBe(0)
    expect(app.subscription.status).toMatchObject({ state: 'stopped', reason: 'signed_out' })
    app.project.notify('anna', 'after')
    await app.clock.advance(10 * MINUTE)
    expect(idsOf(app)).toEqual(['before'])
  })

  it('leaves before the sign-out of the SDK', async () => {
    const app = await connected()
    let channels = -1
    void app.manager.withoutChannels(async () => {
      channels = app.project.channels.size
      await app.device.auth.signOut()
    })
    await app.clock.advance(SECOND)
    expect(channels).toBe(0)
    expect(app.subscription.status).toMatchObject({ state: 'stopped', reason: 'signed_out' })
  })

  it('stays away from its channel during the sign-out of the SDK', async () => {
    const app = await connected()
    void app.manager.withoutChannels(async () => {
      // Auth renews an expired token before it signs out.
      app.device.renewToken()
      await new Promise<void>((resolve) => void app.clock.after(5 * SECOND, resolve))
      expect(app.project.channels.size).toBe(0)
      await app.device.auth.signOut()
    })
    await app.clock.advance(MINUTE)
    expect(app.subscription.status).toMatchObject({ state: 'stopped', reason: 'signed_out' })
    expect(app.device.channels).toEqual([])
  })

  it('continues after a sign-out that failed, and reports what came meanwhile', async () => {
    const app = await connected()
    app.device.isAuthDown = true
    void app.manager.withoutChannels(async () => {
      app.project.notify('anna', 'meanwhile')
      await app.device.auth.signOut()
    })
    await app.clock.advance(5 * SECOND)
    expect(app.subscription.status.state).toBe('realtime')
    expect(idsOf(app)).toEqual(['meanwhile'])
  })

  it('begins anew when somebody else was signed in during a sign-out that failed', async () => {
    const app = await connected()
    app.device.isAuthDown = true
    void app.manager.withoutChannels(async () => {
      app.device.signIn('ben')
      app.device.signIn('anna')
      app.project.notify('anna', 'listed by the app')
      await app.device.auth.signOut()
    })
    await app.clock.advance(5 * SECOND)
    expect(app.subscription.status.state).toBe('realtime')
    expect(app.got).toEqual([])
    app.project.notify('anna', 'new')
    await app.clock.advance(SECOND)
    expect(idsOf(app)).toEqual(['new'])
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
        else void app.manager.withoutChannels(() => app.device.auth.signOut())
      }
      const app = await connected({ onNotification })
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
    expect(app.project.channels.size).toBe(0)
  })

  it('reports only the notifications of the person who signs in next', async () => {
    const app = await connected()
    app.device.signIn('ben')
    app.project.notify('anna', 'of anna')
    await app.clock.advance(SECOND)
    expect([...app.project.channels].map(({ topic }) => topic)).toEqual(['social:ben:0'])
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
      expect(app.project.channels.size).toBe(0)
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
