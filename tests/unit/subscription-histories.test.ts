import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Subscriber, subscriber } from '../support/subscriber.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

type Step = (app: Subscriber) => void | Promise<void>

const people = fc.constantFrom('anna', 'ben')
const groups = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const named = (name: string, step: Step) => fc.constant({ name, step })

const notify = fc.tuple(people, groups, fc.constantFrom(0, 0, 0, 2_000, 60_000))

/** What can happen to an app, with the name of each event for the report. */
const events = fc.oneof(
  {
    arbitrary: notify.map(([personId, group, delay]) => ({
      name: `notify ${personId} ${group} ${delay}`,
      step: ({ project }: Subscriber) => project.notify(personId, group, delay),
    })),
    weight: 8,
  },
  {
    arbitrary: fc.constantFrom(20, 50, 300, 1_500, 7_000, 45_000, 400_000).map((pause) => ({
      name: `wait ${pause}`,
      step: ({ clock }: Subscriber) => clock.advance(pause),
    })),
    weight: 8,
  },
  fc.constantFrom(30, 90, 2_000).map((minutes) => ({
    name: `sleep ${minutes}`,
    step: ({ clock }: Subscriber) => clock.sleep(minutes * MINUTE),
  })),
  people.map((personId) => ({
    name: `sign in ${personId}`,
    step: ({ device }: Subscriber) => device.signIn(personId),
  })),
  people.map((personId) => ({
    name: `move ${personId}`,
    step: ({ project }: Subscriber) => project.move(personId),
  })),
  named('sign out in the app', ({ device }) => void device.auth.signOut()),
  named('sign out in the SDK', ({ device, manager }) => {
    void manager.withoutChannels(() => device.auth.signOut())
  }),
  named('sign out in another tab', ({ device }) => device.signOutElsewhere()),
  named('fail to sign out', ({ device }) => {
    device.isAuthDown = !device.isAuthDown
  }),
  named('renew the token', ({ device }) => device.renewToken()),
  named('expire the token', ({ device, project }) => {
    if (device.session) project.expired.add(device.session.access_token)
    project.closeChannels('Token has expired 1 seconds ago')
  }),
  named('close the channels', ({ project }) => project.closeChannels()),
  named('restart', ({ project }) => project.restart()),
  named('stop Realtime', ({ project }) => {
    project.isRealtimeUp = false
    project.restart()
  }),
  named('start Realtime', ({ project }) => {
    project.isRealtimeUp = true
  }),
  named('stop or start the Data API', ({ project }) => {
    project.isUp = !project.isUp
  }),
  named('close or open the policies', ({ project }) => {
    project.isClosed = !project.isClosed
  }),
  named('lose 5 hints', ({ project }) => {
    project.lost = 5
  }),
  named('double the hints', ({ project }) => {
    project.isDoubled = !project.isDoubled
  }),
)

/** Repairs everything, and waits until the slowest timer has run. */
async function settle({ clock, project, device }: Subscriber): Promise<void> {
  project.isUp = true
  project.isRealtimeUp = true
  project.isClosed = false
  project.lost = 0
  device.isAuthDown = false
  await clock.advance(MINUTE)
  if (!device.session) device.signIn('anna')
  await clock.advance(120 * MINUTE)
}

it('every notification reaches the app once, never after a sign-out, and never that of somebody else', async () => {
  const history = fc.array(events, { minLength: 5, maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(
      history,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      async (steps, chances) => {
        const chance = chances[Symbol.iterator]()
        const app = subscriber({ personId: 'anna', random: () => chance.next().value ?? 0 })
        await app.clock.advance(10 * SECOND)
        for (const { step } of steps) await step(app)
        await settle(app)
        expectOwn(app)
        expectOnce(app)
        expectComplete(app)
        await expectLive(app)
      },
    ),
    { numRuns: Number(process.env.SOCIAL_RUNS ?? 300) },
  )
}, 120_000)

/** Each notification was of the person who was signed in when it came. */
function expectOwn({ got, project }: Subscriber): void {
  for (const { id, latest_at, personId } of got) {
    expect(personId).toBeDefined()
    expect(project.history).toContain(`${personId} ${id} ${latest_at}`)
  }
}

/** While a person was signed in, nothing came twice, and nothing that the app had listed. */
function expectOnce({ got, baselines }: Subscriber): void {
  const keys = got.map((one) => {
    const visit = baselines.findLastIndex(({ at }) => at <= one.at)
    expect(baselines[visit]?.groups.get(one.id)).not.toBe(one.latest_at)
    return `${visit} ${one.personId} ${one.id} ${one.latest_at}`
  })
  expect(new Set(keys).size).toBe(keys.length)
}

/** The app knows the newest state of each group that changed since the first read. */
function expectComplete({ got, project, device, baselines }: Subscriber): void {
  const personId = device.session?.user.id ?? ''
  const baseline = baselines.at(-1)
  expect(baseline?.personId).toBe(personId)
  for (const [id, latest_at] of project.inbox(personId).groups) {
    if (baseline?.groups.get(id) === latest_at) continue
    const last = got.findLast((one) => one.personId === personId && one.id === id)
    expect(last?.latest_at).toBe(latest_at)
  }
}

/** After everything, the app is connected, by one channel, and gets the next hint at once. */
async function expectLive({
  clock,
  project,
  device,
  got,
  subscription,
}: Subscriber): Promise<void> {
  expect(subscription.status.state).toBe('realtime')
  expect(device.mostChannels).toBe(1)
  const personId = device.session?.user.id ?? ''
  project.notify(personId, 'the last')
  await clock.advance(500)
  expect(got.at(-1)).toMatchObject({ id: 'the last', personId })
}
