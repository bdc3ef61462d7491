import { isOlder, release } from './release.ts'
import { SocialError } from './social-error.ts'
import type { Client } from './supabase.ts'
import type { DataApiError } from './to-social-error.ts'

/**
 * Returns the error `upgrade_needed` if a call failed because the release of the database is older
 * than the release of this SDK. Returns `known`, the usual error of the failed call, otherwise.
 */
export async function explainOldDatabase(
  db: Client,
  cause: DataApiError,
  known: SocialError,
): Promise<SocialError> {
  if (!mayBeOld(cause)) return known
  const { data: installed, error } = await db.schema('social').rpc('version', {}, { get: true })
  if (error || typeof installed !== 'string' || !isOlder(installed, release)) return known
  const hint =
    `The database has release ${installed}, and this SDK needs ${release}. ` +
    'Run npx supabase-social upgrade, then npx supabase db push.'
  return new SocialError('upgrade_needed', { hint, cause })
}

/** Returns whether the database did not know a function, an argument or a value of an enum. */
function mayBeOld({ code, message }: DataApiError): boolean {
  return code === 'PGRST202' || (code === '22P02' && message.includes(' enum '))
}
