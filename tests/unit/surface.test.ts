import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { fake } from '../support/fake.ts'

const folder = fileURLToPath(new URL('../../src/sdk/resources/', import.meta.url))

interface Method {
  name: string
  returns: string
  comment: string
  sqlFunction: string | undefined
}

interface Resource {
  file: string
  lines: number
  classes: string[]
  bases: string[]
  methods: Method[]
}

/** Returns the class and methods of a resource file, read from its source text. */
function resourceIn(file: string): Resource {
  const text = readFileSync(folder + file, 'utf8')
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const classes = source.statements.filter(ts.isClassDeclaration)
  const methods = classes.flatMap(({ members }) => members.filter(ts.isMethodDeclaration))
  return {
    file,
    lines: text.trimEnd().split('\n').length,
    classes: classes.map(({ name }) => name?.text ?? ''),
    bases: classes.flatMap(({ heritageClauses = [] }) => heritageClauses.map((c) => c.getText())),
    methods: methods
      .filter(({ name }) => !ts.isPrivateIdentifier(name))
      .map((method) => ({
        name: method.name.getText(),
        returns: method.type?.getText() ?? '',
        sqlFunction: /\b(?:read|write|list|listByPost)\(\s*this\.#db,\s*'(\w+)'/.exec(
          method.getText(),
        )?.[1],
        comment: ts
          .getJSDocCommentsAndTags(method)
          .map((doc) => doc.getText())
          .join('\n'),
      })),
  }
}

const resources = readdirSync(folder).map(resourceIn)
const methods = resources.flatMap(({ file, methods }) =>
  methods.map((method) => ({ ...method, resource: file.replace('.ts', '') })),
)

/**
 * Pairs of opposite verbs. If a resource has a method with the first verb, the resource must have a
 * method with the second verb.
 */
const opposites: Record<string, string> = {
  accept: 'reject',
  add: 'remove',
  archive: 'unarchive',
  block: 'unblock',
  deactivate: 'reactivate',
  delete: 'restore',
  dismiss: 'undismiss',
  follow: 'unfollow',
  like: 'unlike',
  limit: 'restore',
  mute: 'unmute',
  pin: 'unpin',
  ring: 'unring',
  save: 'unsave',
  signIn: 'signOut',
  suspend: 'restore',
}
/**
 * The opposite of `hide` in each resource. Authors unhide a comment. Staff restore a hidden post or
 * comment.
 */
const oppositeOfHide: Record<string, string> = { comments: 'unhide', moderation: 'restore' }

/** The verbs with which method names may begin. Each kind of action has exactly one verb. */
const verbs = new Set([
  ...Object.entries(opposites).flat(),
  ...Object.values(oppositeOfHide),
  ...['appeal', 'change', 'check', 'create', 'decide', 'end', 'get', 'hide', 'list', 'report'],
  ...['mark', 'request', 'resend', 'reset', 'resolve', 'review', 'search', 'set', 'show', 'signUp'],
  ...['subscribe', 'update', 'upload', 'watch'],
])

/** The methods without a verb. They are named as what apps show: a number, settings and a feed. */
const withoutVerb = new Set([
  ...['notifications.unseenCount', 'notifications.preferences', 'feed.forYou', 'feed.weights'],
  'moderation.statistics',
])

/** Returns the error codes after `Errors:` in a comment, without remarks in parentheses. */
function codesIn(comment: string): string[] {
  const lists = [...comment.matchAll(/Errors?: ([\s\S]*?)\.(?:\s|$)/g)].map(([, list = '']) => list)
  return lists.flatMap((list) => list.replace(/\([^)]*\)/g, '').match(/[a-z]+(_[a-z]+)+/g) ?? [])
}

/** The error codes in the section docs/errors.md#common-errors. */
const common = [
  ...['not_signed_in', 'anonymous_user', 'profile_missing', 'account_suspended'],
  ...['account_deactivated', 'account_unconfirmed'],
  ...['account_deleted', 'rate_limited', 'argument_missing', 'cursor_invalid', 'page_size_invalid'],
  'settings_missing',
]

/** Maps each public SQL function to the errors in its comment. */
const sqlErrors = new Map<string | undefined, { own: string[]; hasCommon: boolean }>()
const migrations = fileURLToPath(new URL('../../supabase/migrations/', import.meta.url))
for (const file of readdirSync(migrations)) {
  const text = readFileSync(migrations + file, 'utf8')
  const comments = text.matchAll(/^comment on function social\.(\w+)[^;]*? is\s+'((?:[^']|'')*)'/gm)
  for (const [, name, comment = ''] of comments) {
    // The SDK calls functions that count their calls by POST, so it never gets `post_required`.
    const ignored = [...common, 'post_required']
    const own = codesIn(comment).filter((code) => !ignored.includes(code))
    const hasCommon = common.concat('Common errors:').some((word) => comment.includes(word))
    sqlErrors.set(name, { own, hasCommon })
  }
}

/** Splits `addCloseFriend` into the verb `add` and the noun `CloseFriend`. */
function split(name: string): [verb: string, noun: string] {
  const verb = /^sign(In|Out|Up)|^[a-z]+/.exec(name)?.[0] ?? ''
  return [verb, name.slice(verb.length)]
}

describe.each(resources)('the resource file $file', ({ file, lines, classes, bases, methods }) => {
  it('has at most 250 lines and exactly one class, which extends no other class', () => {
    const name = file
      .replace('.ts', '')
      .replace(/(^|-)./g, (start) => start.slice(-1).toUpperCase())
    expect(classes).toEqual([name])
    expect(bases).toEqual([])
    expect(lines).toBeLessThanOrEqual(250)
  })

  it('defines exactly the methods of the client property with the same name', () => {
    const property = file.replace('.ts', '').replace(/-./g, (start) => start.slice(1).toUpperCase())
    const resource = fake(() => ({})).social[property as 'posts']
    const names = Object.getOwnPropertyNames(Object.getPrototypeOf(resource))
    expect(names.filter((name) => name !== 'constructor')).toEqual(methods.map(({ name }) => name))
  })
})

/** Returns the names of the methods that break a rule. */
function violations(isKept: (method: (typeof methods)[number]) => boolean): string[] {
  return methods.filter((one) => !isKept(one)).map(({ resource, name }) => `${resource}.${name}`)
}

describe('the methods of all resources', () => {
  it('start with one of the allowed verbs', () => {
    const isKept = ({ resource, name }: (typeof methods)[number]) =>
      verbs.has(split(name)[0]) || withoutVerb.has(`${resource}.${name}`)
    expect(violations(isKept)).toEqual([])
  })

  it('do not repeat the noun of their resource', () => {
    const repeats = (name: string, resource: string) =>
      resource.split('-').some((noun) => name.toLowerCase().includes(noun.replace(/s$/, '')))
    expect(violations(({ name, resource }) => !repeats(name, resource))).toEqual([])
  })

  it('return pages or arrays if their verb is list or search, and return no pages if their verb is another', () => {
    const isKept = ({ name, returns, resource }: (typeof methods)[number]) =>
      ['list', 'search'].includes(split(name)[0]) || `${resource}.${name}` === 'feed.forYou'
        ? /^Pages<|\[\]>>$/.test(returns)
        : !returns.startsWith('Pages<')
    expect(violations(isKept)).toEqual([])
  })

  it('never return only a boolean from the database', () => {
    expect(violations(({ returns }) => !returns.includes('<boolean>'))).toEqual([])
  })

  it('have an opposite method in the same resource if their verb has an opposite', () => {
    const hasOpposite = ({ name, resource }: (typeof methods)[number]) => {
      const [verb, noun] = split(name)
      const opposite = verb === 'hide' ? oppositeOfHide[resource] : opposites[verb]
      const isOpposite = (one: (typeof methods)[number]) =>
        one.resource === resource && one.name === opposite + noun
      return !opposite || methods.some(isOpposite)
    }
    expect(violations(hasOpposite)).toEqual([])
  })

  it('do not list the common errors in their comments', () => {
    const listsCommon = (comment: string) => common.some((code) => comment.includes(`\`${code}\``))
    expect(violations(({ comment }) => !listsCommon(comment))).toEqual([])
  })

  it('document the same errors as their SQL functions, without the common errors', () => {
    // The SDK itself raises the `added` errors and prevents the `prevented` errors.
    const added: Record<string, string[]> = { 'account.delete': ['current_password_invalid'] }
    const prevented: Record<string, string[]> = {
      'posts.create': ['post_not_found'],
      'profiles.list': ['query_too_long', 'text_invalid'],
    }
    const differences = methods.flatMap(({ resource, name, comment, sqlFunction }) => {
      const method = `${resource}.${name}`
      const sql = sqlErrors.get(sqlFunction)
      if (!sql) return []
      const expected = sql.own.filter((code) => !prevented[method]?.includes(code))
      const documented = codesIn(comment.replaceAll('Common errors:', ''))
      const isEqual =
        [...expected, ...(added[method] ?? [])].sort().join() === documented.sort().join() &&
        sql.hasCommon === comment.includes('Common errors: see docs/errors.md#common-errors.')
      return isEqual ? [] : { method, expected, documented }
    })
    expect(differences).toEqual([])
  })
})
