import { imported } from './imported.ts'
import { fail, type Result, succeed } from './result.ts'
import { SocialError } from './social-error.ts'

/** Loads modules with their first use. Returns the error `network` if they cannot be loaded. */
export function loaded<Module>(load: () => Promise<Module>): Promise<Result<Module>> {
  return imported(load).then(succeed, (cause) => fail(new SocialError('network', { cause })))
}
