import { posix } from 'node:path'
import ts from 'typescript'

/** A line of the demo app that an app of somebody else could not contain. */
export interface Shortcut {
  where: string
  what: string
}

/** A source file of the demo app, with its path from the folder of the app. */
export interface AppFile {
  name: string
  text: string
}

/** What the package exports, and so everything that an app may import from it. */
const EXPORTS = ['supabase-social', 'supabase-social/react', 'supabase-social/schemas']

/** Classes whose `from` has nothing to do with a table. */
const OTHER_FROM = /^(Array|Uint8Array|Uint8ClampedArray|Float32Array|Iterator)$/

/** Ways to send a request past the SDK. */
const REQUESTS = new Set(['fetch', 'XMLHttpRequest', 'EventSource', 'WebSocket', 'sendBeacon'])

/** The only address that the app itself loads: it says where the stack is. */
const CONFIG = '/app-config.json'

/**
 * Finds what the demo app takes from behind the exports of the package: imports of other files of
 * the repository, reads of tables, calls of functions, and requests of its own. Without this rule,
 * the app would not prove that the package is enough to build it.
 */
export function findShortcuts({ name, text }: AppFile): Shortcut[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)
  const found: Shortcut[] = []
  const report = (node: ts.Node, what: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
    found.push({ where: `${name}:${line + 1}`, what })
  }
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteralLike(node)) {
      const what = problemOfPath(name, node)
      if (what) report(node, what)
    }
    if (ts.isCallExpression(node)) {
      const what = problemOfCall(node)
      if (what) report(node, what)
    }
    if (isRequest(node)) report(node, `${node.getText(file)} sends a request past the SDK`)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** Imports, `new URL`, and aliases of a configuration all name a file by a string. */
function problemOfPath(name: string, node: ts.StringLiteralLike): string | undefined {
  const { text } = node
  if (/^\.\.?(\/|$)/.test(text)) {
    const target = posix.join(posix.dirname(name), text)
    return target.startsWith('..') ? `${text} leads out of the app` : undefined
  }
  if (!/^(supabase-social\/|(\/@fs)?\/.*src\/|file:)/.test(text)) return undefined
  return EXPORTS.includes(text) ? undefined : `${text} is no export of the package`
}

function problemOfCall(node: ts.CallExpression): string | undefined {
  const { expression } = node
  const method = methodOf(expression)
  if (method === undefined) return undefined
  const receiver = (expression as ts.PropertyAccessExpression).expression.getText()
  if (method === 'from' && OTHER_FROM.test(receiver)) return undefined
  if (!['from', 'rpc', 'schema'].includes(method)) return undefined
  return `.${method}( goes past the SDK`
}

function methodOf(node: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text
  if (!ts.isElementAccessExpression(node)) return undefined
  return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined
}

/** Also finds `const send = fetch`, but not a property or a type with such a name. */
function isRequest(node: ts.Node): node is ts.Identifier {
  if (!ts.isIdentifier(node) || !REQUESTS.has(node.text)) return false
  const { parent } = node
  if (ts.isPropertyAssignment(parent) && parent.name === node) return false
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return /^(globalThis|window|self|navigator)$/.test(parent.expression.getText())
  }
  if (ts.isTypeNode(parent) || ts.isTypeElement(parent)) return false
  const [address] = ts.isCallExpression(parent) ? parent.arguments : []
  return !(address && ts.isStringLiteralLike(address) && address.text === CONFIG)
}
