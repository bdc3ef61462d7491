import { rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../../tools/local-stack/paths.ts'
import config from '../../tsdown.config.ts'
import { type Api, builtScripts, type Site, serveScripts } from './browser.ts'

/** The peers of the package, and React DOM, which shows the hooks. */
const PEERS = [
  '@supabase/supabase-js',
  '@tanstack/react-query',
  'react',
  'react/jsx-runtime',
  'react-dom/client',
]

/** Builds the scripts that the package contains, as they lie in its folder `dist`. */
export function packageScripts(): Promise<Map<string, string>> {
  const [sdk] = [config].flat()
  return builtScripts({ ...sdk, dts: false })
}

/**
 * Serves the scripts of the package as they are, and its peers. An import map says where they are,
 * because a browser knows no names of packages.
 */
export async function openPackageSite(api: Api): Promise<Site> {
  const scripts = new Map([...(await peerScripts()), ...(await packageScripts())])
  const imports = {
    'supabase-social': '/index.js',
    'supabase-social/react': '/react.js',
    ...Object.fromEntries(PEERS.map((peer) => [peer, `/${fileOf(peer)}.js`])),
  }
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`
  return serveScripts(scripts, `${map}<script>app = { load: (name) => import(name) }</script>`, api)
}

async function peerScripts(): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(root, 'node_modules/.peers-'))
  try {
    const entry: Record<string, string> = {}
    for (const peer of PEERS) {
      const names = Object.keys(await import(peer)).filter((name) => /^(?!default$)\w+$/.test(name))
      const file = join(folder, `${fileOf(peer)}.ts`)
      await writeFile(file, `export { ${names} } from '${peer}'`)
      entry[fileOf(peer)] = file
    }
    return await builtScripts({
      entry,
      platform: 'browser',
      env: { NODE_ENV: 'production' },
      deps: { alwaysBundle: [/./], onlyBundle: false },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function fileOf(peer: string): string {
  return `peer-${peer.replace(/\W+/g, '-')}`
}
