import { readFile } from 'node:fs/promises'
import { strFromU8, unzipSync } from 'fflate'
import { Problem } from '../problem.ts'

/** An unchecked row of an export document. The database validates the row on import. */
export type Item = Record<string, unknown>

/** The zip files of one export. The zip files contain JSON documents, photos and videos. */
export class Archive {
  readonly profile: Item
  readonly #documents: Map<string, Item[]>
  readonly #files: Map<string, string>
  #zip = { path: '', bytes: new Uint8Array() }

  private constructor(documents: Map<string, Item[]>, files: Map<string, string>) {
    this.#documents = documents
    this.#files = files
    const [head] = this.document('export')
    const [settings] = this.document('settings')
    if (head?.version !== 1 || typeof head.profile !== 'object' || !settings) {
      throw new Problem(
        'This is not an export of version 1. Its first zip file must contain export.json.',
      )
    }
    this.profile = { ...(head.profile as Item), ...settings }
  }

  /** Reads the JSON documents of all zip files. Media files are read later, one by one. */
  static async open(paths: string[]): Promise<Archive> {
    const documents = new Map<string, Item[]>()
    const files = new Map<string, string>()
    for (const path of paths) {
      const entries = unzip(path, await read(path), (name) => {
        if (!name.endsWith('.json')) files.set(name, path)
        return name.endsWith('.json')
      })
      for (const [file, bytes] of Object.entries(entries)) {
        const name = file.replace(/(-\d+)?\.json$/, '')
        const rows = parse(path, file, bytes)
        documents.set(name, [...(documents.get(name) ?? []), ...rows])
      }
    }
    return new Archive(documents, files)
  }

  document(name: string): Item[] {
    return this.#documents.get(name) ?? []
  }

  /** Returns the bytes of a photo or video, or undefined if no zip file contains the file. */
  async file(name: string): Promise<Uint8Array | undefined> {
    const path = this.#files.get(name)
    if (!path) return undefined
    // The import requests media in the order of the zip files, so it is enough to keep one zip file
    // in memory.
    if (this.#zip.path !== path) this.#zip = { path, bytes: await read(path) }
    return unzip(path, this.#zip.bytes, (entry) => entry === name)[name]
  }
}

async function read(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(path).catch((error) => cannotRead(path, error)))
}

function unzip(path: string, bytes: Uint8Array, wants: (name: string) => boolean) {
  try {
    return unzipSync(bytes, { filter: ({ name }) => wants(name) })
  } catch (error) {
    return cannotRead(path, error as Error)
  }
}

function cannotRead(path: string, { message }: Error): never {
  throw new Problem(`Cannot read ${path}: ${message}`)
}

function parse(path: string, file: string, bytes: Uint8Array): Item[] {
  try {
    const value: unknown = JSON.parse(strFromU8(bytes))
    return Array.isArray(value) ? value : [value as Item]
  } catch {
    throw new Problem(`${file} in ${path} is not valid JSON.`)
  }
}
