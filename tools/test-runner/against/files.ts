import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { root } from '../../local-stack/paths.ts'

/**
 * The modules that say that a test file cannot run against a given project, and why. A file reaches
 * such a module by its imports. The first module that it reaches gives the reason.
 */
const BARRIERS: Record<string, string> = {
  'tests/support/own-stack.ts': 'it empties the queues of the worker, or needs an empty project',
  'tests/support/sign-up-stack.ts': 'it changes the settings of Auth',
  'tests/support/confirming-stack.ts': 'it needs an Auth that demands confirmations',
  'tests/support/hookless-stack.ts': 'it needs an Auth without the sign-up hook',
  'tests/support/scanned-stack.ts': 'it needs an Auth that demands confirmations',
  'tests/support/topics-stack.ts': 'it signs tokens, and adds a role and policies',
  'tests/attacks/attack-stack.ts': 'it compares all rows of the project, and puts faults into it',
  'tools/local-stack/stack.ts': 'it starts a project of its own, whose settings it changes',
  'tools/local-stack/database.ts': 'it starts a database of its own',
}

/** The modules by which a test file speaks to the project. */
const DOORS = ['tests/support/stack.ts', 'tests/support/world.ts', 'process.env.SOCIAL_']

/** What `npm test -- --against URL` knows about a test file. */
export interface TestFile {
  /** Why the file cannot run against a given project. */
  reason: string | undefined
  /** Whether the tests send requests to a project. */
  isHttp: boolean
}

/** Reads the imports of a test file, also the imports of its imports. */
export function examine(file: string): TestFile {
  const reached = new Map<string, string>()
  follow(file, reached)
  const names = [...reached.keys()].map((path) => relative(root, path))
  const [, reason] = Object.entries(BARRIERS).find(([module]) => names.includes(module)) ?? []
  const isHttp = names.includes('tests/support/stack.ts')
  const text = reached.get(file) ?? ''
  const speaks = DOORS.some((door) => names.includes(door) || text.includes(door))
  return { reason: reason ?? (speaks ? undefined : 'it uses no project'), isHttp }
}

function follow(file: string, reached: Map<string, string>): void {
  if (reached.has(file) || !existsSync(file)) return
  const text = readFileSync(file, 'utf8')
  reached.set(file, text)
  for (const [, path = ''] of text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+\.ts)'/g)) {
    follow(join(resolve(dirname(file)), path), reached)
  }
}
