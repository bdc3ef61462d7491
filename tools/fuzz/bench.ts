import { readdirSync } from 'node:fs'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { createSocial, unwrap } from '../../src/sdk/index.ts'
import { raiseRateLimits } from '../../tests/support/no-rate-limits.ts'
import { type RawSender, type Response, rawSender } from '../../tests/support/raw-sender.ts'
import { metadataIn } from '../../tests/support/stored-metadata.ts'
import { type Stack, startStack } from '../local-stack/stack.ts'
import { type Measured, MeasuredFunction } from './measured.ts'
import type { Mutation } from './mutations.ts'

/** The limits of an edge function on hosted Supabase: seconds of CPU time, and megabytes. */
const SECONDS = 2
const MEGABYTES = 256

/** What social-ingest did with a mutation. */
export interface Outcome {
  mutation: Mutation
  /** The code of the refusal, or `stored`. */
  answer: string
  cpu: number
  memory: number
  isRepeated: boolean
  /** What is wrong: an answer of 5xx, metadata, a file that is left, or a cost over the limits. */
  problems: string[]
}

/** Starts a stack, in which a person uploads mutations. */
export async function openBench(): Promise<Bench> {
  const stack = await startStack({ purges: false })
  try {
    await raiseRateLimits(stack.databaseUrl)
    return new Bench(stack, await signUp(stack))
  } catch (error) {
    await stack.stop()
    throw error
  }
}

async function signUp(stack: Stack): Promise<RawSender> {
  const supabase = createClient(stack.url, stack.publishableKey)
  const social = createSocial(supabase)
  const email = 'photographer@example.com'
  unwrap(await social.auth.signUp({ email, password: 'a long secret', username: 'photographer' }))
  return rawSender(stack, supabase)
}

export class Bench {
  readonly #stack: Stack
  readonly #sender: RawSender
  readonly #function: MeasuredFunction
  readonly #sql: postgres.Sql
  /** The mutations by the ids of their raw files. */
  readonly #sent = new Map<string, Mutation>()

  constructor(stack: Stack, sender: RawSender) {
    this.#stack = stack
    this.#sender = sender
    this.#function = new MeasuredFunction(sender)
    this.#sql = postgres(stack.databaseUrl, { max: 2, onnotice() {} })
  }

  /** Processes mutations. While the function works on one, the files of another are checked. */
  async *attempts(mutations: Iterable<Mutation>): AsyncGenerator<Outcome> {
    const running: Promise<Outcome>[] = []
    for (const mutation of mutations) {
      const attempt = this.attempt(mutation)
      attempt.catch(() => {}) // the error is thrown when its turn comes
      running.push(attempt)
      if (running.length === 3) yield (await running.shift()) as Outcome
    }
    for (const outcome of running) yield await outcome
  }

  /** Uploads and ingests a file, and checks the answer, the cost and the stored files. */
  async attempt(mutation: Mutation): Promise<Outcome> {
    const call = await this.#upload(mutation)
    let response = await this.#function.ingest(call)
    const problems = await this.#check(call[0], response)
    if (response.cpu > SECONDS || response.memory > MEGABYTES) {
      // The memory of a process also grows with the files before, so a new process decides.
      response = await this.#function.ingest(await this.#upload(mutation), true)
      problems.push(...costProblems(response))
    }
    const { body, cpu, memory, isRepeated } = response
    const answer = typeof body.code === 'string' ? body.code : 'stored'
    return { mutation, answer, cpu, memory, isRepeated, problems }
  }

  /** Returns the files in Storage that belong to no upload and that the worker will not remove. */
  async leftovers(): Promise<string[]> {
    const objects = await this.#sql<{ name: string; is_known: boolean }[]>`
      select bucket_id || '/' || name as name, exists (
        select from social_private.uploads where objects.name in (path, medium_path, thumbnail_path)
      ) or exists (
        select from social_private.file_deletions as gone
        where (gone.bucket_id, gone.path) = (objects.bucket_id, objects.name)
      ) as is_known
      from storage.objects`
    const files = readdirSync(this.#stack.filesFolder, { withFileTypes: true })
    const extra = files.filter((file) => file.isFile()).length - objects.length
    const unknown = objects
      .filter((object) => !object.is_known)
      .map(({ name }) => `${this.#senderOf(name)} left ${name.split('/')[0]}`)
    return extra === 0 ? unknown : [...unknown, `${extra} more files than rows`]
  }

  #senderOf(name: string): string {
    const [, mutation] = [...this.#sent].find(([id]) => name.includes(id)) ?? []
    return mutation ? `${mutation.number} (${mutation.what})` : name
  }

  async stop(): Promise<void> {
    await this.#sql.end()
    await this.#stack.stop()
  }

  async #upload(mutation: Mutation): Promise<Parameters<RawSender['ingest']>> {
    const { bytes, purpose, poster } = mutation
    const id = await this.#sender.upload(bytes)
    const posterId = poster && (await this.#sender.upload(poster))
    for (const sent of [id, posterId]) if (sent) this.#sent.set(sent, mutation)
    return [id, purpose, posterId]
  }

  async #check(id: string, response: Response): Promise<string[]> {
    const { status, body } = response
    const objects = await this.#sql<{ bucket: string; name: string }[]>`
      select bucket_id as bucket, name from storage.objects
      where name like ${`${this.#sender.id}/${id}%`} order by name`
    if (status !== 200) {
      const left = objects.map(({ bucket }) => `a refused file is left in ${bucket}`)
      return [...refusalProblems(response), ...left]
    }
    const names = objects.map(({ name }) => name)
    const expected = [body.path, body.medium_path, body.thumbnail_path].filter(Boolean).sort()
    const problems = `${names}` === `${expected}` ? [] : [`${names} is stored, not ${expected}`]
    const { storage } = createClient(this.#stack.url, this.#stack.secretKey)
    for (const { bucket, name } of objects) {
      const { data, error } = await storage.from(bucket).download(name)
      if (error) throw error
      problems.push(...fileProblems(Buffer.from(await data.arrayBuffer())))
    }
    return problems
  }
}

const REFUSALS = [
  ...['file_type_invalid', 'file_too_large', 'file_damaged', 'file_suspicious'],
  'image_too_many_pixels',
]

function refusalProblems({ status, body: { code, message, hint } }: Response): string[] {
  const isRefusal = status >= 400 && status < 500 && REFUSALS.includes(`${code}`)
  return isRefusal && message && hint ? [] : [`status ${status}, ${code}: ${message}`]
}

function fileProblems(file: Buffer): string[] {
  try {
    return metadataIn(file)
  } catch (error) {
    return [`${error}`]
  }
}

function costProblems({ cpu, memory }: Measured): string[] {
  return [
    ...(cpu > SECONDS ? [`${cpu.toFixed(2)} s of CPU time`] : []),
    ...(memory > MEGABYTES ? [`${memory.toFixed(0)} MB of memory`] : []),
  ]
}
