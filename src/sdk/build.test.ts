import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'tsdown'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import config from '../../tsdown.config.ts'

const folder = mkdtempSync(join(tmpdir(), 'supabase-social-build-'))

beforeAll(async () => {
  await build({ ...config, outDir: folder, config: false, logLevel: 'silent' })
}, 60_000)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** The packages that a file of the build needs, itself and through files of the build. */
function packagesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return []
  seen.add(file)
  const text = readFileSync(join(folder, file), 'utf8')
  const imports = [...text.matchAll(/^(?:import|export) .*["']([^"']+)["'];$/gm)]
  const packages = imports.flatMap(([, name = '']) => {
    if (!name.startsWith('.')) return name
    const next = file.endsWith('.d.ts') ? name.replace(/\.js$/, '.d.ts') : name
    return packagesOf(next.slice(2), seen)
  })
  return [...new Set(packages)].sort()
}

describe('the build', () => {
  it.each(['index.js', 'index.d.ts'])('needs supabase-js only for %s', (file) => {
    expect(packagesOf(file)).toEqual(['@supabase/supabase-js'])
  })

  it('needs zod only for the schemas', () => {
    expect(packagesOf('schemas.js')).toEqual(['zod'])
    expect(packagesOf('schemas.d.ts')).toEqual(['zod'])
  })
})
