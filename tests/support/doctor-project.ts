import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import type { Finding } from '../../src/cli/doctor/check.ts'
import { checks, examine, type Line } from '../../src/cli/doctor/doctor.ts'
import { type Access, withProject } from '../../src/cli/doctor/project.ts'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import { extensionStubs } from './guide-schedule.ts'
import { type HostProject, startHostProject } from './host-project.ts'
import { type ProxyServer, startProxy } from './proxy.ts'

export const CONFIG = 'supabase/config.toml'

/** A project of somebody else in which every line of the command `doctor` is fine. */
export interface DoctorProject {
  host: HostProject
  access: Required<Access>
  /** A server in front of the stack, for answers that the stack never gives. */
  proxy: ProxyServer
  /** A connection as superuser. */
  sql: postgres.Sql
  /** Runs all checks. */
  lines(access?: Access): Promise<Line[]>
  /** Runs the check with this title. */
  line(title: string, access?: Access): Promise<Finding>
  /** Changes or removes a file of the folder. The returned function restores the file. */
  edit(path: string, change: (text: string) => string | undefined): () => void
  stop(): Promise<void>
}

export async function startDoctorProject(): Promise<DoctorProject> {
  const host = await startHostProject()
  await install(host)
  const { stack, folder } = host
  const proxy = await startProxy(stack.url)
  const superuser = new URL(stack.databaseUrl)
  superuser.username = SUPERUSER
  const sql = connect(superuser.href)
  await host.sql.unsafe(extensionStubs)
  await host.sql`select social_private.schedule_worker(${proxy.url})`
  await sql.unsafe(readFileSync(new URL('doctor-project.sql', import.meta.url), 'utf8'))
  const access = {
    ...{ url: proxy.url, key: stack.publishableKey, secretKey: stack.secretKey },
    ...{ databaseUrl: stack.databaseUrl, folder },
  }
  return {
    ...{ host, access, proxy, sql },
    lines: (chosen = access) => withProject(chosen, (project) => examine(project, () => {})),
    line: (title, chosen = access) =>
      withProject(chosen, async (project) => {
        const check = checks.find((one) => one.title === title)
        if (!check) throw new Error(`There is no check ${title}`)
        return check.run(project)
      }),
    edit(path, change) {
      const file = join(folder, path)
      const before = readFileSync(file, 'utf8')
      const after = change(before)
      if (after === before) throw new Error(`The change leaves ${path} as it is`)
      if (after === undefined) rmSync(file)
      else writeFileSync(file, after)
      return () => writeFileSync(file, before)
    },
    async stop() {
      await sql.end()
      await proxy.stop()
      await host.stop()
    },
  }
}

/**
 * Installs supabase-social as the guide says, with our mails, and switches the confirmation of
 * addresses on.
 */
async function install(host: HostProject): Promise<void> {
  const { code, stdout, stderr } = await host.cli('init')
  if (code !== 0) throw new Error(stderr)
  const config = join(host.folder, CONFIG)
  const text = readFileSync(config, 'utf8')
  const mails = stdout.match(/^ *\[auth\.email\.template\.\w+\]\n.*\n/gm)?.join('') ?? ''
  const confirming = text.replace('enable_confirmations = false', 'enable_confirmations = true')
  writeFileSync(config, `${confirming}\n${mails}`)
  await host.push()
  await host.configure()
  await host.deploy()
  const installed = join(host.folder, 'node_modules/supabase-social')
  mkdirSync(installed, { recursive: true })
  cpSync(`${root}package.json`, join(installed, 'package.json'))
}
