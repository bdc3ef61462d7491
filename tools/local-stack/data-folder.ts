import { createHash, randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { generateApiKey } from '@supabase/lite'
import { Problem } from '../../src/cli/problem.ts'
import { type Account, canReach, postgresAccount } from './account.ts'
import { bootstrapVersion } from './bootstrap.ts'
import { chosenAuth } from './chosen-auth.ts'
import { newPassword } from './database.ts'
import { lockFolder } from './lock.ts'
import { chosenMajor } from './versions.ts'

/**
 * The settings of a data folder. The set-up saves the settings in its last step, so a folder with
 * settings is set up completely.
 */
export interface Settings {
  password: string
  publishableKey: string
  secretKey: string
  jwtSecret: string
  seeded: boolean
  /** Whether a real Auth server created the tables of Auth. */
  hasRealAuth?: boolean
  /** The version of the SQL that created the tables of Auth and Storage. Old folders have none. */
  tables?: string
}

export interface DataFolder {
  /** The data directory of Postgres. */
  database: string
  files: string
  settings: Settings
  /** False until the database is set up completely. */
  isReady: boolean
  save(): void
  close(): void
}

const RESET = 'run npm start -- --reset to begin with a new one.'

/**
 * Opens the folder `kept`, whose data stays between starts. Without `kept`, opens a throw-away
 * folder inside the temp folder.
 */
export async function openDataFolder(
  kept: string | undefined,
  reset: boolean,
): Promise<DataFolder> {
  const folder = kept ? resolve(kept) : fs.mkdtempSync(join(tmpdir(), 'supabase-social-'))
  if (kept) makeWritable(folder)
  // When root starts the stack, Postgres runs as another account. That account must be able to
  // enter the folder.
  fs.chmodSync(folder, postgresAccount() ? 0o711 : 0o700)
  const unlock = lockFolder(folder)
  try {
    const database = join(folder, 'database')
    const file = join(folder, 'settings.json')
    if (reset) for (const path of [file, join(folder, 'files')]) remove(path)
    const saved = readSettings(file)
    // The first start ended before it saved the password, so the data cannot be used.
    if (!saved) removeDatabase(database)
    const settings = saved ?? (await newSettings())
    const location = locate(database, postgresAccount())
    if (saved) checkDatabase(location, saved)
    return {
      database: location,
      files: join(folder, 'files'),
      settings,
      isReady: saved !== undefined,
      save() {
        fs.writeFileSync(`${file}.new`, JSON.stringify(settings, null, 2), { mode: 0o600 })
        fs.renameSync(`${file}.new`, file)
      },
      close() {
        unlock()
        if (!kept) remove(folder)
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}

function makeWritable(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true })
    fs.accessSync(folder, fs.constants.W_OK)
    fs.chmodSync(folder, 0o711)
  } catch {
    throw new Problem(`${folder} cannot be written: choose another folder with --data.`)
  }
}

function readSettings(file: string): Settings | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

async function newSettings(): Promise<Settings> {
  const { key: publishableKey } = await generateApiKey('publishable')
  const { key: secretKey } = await generateApiKey('secret')
  const jwtSecret = randomBytes(32).toString('hex')
  const hasRealAuth = chosenAuth() !== undefined
  return {
    password: newPassword(),
    publishableKey,
    secretKey,
    jwtSecret,
    seeded: false,
    hasRealAuth,
    tables: bootstrapVersion(),
  }
}

/**
 * Returns the folder of the database. The database is in /var/tmp if the account of Postgres cannot
 * enter the data folder. For example, this account cannot enter root's home.
 */
function locate(database: string, account: Account | undefined): string {
  if (canReach(dirname(database), account)) return database
  const name = createHash('sha256').update(database).digest('hex').slice(0, 16)
  const elsewhere = `/var/tmp/supabase-social-${name}`
  if (!fs.existsSync(database)) {
    remove(elsewhere)
    fs.mkdirSync(elsewhere, { mode: 0o711 })
    fs.rmSync(database, { force: true })
    fs.symlinkSync(elsewhere, database)
  }
  return join(fs.realpathSync(database), 'database')
}

function removeDatabase(database: string): void {
  if (fs.lstatSync(database, { throwIfNoEntry: false })?.isSymbolicLink()) {
    remove(fs.readlinkSync(database))
  }
  remove(database)
}

function checkDatabase(database: string, { hasRealAuth = false, tables }: Settings): void {
  const complete = ['PG_VERSION', 'global/pg_control'].every((file) =>
    fs.existsSync(join(database, file)),
  )
  if (!complete) throw new Problem(`${database} is not a complete database: ${RESET}`)
  const major = fs.readFileSync(join(database, 'PG_VERSION'), 'utf8').trim()
  const wanted = chosenMajor()
  if (hasRealAuth !== (chosenAuth() !== undefined)) {
    const how = hasRealAuth ? 'with' : 'without'
    throw new Problem(`${database} was made ${how} --auth: start it the same way, or ${RESET}`)
  }
  if (major !== wanted) {
    throw new Problem(`${database} was made by Postgres ${major}, this is ${wanted}: ${RESET}`)
  }
  if (tables === bootstrapVersion()) return
  throw new Problem(`${database} has the tables of Auth and Storage of another version: ${RESET}`)
}

function remove(path: string): void {
  fs.rmSync(path, { recursive: true, force: true })
}
