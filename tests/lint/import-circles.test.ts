import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { root } from '../../tools/local-stack/paths.ts'

/** Returns the local imports of each file, including imports of types. */
function readImports(...folders: string[]): Map<string, string[]> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  )
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'))
      const names = importedFiles.map(({ fileName }) => fileName)
      const local = names.filter((name) => name.startsWith('.'))
      return [file, local.map((name) => normalize(join(dirname(file), name)))]
    }),
  )
}

/**
 * Finds import circles with a depth-first search. If several circles share a file, the result
 * contains at least one of these circles.
 */
function findCircles(imports: Map<string, string[]>): string[] {
  const circles: string[] = []
  const done = new Set<string>()
  const visit = (file: string, path: string[]) => {
    const start = path.indexOf(file)
    if (start >= 0) circles.push([...path.slice(start), file].join(' -> '))
    if (start >= 0 || done.has(file)) return
    for (const next of imports.get(file) ?? []) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of imports.keys()) visit(file, [])
  return circles
}

test('no file imports itself through other files', () => {
  const imports = readImports('src', 'tests', 'tools', 'bench')
  expect(imports.size).toBeGreaterThan(200)
  expect(findCircles(imports)).toEqual([])
})

test('a circle of imports is found, even if the search starts at a file outside of the circle', () => {
  const imports = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['d', 'b']],
    ['d', []],
  ])
  expect(findCircles(imports)).toEqual(['b -> c -> b'])
})
