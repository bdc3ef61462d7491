import { createHash } from 'node:crypto'
import type postgres from 'postgres'
import expected from './expected-policies.json' with { type: 'json' }

/** A policy on a table of supabase-social, Storage or Realtime. */
export interface Policy {
  /** The table with its schema, for example `storage.objects`. */
  table: string
  name: string
  isRestrictive: boolean
  /** The command and the roles, for example `select to anon, authenticated`. */
  scope: string
  /** The conditions: USING and WITH CHECK. */
  conditions: string[]
  /** A digest of the whole definition. */
  digest: string
}

/** The policies of this release, by table and name. */
const EXPECTED: Record<string, string> = expected

/**
 * Reads all policies on the tables of supabase-social, and on storage.objects, storage.buckets and
 * realtime.messages.
 */
export async function readPolicies(tx: postgres.TransactionSql): Promise<Policy[]> {
  const rows = await tx<{ table: string; name: string; definition: string[]; scope: string }[]>`
    select schemaname || '.' || tablename as table, policyname as name,
      lower(cmd) || ' to ' || array_to_string(roles, ', ') as scope,
      array[permissive, cmd, array_to_string(roles, ','), coalesce(qual, ''), coalesce(with_check, '')]
        as definition
    from pg_catalog.pg_policies
    where schemaname in ('social', 'social_private')
      or (schemaname = 'storage' and tablename in ('objects', 'buckets'))
      or (schemaname = 'realtime' and tablename = 'messages')
    order by schemaname, tablename, policyname`
  return rows.map(({ table, name, scope, definition }) => ({
    ...{ table, name, scope },
    isRestrictive: definition[0] === 'RESTRICTIVE',
    conditions: definition.slice(3).filter(Boolean),
    // Versions of Postgres print an expression with different spaces and parentheses.
    digest: createHash('sha256')
      .update(definition.map((part) => part.replace(/[\s()]/g, '')).join('\n'))
      .digest('hex')
      .slice(0, 16),
  }))
}

/** Returns the name of a policy as messages show it. */
export const nameOf = ({ table, name }: Policy) => `"${name}" on ${table}`

export interface Difference {
  missing: string[]
  changed: Policy[]
  foreign: Policy[]
}

/**
 * Compares policies with the policies of this release. Only the policies on tables that `concerns`
 * accepts count.
 */
export function comparePolicies(
  policies: Policy[],
  concerns: (table: string) => boolean,
): Difference {
  const found = new Map(
    policies
      .filter(({ table }) => concerns(table))
      .map((policy) => [`${policy.table} ${policy.name}`, policy]),
  )
  const entries = [...found]
  return {
    missing: Object.keys(EXPECTED)
      .filter((key) => concerns(key.split(' ')[0] ?? '') && !found.has(key))
      .map((key) => key.replace(/^(\S+) (.*)$/, '"$2" on $1')),
    changed: entries
      .filter(([key, { digest }]) => EXPECTED[key] !== undefined && EXPECTED[key] !== digest)
      .map(([, policy]) => policy),
    foreign: entries.filter(([key]) => EXPECTED[key] === undefined).map(([, policy]) => policy),
  }
}
