import { useEffect, useMemo, useState } from 'react'
import type { Social } from '../../sdk/index.ts'
import { useSocial } from '../provider.tsx'

interface Signed {
  url: string | null
  /** When to ask for a new address, in milliseconds since 1970. */
  renewAt: number
}

/** The lifetime of an address that does not say when it ends, in seconds. */
const LIFETIME = 300
/** How long before its end an address is renewed, in milliseconds. */
const EARLY = 60_000

/** The addresses of one project by path. Paths that are asked for at the same time share a request. */
class Addresses {
  readonly #social: Social
  readonly #signed = new Map<string, Signed>()
  readonly #listeners = new Set<() => void>()
  /** The requests that are on their way, by path, so that no path is asked for twice. */
  readonly #running = new Map<string, Promise<void>>()
  #asked = new Set<string>()
  #waiting: Promise<void> | undefined

  constructor(social: Social) {
    this.#social = social
  }

  /** Returns the known addresses of some paths. */
  find(paths: readonly string[]): ReadonlyMap<string, string> {
    const pairs = paths.map((path) => [path, this.#signed.get(path)?.url] as const)
    return new Map(pairs.filter((pair): pair is [string, string] => Boolean(pair[1])))
  }

  /** Asks for the addresses that are unknown or end soon. Returns when to ask again. */
  async ask(paths: readonly string[]): Promise<number> {
    const isOld = (path: string) => (this.#signed.get(path)?.renewAt ?? 0) <= Date.now()
    const missing = paths.filter((path) => isOld(path) && !this.#running.has(path))
    if (missing.length > 0) this.#waiting ??= Promise.resolve().then(() => this.#fetch())
    for (const path of missing) {
      this.#asked.add(path)
      if (this.#waiting) this.#running.set(path, this.#waiting)
    }
    await Promise.all(paths.map((path) => this.#running.get(path)))
    return Math.min(...paths.map((path) => this.#signed.get(path)?.renewAt ?? Date.now() + EARLY))
  }

  /** Remembers addresses that somebody else asked for. */
  put(urls: Readonly<Record<string, string | null>>): void {
    for (const [path, url] of Object.entries(urls)) {
      this.#signed.set(path, { url, renewAt: endOf(url) - EARLY })
    }
    for (const listener of this.#listeners) listener()
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #fetch(): Promise<void> {
    const paths = [...this.#asked]
    this.#asked = new Set()
    this.#waiting = undefined
    const { data } = await this.#social.media.createSignedUrls(paths)
    for (const path of paths) this.#running.delete(path)
    if (data) this.put(Object.fromEntries(paths.map((path) => [path, data[path] ?? null])))
  }
}

/** Reads when an address ends from its token. */
function endOf(url: string | null): number {
  try {
    const token = new URL(url ?? '').searchParams.get('token') ?? ''
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    return JSON.parse(atob(payload)).exp * 1000
  } catch {
    return Date.now() + LIFETIME * 1000
  }
}

const known = new WeakMap<Social, Addresses>()

function addressesOf(social: Social): Addresses {
  const addresses = known.get(social) ?? new Addresses(social)
  known.set(social, addresses)
  return addresses
}

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
