import type postgres from 'postgres'
import type { Actor, Notes, Step } from './interleavings.ts'

type Sql = postgres.ReservedSql

/** The id of all uploads, which the client chooses. */
export const ID = '0d9d8e37-2c6f-4b6a-9d40-52a3d8f0a001'
/** The id under which the poster of a video is uploaded. */
export const POSTER_ID = '0d9d8e37-2c6f-4b6a-9d40-52a3d8f0a002'

/** The outcome of processing a raw file, by its extension. The GIF is not a picture. */
const OUTPUTS: Record<string, string[]> = {
  jpg: ['display.jpg', 'thumbnail.jpg'],
  png: ['display.webp', 'thumbnail.webp'],
  mp4: ['display.mp4', 'tile.jpg'],
  'mp4 with poster': ['display.mp4', 'thumbnail.jpg'],
}

const asAlice = (sql: Sql) => sql`select social_tests.act_as('alice')`
const asService = (sql: Sql) => sql`select social_tests.act_as_service()`
const asStorage = (sql: Sql) => sql`select social_tests.act_as_operator()`

/** Stores a file with the rights of Storage, which come after the check of the policy. */
export async function store(sql: Sql, bucket: string, name: string): Promise<void> {
  await sql`insert into storage.objects (bucket_id, name, metadata)
    values (${bucket}, ${name}, '{"size": 9}') on conflict do nothing`
}

async function remove(sql: Sql, bucket: string, name: string): Promise<void> {
  await sql`select set_config('storage.allow_delete_query', 'true', true)`
  await sql`delete from storage.objects where bucket_id = ${bucket} and name = ${name}`
  await sql`select set_config('storage.allow_delete_query', 'false', true)`
}

async function folder(sql: Sql): Promise<string> {
  await asStorage(sql)
  const [row] = await sql<
    { id: string }[]
  >`select id from auth.users where email = 'alice@example.com'`
  return `${row?.id}/${ID}`
}

/** An upload: Storage checks the policy, receives the bytes, and then writes the row. */
export function upload(extension: string): Actor {
  const check: Step = async (sql, notes) => {
    const name = `${await folder(sql)}.${extension}`
    await sql`savepoint probe`
    await sql`select social_tests.act_as('alice'),
      set_config('storage.operation', 'storage.object.upload', true)`
    await sql`insert into storage.objects (bucket_id, name) values ('social-uploads', ${name})`
    await sql`rollback to savepoint probe`
    return { ...notes, name }
  }
  const write: Step = async (sql, notes) => {
    await asStorage(sql)
    await store(sql, 'social-uploads', String(notes.name))
    return notes
  }
  return { name: `upload ${extension}`, steps: [check, write] }
}

interface Call {
  purpose?: 'post' | 'avatar'
  isImport?: boolean
  posterId?: string | null
}

/** The steps of the edge function social-ingest. */
export function ingest(name: string, call: Call = {}): Actor {
  return { name, steps: [begin(call), read, put(0), put(1), complete, removeRaw] }
}

function begin({ purpose = 'post', isImport = false, posterId = null }: Call): Step {
  return async (sql, notes) => {
    const owner = (await folder(sql)).slice(0, 36)
    await (isImport ? asService(sql) : asAlice(sql))
    const [upload] = await (isImport
      ? sql`select * from social.begin_ingest_for(
          ${owner}, ${ID}, ${purpose}::social.upload_purpose, ${posterId})`
      : sql`select * from social.begin_ingest(
          ${ID}, ${purpose}::social.upload_purpose, ${posterId})`)
    await asStorage(sql)
    const { path, source_path: source, poster_path: poster } = upload ?? {}
    return path ? undefined : { ...notes, source, poster, purpose }
  }
}

const read: Step = async (sql, notes) => {
  const source = String(notes.source)
  const found = await sql`
    select from storage.objects where bucket_id = 'social-uploads' and name = ${source}`
  if (found.length === 0) return undefined
  const posters = await sql`
    select from storage.objects where bucket_id = 'social-uploads' and name = ${notes.poster ?? ''}`
  const kind = source.split('.').at(-1)?.toLowerCase() ?? ''
  return { ...notes, kind: posters.length > 0 ? `${kind} with poster` : kind }
}

/** The paths that an ingest writes. */
function outputs({ purpose, kind, source }: Notes): string[] {
  const base = String(source).split('.')[0]
  if (purpose === 'avatar') return kind === 'gif' ? [] : [`${base}.jpg`]
  return (OUTPUTS[String(kind)] ?? []).map((file) => `${base}/${file}`)
}

function put(index: number): Step {
  return async (sql, notes) => {
    const path = outputs(notes)[index]
    const bucket = notes.purpose === 'avatar' ? 'social-avatars' : 'social-media'
    if (path) await store(sql, bucket, path)
    return notes
  }
}

const complete: Step = async (sql, notes) => {
  const [path, thumbnail = null] = outputs(notes)
  await asService(sql)
  if (path) {
    await sql`select social.complete_ingest(
      ${ID}, ${path}, ${thumbnail}, null, 'image/jpeg', 8, 6)`
  } else await sql`select social.refuse_ingest(${ID})`
  await asStorage(sql)
  return notes
}

const removeRaw: Step = async (sql, notes) => {
  await remove(sql, 'social-uploads', String(notes.source))
  if (notes.poster) await remove(sql, 'social-uploads', String(notes.poster))
  return notes
}

/** One statement of a caller. */
function once(name: string, ...statements: ((sql: Sql) => Promise<unknown>)[]): Actor {
  return {
    name,
    steps: statements.map(
      (statement): Step =>
        async (sql, notes) => {
          await statement(sql)
          await asStorage(sql)
          return notes
        },
    ),
  }
}

const attach = async (sql: Sql) => {
  await asAlice(sql)
  await sql`select social.create_post(media => ${sql.json([{ id: ID }])})`
}

export const publish = once('post', attach)

export const publishAndErase = once('post and erase', attach, async (sql) => {
  await asStorage(sql)
  await sql`delete from social.posts`
})

export const wearAvatar = once(
  'avatar',
  async (sql) => {
    await asAlice(sql)
    await sql`select social.update_profile(avatar_id => ${ID})`
  },
  async (sql) => {
    await asAlice(sql)
    await sql`select social.update_profile(avatar_id => '')`
  },
)

export const eraseProfile = once('erase person', async (sql) => {
  await asStorage(sql)
  await sql`delete from auth.users
    where id = (select id from social.profiles where username = 'alice')`
})

/** The worker takes files from the queue, removes them, and reports the removal. */
export const worker = once('worker', async (sql) => {
  await asStorage(sql)
  await sql`select social_tests.remove_queued_files()`
})

/** The operator's clock: all waiting uploads are too old. */
export const expire = once('expire', async (sql) => {
  await asStorage(sql)
  await sql`update social_private.uploads set created_at = now() - interval '25 hours'`
  await sql`select social_private.run_maintenance(100)`
})

/** A worker that is killed after it has stored a part of an export. */
export const killedExport = once('export', async (sql) => {
  const path = `${(await folder(sql)).slice(0, 36)}/part-1.zip`
  await store(sql, 'social-exports', path)
})
