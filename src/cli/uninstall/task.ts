import type postgres from 'postgres'
import type { ProjectFolder } from '../project/folder.ts'
import type { Manifest } from '../project/manifest.ts'
import type { Release } from '../project/release.ts'
import type { Ask } from './confirm.ts'
import type { Api } from './http.ts'
import type { Places } from './target.ts'

/** What a call of the command uninstall passes to its steps. */
export interface Uninstall {
  places: Places
  name: string
  sql: postgres.Sql | undefined
  project: ProjectFolder | undefined
  release: Release
  manifest: Manifest | undefined
  /** Calls the project with the publishable key. */
  api: Api | undefined
  /** Calls the project with the secret key. */
  secretApi: Api | undefined
  ask: Ask | undefined
  print: (line: string) => void
  /** The name that the user passed in an option. */
  confirmed: string | undefined
  exportFolder: string | undefined
  hookIsOff: boolean
  schemaIsHidden: boolean
  dropDependents: boolean
  removeChanged: boolean
}
