import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { build } from 'tsdown'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import config from '../../tsdown.config.ts'

// The folder is inside the project, so that the built files find the packages that they import.
const folder = mkdtempSync(join(import.meta.dirname, '../../node_modules/.build-'))

beforeAll(async () => {
  for (const one of [config].flat()) {
    await build({ ...one, outDir: folder, config: false, clean: false, logLevel: 'silent' })
  }
}, 120_000)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/**
 * Returns the packages that a built file imports, directly or through other built files, with its
 * first use too.
 */
function packagesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return []
  seen.add(file)
  const text = readFileSync(join(folder, file), 'utf8')
  const first = [...text.matchAll(/^(?:import|export) .*["']([^"']+)["'];$/gm)]
  const later = [...text.matchAll(/\bimport\(["']([^"']+)["']\)/g)]
  const imports = file.endsWith('.d.ts') ? first : [...first, ...later]
  const packages = imports.flatMap(([, name = '']) => {
    if (!name.startsWith('.')) return name
    const next = file.endsWith('.d.ts') ? name.replace(/\.js$/, '.d.ts') : name
    return packagesOf(next.slice(2), seen)
  })
  return [...new Set(packages)].sort()
}

describe('the build', () => {
  it.each(['index.js', 'index.d.ts'])('imports only the package supabase-js in %s', (file) => {
    expect(packagesOf(file)).toEqual(['@supabase/supabase-js'])
  })

  it('imports only the package zod in the schemas', () => {
    expect(packagesOf('schemas.js')).toEqual(['zod'])
    expect(packagesOf('schemas.d.ts')).toEqual(['zod'])
  })

  it('imports only React and TanStack Query in the hooks, and no React in the queries', () => {
    expect(packagesOf('react.js')).toEqual(['@tanstack/react-query', 'react', 'react/jsx-runtime'])
    expect(packagesOf('queries.js')).toEqual(['@tanstack/react-query'])
    expect(readFileSync(join(folder, 'react.js'), 'utf8')).toMatch(/^["']use client["']/)
    expect(readFileSync(join(folder, 'queries.js'), 'utf8')).not.toContain('use client')
  })

  it('imports only libheif-js to convert HEIC, and loads it with the first HEIC', () => {
    const decoder = 'libheif-js/libheif-wasm/libheif-bundle.mjs'
    expect(packagesOf('heic.js')).toEqual([decoder])
    expect(readFileSync(join(folder, 'heic.js'), 'utf8')).not.toContain(decoder)
  })

  it('imports only the declared dependencies in the CLI', () => {
    const packages = packagesOf('cli.js').filter((name) => !isBuiltin(name))
    expect(packages).toEqual(['@decimalturn/toml-patch', 'diff', 'postgres'])
  })

  it('prints the help of the CLI without a database', async () => {
    const commands = [[], ['--help'], ['prove', '--help']]
    for (const args of commands) {
      const cli = spawnSync(process.execPath, [join(folder, 'cli.js'), ...args], {
        encoding: 'utf8',
      })
      expect(cli.stdout + cli.stderr).toContain('Usage: npx supabase-social')
      expect(cli.status).toBe(args.length > 0 ? 0 : 2)
    }
  })
})
