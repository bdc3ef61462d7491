/**
 * The types of what ingest uses of `node:zlib`. With the types of Node, the function would pass
 * `deno check` only in projects that have installed `@types/node`.
 */
interface Inflate {
  on(event: 'data', listen: (bytes: Uint8Array) => void): void
  once(event: 'end', listen: () => void): void
  once(event: 'error', listen: (error: { code?: string }) => void): void
  write(bytes: Uint8Array): void
  end(): void
  destroy(): void
}

export function createInflate(options: { chunkSize: number }): Inflate
export function inflateSync(bytes: Uint8Array, options: { maxOutputLength: number }): Uint8Array
