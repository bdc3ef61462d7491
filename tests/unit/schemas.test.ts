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

/** Returns the error codes with which a schema rejects a value. */
function codes(schema: Schema, value: unknown): (string | undefined)[] {
  return schema.safeParse(value).error?.issues.map((issue) => issue.params?.code) ?? []
}

const media = [{ id: '01a21494-faf2-78d0-9dd6-f159c89f0299', altText: 'A bridge' }]

describe('the schema of a text', () => {
  it('counts characters, not UTF-16 code units', () => {
    expect(codes(profileInput, { displayName: '🙂'.repeat(50) })).toEqual([])
    expect(codes(profileInput, { displayName: '🙂'.repeat(51) })).toEqual(['display_name_too_long'])
  })

  it('counts the characters after trimming and Unicode composition', () => {
    expect(codes(profileInput, { displayName: `\n ${'e\u0301'.repeat(50)}\t` })).toEqual([])
  })

  it.each(['a\u0007b', 'a\rb', 'a\u0085b', '\u200b', '\u00a0', '\ufeff'])(
    'rejects control characters, and texts that consist of invisible characters: %j',
    (bio) => {
      expect(codes(profileInput, { bio })).toEqual(['text_invalid'])
    },
  )

  it.each(['a\u0000b', 'a\ud800', '\udc00b'])('rejects %j, which Postgres cannot store', (bio) => {
    expect(codes(profileInput, { bio })).toEqual(['invalid_input'])
  })

  it('includes the maximum length in its error message', () => {
    const { error } = profileInput.safeParse({ bio: 'a'.repeat(301) })
    expect(error?.issues[0]?.message).toBe('At most 300 characters.')
  })
})

describe('the schema of an input', () => {
  it('requires every field of a sign-up except the display name', () => {
    const input = { email: 'a@example.com', password: 'a good password', username: 'anna' }
    expect(signUpInput.parse(input)).toEqual(input)
    expect(signUpInput.safeParse({ ...input, email: 'nobody' }).success).toBe(false)
    expect(codes(signUpInput, { ...input, username: 'no one' })).toEqual(['username_invalid'])
    expect(codes(signUpInput, { ...input, password: 'short' })).toEqual(['weak_password'])
  })

  it('counts the bytes of a password, as Auth does', () => {
    expect(codes(passwordSchema, 'é'.repeat(36))).toEqual([])
    expect(codes(passwordSchema, 'é'.repeat(37))).toEqual(['weak_password'])
  })

  it('accepts a username in upper or lower case', () => {
    expect(codes(usernameSchema, 'Anna.B')).toEqual([])
    expect(codes(usernameSchema, '123')).toEqual(['username_invalid'])
  })

  it('requires 1 to 10 media for a post', () => {
    expect(codes(postInput, { media })).toEqual([])
    expect(codes(postInput, {})).toEqual(['media_required'])
    expect(postInput.safeParse({ media: Array(11).fill(media[0]) }).success).toBe(false)
    for (const id of ['x', '', 4, null]) {
      expect(postInput.safeParse({ media: [{ ...media[0], id }] }).success).toBe(false)
    }
  })

  it('requires a caption for a post without media if the installation allows posts without media', () => {
    const free = createSchemas({ ...defaultLimits, allow_text_posts: true }).postInput
    expect(codes(free, { caption: 'Only words' })).toEqual([])
    expect(codes(free, { caption: ' ' })).toEqual(['post_empty'])
  })

  it('accepts null to clear a field in a post update', () => {
    const cleared = media.map(({ id }) => ({ id, altText: null }))
    const changes = { caption: null, media: cleared, sensitiveNote: null }
    expect(postUpdateInput.parse(changes)).toEqual(changes)
    expect(postUpdateInput.safeParse({ visibility: 'friends' }).success).toBe(false)
  })

  it('requires a text for a comment', () => {
    expect(codes(commentInput, { body: 'Hello' })).toEqual([])
    expect(codes(commentInput, { body: ' \n' })).toEqual(['comment_empty'])
    expect(codes(commentInput, { body: 'a'.repeat(1001) })).toEqual(['comment_too_long'])
  })

  it.each(['https://example.com', 'https://example.com/a?b#c', '', null])(
    'accepts the website %s',
    (website) => {
      expect(codes(profileInput, { website })).toEqual([])
    },
  )

  it.each(['http://example.com', 'example.com', 'javascript:alert(1)', 'https://a b.com'])(
    'rejects the website %s',
    (website) => {
      expect(codes(profileInput, { website })).toEqual(['website_invalid'])
    },
  )

  it('applies the limits of the installation instead of the default limits', () => {
    const { commentInput } = createSchemas({ ...defaultLimits, comment_length: 3 })
    expect(codes(commentInput, { body: 'four' })).toEqual(['comment_too_long'])
  })
})
