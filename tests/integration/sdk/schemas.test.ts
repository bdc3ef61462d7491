import { beforeAll, describe, expect, it } from 'vitest'
import type { SocialErrorCode } from '../../../src/sdk/error-codes.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import {
  createSchemas,
  defaultLimits,
  profileInput,
  usernameSchema,
} from '../../../src/sdk/schemas.ts'
import { nobody, type Person, person } from '../../support/people.ts'
import { sql } from '../../support/stack.ts'

let alice: Person

beforeAll(async () => {
  alice = await person('alice')
})

/** Returns the value of a column default. A text looks like `'signed_in'::text`. */
const jsonOf = (value: string) => JSON.parse(value.replace(/^'(.*)'::text$/, '"$1"'))

describe('the default limits', () => {
  it('equal the limits of a new installation', async () => {
    expect(unwrap(await nobody().social.getLimits())).toEqual(defaultLimits)
  })

  it('equal the column defaults of the config table', async () => {
    const columns = await sql<{ name: string; value: string }[]>`
      select attname as name, pg_get_expr(adbin, adrelid) as value
      from pg_attrdef join pg_attribute on attrelid = adrelid and attnum = adnum
      where adrelid = 'social_private.config'::regclass`
    const config = Object.fromEntries(
      columns
        .filter(({ name }) => name in defaultLimits)
        .map(({ name, value }) => [name, jsonOf(value)]),
    )
    expect(config).toMatchObject(defaultLimits)
  })

  it('can be replaced by the limits of the installation', async () => {
    const limits = unwrap(await nobody().social.getLimits())
    const { profileInput } = createSchemas({ ...limits, bio_length: 1 })
    expect(profileInput.safeParse({ bio: 'ab' }).success).toBe(false)
  })
})

describe('the schema for usernames', () => {
  const plain = ['a', 'ab', 'abc', 'a'.repeat(30), 'a'.repeat(31), 'Anna', 'ANNA', 'a.b', 'a_b']
  const odd = [
    'a-b',
    'a b',
    ' ab',
    '.ab',
    'ab.',
    '_ab',
    'ab_',
    'a..b',
    '123',
    '1a2',
    'ännä',
    'а.бв',
  ]
  const unusual = [
    '',
    'a\nb',
    'ab\n',
    'a\tb',
    'a@b',
    'a/b',
    '<b>',
    'İİİ',
    'ßßß',
    '🙂🙂🙂',
    'ａｂｃ',
  ]

  it.each([...plain, ...odd, ...unusual])(
    'validates the username %j like the database',
    async (username) => {
      const status = unwrap(await alice.social.account.checkUsername(username))
      expect(usernameSchema.safeParse(username).success).toBe(status !== 'invalid')
    },
  )
})

/** Returns the error code with which the schema rejects an input, or undefined. */
function codeOf(input: object): SocialErrorCode | undefined {
  const issue = profileInput.safeParse(input).error?.issues[0]
  return issue && 'params' in issue ? issue.params?.code : undefined
}

describe('the schema for profiles', () => {
  const visible = [
    'Hello',
    ' Hello ',
    'a\nb',
    'a\tb',
    'a\r\nb',
    'e\u0301',
    '🙂',
    '👩‍👩‍👧',
    '\u202eabc',
  ]
  const hidden = [
    '\u200b',
    '\u00a0',
    '\ufeff',
    '\u2800',
    '\u3000',
    '\u3164',
    '\u200b\u200d',
    '\u00ad',
  ]
  const control = ['a\u0001b', 'a\u0007', 'a\rb', 'a\u007fb', 'a\u0085b', 'a\u009fb', '\u000b']
  const empty = ['', ' ', '\n\t ', '\u202e', '\r\n']
  const long = [...[50, 51].flatMap((n) => ['x'.repeat(n), '🙂'.repeat(n), 'e\u0301'.repeat(n)])]
  const padded = [`${' '.repeat(700)}x`, `${' '.repeat(900)}x`]
  const texts = [...visible, ...hidden, ...control, ...empty, ...long, ...padded]

  it.each(texts)('validates the display name %j like the database', async (displayName) => {
    const { error } = await alice.social.account.update({ displayName })
    expect(codeOf({ displayName })).toBe(error?.code)
  })

  const hosts = ['https://example.com', 'HTTPS://EXAMPLE.COM', 'https://a.b-c.de:8080/x?y#z', '']
  const paths = ['https://example.com/ü', 'https://example.com?x', 'https://example.com#x']
  const wrong = [
    'http://example.com',
    'example.com',
    'https://localhost',
    'https://',
    'javascript:x',
  ]
  const sly = [
    'https://a.b@c.d',
    'https://a.b/<x>',
    'https://a.b/"',
    'https://a.b/\\',
    'https://a.b/ c',
  ]
  const ports = [
    'https://a.b:123456',
    'https://a.b:',
    'https://ü.de',
    `https://a.b/${'x'.repeat(188)}`,
  ]
  const longer = [`https://a.b/${'x'.repeat(189)}`, ' https://example.com ', 'x https://a.b']

  it.each([...hosts, ...paths, ...wrong, ...sly, ...ports, ...longer])(
    'validates the website %j like the database',
    async (website) => {
      const { error } = await alice.social.account.update({ website })
      expect(codeOf({ website })).toBe(error?.code)
    },
  )
})
