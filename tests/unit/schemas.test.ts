import { describe, expect, it } from 'vitest'
import {
  commentInput,
  createSchemas,
  defaultLimits,
  passwordSchema,
  postInput,
  postUpdateInput,
  profileInput,
  signUpInput,
  usernameSchema,
} from '../../src/sdk/schemas.ts'

interface Schema {
  safeParse(value: unknown): {
    success: boolean
    error?: { issues: { message: string; params?: { code?: string } }[] }
  }
}

/** The codes of what a schema has against a value. */
function codes(schema: Schema, value: unknown): (string | undefined)[] {
  return schema.safeParse(value).error?.issues.map((issue) => issue.params?.code) ?? []
}

const media = [{ id: '01a21494-faf2-78d0-9dd6-f159c89f0299', altText: 'A bridge' }]

describe('a text', () => {
  it('is measured in characters, not in units of UTF-16', () => {
    expect(codes(profileInput, { displayName: '🙂'.repeat(50) })).toEqual([])
    expect(codes(profileInput, { displayName: '🙂'.repeat(51) })).toEqual(['display_name_too_long'])
  })

  it('is measured without the blanks around it, and composed', () => {
    expect(codes(profileInput, { displayName: `\n ${'e\u0301'.repeat(50)}\t` })).toEqual([])
  })

  it.each(['a\u0007b', 'a\rb', 'a\u0085b', '\u200b', '\u00a0', '\ufeff'])(
    'may not hide what it holds: %j',
    (bio) => {
      expect(codes(profileInput, { bio })).toEqual(['text_invalid'])
    },
  )

  it.each(['a\u0000b', 'a\ud800', '\udc00b'])('must be one Postgres can hold: %j', (bio) => {
    expect(codes(profileInput, { bio })).toEqual(['invalid_input'])
  })

  it('says how long it may be', () => {
    const { error } = profileInput.safeParse({ bio: 'a'.repeat(301) })
    expect(error?.issues[0]?.message).toBe('At most 300 characters.')
  })
})

describe('an input', () => {
  it('of someone who signs up needs all but the display name', () => {
    const input = { email: 'a@example.com', password: 'a good password', username: 'anna' }
    expect(signUpInput.parse(input)).toEqual(input)
    expect(signUpInput.safeParse({ ...input, email: 'nobody' }).success).toBe(false)
    expect(codes(signUpInput, { ...input, username: 'no one' })).toEqual(['username_invalid'])
    expect(codes(signUpInput, { ...input, password: 'short' })).toEqual(['weak_password'])
  })

  it('with a password counts its bytes as Auth does', () => {
    expect(codes(passwordSchema, 'é'.repeat(36))).toEqual([])
    expect(codes(passwordSchema, 'é'.repeat(37))).toEqual(['weak_password'])
  })

  it('with a username takes any case', () => {
    expect(codes(usernameSchema, 'Anna.B')).toEqual([])
    expect(codes(usernameSchema, '123')).toEqual(['username_invalid'])
  })

  it('for a post needs media, at most ten', () => {
    expect(codes(postInput, { media })).toEqual([])
    expect(codes(postInput, {})).toEqual(['media_required'])
    expect(postInput.safeParse({ media: Array(11).fill(media[0]) }).success).toBe(false)
    for (const id of ['x', '', 4, null]) {
      expect(postInput.safeParse({ media: [{ ...media[0], id }] }).success).toBe(false)
    }
  })

  it('for a post needs a caption where posts may do without media', () => {
    const free = createSchemas({ ...defaultLimits, allow_text_posts: true }).postInput
    expect(codes(free, { caption: 'Only words' })).toEqual([])
    expect(codes(free, { caption: ' ' })).toEqual(['post_empty'])
  })

  it('for a change of a post may clear with null', () => {
    const changes = { caption: null, altTexts: ['A bridge', null], sensitiveNote: null }
    expect(postUpdateInput.parse(changes)).toEqual(changes)
    expect(postUpdateInput.safeParse({ visibility: 'friends' }).success).toBe(false)
  })

  it('for a comment needs a text', () => {
    expect(codes(commentInput, { body: 'Hello' })).toEqual([])
    expect(codes(commentInput, { body: ' \n' })).toEqual(['comment_empty'])
    expect(codes(commentInput, { body: 'a'.repeat(1001) })).toEqual(['comment_too_long'])
  })

  it.each(['https://example.com', 'https://example.com/a?b#c', '', null])(
    'with the website %s is fine',
    (website) => {
      expect(codes(profileInput, { website })).toEqual([])
    },
  )

  it.each(['http://example.com', 'example.com', 'javascript:alert(1)', 'https://a b.com'])(
    'with the website %s is not',
    (website) => {
      expect(codes(profileInput, { website })).toEqual(['website_invalid'])
    },
  )

  it('follows the limits of the installation', () => {
    const { commentInput } = createSchemas({ ...defaultLimits, comment_length: 3 })
    expect(codes(commentInput, { body: 'four' })).toEqual(['comment_too_long'])
  })
})
