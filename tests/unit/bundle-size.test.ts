import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { afterAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const entry = join(root, 'node_modules/.bundle-size.ts')
const PEERS = [/^react/, /^@tanstack/, /^@supabase/, 'zod']

afterAll(() => rmSync(entry, { force: true }))

interface Bundle {
  /** The size of what loads first, minified and compressed. */
  bytes: number
  /** The modules that load first. */
  modules: string[]
}

/** Bundles an app that uses these names, and returns what loads before the first `import()`. */
async function bundle(names: string[], from: string, external: RegExp[] = []): Promise<Bundle> {
  const module = JSON.stringify(join(root, from))
  writeFileSync(entry, `import { ${names} } from ${module}\nglobalThis.use = [${names}]`)
  const build = await rolldown({
    input: entry,
    external: [...PEERS, ...external],
    logLevel: 'silent',
    tsconfig: join(root, 'tsconfig.json'),
  })
  const { output } = await build.generate({ format: 'esm', minify: true })
  const chunks = output.filter((file) => file.type === 'chunk')
  const first = new Set<string>()
  const add = (name: string) => {
    const chunk = chunks.find(({ fileName }) => fileName === name)
    if (!chunk || first.has(name)) return
    first.add(name)
    chunk.imports.forEach(add)
  }
  add(chunks.find(({ isEntry }) => isEntry)?.fileName ?? '')
  const loaded = chunks.filter(({ fileName }) => first.has(fileName))
  return {
    bytes: gzipSync(loaded.map(({ code }) => code).join('\n'), { level: 9 }).length,
    modules: loaded.flatMap(({ moduleIds }) => moduleIds.map((id) => id.slice(root.length + 1))),
  }
}

/** The hooks of an app with all its usual pages. */
const USUAL = [
  ...['SocialProvider', 'useSocial', 'useSession', 'useMe', 'useHomeFeed', 'useExplore', 'usePost'],
  ...['useComments', 'useReplies', 'useProfile', 'useProfilePosts', 'useFollowers', 'useFollowing'],
  ...['useProfileSearch', 'usePostSearch', 'useHashtagPosts', 'useFollowRequests', 'usePostLikers'],
  ...['useNotifications', 'useUnseenCount', 'useLiveNotifications', 'useLivePost', 'useLike'],
  ...['useSave', 'useFollow', 'useCommentLike', 'useCreatePost', 'useDeletePost', 'useBlock'],
  ...['useCreateComment', 'useDeleteComment', 'useRespondToRequest', 'useMarkSeen', 'useUpload'],
  ...['useSignedUrls', 'useUpdateProfile', 'useSuggestions', 'useSavedPosts', 'useMute'],
]

describe('the bundle of an app', () => {
  it('has at most 6 KB of hooks for all usual pages, besides TanStack Query and the SDK', async () => {
    const { bytes, modules } = await bundle(USUAL, 'src/react/index.ts', [/\/sdk\//])
    expect(bytes).toBeLessThanOrEqual(6 * 1024)
    expect(modules.filter((id) => id.startsWith('src/react/effects/'))).toEqual([])
  })

  it('has at most 1 KB of convertHeic, and loads the decoder with the first HEIC', async () => {
    const { bytes, modules } = await bundle(['convertHeic'], 'src/heic/index.ts')
    expect(bytes).toBeLessThanOrEqual(1024)
    expect(modules.filter((id) => /convert|libheif/.test(id))).toEqual([])
  })

  it('has at most 10 KB of createSocial, and loads what few sessions use with its first use', async () => {
    const { bytes, modules } = await bundle(['createSocial'], 'src/sdk/index.ts')
    expect(bytes).toBeLessThanOrEqual(10 * 1024)
    const later = [
      ...['supervisor', 'channel-connection', 'subscription-manager', 'downscale'],
      ...['poster', 'prepare', 'file-kind', 'lane'],
      ...['moderation', 'staff', 'sign-up', 'sentences', 'database-errors'],
    ]
    expect(modules.filter((id) => later.some((name) => id.endsWith(`/${name}.ts`)))).toEqual([])
  })
})
