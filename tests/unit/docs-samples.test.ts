import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const sdk = join(root, 'src/sdk')

/** The variables and functions that samples may use without declaring them. */
const PRELUDE = `
  import type * as sdk from './index.ts'
  import type { SupabaseClient } from '@supabase/supabase-js'
  declare global {
    var social: sdk.Social
    var unwrap: typeof sdk.unwrap
    var supabase: SupabaseClient
    var url: string
    var publishableKey: string
    var secretKey: string
    var email: string
    var password: string
    var id: string
    var postId: string
    var profileId: string
    var file: File
    var media: { id: string }[]
    var post: sdk.Post
    var comment: sdk.Comment
    var page: sdk.Page<sdk.Post>
    var bar: { value: number }
    var img: { src: string; srcset: string; sizes: string }
    function show(...values: unknown[]): void
  }`

const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => `docs/${file}`)
const samples = ['README.md', ...pages].flatMap((page) => {
  const blocks = readFileSync(join(root, page), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```/gm)
  return [...blocks].map(([, text = '']) => ({ page, text }))
})

it('the TypeScript samples in the documentation type-check', { timeout: 120_000 }, () => {
  const virtual = new Map([[join(sdk, 'docs-prelude.ts'), PRELUDE]])
  for (const [index, { text }] of samples.entries()) {
    virtual.set(join(sdk, `docs-sample-${index}.ts`), `${text}\nexport {}\n`)
  }
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const paths = {
    'supabase-social': [join(sdk, 'index.ts')],
    'supabase-social/schemas': [join(sdk, 'schemas.ts')],
    'supabase-social/heic': [join(root, 'src/heic/index.ts')],
  }
  // Samples omit null checks for brevity.
  const settings = { ...options, paths, strict: false, noUnusedLocals: false }
  const host = ts.createCompilerHost(settings)
  const { readFile, fileExists } = host
  host.readFile = (file) => virtual.get(file) ?? readFile(file)
  host.fileExists = (file) => virtual.has(file) || fileExists(file)
  const program = ts.createProgram([...virtual.keys()], settings, host)
  const problems = [...virtual.keys()].flatMap((file) => {
    const source = program.getSourceFile(file)
    const sample = samples[Number(/docs-sample-(\d+)/.exec(file)?.[1])]
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]
    return found.map(
      ({ messageText }) =>
        `${sample?.page ?? file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    )
  })
  expect(samples.length).toBeGreaterThan(15)
  expect(problems).toEqual([])
})
