import type { Difference } from '../differences.ts'

/** The differences between the Data API of the local stack and PostgREST 14.12. */
export const differences: Difference[] = []
