import { useEffect, useState } from 'react'
import { type UploadFile, useUpload } from 'supabase-social/react'
import { type DraftFields, emptyFields, isEmpty, keepDraft, readDraft } from './draft.ts'
import { forgetFile, keepFile, readFile } from './draft-files.ts'

/** A picture or video of the composer. */
export interface Photo extends UploadFile {
  altText: string
  /** The whole picture, from which a person can crop again. */
  original: Blob
}

/** The state of the composer, and what a person can do with it. */
export interface Composer {
  fields: DraftFields
  photos: Photo[]
  isEmpty: boolean
  change: (fields: Partial<DraftFields>) => void
  add: (files: Iterable<Blob>) => void
  describe: (id: string, altText: string) => void
  crop: (photo: Photo, cropped: Blob) => void
  retry: (id: string) => void
  remove: (id: string) => void
  move: (id: string, to: number) => void
  clear: () => void
}

type Details = Record<string, { altText: string; original: Blob }>

/** Holds the pictures and texts of a new post, and keeps them as a draft. */
export function useComposer(userId: string): Composer {
  const uploads = useUpload()
  const [fields, setFields] = useState<DraftFields>(() => readDraft(userId)?.fields ?? emptyFields)
  const [details, setDetails] = useState<Details>({})
  const isRestored = useRestoredFiles(userId, (files) => {
    uploads.add(
      files.map(({ file }) => file),
      files.map(({ id }) => id),
    )
    setDetails(Object.fromEntries(files.map(({ id, ...rest }) => [id, rest])))
  })
  const photos = uploads.files.map((file) => {
    const { altText = '', original = file.file } = details[file.id] ?? {}
    return { ...file, altText, original }
  })
  const draft = { fields, photos: photos.map(({ id, altText }) => ({ id, altText })) }
  const text = JSON.stringify(draft)
  useEffect(() => {
    if (isRestored) keepDraft(userId, JSON.parse(text))
  }, [userId, text, isRestored])

  const insert = (files: readonly { file: Blob; original: Blob }[], altText = ''): string[] => {
    const ids = uploads.add(files.map(({ file }) => file))
    ids.forEach((id, at) => {
      const file = files[at]
      if (!file) return
      setDetails((now) => ({ ...now, [id]: { altText, original: file.original } }))
      void keepFile(id, file)
    })
    return ids
  }
  const remove = (id: string) => {
    uploads.remove(id)
    void forgetFile(id)
  }
  return {
    fields,
    photos,
    isEmpty: isEmpty(draft),
    change: (changes) => setFields((now) => ({ ...now, ...changes })),
    add: (files) => {
      insert(Array.from(files, (file) => ({ file, original: file })))
    },
    describe: (id, altText) =>
      setDetails((now) => {
        const before = now[id]
        return before ? { ...now, [id]: { ...before, altText } } : now
      }),
    crop: ({ id, original, altText }, cropped) => {
      const place = photos.findIndex((photo) => photo.id === id)
      const [next] = insert([{ file: cropped, original }], altText)
      if (next) uploads.move(next, place)
      remove(id)
    },
    retry: uploads.retry,
    remove,
    move: uploads.move,
    clear: () => {
      for (const { id } of photos) void forgetFile(id)
      uploads.clear()
      setFields(emptyFields)
    },
  }
}

interface RestoredFile {
  id: string
  altText: string
  file: Blob
  original: Blob
}

/** Reads the files of the draft, once. Returns whether that is done. */
function useRestoredFiles(userId: string, onFiles: (files: RestoredFile[]) => void): boolean {
  const [isRestored, setIsRestored] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a later onFiles restores nothing new
  useEffect(() => {
    let isOver = false
    const photos = readDraft(userId)?.photos ?? []
    const reading = photos.map(async (photo) => ({ ...photo, ...(await readFile(photo.id)) }))
    void Promise.all(reading).then((read) => {
      if (isOver) return
      onFiles(read.filter((one): one is RestoredFile => one.file instanceof Blob))
      setIsRestored(true)
    })
    return () => {
      isOver = true
    }
  }, [userId])
  return isRestored
}
