import type { Social } from '../../sdk/index.ts'

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
    if (data) this.put(data)
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

/** Returns the addresses of a project that are known. */
export function addressesOf(social: Social): Addresses {
  const addresses = known.get(social) ?? new Addresses(social)
  known.set(social, addresses)
  return addresses
}

/** Forgets all addresses of a project, because another person may see other files. */
export function forgetAddresses(social: Social): void {
  known.delete(social)
}
