import { readFileSync } from 'node:fs'
import type { SupabaseClient } from '@supabase/supabase-js'
import ts from 'typescript'
import type { Social } from '../../src/sdk/client.ts'
import { root } from '../../tools/local-stack/paths.ts'

const docs = readFileSync(`${root}docs/mails.md`, 'utf8')
const [, section = ''] = docs.split('## The two pages')
const [reset = '', confirm = ''] = [...section.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(
  ([, text = '']) => text,
)
const SCRIPTS: Record<string, string> = { '/reset-password': reset, '/confirm': confirm }

type Listener = (event: { preventDefault(): void }) => Promise<void>

/** A page of an app, with the script that docs/mails.md shows. */
export interface DocsPage {
  /** Fills the field of the page, and presses the button. */
  press(password?: string): Promise<void>
  /** The sentences that the page showed. */
  shown: string[]
  /** The pages to which the script went. */
  went: string[]
}

/** Opens the page of a link in a made-up window, on a device with its own clients. */
export function openDocsPage(
  link: string,
  { supabase, social }: { supabase: SupabaseClient; social: Social },
): DocsPage {
  const { pathname, search } = new URL(link, 'http://app.test')
  const script = SCRIPTS[pathname]
  if (!script) throw new Error(`docs/mails.md shows no script of the page ${pathname}`)
  let listener: Listener | undefined
  const field = { value: '' }
  const listening = {
    disabled: false,
    addEventListener(_: string, added: Listener) {
      listener = added
    },
  }
  const shown: string[] = []
  const went: string[] = []
  const globals = {
    document: { querySelector: (name: string) => (name === '#password' ? field : listening) },
    location: { search, assign: (path: string) => went.push(path) },
    show: (text: string) => shown.push(text),
    ...{ supabase, social },
  }
  const options = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext }
  const code = ts.transpile(script, options).replace('export {};', '')
  new Function(...Object.keys(globals), code)(...Object.values(globals))
  const press = async (password = '') => {
    field.value = password
    await listener?.({ preventDefault() {} })
  }
  return { press, shown, went }
}
