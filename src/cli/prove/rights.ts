import type { Catalog } from './catalog.ts'
import { mayExecute } from './expected/callers.ts'
import { authFunctions, closedRelations, policyFunctions } from './expected/closed.ts'
import { functions } from './expected/functions.ts'
import { tables } from './expected/tables.ts'
import { type Access, mayRead } from './tables.ts'

/**
 * An object or right that is unexpected or missing. The matrix that `prove` prints does not contain
 * findings.
 */
export type Finding = string

const API_ROLES = ['anon', 'authenticated', 'service_role'] as const

/**
 * Returns the objects for which no expectation exists, and the expectations whose object does not
 * exist.
 */
export function compareObjects({ relations, routines }: Catalog): Finding[] {
  const there = new Set([
    ...relations.map(({ schema, name }) => `${schema}.${name}`),
    // This list leaves out the functions of social_private, because `expectedRights` checks them.
    ...routines.filter(({ schema }) => schema === 'social').map(({ name }) => `social.${name}()`),
  ])
  const expected = new Set([
    ...Object.keys(tables).map((name) => `social.${name}`),
    ...functions.map(({ name }) => `social.${name}()`),
    ...Object.keys(closedRelations).map((name) => `social_private.${name}`),
  ])
  return [
    ...[...there]
      .filter((object) => !expected.has(object))
      .map((object) => `no expectation for ${object}`),
    ...[...expected]
      .filter((object) => !there.has(object))
      .map((object) => `${object} does not exist`),
  ]
}

/** Compares the rights in the system catalog with the expected rights. */
export function compareRights(
  catalog: Catalog,
  access: Access,
): { cells: number; findings: Finding[] } {
  const held = new Map(catalog.rights.map((right) => [right.object, right.held]))
  const wanted = expectedRights(catalog, access)
  const findings: Finding[] = []
  for (const [object, expected] of wanted) {
    const now = held.get(object) ?? []
    for (const right of now) {
      if (!expected.includes(right)) findings.push(`${object}: ${right} is granted`)
    }
    for (const right of expected) {
      if (!now.includes(right)) findings.push(`${object}: ${right} is missing`)
    }
  }
  const cells = wanted.size * 4 + catalog.columns.length
  return { cells, findings: [...findings, ...columnFindings(catalog)] }
}

/**
 * Clients have rights on columns, because a right on a whole table also opens each column that an
 * app adds later. In social_private, `expectedRights` has the tables that clients may read.
 */
function columnFindings({ columns }: Catalog): Finding[] {
  return columns.flatMap(({ object, role, isWhole, unlisted, missing }) => {
    if (isWhole) return [`${object}: ${role} select is granted on the whole table`]
    if (!object.startsWith('social.')) return []
    return [
      ...unlisted.map((name) => `${object}.${name}: ${role} select is granted`),
      ...missing.map((name) => `${object}.${name}: ${role} select is missing`),
    ]
  })
}

function expectedRights({ relations, routines }: Catalog, access: Access): Map<string, string[]> {
  const wanted = new Map<string, string[]>([
    ['schema social', API_ROLES.map((role) => `${role} usage`)],
    ['schema social_private', ['supabase_auth_admin usage']],
  ])
  for (const { schema, name } of relations) {
    const table = schema === 'social' ? tables[name] : undefined
    const readers = table
      ? API_ROLES.filter((role) => mayRead(table, access, asRole(role)))
      : closedRelations[name] === 'readers' && schema === 'social_private'
        ? API_ROLES
        : []
    wanted.set(
      `${schema}.${name}`,
      readers.map((role) => `${role} select`),
    )
  }
  for (const { schema, name } of routines) {
    wanted.set(
      `${schema}.${name}()`,
      executors(schema, name).map((role) => `${role} execute`),
    )
  }
  return wanted
}

function executors(schema: string, name: string): string[] {
  const expected = functions.find((candidate) => candidate.name === name)?.expected
  const callers = expected ? mayExecute(expected.callers) : []
  if (schema === 'social') return callers
  if (authFunctions.includes(name)) return ['supabase_auth_admin']
  return policyFunctions.includes(name) ? ['anon', 'authenticated'] : callers
}

const asRole = (role: (typeof API_ROLES)[number]) =>
  role === 'service_role' ? 'service' : role === 'anon' ? 'anon' : 'stranger'
