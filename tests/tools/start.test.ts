import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@supabase/supabase-js'
import { afterAll, describe, expect, it } from 'vitest'
import { root } from '../../tools/local-stack/paths.ts'
import { chosenMajor } from '../../tools/local-stack/versions.ts'
import {
  end,
  endAll,
  freePortPair,
  guardOf,
  isGone,
  type Started,
  start,
} from '../support/spawn-start.ts'

const folder = mkdtempSync(join(tmpdir(), 'supabase-social-start-'))
// If root runs this test, Postgres runs as another account. This account must be able to enter the
// folder.
chmodSync(folder, 0o755)
const data = join(folder, 'data')
afterAll(async () => {
  await endAll()
  rmSync(folder, { recursive: true, force: true })
})

const postgresPid = () =>
  Number(readFileSync(join(data, 'database', 'postmaster.pid'), 'utf8').split('\n')[0])

const clientOf = ({ url, key }: Started) =>
  createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } })
const email = 'someone@example.com'
const password = 'correct horse'

describe('npm start', () => {
  it('keeps people and API keys between starts, and leaves no process behind after Ctrl-C', async () => {
    const first = await start('--data', data)
    expect((await clientOf(first).auth.signUp({ email, password })).error).toBeNull()
    const pid = postgresPid()
    expect(await end(first.child, 'SIGINT')).toBe(0)
    expect(await isGone(pid)).toBe(true)

    const second = await start('--data', data)
    expect(second.key).toBe(first.key)
    expect((await clientOf(second).auth.signInWithPassword({ email, password })).error).toBeNull()
    await expect(start('--data', data)).rejects.toThrow(/exit 1: .*already running/)
    await end(second.child, 'SIGTERM')
  })

  it('recovers from kill -9, even if Postgres is still running', async () => {
    const { child } = await start('--data', data)
    const pid = postgresPid()
    await end(child, 'SIGKILL')
    expect(await isGone(pid)).toBe(true)
    // The pid file is stale: its process id belongs to a running process that is not Postgres.
    writeFileSync(join(data, 'database', 'postmaster.pid'), `${process.pid}\n`)
    const again = await start('--data', data)
    expect((await clientOf(again).auth.signInWithPassword({ email, password })).error).toBeNull()
    const orphan = postgresPid()
    if (existsSync('/proc/self')) process.kill(guardOf(orphan), 'SIGKILL')
    await end(again.child, 'SIGKILL')
    await end((await start('--data', data)).child, 'SIGHUP')
    expect(await isGone(orphan)).toBe(true)
  })

  it('resets all data if the first start was interrupted', async () => {
    rmSync(join(data, 'settings.json'))
    const again = await start('--data', data)
    const { error } = await clientOf(again).auth.signInWithPassword({ email, password })
    expect(error).toMatchObject({ code: 'invalid_credentials' })
    await end(again.child, 'SIGINT')
  })

  it('explains what to do if the tables of its data folder are of an older version', async () => {
    const file = join(data, 'settings.json')
    const text = readFileSync(file, 'utf8')
    const { tables, ...settings } = JSON.parse(text)
    const older = /exit 1: .*tables of Auth.*run npm start -- --reset/s
    for (const other of [settings, { ...settings, tables: 'of another version' }]) {
      writeFileSync(file, JSON.stringify(other))
      await expect(start('--data', data)).rejects.toThrow(older)
    }
    writeFileSync(file, text)
    await end((await start('--data', data)).child, 'SIGINT')
    expect(tables).toEqual(expect.any(String))
  })

  it('explains what to do if it cannot use its data folder', async () => {
    const version = join(data, 'database', 'PG_VERSION')
    writeFileSync(version, '16\n')
    const older = new RegExp(
      `exit 1: .*was made by Postgres 16, this is ${chosenMajor()}: run npm start -- --reset`,
    )
    await expect(start('--data', data)).rejects.toThrow(older)
    rmSync(version)
    const broken = /exit 1: .*is not a complete database: run npm start -- --reset/
    await expect(start('--data', data)).rejects.toThrow(broken)
    const closed = /exit 1: .*cannot be written: choose another folder with --data/
    writeFileSync(join(folder, 'file'), '')
    await expect(start('--data', join(folder, 'file', 'x'))).rejects.toThrow(closed)
  })

  it.concurrent('gives the database the port after its own port', async () => {
    const port = await freePortPair()
    const { child, output } = await start('--data', join(folder, 'pair'), '--port', String(port))
    expect(output).toMatch(new RegExp(`Database .*@127\\.0\\.0\\.1:${port + 1}/postgres`))
    await end(child, 'SIGINT')
  })

  it.concurrent('explains what to do when the port of its database is taken', async () => {
    const server = createServer()
    const port = await freePortPair()
    await new Promise<void>((resolve) => server.listen(port + 1, '127.0.0.1', resolve))
    const options = ['--data', join(folder, 'taken'), '--port', String(port)]
    const sentence = new RegExp(`exit 1: .*Port ${port + 1}, which the database needs, is taken`)
    await expect(start(...options)).rejects.toThrow(sentence)
    server.close()
  })

  it.concurrent('explains what to do when its port is taken, and creates no folder', async () => {
    const server = createServer()
    const port = await freePortPair()
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const other = join(folder, 'other')
    const sentence = new RegExp(`exit 1: .*Port ${port} is taken`)
    await expect(start('--data', other, '--port', String(port))).rejects.toThrow(sentence)
    expect(existsSync(other)).toBe(false)
    server.close()
  })

  it.concurrent('confirms addresses and accepts anonymous users, if the options say so', async () => {
    const options = ['--data', join(folder, 'confirm'), '--confirm-email', '--anonymous']
    const started = await start(...options)
    const { data } = await clientOf(started).auth.signUp({ email, password })
    expect(data).toMatchObject({ user: { email }, session: null })
    const anonymous = await clientOf(started).auth.signInAnonymously()
    expect(anonymous.data.user?.is_anonymous).toBe(true)
    await end(started.child, 'SIGINT')
  })

  it.concurrent('lists the valid options when an option is unknown', async () => {
    await expect(start('--nonsense')).rejects.toThrow(/exit 1: .*--nonsense.*Use: npm start/)
    await expect(start('--port', 'x')).rejects.toThrow(/exit 1: --port x is not a port/)
    await expect(start('--port', '65535')).rejects.toThrow(/exit 1: --port 65535 is not a port/)
  })

  it.concurrent('stops when npm is killed', async () => {
    const port = await freePortPair()
    const options = ['--', '--port', String(port), '--data', join(folder, 'npm'), '--no-seed']
    const npm = spawn('npm', ['start', ...options], { cwd: root, stdio: 'ignore' })
    const answers = () =>
      fetch(`http://127.0.0.1:${port}/mail`).then(
        () => true,
        () => false,
      )
    while (!(await answers())) await wait(100)
    npm.kill('SIGKILL')
    for (let tries = 0; tries < 300 && (await answers()); tries++) await wait(100)
    expect(await answers()).toBe(false)
  })
})
