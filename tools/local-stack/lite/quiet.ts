import { RelationNotFoundError } from '@supabase/lite'
import { Answer, isDatabaseError } from './api-errors.ts'

/** lite prints every request the database refuses, with its stack: a refusal is an answer. */
export function quietenRefusals(): void {
  const print = console.error
  console.error = (...args: unknown[]) => {
    if (!args.some((value) => value instanceof Answer || isRefusal(value))) print(...args)
  }
}

function isRefusal(value: unknown): boolean {
  return value instanceof RelationNotFoundError || isDatabaseError(value)
}
