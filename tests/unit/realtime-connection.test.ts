import { expect, it } from 'vitest'
import { ChannelConnection, type ChannelEvents } from '../../src/sdk/realtime/channel-connection.ts'
import { TaskQueue } from '../../src/sdk/realtime/task-queue.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeProject } from '../support/fake-project.ts'
import { FakeSupabase } from '../support/fake-supabase.ts'

const TOPIC = 'social:anna:0'

function start() {
  const clock = new FakeClock()
  const project = new FakeProject(clock)
  const device = new FakeSupabase(project)
  device.restore('anna')
  const connection = new ChannelConnection(device.client, clock, new TaskQueue(), 'inbox')
  const log: string[] = []
  const events = (name: string): ChannelEvents => ({
    onJoined: () => log.push(`${name} joined`),
    onHint: () => log.push(`${name} hint`),
    onMoved: () => log.push(`${name} moved`),
    onDisconnected: (reason) => log.push(`${name} ${reason}`),
  })
  return { clock, project, device, connection, log, events }
}

it('a channel connection reports the events of its channel until it is left', async () => {
  const { clock, project, device, connection, log, events } = start()
  connection.join(TOPIC, 'inbox', events('a'))
  await clock.advance(1_000)
  for (const event of ['inbox', 'moved', 'another']) project.send(TOPIC, event)
  expect(log).toEqual(['a joined', 'a hint', 'a moved'])
  void connection.leave()
  await clock.advance(1)
  for (const event of ['inbox', 'moved']) project.send(TOPIC, event)
  await clock.advance(60_000)
  expect(log).toHaveLength(3)
  expect(device.channels).toEqual([])
})

it('a channel connection joins a topic again with a new channel, after the old one is left', async () => {
  const { clock, project, device, connection, log, events } = start()
  device.leaving = 3_000
  connection.join(TOPIC, 'inbox', events('a'))
  await clock.advance(1_000)
  connection.join(TOPIC, 'inbox', events('b'))
  connection.join(TOPIC, 'inbox', events('c'))
  await clock.advance(4_000)
  project.send(TOPIC, 'inbox')
  expect(log).toEqual(['a joined', 'c joined', 'c hint'])
  expect(device.mostChannels).toBe(1)
})

it('a channel connection removes a lost channel from the client, so that supabase-js does not join it again', async () => {
  const { clock, project, device, connection, log, events } = start()
  project.isClosed = true
  connection.join(TOPIC, 'inbox', events('a'))
  await clock.advance(60_000)
  expect(log).toEqual(['a refused'])
  expect(project.refusals).toBe(1)
  expect(device.channels).toEqual([])
})

it('a channel connection gives up a join that gets no answer', async () => {
  const { clock, device, connection, log, events } = start()
  // The app has a channel of its own with this topic, and supabase-js returns it.
  device.channel(TOPIC, { config: { private: true } }).subscribe(() => {})
  connection.join(TOPIC, 'inbox', events('a'))
  await clock.advance(16_000)
  expect(log).toEqual(['a unreachable'])
})

it('a channel connection gives up a join where there is no WebSocket', async () => {
  const { clock, device, connection, log, events } = start()
  device.channel = () => {
    throw new Error('WebSocket not available')
  }
  connection.join(TOPIC, 'inbox', events('a'))
  await clock.advance(1_000)
  expect(log).toEqual(['a unreachable'])
})
