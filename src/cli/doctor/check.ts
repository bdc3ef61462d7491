import type postgres from 'postgres'
import type { ProjectFolder } from '../project/folder.ts'
import { MANIFEST, type Manifest } from '../project/manifest.ts'
import type { Project } from './project.ts'

/**
 * The result of a check. `fine` and `todo` say what the check saw. `todo` also says what to do.
 * `unseen` says why the check saw nothing. `todo` and `unseen` may link to the page where to act.
 */
export interface Finding {
  state: 'fine' | 'todo' | 'unseen'
  text: string
  link?: string
}

/** A line of the command `doctor`. */
export interface Check {
  title: string
  run(project: Project): Promise<Finding>
}

export const fine = (text: string): Finding => ({ state: 'fine', text })

export const todo = (text: string, link?: string): Finding =>
  link ? { state: 'todo', text, link } : { state: 'todo', text }

export const unseen = (text: string, link?: string): Finding =>
  link ? { state: 'unseen', text, link } : { state: 'unseen', text }

/** Joins names, and shortens a long list. */
export function listOf(names: string[]): string {
  const shown = names.slice(0, 5).join(', ')
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown
}

export const NO_URL = 'Pass --url and --key to check this.'
export const NO_DATABASE = 'Pass --db-url to check this.'
const NOT_INSTALLED = 'supabase-social is not installed in this database.'

type Work = (project: Project, tx: postgres.TransactionSql) => Promise<Finding>

/** A check that reads the database. */
export function databaseCheck(title: string, work: Work): Check {
  return {
    title,
    run: async (project) =>
      project.read ? project.read((tx) => work(project, tx)) : unseen(NO_DATABASE),
  }
}

/** A check that reads the objects of supabase-social in the database. */
export function installationCheck(title: string, work: Work): Check {
  return databaseCheck(title, async (project, tx) =>
    project.databaseRelease === undefined ? unseen(NOT_INSTALLED) : work(project, tx),
  )
}

/**
 * A check that compares the database with the definitions that this command knows. It needs a
 * database of the same release.
 */
export function definitionCheck(title: string, work: Work): Check {
  return installationCheck(title, async (project, tx) =>
    project.databaseRelease === project.release
      ? work(project, tx)
      : unseen(
          `This command knows release ${project.release}, and the database has release ${project.databaseRelease}.`,
        ),
  )
}

/** A check that sends requests with the publishable key. */
export function apiCheck(
  title: string,
  work: (project: Project, api: NonNullable<Project['api']>) => Promise<Finding>,
): Check {
  return {
    title,
    run: async (project) => (project.api ? work(project, project.api) : unseen(NO_URL)),
  }
}

/** A check of the files that `init` wrote into the folder of the project. */
export function folderCheck(
  title: string,
  work: (project: Project, folder: ProjectFolder, manifest: Manifest) => Promise<Finding> | Finding,
): Check {
  return {
    title,
    async run(project) {
      const { folder, manifest } = project
      if (!folder) return unseen('Run this command in the folder of the project to check this.')
      return manifest
        ? work(project, folder, manifest)
        : unseen(`This folder has no ${MANIFEST}, which npx supabase-social init writes.`)
    },
  }
}
