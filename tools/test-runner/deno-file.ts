import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { guard } from '../local-stack/guard.ts'
import { root } from '../local-stack/paths.ts'
import { readTap } from './tap.ts'
import { declareTests } from './tap-tests.ts'

const require = createRequire(import.meta.url)

/** Runs a file of Deno tests. vitest reports each Deno test as its own test. */
export async function run(file: string): Promise<void> {
  const deno = require('deno/install_api.cjs').runInstall()
  const flags = ['--no-prompt', '--no-lock', '--cached-only', '--node-modules-dir=manual']
  const args = ['test', '--allow-all', '--reporter=tap', ...flags, file]
  const child = spawn(deno, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const release = guard(child, 'TERM')
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const code = await new Promise((resolve) => {
    child.once('error', resolve)
    child.once('close', resolve)
  }).finally(release)
  const tests = readTap(output.split('\n'))
  const isSilent = code !== 0 && tests.every(({ failure }) => failure === undefined)
  declareTests(isSilent ? readTap([], `Deno ended with ${code}: ${errors}`) : tests)
}
