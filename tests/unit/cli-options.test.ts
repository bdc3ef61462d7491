import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  publishableKey,
  readOptions,
  requireUrl,
  secretKey,
  withoutSecrets,
} from '../../src/cli/options.ts'

const help = 'Usage: npx supabase-social work --url https://… [--once]'
const options = { url: { type: 'string' }, once: { type: 'boolean', default: false } } as const

afterEach(() => vi.unstubAllEnvs())

describe('the options of a command', () => {
  it('are read from the arguments', () => {
    const { values } = readOptions(['--url', 'https://x.test', '--once'], options, help)
    expect({ ...values }).toEqual({ url: 'https://x.test', once: true })
  })

  it.each([
    [['--ever'], "Unknown option '--ever'."],
    [['x'], "Unexpected argument 'x'."],
    [['--url'], '--url needs a value.'],
    [['--url', '--once'], '--url needs a value.'],
    [['--once=no'], "Option '--once' does not take an argument."],
    [
      ['postgresql://postgres:pa/ss@db.test/postgres'],
      "Unexpected argument 'postgresql://postgres:…@db.test/postgres'.",
    ],
  ])('say why %j is wrong, and then how to see the help', (args, reason) => {
    expect(() => readOptions(args, options, help)).toThrow(
      `${reason}\n\nnpx supabase-social work --help shows the options.`,
    )
  })

  it('take the address of the project from the environment when no option gives it', () => {
    vi.stubEnv('SUPABASE_URL', 'https://y.test/')
    expect(requireUrl(undefined)).toBe('https://y.test')
    expect(requireUrl('https://x.test//')).toBe('https://x.test')
    vi.stubEnv('SUPABASE_URL', '')
    expect(() => requireUrl(undefined)).toThrow('Pass the address of the project')
    for (const wrong of ['x.test', 'postgresql://postgres:secret@x.test/postgres']) {
      expect(() => requireUrl(wrong)).toThrow('This is not the address of a project')
      expect(() => requireUrl(wrong)).not.toThrow('secret')
    }
  })

  it('refuse a secret key as the publishable key without printing it', () => {
    expect(publishableKey('sb_publishable_x')).toBe('sb_publishable_x')
    expect(() => publishableKey('sb_secret_x')).toThrow('Set SUPABASE_SECRET_KEY')
    expect(() => publishableKey('sb_secret_x')).not.toThrow('sb_secret_x')
  })
})

it.each(['sb_publishable_x', `eyJ.${btoa('{"role":"anon"}')}.x`])(
  'secretKey refuses the publishable key %s',
  (key) => {
    vi.stubEnv('SUPABASE_SECRET_KEY', key)
    expect(secretKey).toThrow('SUPABASE_SECRET_KEY holds a publishable key')
    vi.stubEnv('SUPABASE_SECRET_KEY', 'sb_secret_x')
    expect(secretKey()).toBe('sb_secret_x')
  },
)

it('withoutSecrets hides passwords, secret keys and JWTs', () => {
  expect(withoutSecrets('postgres://a:b@c/d sb_secret_ab-C eyJh.eyJi.sig https://x.test/a')).toBe(
    'postgres://a:…@c/d sb_secret_… eyJ… https://x.test/a',
  )
})
