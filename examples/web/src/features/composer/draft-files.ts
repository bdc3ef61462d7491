/** A picture of the draft, and the whole picture from which it was cropped. */
export interface DraftFile {
  file: Blob
  original: Blob
}

const STORE = 'draft-files'

/** Keeps a file of the draft on this device. Without room for it, the draft just loses the file. */
export async function keepFile(id: string, file: DraftFile): Promise<void> {
  await run('readwrite', (store) => store.put(file, id)).catch(() => undefined)
}

/** Returns a file of the draft, or undefined if this device does not have it any more. */
export async function readFile(id: string): Promise<DraftFile | undefined> {
  return run<DraftFile | undefined>('readonly', (store) => store.get(id)).catch(() => undefined)
}

/** Forgets a file of the draft. */
export async function forgetFile(id: string): Promise<void> {
  await run('readwrite', (store) => store.delete(id)).catch(() => undefined)
}

async function run<Value>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<Value> {
  const database = await open()
  try {
    return await settled<Value>(ask(database.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    database.close()
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('tern', 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE)
  return settled(request)
}

function settled<Value>(request: IDBRequest): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
