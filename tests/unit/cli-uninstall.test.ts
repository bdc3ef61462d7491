import { describe, expect, it, vi } from 'vitest'
import { askForName, requireConfirmation } from '../../src/cli/uninstall/confirm.ts'
import { Api } from '../../src/cli/uninstall/http.ts'
import { runSteps } from '../../src/cli/uninstall/steps.ts'
import { probeExposure, probeHook } from '../../src/cli/uninstall/switches.ts'
import { dashboard, projectName } from '../../src/cli/uninstall/target.ts'

const ref = 'abcdefghijklmnopqrst'

describe('the name that confirms an uninstall', () => {
  it.each([
    [`postgresql://postgres:x@db.${ref}.supabase.co:5432/postgres`, undefined, ref],
    [`postgresql://postgres.${ref}:x@aws-0-eu.pooler.supabase.com:6543/postgres`, undefined, ref],
    [undefined, `https://${ref}.supabase.co`, ref],
    ['postgresql://postgres:x@db.example.com/postgres', undefined, 'db.example.com'],
  ])(
    'is the reference of a hosted project, or the host of another database',
    (databaseUrl, url, name) => {
      expect(projectName({ databaseUrl, url, project: undefined })).toBe(name)
    },
  )

  it('must be equal in the option', () => {
    expect(() => requireConfirmation('bakery', 'bakery', undefined)).not.toThrow()
    expect(() => requireConfirmation('bakery', '', undefined)).toThrow('you gave nothing')
    expect(() => requireConfirmation('bakery', undefined, undefined)).toThrow('--yes-delete bakery')
  })

  it('is asked for on a terminal, and another answer changes nothing', async () => {
    const ask = async (answer: string) => await askForName('bakery', async () => answer)
    await ask('bakery')
    await expect(ask('yes')).rejects.toThrow('Nothing was changed')
  })
})

describe('the links into the dashboard', () => {
  it('name the project if it is known, and let the dashboard ask otherwise', () => {
    const url = `https://${ref}.supabase.co`
    const none = { databaseUrl: undefined, project: undefined }
    expect(dashboard({ ...none, url }, 'auth/hooks')).toContain(`/project/${ref}/auth/hooks`)
    expect(dashboard({ ...none, url: undefined }, 'x')).toContain('/project/_/x')
  })
})

/** Runs a probe against one answer of the project. */
async function seen(probe: (api: Api) => Promise<string>, status: number, body: object) {
  const fetch = vi.spyOn(globalThis, 'fetch')
  fetch.mockImplementation(async () => Response.json(body, { status }))
  try {
    const result = await probe(new Api('https://x.example', 'sb_publishable_x'))
    expect(fetch).toHaveBeenCalledOnce()
    return result
  } finally {
    fetch.mockRestore()
  }
}

describe('the probe of the sign-up hook', () => {
  it.each([
    ['on', 422, { code: 'unknown', message: 'username_invalid' }],
    ['on', 422, { code: 422, error_code: 'unknown', msg: 'username_invalid' }],
    ['on', 500, { message: 'Error running hook URI: …/social_private/before_user_created' }],
    ['off', 500, { code: 'unexpected_failure', message: 'Database error saving new user' }],
    ['off', 422, { code: 'PT422', message: 'username_invalid', hint: null }],
    ['unknown', 422, { code: 'signup_disabled', message: 'Signups not allowed' }],
    ['unknown', 400, { code: 'captcha_failed', message: 'captcha' }],
    ['unknown', 429, { code: 'over_request_rate_limit', message: 'slow down' }],
    ['unknown', 503, {}],
  ])('answers %s for status %i and %j', async (expected, status, body) => {
    expect(await seen(probeHook, status, body)).toBe(expected)
  })
})

describe('the probe of the exposed schemas', () => {
  it.each([
    ['on', 200, { version: '0.1.0' }],
    ['on', 404, { code: 'PGRST202' }],
    ['on', 503, { code: 'PGRST002' }],
    ['off', 406, { code: 'PGRST106' }],
    ['unknown', 401, { message: 'Invalid API key' }],
  ])('answers %s for status %i and %j', async (expected, status, body) => {
    expect(await seen(probeExposure, status, body)).toBe(expected)
  })
})

describe('the steps of an uninstall', () => {
  it('print one line each, and say whether something is left to do by hand', async () => {
    const lines: string[] = []
    const steps = [
      { title: 'schedule', run: async () => ({ state: 'done' as const, text: 'removed' }) },
      { title: 'files', run: async () => ({ state: 'left to do by hand' as const, text: 'key' }) },
    ]
    expect(await runSteps(steps, (line) => lines.push(line))).toBe(false)
    expect(lines).toEqual(['1/2 schedule: done: removed', '2/2 files: left to do by hand: key'])
  })
})
