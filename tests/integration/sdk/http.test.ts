import { beforeAll, describe, expect, it } from 'vitest'
import { gather, methods, type Step, take } from '../../support/cast.ts'
import { skipGiven } from '../../support/given.ts'
import { call } from '../../support/http.ts'
import { person } from '../../support/people.ts'
import { steps } from '../../support/steps.ts'

beforeAll(gather)

describe('a plain HTTP call', () => {
  it('is tested for every function', () => {
    expect(Object.keys(steps).sort()).toEqual([...methods.keys()])
  })

  it.each(Object.entries(steps))('of the function %s works', async (name, step: Step) => {
    if (name === 'claim_file_deletions') {
      skipGiven('queues a file, which the schedule of a project would claim first')
    }
    const [answer, expected] = await take(name, step)
    expect(answer).toEqual(expected)
  })

  it.each(['claim_file_deletions', 'complete_file_deletions'])(
    'of the function %s works only with the secret key',
    async (name) => {
      const args = name === 'claim_file_deletions' ? { max_count: 1 } : { ids: [] }
      const alice = await person('alice')
      expect((await call('nobody', name, args)).status).toBe(401)
      expect((await call(alice, name, args)).status).toBe(403)
    },
  )

  it('that fails returns the status, code, message and hint of the error', async () => {
    const { status, body } = await call(
      'nobody',
      'profile_by_username',
      { username: 'admin' },
      'GET',
    )
    expect(status).toBe(404)
    expect(body).toEqual({
      code: 'PT404',
      message: 'profile_not_found',
      details: 'There is no such person, or you may not see them.',
      hint: '',
    })
  })
})
