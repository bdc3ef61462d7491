import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { Finding } from '../../src/cli/doctor/check.ts'
import { checks, examine, type Line } from '../../src/cli/doctor/doctor.ts'
import { type Access, withProject } from '../../src/cli/doctor/project.ts'
import { checksum, writeManifest } from '../../src/cli/project/manifest.ts'
import { openRelease } from '../../src/cli/project/release.ts'
import { startStack } from '../../tools/local-stack/stack.ts'
import { type ProxyServer, startProxy } from './proxy.ts'

/** An installed project in which every line of the command `doctor` is fine. */
export interface DoctorProject {
  access: Required<Access>
  proxy: ProxyServer
  /** A connection as superuser. */
  sql: postgres.Sql
  folder: string
  /** Runs all checks. */
  lines(access?: Access): Promise<Line[]>
  /** Runs the check with this title. */
  line(title: string, access?: Access): Promise<Finding>
  stop(): Promise<void>
}

export async function startDoctorProject(): Promise<DoctorProject> {
  const stack = await startStack({ purges: false })
  const proxy = await startProxy(stack.url)
  const sql = postgres(stack.databaseUrl.replace('//postgres:', '//supabase_admin:'), {
    max: 1,
    onnotice() {},
  })
  await sql.unsafe(readFileSync(new URL('doctor-project.sql', import.meta.url), 'utf8'))
  const folder = installFolder(
    await sql<
      { version: string; name: string }[]
    >`select version, name from supabase_migrations.schema_migrations`,
  )
  const access = {
    url: proxy.url,
    key: stack.publishableKey,
    secretKey: stack.secretKey,
    databaseUrl: stack.databaseUrl,
    folder,
  }
  return {
    ...{ access, proxy, sql, folder },
    lines: (chosen = access) => withProject(chosen, (project) => examine(project, () => {})),
    line: (title, chosen = access) =>
      withProject(chosen, async (project) => {
        const check = checks.find((one) => one.title === title)
        if (!check) throw new Error(`There is no check ${title}`)
        return check.run(project)
      }),
    async stop() {
      await sql.end()
      await proxy.stop()
      await stack.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Creates a folder as `init` leaves it, with the package in node_modules. */
function installFolder(applied: { version: string; name: string }[]): string {
  const root = mkdtempSync(join(tmpdir(), 'doctor-'))
  const supabase = join(root, 'supabase')
  const release = openRelease()
  mkdirSync(join(supabase, 'migrations'), { recursive: true })
  writeFileSync(join(supabase, 'config.toml'), '')
  const files = applied.flatMap(({ version, name }) => {
    const original = release.migrations.find(({ source }) => source.endsWith(`_${name}.sql`))
    if (!original) return []
    const path = `supabase/migrations/${version}_${name}.sql`
    writeFileSync(join(root, path), original.bytes)
    return [
      { path, source: original.source, release: release.version, sha256: checksum(original.bytes) },
    ]
  })
  writeManifest(
    { root, supabase },
    { release: release.version, files, folders: [], config: { undo: [] } },
  )
  const installed = join(root, 'node_modules/supabase-social')
  mkdirSync(installed, { recursive: true })
  copyFileSync(join(release.folder, 'package.json'), join(installed, 'package.json'))
  return root
}
