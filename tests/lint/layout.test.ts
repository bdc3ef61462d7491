import { describe, expect, it } from 'vitest'
import type { Exceptions } from '../../tools/lint/exceptions.ts'
import {
  filesNeeded,
  forwardCalls,
  longFunctions,
  longLines,
  scatteredFunctions,
  scatteredPolicies,
} from '../../tools/lint/layout.ts'
import { readSchema } from '../../tools/lint/schema.ts'

const none: Exceptions = { longFunctions: {}, forwardCalls: {}, caughtCalls: {}, neverRaised: [] }

/**
 * Reads the schema from the texts of migration files. The order of the object keys is the order of
 * the files.
 */
function schemaOf(files: Record<string, string>) {
  return readSchema(Object.entries(files).map(([name, text]) => ({ name, text })))
}

const calls = (name: string, ...callees: string[]) => `
create function ${name}() returns integer language sql set search_path = ''
return 1 ${callees.map((callee) => `+ ${callee}()`).join(' ')};\n`

const hasLines = (name: string, lines: number) => `
-- A comment before the function is not part of it.
create function ${name}() returns void language sql set search_path = ''
as $$${'\n'.repeat(lines - 2)}  select $$;\n`

describe('the rule about long lines', () => {
  it('accepts a line of 100 columns', () => {
    expect(longLines(schemaOf({ posts: `--${'x'.repeat(98)}` }))).toEqual([])
  })

  it('reports a line of 101 columns with its file and line number', () => {
    const schema = schemaOf({ posts: `\n--${'x'.repeat(99)}` })
    expect(longLines(schema)).toEqual([{ where: 'posts:2', what: '101 columns' }])
  })
})

describe('the rule about long functions', () => {
  it('accepts a function of 60 lines', () => {
    expect(longFunctions(schemaOf({ posts: hasLines('social.f', 60) }), none)).toEqual([])
  })

  it('reports a function of 61 lines', () => {
    const found = longFunctions(schemaOf({ posts: hasLines('social.f', 61) }), none)
    expect(found).toEqual([{ where: 'social.f', what: '61 lines' }])
  })

  it('accepts a function of 61 lines if the function is a listed exception', () => {
    const exceptions = { ...none, longFunctions: { 'social.f': 'One statement.' } }
    expect(longFunctions(schemaOf({ posts: hasLines('social.f', 61) }), exceptions)).toEqual([])
  })

  it('reports an exception for a function that is not long', () => {
    const exceptions = { ...none, longFunctions: { 'social.f': 'One statement.' } }
    const found = longFunctions(schemaOf({ posts: hasLines('social.f', 60) }), exceptions)
    expect(found).toHaveLength(1)
  })

  it('reports more than five exceptions', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `social.${name}`)
    const schema = schemaOf({ posts: names.map((name) => hasLines(name, 61)).join('') })
    const longFunctionNames = Object.fromEntries(names.map((name) => [name, 'One statement.']))
    const found = longFunctions(schema, { ...none, longFunctions: longFunctionNames })
    expect(found).toEqual([{ where: 'exceptions', what: '6 long functions' }])
  })
})

describe('the rule about function calls', () => {
  it('accepts a call to a function in the same file or in an earlier file', () => {
    const schema = schemaOf({
      posts: calls('social.a') + calls('social.b', 'social.c') + calls('social.c'),
      likes: calls('social.d', 'social.a'),
    })
    expect(forwardCalls(schema, none)).toEqual([])
  })

  it('reports a call to a function in a later file', () => {
    const schema = schemaOf({ posts: calls('social.a', 'social.b'), likes: calls('social.b') })
    expect(forwardCalls(schema, none).map(({ where }) => where)).toEqual(['social.a -> social.b'])
  })

  it('reports a call from PL/pgSQL code to a function in a later file', () => {
    const body = `create function social.a() returns void language plpgsql set search_path = ''
      as $$ begin perform social.b(); end $$;`
    const schema = schemaOf({ posts: body, likes: calls('social.b') })
    expect(forwardCalls(schema, none)).toHaveLength(1)
  })

  it('accepts a call to a function in a later file if the call is a listed exception', () => {
    const schema = schemaOf({ posts: calls('social.a', 'social.b'), likes: calls('social.b') })
    const exceptions = {
      ...none,
      forwardCalls: { 'social.a -> social.b': 'They need each other.' },
    }
    expect(forwardCalls(schema, exceptions)).toEqual([])
  })
})

describe('the rule about policies', () => {
  const policy = 'create policy p on social.posts for select using (true);'

  it('accepts a policy in the file of the policies', () => {
    expect(scatteredPolicies(schemaOf({ posts: 'select;', table_access: policy }))).toEqual([])
  })

  it('reports a policy in another file', () => {
    const found = scatteredPolicies(schemaOf({ posts: policy, table_access: 'select;' }))
    expect(found.map(({ where }) => where)).toEqual(['posts'])
  })
})

describe('the files that a public function needs', () => {
  const chain = {
    foundation: calls('social_private.zero'),
    posts: calls('social_private.one', 'social_private.zero'),
    follows: calls('social_private.two', 'social_private.one'),
    blocks: calls('social_private.three', 'social_private.two'),
    media: calls('social_private.four', 'social_private.three'),
  }

  it('are its own file and the files of all functions that it calls, without the foundation file', () => {
    const schema = schemaOf({ ...chain, likes: calls('social.like_post', 'social_private.four') })
    const [first] = filesNeeded(schema)
    expect(first?.files.sort()).toEqual(['blocks', 'follows', 'likes', 'media', 'posts'])
  })

  it('may be at most four for a function in the file likes', () => {
    const five = schemaOf({ ...chain, likes: calls('social.like_post', 'social_private.four') })
    const four = schemaOf({ ...chain, likes: calls('social.like_post', 'social_private.three') })
    expect(scatteredFunctions(five).map(({ where }) => where)).toEqual(['social.like_post'])
    expect(scatteredFunctions(four)).toEqual([])
  })

  it('may be more than four for a function in the file exports', () => {
    const schema = schemaOf({ ...chain, exports: calls('social.export', 'social_private.four') })
    expect(scatteredFunctions(schema)).toEqual([])
  })
})
