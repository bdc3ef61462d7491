import { execSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * npm runs this script in a checkout after `npm ci` and `npm install`, and before it packs or
 * publishes the package. It builds the SDK and the demo app, so that `npm start` can show the app.
 * npm does not run it for people who install the package. A build needs no network.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const { npm_command: command } = process.env
const isPacking = command === 'pack' || command === 'publish'
// After `npm ci --omit=dev`, nothing can be built, and the SDK still installs.
const canBuild = existsSync(`${root}node_modules/tsdown`) && existsSync(`${root}node_modules/vite`)
// The package has no app in it, and `npm run build` has built the SDK.
if (canBuild && !isPacking) {
  // What a script prints to stdout would get into the answers of `npm ci --json`.
  execSync('npm run --silent build:app', { cwd: root, stdio: ['ignore', 2, 2] })
}
