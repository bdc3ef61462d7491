import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { unwrap } from '../../src/sdk/result.ts'
import type { Export } from '../../src/sdk/types.ts'
import { type ExportDocuments, exportDocuments } from './export-schemas.ts'
import type { Person } from './people.ts'
import { stack } from './stack.ts'
import { readZip } from './zip.ts'

export interface Exported {
  card: Export
  zips: Uint8Array[]
  documents: ExportDocuments
  files: Map<string, Buffer>
}

/** Calls the edge function social-worker, as a schedule does. */
export async function work(): Promise<void> {
  const headers = { apikey: stack.secretKey, 'content-type': 'application/json' }
  const url = `${stack.url}/functions/v1/social-worker`
  const response = await fetch(url, { method: 'POST', headers, body: '{}' })
  if (!response.ok) throw new Error(await response.text())
}

/** Requests an export, lets the worker build the export, and downloads and reads the files. */
export async function exportOf(person: Person): Promise<Exported> {
  const { exports } = person.social
  let card = unwrap(await exports.request())
  for (let tries = 0; card.state !== 'ready' && tries < 60; tries++) {
    await work()
    card = unwrap(await exports.get(card.id))
    if (card.state === 'running') await wait(250)
  }
  expect(card.state).toBe('ready')
  const links = unwrap(await exports.getLinks(card))
  const zips = await Promise.all(
    links.map(async ({ url, bytes }) => {
      const response = await fetch(String(url))
      expect(response.status).toBe(200)
      const zip = new Uint8Array(await response.arrayBuffer())
      expect(zip.byteLength).toBe(bytes)
      return zip
    }),
  )
  const files = new Map(zips.flatMap((zip) => [...readZip(zip)]))
  return { card, zips, documents: documentsIn(files), files }
}

/** Parses the documents of an export and validates each document with its schema. */
function documentsIn(files: Map<string, Buffer>): ExportDocuments {
  const documents: Record<string, unknown> = { missing: [] }
  for (const [file, bytes] of files) {
    const [, name] = /^([a-z_]+)(?:-\d+)?\.json$/.exec(file) ?? []
    if (!name) continue
    const schema = exportDocuments[name as keyof typeof exportDocuments]
    expect(schema, `${file} is in the schema`).toBeDefined()
    const value = schema.parse(JSON.parse(bytes.toString()))
    const before = documents[name]
    documents[name] = Array.isArray(before) ? [...before, ...(value as unknown[])] : value
  }
  expect(Object.keys(documents).sort()).toEqual(Object.keys(exportDocuments).sort())
  return documents as ExportDocuments
}
