import type { Routine, Schema, Write } from './schema.ts'

/** Groups all routines by name. Overloads share a name. */
export function byName(schema: Schema): Map<string, Routine[]> {
  const all = new Map<string, Routine[]>()
  for (const routine of schema.routines) {
    all.set(routine.name, [...(all.get(routine.name) ?? []), routine])
  }
  return all
}

/** Returns a routine and all routines that it calls, directly or through other routines. */
export function calledBy(schema: Schema, name: string): Routine[] {
  return collect(name, byName(schema), (routine) => [...routine.calls])
}

/** Returns the routines of `calledBy`, and the trigger functions that these routines fire. */
export function runBy(schema: Schema, name: string, isFollowed = isAlwaysFollowed): Routine[] {
  return collect(name, byName(schema), (routine) => [
    ...[...routine.calls].filter((call) => isFollowed(routine.name, call)),
    ...routine.writes.flatMap((write) => firedBy(schema, write)),
  ])
}

const isAlwaysFollowed = (_from: string, _to: string) => true

function collect(
  name: string,
  all: Map<string, Routine[]>,
  next: (routine: Routine) => string[],
): Routine[] {
  const seen = new Set<string>([name])
  for (const one of seen) {
    for (const routine of all.get(one) ?? []) {
      for (const other of next(routine)) if (all.has(other)) seen.add(other)
    }
  }
  return [...seen].flatMap((one) => all.get(one) ?? [])
}

/**
 * Returns the trigger functions that a write fires, including trigger functions that cascading
 * deletions fire.
 */
function firedBy(schema: Schema, write: Write, passed = new Set<string>()): string[] {
  const key = `${write.kind} ${write.table} ${write.columns}`
  if (passed.has(key)) return []
  passed.add(key)
  const own = schema.triggers
    .filter(({ table, kinds, columns }) => {
      if (table !== write.table || !kinds.includes(write.kind)) return false
      const isAny = write.kind !== 'update' || columns.length === 0
      return isAny || columns.some((column) => write.columns.includes(column))
    })
    .map(({ runs }) => runs)
  const cascading = schema.cascades
    .filter(({ parent }) => write.kind === 'delete' && parent === write.table)
    .flatMap((cascade) => firedBy(schema, cascade.write, passed))
  return [...own, ...cascading]
}
