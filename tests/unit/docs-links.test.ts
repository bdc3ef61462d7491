import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (page: string) => readFileSync(join(root, page), 'utf8')

const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => posix.join('docs', file))
const pages = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', ...docs]

interface Link {
  page: string
  path: string
  anchor: string
}

/** Returns the relative links of a page, except those in code blocks and inline code. */
function linksOf(page: string): Link[] {
  const prose = read(page)
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor = ''] = target.split('#')
      return { page, path: path ? posix.join(dirname(page), path) : page, anchor }
    })
}

/** Returns the anchors that GitHub and npm generate for the headings of a page. */
function anchorsOf(page: string): string[] {
  const headings = read(page)
    .replace(/^```[\s\S]*?^```/gm, '')
    .matchAll(/^#+ (.+)$/gm)
  const seen = new Map<string, number>()
  return [...headings].map(([, heading = '']) => {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replaceAll(' ', '-')
    const count = seen.get(slug) ?? 0
    seen.set(slug, count + 1)
    return count ? `${slug}-${count}` : slug
  })
}

const links = pages.flatMap(linksOf)
const show = ({ page, path, anchor }: Link) => `${page}: ${path}${anchor && `#${anchor}`}`

describe('the documentation', () => {
  it('links only to files that exist', () => {
    expect(links.length).toBeGreaterThan(50)
    expect(links.filter(({ path }) => !existsSync(join(root, path))).map(show)).toEqual([])
  })

  it('links only to headings that exist', () => {
    const broken = links.filter(
      ({ path, anchor }) =>
        anchor && !(existsSync(join(root, path)) && anchorsOf(path).includes(anchor)),
    )
    expect(broken.map(show)).toEqual([])
  })

  it('in the npm package links only to files of the npm package', () => {
    const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
    })
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }]
    const packed = new Set(files.map(({ path }) => path))
    expect([...packed].filter((path) => path.endsWith('.md')).sort()).toEqual(
      ['README.md', 'CHANGELOG.md', ...docs].sort(),
    )
    const outside = links.filter(({ page, path }) => packed.has(page) && !packed.has(path))
    expect(outside.map(show)).toEqual([])
  })

  it('has a link in the README to every page', () => {
    const listed = linksOf('README.md').map(({ path }) => path)
    expect(docs.filter((page) => !listed.includes(page))).toEqual([])
  })

  it('lists the migrations in the order of their file names', () => {
    const files = readdirSync(join(root, 'supabase/migrations')).sort()
    const section = read('docs/architecture.md').split('## The migrations in order')[1] ?? ''
    const listed = [...section.matchAll(/^\| `(social_\w+)` \|/gm)].map(([, name]) => name)
    expect(listed).toEqual(files.map((file) => file.replace(/^\d+_(\w+)\.sql$/, '$1')))
  })

  it('lists exactly the security promises that have a test', () => {
    const promises = [...read('docs/security.md').matchAll(/^\| SEC-(\d+) \| .* \|$/gm)]
    const pgtap = readdirSync(join(root, 'supabase/tests/security')).map(
      (file) => /^sec_(\d+)_/.exec(file)?.[1],
    )
    const typescript = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts'))
      .flatMap((file) => [...read(join('tests', file)).matchAll(/SEC-(\d+) /g)])
      .map(([, id]) => id)
    const tested = new Set([...pgtap, ...typescript].filter((id) => id !== undefined))
    expect(promises.map(([, id]) => id).sort()).toEqual([...tested].sort())
  })

  it('mentions only files and folders that exist in the repository', () => {
    const paths = pages.flatMap((page) =>
      [...read(page).matchAll(/`((?:tests|tools|src|bench|supabase|\.ci)\/[\w./-]+)`/g)].map(
        ([, path = '']) => path,
      ),
    )
    expect(paths.length).toBeGreaterThan(20)
    // Skip `sec_NN_`, a pattern of file names, and the files of the reader's project.
    const known = paths.filter((path) => !/sec_NN_|config\.toml$|supabase-social\.json$/.test(path))
    expect([...new Set(known)].filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})
