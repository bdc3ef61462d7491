import { strFromU8, unzipSync } from 'npm:fflate@0.8.3'
import { limits, type Page, Part, type Source, type StoredFile } from './export-part.ts'

function equal(actual: unknown, expected: unknown) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${a} is not ${b}`)
}

/**
 * Creates a source of fake pages and files. `pages` maps positions to the pages that begin there.
 * The first page begins at the position ''. Reading a file in `broken` fails halfway.
 */
function source(pages: Record<string, Page>, broken: string[] = []): Source {
  return {
    page: (after) => Promise.resolve(pages[after ?? ''] as Page),
    file: ({ path, bytes }) => {
      const half = new Uint8Array(bytes / 2).fill(7)
      return Promise.resolve(
        new ReadableStream<Uint8Array>({
          start(controller) {
            controller.enqueue(half)
            if (broken.includes(path)) return controller.error(new Error('it broke off'))
            controller.enqueue(half)
            controller.close()
          },
        }),
      )
    },
  }
}

const file = (name: string, bytes = 10) => ({
  key: `files:${name}`,
  item: { bucket: 'social-media', path: name, file: `media/${name}`, bytes } satisfies StoredFile,
})
const row = (id: number) => ({ key: `posts:${id}`, item: { id } })

async function build(of: Source, position: string | null = null, part = 1) {
  const built = new Part({ part, position }, of)
  const chunks = await Array.fromAsync(built.bytes())
  const zip = new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer())
  equal(zip.byteLength, built.byteCount)
  const entries = Object.entries(unzipSync(zip))
  const read = (name: string, bytes: Uint8Array) =>
    name.endsWith('.json') ? JSON.parse(strFromU8(bytes)) : bytes.byteLength
  return { built, files: Object.fromEntries(entries.map(([name, b]) => [name, read(name, b)])) }
}

Deno.test('a document becomes a JSON file, even if the document is empty', async () => {
  const { built, files } = await build(
    source({
      '': { document: 'export', items: [{ key: '', item: { version: 1 } }], next: 'posts:' },
      'posts:': { document: 'posts', items: [row(1), row(2)], next: 'posts:2' },
      'posts:2': { document: 'posts', items: [row(3)], next: 'likes:' },
      'likes:': { document: 'likes', items: [], next: 'files:' },
      'files:': { document: 'files', items: [file('a.jpg'), file('b.jpg')], next: null },
    }),
  )
  equal(files, {
    'export.json': { version: 1 },
    'posts.json': [{ id: 1 }, { id: 2 }, { id: 3 }],
    'likes.json': [],
    'media/a.jpg': 10,
    'media/b.jpg': 10,
  })
  equal([built.next, built.itemCount, built.missing.length], [null, 6, 0])
})

Deno.test('a media file that does not fit into a part begins the next part', async () => {
  const large = limits.bytes + 2
  const of = source({
    '': { document: 'files', items: [file('a', 20), file('b', large), file('c', 20)], next: null },
    'files:a': { document: 'files', items: [file('b', large), file('c', 20)], next: null },
    'files:b': { document: 'files', items: [file('c', 20)], next: null },
  })
  const first = await build(of)
  equal([first.files, first.built.next], [{ 'media/a': 20 }, 'files:a'])
  const second = await build(of, first.built.next, 2)
  equal([second.files, second.built.next], [{ 'media/b': large }, 'files:b'])
  const third = await build(of, second.built.next, 3)
  equal([third.files, third.built.next], [{ 'media/c': 20 }, null])
})

Deno.test('a part ends at the maximum number of rows, even inside a document', async () => {
  const items = Array.from({ length: limits.rows }, (_, id) => row(id))
  const of = source({
    '': { document: 'posts', items, next: 'posts:x' },
    'posts:x': { document: 'posts', items: [row(-1)], next: null },
  })
  const first = await build(of)
  equal([first.files['posts.json'].length, first.built.next], [limits.rows, 'posts:x'])
  const second = await build(of, first.built.next, 2)
  equal([second.files, second.built.next], [{ 'posts-2.json': [{ id: -1 }] }, null])
})

Deno.test('an unreadable small file is listed as missing, and an unreadable large file is an error', async () => {
  const pages = (bytes: number) => ({
    '': { document: 'files', items: [file('a', bytes), file('b')], next: null } as Page,
  })
  const { built, files } = await build(source(pages(10), ['a']))
  equal(files, {
    'media/b': 10,
    'missing.json': [{ file: 'media/a', reason: 'it broke off' }],
  })
  equal(built.itemCount, 2)
  const error = await build(source(pages(limits.bytes + 2), ['a'])).catch((reason) => reason)
  equal((error as Error).message, 'it broke off')
})
