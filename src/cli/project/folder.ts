import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Problem } from '../problem.ts'

/** The folder of a Supabase project on this machine. */
export interface ProjectFolder {
  /** The folder that contains the folder `supabase`. */
  root: string
  /** The folder `supabase`, which contains `config.toml`. */
  supabase: string
}

/**
 * Finds the Supabase project of a folder, as the Supabase CLI does: in the folder itself or in the
 * nearest folder above it.
 */
export function findProject(cwd: string = process.cwd()): ProjectFolder {
  for (let root = resolve(cwd); ; root = dirname(root)) {
    const supabase = join(root, 'supabase')
    if (existsSync(join(supabase, 'config.toml'))) return { root, supabase }
    if (root === dirname(root)) break
  }
  throw new Problem(
    'Neither this folder nor a folder above it contains supabase/config.toml. Run `npx supabase init` first.',
  )
}
