import { availableParallelism } from 'node:os'

/**
 * The number of test files that run at the same time. At least two, because a test of the stack
 * mostly waits for the stack.
 */
export const WORKERS: number = Math.max(2, availableParallelism() - 1)

/** The number of databases for the pgTAP files. Each file expects to be alone in its database. */
export const PGTAP_DATABASES: number = Math.min(4, WORKERS)
