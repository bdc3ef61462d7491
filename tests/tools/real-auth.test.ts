import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { chooseAuth, chosenAuth } from '../../tools/local-stack/chosen-auth.ts'
import { Mailbox } from '../../tools/local-stack/mail.ts'
import { ownSettings } from '../../tools/local-stack/project.ts'
import { type RealAuth, startRealAuth } from '../../tools/local-stack/real-auth.ts'
import { startMailCatcher } from '../../tools/local-stack/smtp.ts'
import { readOptions } from '../../tools/test-runner/options.ts'

const folder = mkdtempSync(join(tmpdir(), 'supabase-social-auth-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
// The tests also run with --auth, which sets this variable.
beforeEach(() => vi.stubEnv('SOCIAL_AUTH', ''))
afterEach(() => vi.unstubAllEnvs())

/** Writes a program that node runs, and returns its path. */
function program(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, `#!/usr/bin/env node\n${text}`)
  chmodSync(path, 0o755)
  return path
}

/** A server that answers each request with the request and its own environment. */
const echo = program(
  'echo.cjs',
  `if (process.argv[2] === 'version') return console.log('v2')
  require('node:http').createServer((request, response) => {
    const { method, url, headers } = request
    response.end(JSON.stringify({ method, url, headers, env: process.env }))
  }).listen(process.env.PORT, '127.0.0.1')`,
)

describe('the option --auth', () => {
  test('takes the path of a program that tells its version', () => {
    expect(readOptions(['--auth', echo, 'likes'])).toMatchObject({ auth: echo, filters: ['likes'] })
    chooseAuth(echo)
    expect(chosenAuth()).toBe(echo)
  })

  test.each([
    ['a path where nothing is', join(folder, 'nothing'), 'ENOENT'],
    ['a folder', folder, 'EACCES'],
    ['a program that fails', program('fails.cjs', 'process.exit(1)'), 'prints no version'],
    ['a program without a version', program('silent.cjs', ''), 'prints no version'],
  ])('refuses %s and names the reason', (_, path, reason) => {
    expect(() => chooseAuth(path)).toThrow(`--auth ${path} is not an Auth server`)
    expect(() => chooseAuth(path)).toThrow(reason)
    expect(chosenAuth()).toBeUndefined()
  })
})

function start(path: string): Promise<RealAuth> {
  return startRealAuth({
    ...{ program: path, databasePort: 1, password: 'p', jwtSecret: 's', mailbox: new Mailbox() },
    ...{ publishableKey: 'sb_publishable_x', secretKey: 'sb_secret_x', project: ownSettings },
    ...{ origin: 'http://127.0.0.1:5', siteUrl: 'http://127.0.0.1:3000' },
  })
}

describe('a real Auth server in the local stack', () => {
  test('gets requests without the prefix, and tokens of a role instead of keys', async () => {
    const auth = await start(echo)
    const ask = async (headers: Record<string, string>, path = 'user?a=1') =>
      auth.fetch(new Request(`http://127.0.0.1:5/auth/v1/${path}`, { headers }))
    const roleOf = async (headers: Record<string, string>) => {
      const { headers: sent } = await (await ask(headers)).json()
      const [, claims = ''] = sent.authorization.split('.')
      return claims ? JSON.parse(Buffer.from(claims, 'base64url').toString()).role : sent
    }
    const apikey = 'sb_secret_x'
    expect(await (await ask({ apikey })).json()).toMatchObject({ method: 'GET', url: '/user?a=1' })
    expect(await roleOf({ apikey })).toBe('service_role')
    expect(await roleOf({ apikey, authorization: `Bearer ${apikey}` })).toBe('service_role')
    expect(await roleOf({ apikey: 'sb_publishable_x' })).toBe('anon')
    expect(await roleOf({ apikey, authorization: 'Bearer mine' })).toMatchObject({
      authorization: 'Bearer mine',
    })
    expect((await ask({})).status).toBe(401)
    expect((await ask({ apikey: 'sb_secret_y' })).status).toBe(401)
    expect((await ask({}, 'verify?token=x')).status).toBe(200)
    await auth.close()
    await expect(ask({ apikey })).rejects.toThrow()
  })

  test('gets the settings of the project, and variables of the caller win', async () => {
    vi.stubEnv('GOTRUE_PASSWORD_MIN_LENGTH', '20')
    const auth = await start(echo)
    const headers = { apikey: 'sb_secret_x' }
    const request = new Request('http://127.0.0.1:5/auth/v1/user', { headers })
    const { env } = await (await auth.fetch(request)).json()
    await auth.close()
    expect(env).toMatchObject({
      DATABASE_URL: 'postgresql://supabase_auth_admin:p@127.0.0.1:1/postgres',
      GOTRUE_MAILER_AUTOCONFIRM: 'true',
      GOTRUE_HOOK_BEFORE_USER_CREATED_URI:
        'pg-functions://postgres/social_private/before_user_created',
      GOTRUE_PASSWORD_MIN_LENGTH: '20',
    })
  })

  test('that ends at once is a problem with its last sentence', async () => {
    const path = program('ends.cjs', `console.error('{"msg":"no database"}'); process.exit(1)`)
    await expect(start(path)).rejects.toThrow('The Auth server did not start: no database')
  })
})

test('a mail by SMTP arrives in the local inbox with its subject, link and code', async () => {
  const mailbox = new Mailbox()
  const catcher = await startMailCatcher(mailbox)
  const socket = connect(catcher.port, '127.0.0.1')
  const lines = [
    ...['EHLO here', 'MAIL FROM:<auth@example.com>', 'RCPT TO:<ada@example.com>', 'DATA'],
    ...['Subject: =?UTF-8?q?Gr=C3=BC=C3=9Fe_7654321?=', 'To: ada@example.com'],
    ...['Content-Transfer-Encoding: quoted-printable', ''],
    ...['<a href=3D"http://127.0.0.1/verify?token=3D123456&amp;type=3Drecovery">=', 'Go</a>'],
    ...['..Code: 654321', '.', 'QUIT', ''],
  ]
  socket.write(lines.join('\r\n'))
  await new Promise((closed) => socket.resume().on('close', closed))
  await catcher.close()
  expect(mailbox.mails).toMatchObject([
    {
      to: 'ada@example.com',
      subject: 'Grüße 7654321',
      links: ['http://127.0.0.1/verify?token=123456&type=recovery'],
      code: '654321',
    },
  ])
})
