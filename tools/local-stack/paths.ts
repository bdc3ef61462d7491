import { fileURLToPath } from 'node:url'

/** The root folder of the checkout, whatever the working directory is. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url))

export const migrationsFolder: string = `${root}supabase/migrations`
export const functionsFolder: string = `${root}supabase/functions`
export const testsFolder: string = `${root}supabase/tests`
