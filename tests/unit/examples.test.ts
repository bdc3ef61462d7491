import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const folder = fileURLToPath(new URL('../../src/sdk/', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))

/** The variables that examples may use without declaring them. */
const PRELUDE = `
  import type * as sdk from '../../src/sdk/index.ts'
  import type * as schemas from '../../src/sdk/schemas.ts'
  declare global {
    var social: sdk.Social
    var unwrap: typeof sdk.unwrap
    var isSocialError: typeof sdk.isSocialError
    var createSchemas: typeof schemas.createSchemas
    var defaultLimits: typeof schemas.defaultLimits
    var file: File
    var picture: Blob
    var person: sdk.Profile
    var password: string
    var currentPassword: string
    var newPassword: string
  }`

interface Documented {
  name: string
  isDocumented: boolean
  examples: string[]
}

/** Returns the exports of a source file, and the methods of these exports. */
function documentedIn(file: string): Documented[] {
  const text = readFileSync(file, 'utf8')
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  return source.statements.filter(isExported).flatMap((statement) => {
    const members =
      ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement)
        ? [...statement.members].filter(
            (member) => !member.name || !ts.isPrivateIdentifier(member.name),
          )
        : []
    return [statement, ...members.filter(isCallable)].map(describeNode)
  })
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : []
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false
}

function isCallable(member: ts.Node): boolean {
  return ts.isMethodDeclaration(member) || ts.isMethodSignature(member)
}

function describeNode(node: ts.Node): Documented {
  const tags = ts.getJSDocTags(node).filter(({ tagName }) => tagName.text === 'example')
  const examples = tags.map(({ comment }) => String(ts.getTextOfJSDocComment(comment) ?? ''))
  const name = 'name' in node ? (node.name as ts.Identifier | undefined)?.getText() : undefined
  return {
    name: name ?? node.getText().slice(0, 40),
    isDocumented: ts.getJSDocCommentsAndTags(node).length > 0,
    examples: examples.map((example) => example.replace(/^```ts$|^```$/gm, '').trim()),
  }
}

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|^test\/|database\.types/.test(file))
  .map((file) => ({ file, documented: documentedIn(folder + file) }))
const examples = files.flatMap(({ file, documented }) =>
  documented.flatMap(({ name, examples }) =>
    examples.map((text) => ({ at: `${file} ${name}`, text })),
  ),
)

/** Returns the TypeScript errors in the examples. Each example is a separate module. */
function problems(): string[] {
  const virtual = new Map([[`${folder}example-prelude.ts`, PRELUDE]])
  for (const [index, { text }] of examples.entries()) {
    virtual.set(`${folder}example-${index}.ts`, `${text}\nexport {}\n`)
  }
  const config = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const paths = { 'supabase-social': [`${folder}index.ts`] }
  const settings = { ...options, paths, noUnusedLocals: false }
  const host = ts.createCompilerHost(settings)
  const { readFile, fileExists } = host
  host.readFile = (file) => virtual.get(file) ?? readFile(file)
  host.fileExists = (file) => virtual.has(file) || fileExists(file)
  const program = ts.createProgram([...virtual.keys()], settings, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const index = Number(/example-(\d+)/.exec(file?.fileName ?? '')?.[1])
    return `${examples[index]?.at}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
}

describe('the documentation comments in the source code', () => {
  it('describe every export', () => {
    const bare = files.flatMap(({ file, documented }) =>
      documented.filter(({ isDocumented }) => !isDocumented).map(({ name }) => `${file} ${name}`),
    )
    expect(bare).toEqual([])
  })

  it('contain an example for every method', () => {
    const isResource = (file: string) => file.startsWith('resources/') || file === 'client.ts'
    const bare = files
      .filter(({ file }) => isResource(file))
      .flatMap(({ documented }) => documented)
      .filter(({ name, examples }) => /^[a-z]/.test(name) && examples.length === 0)
    expect(bare.map(({ name }) => name)).toEqual([])
    expect(examples.length).toBeGreaterThan(50)
  })

  it('contain only examples that type-check', { timeout: 120_000 }, () => {
    expect(problems()).toEqual([])
  })
})
