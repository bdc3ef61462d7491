import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSql, words } from '../lint/parser.ts'
import { migrationsFolder } from '../local-stack/paths.ts'
import { conditions, type Edit } from './conditions.ts'
import { functionEdits } from './edits.ts'

/** A mutant is one change of the schema that a test should notice. */
export interface Mutant {
  /** A readable name that stays the same as long as the changed code stays the same. */
  id: string
  kind: string
  /** The changed object, such as `social_private.like_post` or `select_visible on social.posts`. */
  object: string
  /** SQL that applies the mutant to a complete schema. Mutants of tables use `rebuild` instead. */
  sql: string
  /**
   * The statement of the migrations that the mutant changes, and the replacement of this statement.
   */
  rebuild?: { file: string; statement: string; by: string }
  hash: string
}

export function mutant(part: Omit<Mutant, 'id' | 'hash'>, what: string): Mutant {
  const id = `${part.kind}: ${part.object}: ${what}`
  const hash = createHash('sha256')
    .update(part.sql + (part.rebuild?.by ?? ''))
    .digest('hex')
  return { ...part, id, hash: hash.slice(0, 12) }
}

/**
 * If several mutants have the same id, adds a number to the ids of all these mutants except the
 * first.
 */
export function numbered(mutants: Mutant[]): Mutant[] {
  const seen = new Map<string, number>()
  return mutants.map((one) => {
    const count = (seen.get(one.id) ?? 0) + 1
    seen.set(one.id, count)
    return count === 1 ? one : { ...one, id: `${one.id} #${count}` }
  })
}

/** Returns every mutant that edits the text of a migration. */
export function textMutants(): Mutant[] {
  const found = new Map<string, Mutant[]>()
  for (const file of readdirSync(migrationsFolder).sort()) {
    for (const { kind, node, text } of parseSql(
      readFileSync(join(migrationsFolder, file), 'utf8'),
    )) {
      const make = MAKERS[kind]
      if (!make) continue
      const statement = text.trim()
      const object = nameOf(node)
      // A later definition of the same object replaces an earlier definition.
      found.set(`${kind} ${object}`, make({ file, statement, object }))
    }
  }
  return [...found.values()].flat()
}

interface Source {
  file: string
  statement: string
  object: string
}

const MAKERS: { [kind: string]: (source: Source) => Mutant[] } = {
  CreateFunctionStmt: ({ statement, object }) =>
    functionEdits(statement).map((edit) =>
      edited(edit, statement, object, (text) =>
        text.replace(/^create( or replace)? function/m, 'create or replace function'),
      ),
    ),
  CreatePolicyStmt: ({ statement, object }) =>
    conditions(statement, statement.search(/\b(using|with check) \(/)).map((edit) =>
      edited(edit, statement, object, (text) => `drop policy ${object}; ${text}`),
    ),
  ViewStmt: ({ statement, object }) =>
    [...conditions(statement), ...optionEdits(statement)].map((edit) =>
      edited(edit, statement, object, (text) =>
        text.replace(/^create view/m, 'create or replace view'),
      ),
    ),
  CreateTrigStmt: ({ statement, object }) =>
    conditions(statement, statement.search(/\bwhen \(/) >>> 0).map((edit) =>
      edited(edit, statement, object, (text) => `drop trigger ${object}; ${text}`),
    ),
  CreateStmt: ({ file, statement, object }) =>
    conditions(statement)
      .filter(({ start, kind }) => kind !== 'not' && inExpression(statement, start))
      .map((edit) => ({
        ...edited(edit, statement, object, () => ''),
        rebuild: { file, statement, by: apply(edit, statement) },
      })),
}

function optionEdits(statement: string): Edit[] {
  const [option] = /\s+with \(security_invoker = \w+\)/.exec(statement) ?? []
  const start = statement.indexOf(option ?? '')
  return option ? [{ kind: 'attribute', start, end: start + option.length, by: '' }] : []
}

/**
 * Tells whether a place is inside a check or a generated column. Only these parts of a table are
 * edited as text, because catalog mutants cover the rest of a table.
 */
function inExpression(statement: string, place: number): boolean {
  return /\b(check|always as) \((?:(?!\n {2}\w).)*$/s.test(statement.slice(0, place))
}

function apply({ start, end, by }: Edit, statement: string): string {
  return statement.slice(0, start) + by + statement.slice(end)
}

function edited(
  edit: Edit,
  statement: string,
  object: string,
  wrap: (text: string) => string,
): Mutant {
  const gone = shorten(statement.slice(edit.start, edit.end).replace(/\s+/g, ' ').trim())
  const what = edit.by && edit.by !== 'null;' ? `${gone} -> ${edit.by}` : gone
  const sql = wrap(apply(edit, statement))
  return mutant({ kind: edit.kind, object, sql }, edit.label ?? what)
}

function shorten(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 70)} … ${text.slice(-25)}`
}

function nameOf(node: { [key: string]: unknown }): string {
  type Relation = { schemaname: string; relname: string }
  const { funcname, policy_name, trigname, ...rest } = node as { [key: string]: unknown }
  const { schemaname, relname } = (rest.relation ?? rest.table ?? rest.view ?? {}) as Relation
  const relation = `${schemaname}.${relname}`
  if (policy_name ?? trigname) return `${policy_name ?? trigname} on ${relation}`
  return funcname ? words(funcname).join('.') : relation
}
