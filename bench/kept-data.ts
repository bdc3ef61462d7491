import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../src/cli/problem.ts'
import { connect } from '../tools/local-stack/bootstrap.ts'
import { migrationsFolder } from '../tools/local-stack/paths.ts'
import { splitFile } from '../tools/local-stack/statements.ts'

/** Describes the build that generated the kept data of a folder. */
export interface Manifest {
  /**
   * The hash of scale, tables, indexes, policies, triggers and generator. When this hash changes,
   * the benchmark generates new data.
   */
  structure: string
  /**
   * The hash of functions and grants. When this hash changes, the benchmark replaces the functions
   * and grants in the kept database.
   */
  functions: string
  password: string
  /** False while the data is being generated or while a test writes to it. */
  isComplete: boolean
}

export function readManifest(home: string): Manifest | undefined {
  const file = join(home, 'manifest.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  if (readdirSync(home).every((name) => name === 'lock.json')) return undefined
  throw new Problem(`${home} is not a folder of this benchmark: give --keep an empty folder.`)
}

export function writeManifest(home: string, manifest: Manifest): void {
  writeFileSync(join(home, 'manifest.json'), JSON.stringify(manifest), { mode: 0o600 })
}

/** Computes the hashes of this checkout. */
export function fingerprints(scale: number): Pick<Manifest, 'structure' | 'functions'> {
  const generator = files(join(import.meta.dirname, 'generate')).map(withoutComments)
  const all = statements()
  return {
    structure: digest([String(scale), ...generator, ...all.filter((text) => !isFunction(text))]),
    functions: digest(all.filter(isFunction)),
  }
}

/** Replaces the functions in the kept database. Throws if Postgres cannot replace a function. */
export async function renewFunctions(databaseUrl: string): Promise<void> {
  const sql = connect(databaseUrl)
  try {
    await sql.begin(async (transaction) => {
      for (const text of statements().filter(isFunction)) {
        await transaction.unsafe(text.replace(/^create function/, 'create or replace function'))
      }
    })
  } finally {
    await sql.end()
  }
}

function statements(): string[] {
  return files(migrationsFolder)
    .flatMap((text) => splitFile(text))
    .map((statement) => statement.text.replace(/^(\s+|--.*\n)+/, ''))
    .filter((text) => !text.startsWith('comment on'))
}

function withoutComments(text: string): string {
  return text.replace(/^ *--.*\n/gm, '')
}

function isFunction(text: string): boolean {
  return /^(create function|grant|revoke)\s/.test(text)
}

function files(folder: string): string[] {
  const names = readdirSync(folder).filter((file) => file.endsWith('.sql'))
  return names.sort().map((file) => readFileSync(join(folder, file), 'utf8'))
}

function digest(texts: string[]): string {
  return createHash('sha256').update(texts.join('\0')).digest('hex')
}
