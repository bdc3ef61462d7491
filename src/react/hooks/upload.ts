import { useEffect, useRef, useState } from 'react'
import type { SocialError } from '../../sdk/social-error.ts'
import type { Upload } from '../../sdk/types.ts'
import { uuid } from '../../sdk/uuid.ts'
import { useSocial } from '../provider.tsx'

/** A file on its way to the server. */
export interface UploadFile {
  /** The id of the upload, which `useCreatePost` takes. */
  id: string
  file: Blob
  /** An address that shows the file at once, before the upload ends. */
  preview: string
  /** From 0 to 1. */
  progress: number
  state: 'uploading' | 'ready' | 'failed'
  /** What the server made of the file, or null before it is ready. */
  upload: Upload | null
  error: SocialError | null
}

/** The files of a composer, in their order. */
export interface Uploads {
  files: UploadFile[]
  /**
   * Adds files, uploads them at once, and returns their ids. `ids` are those of an earlier time, for
   * example of a draft: a file that the server already has then uploads no second time.
   */
  add(files: Iterable<Blob>, ids?: readonly string[]): string[]
  /** Uploads a failed file again. */
  retry(id: string): void
  /** Removes a file, and ends its upload. */
  remove(id: string): void
  /** Moves a file to another place in the order. */
  move(id: string, to: number): void
  /** Removes all files, for example after the post is published. */
  clear(): void
}

/**
 * Uploads the files of a post or an avatar, with the progress of each file.
 * @example
 * const { files, add, retry } = useUpload()
 * return <input type="file" multiple onChange={(event) => add(event.target.files ?? [])} />
 */
export function useUpload(options: { purpose?: 'post' | 'avatar' } = {}): Uploads {
  const { media } = useSocial()
  const { purpose = 'post' } = options
  const [files, setFiles] = useState<UploadFile[]>([])
  const running = useRef(new Map<string, AbortController>())
  const all = useRef<UploadFile[]>([])
  all.current = files

  const change = (id: string, fields: Partial<UploadFile>) => {
    setFiles((now) => now.map((one) => (one.id === id ? { ...one, ...fields } : one)))
  }
  const send = async ({ id, file }: UploadFile) => {
    const controller = new AbortController()
    running.current.set(id, controller)
    const onProgress = (progress: number) => change(id, { progress })
    const { signal } = controller
    const { data, error } = await media.upload(file, { id, purpose, signal, onProgress })
    running.current.delete(id)
    if (signal.aborted) return
    change(id, {
      upload: data,
      error,
      state: data ? 'ready' : 'failed',
      ...(data && { progress: 1 }),
    })
  }
  useEffect(() => {
    const isWaiting = ({ id, state }: UploadFile) =>
      state === 'uploading' && !running.current.has(id)
    // The SDK lets many files share the line in turn.
    for (const file of files.filter(isWaiting)) void send(file)
  })
  useEffect(() => {
    const { current } = running
    return () => {
      for (const controller of current.values()) controller.abort()
      current.clear()
      for (const { preview } of all.current) URL.revokeObjectURL(preview)
    }
  }, [])
  const end = ({ id, preview }: UploadFile) => {
    running.current.get(id)?.abort()
    running.current.delete(id)
    URL.revokeObjectURL(preview)
  }
  return {
    files,
    add(more, ids = []) {
      const added = Array.from(more, (file, at) => begin(file, ids[at]))
      setFiles((now) => [...now, ...added])
      return added.map(({ id }) => id)
    },
    retry: (id) => change(id, { state: 'uploading', progress: 0, error: null }),
    remove(id) {
      for (const file of files) if (file.id === id) end(file)
      setFiles((now) => now.filter((file) => file.id !== id))
    },
    move: (id, to) => setFiles((now) => moved(now, id, to)),
    clear() {
      files.forEach(end)
      setFiles([])
    },
  }
}

function begin(file: Blob, id = uuid()): UploadFile {
  const preview = URL.createObjectURL(file)
  return { id, file, preview, progress: 0, state: 'uploading', upload: null, error: null }
}

function moved(files: UploadFile[], id: string, to: number): UploadFile[] {
  const file = files.find((one) => one.id === id)
  if (!file) return files
  const rest = files.filter((one) => one !== file)
  return [...rest.slice(0, to), file, ...rest.slice(to)]
}
