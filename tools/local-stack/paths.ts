import { fileURLToPath } from 'node:url'

/** The checkout, wherever the command was called from. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url))

export const migrationsFolder: string = `${root}supabase/migrations`
export const functionsFolder: string = `${root}supabase/functions`
export const testsFolder: string = `${root}supabase/tests`
