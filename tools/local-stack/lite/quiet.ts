import { RelationNotFoundError } from '@supabase/lite'
import { isLost } from '../pool.ts'
import { Answer, isDatabaseError } from './api-errors.ts'

let isQuiet = false

/**
 * Hides the stack traces of refused requests. Defect of @supabase/lite 0.10.0: lite prints a stack
 * trace for every request that the database refuses.
 */
export function quietenRefusals(): void {
  if (isQuiet) return
  isQuiet = true
  const print = console.error
  console.error = (...args: unknown[]) => {
    if (!args.some((value) => value instanceof Answer || isRefusal(value))) print(...args)
  }
}

function isRefusal(value: unknown): boolean {
  return value instanceof RelationNotFoundError || isDatabaseError(value) || isLost(value)
}
