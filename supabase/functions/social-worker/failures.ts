import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'

/**
 * Notes a failure in social_private.failed_work, where the operator sees it. The note contains the
 * code of the error and not its message, because a message could contain data of a person.
 */
export async function note(
  supabase: SupabaseClient,
  queue: 'files' | 'exports',
  ids: string[],
  error: unknown,
): Promise<void> {
  const args = { queue, row_ids: ids, error: codeOf(error) }
  const noted = await supabase.schema('social').rpc('note_failed_work', args)
  if (noted.error) console.error(`${queue}:`, noted.error)
}

/** Returns the name and the codes of an error, which contain no data of a person. */
export function codeOf(error: unknown): string {
  const { name, status, statusCode, code } = error as Record<string, unknown>
  const parts = [name, status, statusCode, code].filter((part) => part !== undefined)
  return [...new Set(parts.map(String))].join(' ') || 'unknown error'
}
