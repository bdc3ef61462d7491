import { withoutSecrets } from '../options.ts'
import { bucketChecks } from './buckets.ts'
import { type Check, type Finding, unseen } from './check.ts'
import { dataApiChecks } from './data-api.ts'
import { failureChecks } from './failures.ts'
import { functionChecks } from './functions.ts'
import { hookChecks } from './hook.ts'
import { mailChecks } from './mails.ts'
import type { Project } from './project.ts'
import { realtimeChecks } from './realtime.ts'
import { releaseChecks } from './releases.ts'
import { scheduleChecks } from './schedule.ts'
import { signUpChecks } from './sign-ups.ts'
import { storagePolicyChecks } from './storage-policies.ts'
import { tableChecks } from './tables.ts'
import { timeoutChecks } from './timeouts.ts'

/** A line of the result: a check and what it found. */
export interface Line extends Finding {
  title: string
}

/** All checks, in the order of their lines. */
export const checks: Check[] = [
  ...releaseChecks,
  ...mailChecks,
  ...dataApiChecks,
  ...timeoutChecks,
  ...signUpChecks,
  ...hookChecks,
  ...functionChecks,
  ...scheduleChecks,
  ...failureChecks,
  ...bucketChecks,
  ...storagePolicyChecks,
  ...tableChecks,
  ...realtimeChecks,
]

/** Runs all checks. A check that fails sees nothing, and says why. */
export async function examine(
  project: Project,
  onProgress: (title: string) => void,
): Promise<Line[]> {
  const lines: Line[] = []
  for (const { title, run } of checks) {
    onProgress(title)
    const finding = await run(project).catch((error: unknown) =>
      unseen(`The check failed: ${error instanceof Error ? error.message : error}`),
    )
    lines.push({ title, ...finding, text: withoutSecrets(finding.text) })
  }
  return lines
}
