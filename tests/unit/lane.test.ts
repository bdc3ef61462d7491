import { expect, it } from 'vitest'
import { lane } from '../../src/sdk/lane.ts'

/** Makes tasks that end when the test says so, and notes which have begun. */
function tasks() {
  const begun: number[] = []
  const ends = new Map<number, () => void>()
  const task = (number: number) => () => {
    begun.push(number)
    return new Promise<number>((resolve) => ends.set(number, () => resolve(number)))
  }
  const rest = () => new Promise((resolve) => setTimeout(resolve))
  const end = (number: number) => {
    ends.get(number)?.()
    return rest()
  }
  return { begun, task, end, rest }
}

it('a lane runs as many tasks as it is wide, and the others in their order', async () => {
  const { begun, task, end, rest } = tasks()
  const run = lane(2)
  const all = Promise.all([1, 2, 3, 4].map((number) => run(task(number))))
  await rest()
  expect(begun).toEqual([1, 2])
  await end(2)
  expect(begun).toEqual([1, 2, 3])
  await end(1)
  await end(3)
  await end(4)
  expect(await all).toEqual([1, 2, 3, 4])
})

it('a lane goes on after a task that fails', async () => {
  const run = lane(1)
  const failing = run(() => Promise.reject(new Error('no')))
  const next = run(async () => 'next')
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('next')
})

it('an aborted task does not wait, and takes the place of no other', async () => {
  const { begun, task, end, rest } = tasks()
  const run = lane(1)
  const controller = new AbortController()
  void run(task(1))
  const aborted = run(async () => 'over', controller.signal)
  void run(task(2))
  controller.abort()
  expect(await aborted).toBe('over')
  expect(await run(async () => 'at once', controller.signal)).toBe('at once')
  await rest()
  expect(begun).toEqual([1])
  await end(1)
  expect(begun).toEqual([1, 2])
})
