import { readFileSync } from 'node:fs'
import ts from 'typescript'

/**
 * Reads one object type in database.types.ts. Maps each member of the type to the names inside this
 * member. An optional name ends with `?`.
 */
export function membersOf(...path: string[]): Record<string, string[]> {
  const text = readFileSync(new URL('../../src/sdk/database.types.ts', import.meta.url), 'utf8')
  const file = ts.createSourceFile('database.types.ts', text, ts.ScriptTarget.Latest, true)
  const database = file.statements.find(
    (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === 'Database',
  )
  if (!database || !ts.isTypeAliasDeclaration(database)) throw new Error('There is no Database')
  const members = membersIn(path.reduce<ts.TypeNode>(descend, database.type))
  return Object.fromEntries(members.map((member) => [nameOf(member), inside(member)]))
}

function descend(node: ts.TypeNode, name: string): ts.TypeNode {
  const member = membersIn(node).find((candidate) => nameOf(candidate) === name)
  if (!member?.type) throw new Error(`There is no ${name}`)
  return member.type
}

function membersIn(node: ts.TypeNode): ts.PropertySignature[] {
  return ts.isTypeLiteralNode(node) ? node.members.filter(ts.isPropertySignature) : []
}

function nameOf(member: ts.PropertySignature): string {
  return ts.isIdentifier(member.name) || ts.isStringLiteral(member.name) ? member.name.text : ''
}

/** Returns the arguments of a function, the columns of a table or the values of an enum. */
function inside({ type }: ts.PropertySignature): string[] {
  if (!type) return []
  const names = membersIn(type).map(nameOf)
  const part = ['Args', 'Row'].find((name) => names.includes(name))
  if (part) return namesIn(descend(type, part))
  if (ts.isTypeLiteralNode(type)) return namesIn(type)
  const words = ts.isUnionTypeNode(type) ? type.types : [type]
  return words.map((word) => word.getText().slice(1, -1))
}

function namesIn(type: ts.TypeNode): string[] {
  return membersIn(type)
    .map((member) => nameOf(member) + (member.questionToken ? '?' : ''))
    .sort()
}
