import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Gateway, openGateway, type Services } from '../../tools/local-stack/gateway.ts'
import type { PageTags } from '../../tools/local-stack/site/share.ts'
import { openSite } from '../../tools/local-stack/site/site.ts'
import { type RawAnswer, rawRequest } from '../support/raw-request.ts'

const PAGE = '<!doctype html><html><head><title>Tern</title></head><body></body></html>'
const SCRIPT = 'console.log("tern")'
const secret = 'outside of the build'
const login = {
  username: 'maya',
  displayName: 'Maya',
  email: 'maya@example.com',
  note: '</script>',
}
const tags: PageTags = {
  title: 'Maya & "friends"</title><script>alert(1)</script>',
  description: "$& it's <b>",
  ...{ image: null, url: 'http://here/p/1', type: 'article' },
}

const parent = mkdtempSync(join(tmpdir(), 'site-'))
const folder = join(parent, 'dist')
let gateway: Gateway
let url: string

function open(folder: string) {
  return openSite({
    ...{ url: 'http://127.0.0.1:9', publishableKey: 'a key', folder },
    logins: () => [{ ...login, password: 'demo-password' }],
    tags: async (_, path) => (path === '/p/1' ? tags : undefined),
  })
}

async function serve(folder: string): Promise<Gateway> {
  const gateway = await openGateway(0)
  const services: Partial<Services> = {
    lite: async () => Response.json('the Data API'),
    auth: async () => Response.json('Auth'),
    site: open(folder),
  }
  gateway.serve(services as Services)
  return gateway
}

const get = (path: string, headers?: Record<string, string>, method?: string) =>
  rawRequest(url, path, headers, method)
/** The page as the build wrote it. */
const withoutConfig = (answer: RawAnswer) =>
  text(answer).replace(/<script type="application\/json" id="app-config">[^<]*<\/script>\n/, '')
const text = ({ body }: RawAnswer) => body.toString()

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), PAGE)
  writeFileSync(join(folder, 'icon.svg'), '<svg/>')
  writeFileSync(join(folder, 'assets/app-1a2b.js'), SCRIPT)
  writeFileSync(join(folder, 'assets/app-1a2b.js.gz'), gzipSync(SCRIPT))
  writeFileSync(join(folder, 'assets/app-1a2b.js.br'), brotliCompressSync(SCRIPT))
  writeFileSync(join(parent, 'secret.txt'), secret)
  gateway = await serve(folder)
  url = `http://127.0.0.1:${gateway.port}`
})
afterAll(async () => {
  await gateway?.close()
  rmSync(parent, { recursive: true })
})

describe('the demo app on the origin of the stack', () => {
  it('answers its page at / and at every address that is no file', async () => {
    for (const path of ['/', '/?a=b', '/u/maya', '/p/2', '/index.html']) {
      const answer = await get(path, { accept: 'text/html' })
      expect([path, answer.status, withoutConfig(answer)]).toEqual([path, 200, PAGE])
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
      })
    }
  })

  it('answers its page for a username that ends like a file, and nothing for a missing file', async () => {
    expect((await get('/u/maya.js', { accept: 'text/html,*/*' })).status).toBe(200)
    expect((await get('/robots.txt')).status).toBe(404)
    expect((await get('/assets/app-0000.js', { accept: 'text/html' })).status).toBe(404)
  })

  it('lets browsers keep files with a hash in the name, and no others', async () => {
    const script = await get('/assets/app-1a2b.js')
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': String(SCRIPT.length),
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    })
    expect((await get('/icon.svg')).headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'cache-control': 'no-cache',
    })
  })

  it('sends the copy that was compressed ahead to a browser that accepts it', async () => {
    const encoding = async (accept: string) => {
      const answer = await get('/assets/app-1a2b.js', { 'accept-encoding': accept })
      return answer.headers['content-encoding']
    }
    expect(await encoding('gzip, deflate, br')).toBe('br')
    expect(await encoding('gzip;q=0.5, br;q=0')).toBe('gzip')
    expect(await encoding('identity')).toBeUndefined()
    const zipped = await get('/assets/app-1a2b.js', { 'accept-encoding': 'gzip' })
    expect(gunzipSync(zipped.body).toString()).toBe(SCRIPT)
    expect((await get('/assets/app-1a2b.js.gz')).body).not.toEqual(zipped.body)
  })

  it('compresses the page, whose text differs with the stack', async () => {
    const page = text(await get('/'))
    const zipped = await get('/', { 'accept-encoding': 'gzip' })
    expect(zipped.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(zipped.body).toString()).toBe(page)
    const smaller = await get('/', { 'accept-encoding': 'br, gzip' })
    expect(brotliDecompressSync(smaller.body).toString()).toBe(page)
  })

  it('writes the configuration before the first script, which may read it', async () => {
    const page = text(await get('/'))
    const [first] = /<script[^>]*>/.exec(page) ?? []
    expect(first).toContain('id="app-config"')
  })

  it('answers 304 to a browser that has the file, and no body to HEAD', async () => {
    for (const path of ['/', '/assets/app-1a2b.js', '/app-config.json']) {
      const { headers, body } = await get(path)
      const etag = headers.etag ?? ''
      const known = await get(path, { 'if-none-match': `"other", W/${etag}` })
      expect([path, known.status, known.body.length]).toEqual([path, 304, 0])
      const head = await get(path, {}, 'HEAD')
      expect(head).toMatchObject({ status: 200, body: Buffer.of() })
      expect(head.headers['content-length']).toBe(String(body.length))
    }
  })

  it('never leaves its folder', async () => {
    const paths = [
      ...[
        '/../secret.txt',
        '/%2e%2e/secret.txt',
        '/..%2fsecret.txt',
        '/assets/..%2f..%2fsecret.txt',
      ],
      ...['/..%5csecret.txt', '//etc/passwd', '/secret.txt%00.js', '/%252e%252e/secret.txt'],
    ]
    for (const path of paths) expect([path, text(await get(path))]).not.toContain(secret)
    expect((await get('/..%2fsecret.txt')).status).toBe(404)
  })

  it('leaves the paths of the services and all methods but GET and HEAD to the services', async () => {
    expect(text(await get('/rest/v1/posts'))).toBe('"the Data API"')
    expect(text(await get('/auth/v1/health', { accept: 'text/html' }))).toBe('"Auth"')
    for (const path of ['/rest/v2/posts', '/auth', '/storage/v1', '/realtime/v1', '/mail/other']) {
      const answer = await get(path, { accept: 'text/html' })
      expect([path, answer.status]).toEqual([path, 404])
      expect(text(answer)).toContain('There is nothing at')
    }
    expect((await get('/', {}, 'POST')).status).toBe(404)
  })

  it('tells the app its address under the name that the browser uses, and who can sign in', async () => {
    const { headers, body } = await get('/app-config.json', { host: 'localhost:8000' })
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    expect(JSON.parse(body.toString())).toEqual({
      ...{ url: 'http://localhost:8000', publishableKey: 'a key' },
      demoLogins: [{ ...login, password: 'demo-password' }],
    })
  })

  it('writes the same configuration into its page, where no name can end the script', async () => {
    const page = text(await get('/'))
    const [, json = ''] = /id="app-config">(.*?)<\/script>/.exec(page) ?? []
    expect(JSON.parse(json)).toEqual(JSON.parse(text(await get('/app-config.json'))))
    expect(JSON.parse(json).demoLogins[0].note).toBe('</script>')
  })

  it('escapes the tags of a shared page', async () => {
    const page = text(await get('/p/1'))
    expect(page).not.toContain('<title>Tern')
    expect(page).not.toMatch(/<script>|<b>|&"/)
    expect(page).toContain('<meta property="og:title" content="Maya &#38; &#34;friends&#34;&#60;/t')
    expect(page).toContain('content="$&#38; it&#39;s &#60;b&#62;"')
    expect(page.match(/<\/head>/g)).toHaveLength(1)
  })

  it('says which command builds it if it is not built', async () => {
    const empty = await serve(join(parent, 'nowhere'))
    const answer = await rawRequest(`http://127.0.0.1:${empty.port}`, '/')
    expect([answer.status, text(answer)]).toEqual([
      503,
      'The demo app is not built yet: npm run build:app builds it.\n',
    ])
    await empty.close()
  })
})
