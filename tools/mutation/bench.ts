import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { splitSqlStatements } from '@supabase/lite'
import postgres from 'postgres'
import { databaseUrl } from '../local-stack/bootstrap.ts'
import { type Database, startThrowAwayDatabase } from '../local-stack/database.ts'
import { migrate } from '../local-stack/migrate.ts'
import { migrationsFolder } from '../local-stack/paths.ts'
import { SUPERUSER } from '../local-stack/postgres.ts'
import { installPgtap } from '../test-runner/pgtap.ts'
import type { Mutant } from './mutants.ts'

/**
 * A Postgres server. Each new database is a copy of a template database that has the migrations.
 */
export interface Bench {
  /**
   * Returns the address of a database. Close your connections to a template database, because
   * Postgres refuses to copy a database that has connections.
   */
  url(name: string, role?: string): string
  /**
   * Creates a database with a mutant, which is one change of the schema. Returns the error if
   * Postgres refuses the mutant.
   */
  copy(name: string, mutant?: Mutant): Promise<string | undefined>
  drop(name: string): Promise<void>
  stop(): Promise<void>
}

/**
 * Creates two template databases: an empty project, and a project with the migrations and pgTAP.
 */
export async function openBench(): Promise<Bench> {
  const database = await startThrowAwayDatabase()
  const url = urls(database)
  const admin = postgres(url('template1', SUPERUSER), { max: 1, onnotice() {} })
  const create = (name: string, template: string) =>
    admin.unsafe(`create database "${name}" owner postgres template ${template}`)
  // This template database is a project before the migrations.
  await create('project', 'postgres')
  await migrate(database.url)
  await installPgtap(database.url)

  async function copy(name: string, mutant?: Mutant): Promise<string | undefined> {
    await create(name, mutant?.rebuild ? 'project' : 'postgres')
    try {
      if (mutant?.rebuild) await rebuild(url(name), mutant.rebuild)
      else if (mutant) await once(url(name, SUPERUSER), (sql) => sql.unsafe(mutant.sql))
      return undefined
    } catch (error) {
      return String(error)
    }
  }
  return {
    url,
    copy,
    async drop(name) {
      await admin.unsafe(`drop database if exists "${name}" with (force)`)
    },
    async stop() {
      await admin.end()
      await database.stop()
    },
  }
}

function urls({ port, password }: Database): (name: string, role?: string) => string {
  return (name, role = 'postgres') =>
    databaseUrl(port, password, role).replace(/\/postgres$/, `/${name}`)
}

async function once(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice() {} })
  await work(sql).finally(() => sql.end())
}

/** Applies all migrations, with one statement changed. */
async function rebuild(url: string, { file, statement, by }: NonNullable<Mutant['rebuild']>) {
  await once(url, async (sql) => {
    for (const name of readdirSync(migrationsFolder).sort()) {
      const text = readFileSync(join(migrationsFolder, name), 'utf8')
      const mutated = name === file ? text.replace(statement, () => by) : text
      const parts = splitSqlStatements(mutated)
      await sql.begin(async (transaction) => {
        for (const part of parts) await transaction.unsafe(part)
      })
    }
  })
  await installPgtap(url)
}
