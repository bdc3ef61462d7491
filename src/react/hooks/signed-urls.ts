import { useEffect, useMemo, useState } from 'react'
import type { Social } from '../../sdk/index.ts'
import { useSocial } from '../provider.tsx'
import { addressesOf } from './addresses.ts'

/**
 * Asks for the addresses of files before a component shows them, for example in the loader of a
 * route. `useSignedUrls` then finds them.
 * @example await prefetchSignedUrls(social, post.media.map(({ path }) => path))
 */
export async function prefetchSignedUrls(
  social: Social,
  paths: readonly (string | null | undefined)[],
): Promise<ReadonlyMap<string, string>> {
  const addresses = addressesOf(social)
  const wanted = [...new Set(paths.filter((path) => typeof path === 'string'))]
  await addresses.ask(wanted)
  return addresses.find(wanted)
}

/**
 * Gives `useSignedUrls` addresses that another part of the app asked for already: a server that
 * rendered the page, or a script that ran before React.
 * @example seedSignedUrls(social, urlsOfTheServer)
 */
export function seedSignedUrls(
  social: Social,
  urls: Readonly<Record<string, string | null>>,
): void {
  addressesOf(social).put(urls)
}

/**
 * Returns addresses of files by path. Addresses are cached, asked for together, and renewed before
 * they end. A path that is not in the map has no address yet, or you may not see the file.
 * @example
 * const urls = useSignedUrls(post.media.map(({ path }) => path))
 * return <img src={urls.get(post.media[0].path)} alt="" />
 */
export function useSignedUrls(
  paths: readonly (string | null | undefined)[],
): ReadonlyMap<string, string> {
  const addresses = addressesOf(useSocial())
  const names = [...new Set(paths.filter((path) => typeof path === 'string'))].sort().join('\n')
  const [version, setVersion] = useState(0)
  useEffect(() => {
    if (names === '') return
    const wanted = names.split('\n')
    let timer: ReturnType<typeof setTimeout> | undefined
    let isEnded = false
    const ask = async () => {
      const again = await addresses.ask(wanted)
      // A longer time would overflow, and the timer would fire at once.
      const pause = Math.min(Math.max(1000, again - Date.now()), 2 ** 31 - 1)
      if (!isEnded) timer = setTimeout(ask, pause)
    }
    const unlisten = addresses.listen(() => setVersion((count) => count + 1))
    void ask()
    return () => {
      isEnded = true
      clearTimeout(timer)
      unlisten()
    }
  }, [addresses, names])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that addresses changed
  return useMemo(() => addresses.find(names.split('\n')), [addresses, names, version])
}
