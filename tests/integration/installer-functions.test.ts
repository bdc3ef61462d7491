import { execFile } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../tools/local-stack/paths.ts'
import { runCli, temporaryFolder, writeFiles } from '../support/installer.ts'

/** Settings of the host's own functions that our functions would not pass. */
const HOST_SETTINGS = JSON.stringify({
  compilerOptions: { noPropertyAccessFromIndexSignature: true, exactOptionalPropertyTypes: true },
  imports: { 'npm:@supabase/supabase-js@2.109.0': './no-such-file.ts' },
})

let project: string

beforeAll(async () => {
  project = temporaryFolder({
    'supabase/config.toml': '',
    'supabase/functions/deno.json': HOST_SETTINGS,
  })
  const { code } = await runCli(project, ['init'])
  expect(code).toBe(0)
  // The only npm packages without a network are those of this repository.
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'))
})

/** Type-checks an edge function like a developer does in its folder. There is no network. */
async function denoCheck(folder: string): Promise<string> {
  const deno = createRequire(import.meta.url)('deno/install_api.cjs').runInstall()
  const args = ['check', '--node-modules-dir=manual', 'index.ts']
  const env = {
    ...process.env,
    NO_COLOR: '1',
    DENO_NO_UPDATE_CHECK: '1',
    DENO_DIR: join(project, '.deno'),
    NPM_CONFIG_REGISTRY: 'http://127.0.0.1:1',
  }
  return promisify(execFile)(deno, args, { cwd: folder, env }).then(
    () => '',
    (error) => error.stderr,
  )
}

describe('the edge functions that init copies', { timeout: 180_000 }, () => {
  it.each(['social-ingest', 'social-files', 'social-worker'])(
    'type-check with nothing but their folder: %s, whatever settings the host has for its functions',
    async (name) => {
      expect(await denoCheck(join(project, 'supabase/functions', name))).toBe('')
    },
  )

  it('are really checked: a wrong type is found', async () => {
    const folder = join(project, 'supabase/functions/social-worker')
    writeFiles(folder, { 'index.ts': 'export const wrong: number = "text"\n' })
    expect(await denoCheck(folder)).toContain('TS2322')
  })
})
