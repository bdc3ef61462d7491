import { describe, expect, it } from 'vitest'
import { shareTags } from '../../src/sdk/share-tags.ts'
import type { MediaItem, Post, Profile } from '../../src/sdk/types.ts'

const photo = {
  ...{ id: 'p', path: 'a/b.jpg', medium_path: null, thumbnail_path: 'a/b.webp' },
  ...{ thumbhash: null, alt_text: 'A tern' },
  ...{ mime_type: 'image/jpeg', width: 4, height: 3 },
} satisfies MediaItem
const video = { ...photo, path: 'a/v.mp4', thumbnail_path: null, mime_type: 'video/mp4' }

const postOf = (changes: Partial<Post>) =>
  ({
    ...{ author_id: 'a', author_username: 'anna', author_display_name: 'Anna', caption: 'Sunrise' },
    ...{ is_shareable: true, is_sensitive: false, sensitive_note: null, media: [photo] },
    ...changes,
  }) as Post
const profileOf = (changes: Partial<Profile>) =>
  ({
    ...{ id: 'a', username: 'anna', display_name: 'Anna', bio: 'Bridges', is_shareable: true },
    ...{ avatar_path: 'a/avatar.jpg' },
    ...changes,
  }) as Profile

describe('the tags of a post', () => {
  it('are its author, its caption and its first picture', () => {
    expect(shareTags(postOf({}))).toEqual({
      ...{ title: 'Anna (@anna)', description: 'Sunrise', image: 'a/b.jpg' },
    })
  })

  it('are the same for all posts that people without a login do not see', () => {
    const hidden = shareTags(postOf({ is_shareable: false }))
    const other = { is_shareable: false, author_username: 'bob', caption: null, media: [video] }
    expect(shareTags(postOf(other))).toEqual(hidden)
    expect(JSON.stringify(hidden)).not.toMatch(/anna|Sunrise|jpg/i)
    expect(hidden.image).toBeNull()
  })

  it('neither show nor describe a sensitive picture', () => {
    const sensitive = { is_sensitive: true, caption: 'Blood' }
    expect(shareTags(postOf({ ...sensitive, sensitive_note: 'An injury' }))).toEqual({
      ...{ title: 'Anna (@anna)', description: 'An injury', image: null },
    })
    expect(shareTags(postOf(sensitive)).description).toBe('Sensitive content')
  })

  it('have the alternative text instead of a caption, and no picture of a video', () => {
    expect(shareTags(postOf({ caption: null })).description).toBe('A tern')
    expect(shareTags(postOf({ media: [video] })).image).toBeNull()
    expect(shareTags(postOf({ caption: null, media: [] }))).toMatchObject({
      ...{ description: '', image: null },
    })
  })
})

describe('the tags of a profile', () => {
  it('are its name, its bio and its picture', () => {
    expect(shareTags(profileOf({}))).toEqual({
      ...{ title: 'Anna (@anna)', description: 'Bridges', image: 'a/avatar.jpg' },
    })
    expect(shareTags(profileOf({ display_name: null, bio: null }))).toMatchObject({
      ...{ title: '@anna', description: '' },
    })
  })

  it('reveal nothing if people without a login do not see it', () => {
    expect(shareTags(profileOf({ is_shareable: false }))).toEqual({
      ...{ title: 'A profile', description: 'Sign in to see this profile.', image: null },
    })
  })
})

describe('every text', () => {
  it('is one line without characters that control terminals or the direction of a text', () => {
    const caption = ' one\r\ntwo\u2028three\u202egnp.\u2066four\u0000\u0007five\t\u200f '
    expect(shareTags(postOf({ caption })).description).toBe('one two three gnp. four five')
  })

  it('stays as it is written, because the page escapes it', () => {
    const caption = '<script>alert("1")</script> & co'
    expect(shareTags(postOf({ caption })).description).toBe(caption)
  })

  it('is short, and cuts no character in half', () => {
    const { description } = shareTags(postOf({ caption: '🐦'.repeat(300) }))
    expect([...description]).toHaveLength(200)
    expect(description).toBe(`${'🐦'.repeat(199)}…`)
  })

  it('keeps the username, however long the name is', () => {
    const { title } = shareTags(profileOf({ display_name: 'A'.repeat(200) }))
    expect([...title]).toHaveLength(70)
    expect(title).toMatch(/^A+… \(@anna\)$/)
  })
})
