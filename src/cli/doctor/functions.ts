import { FUNCTIONS } from '../project/config.ts'
import { compareReleases } from '../project/release.ts'
import { type Answer, reasonOf } from './api.ts'
import { type Check, type Finding, fine, NO_URL, todo, unseen } from './check.ts'
import type { Project } from './project.ts'

const DEPLOY = `npx supabase functions deploy ${FUNCTIONS.join(' ')}`

/** The request has no key, because a function without the JWT check of Supabase needs none. */
function functionCheck(name: string): Check {
  return {
    title: `function ${name}`,
    async run(project) {
      if (!project.api) return unseen(NO_URL)
      return judge(name, await project.api.sendWithoutKey(`/functions/v1/${name}`), project)
    },
  }
}

function judge(name: string, answer: Answer, { release, link }: Project): Finding {
  const { status, body } = answer
  if (status === 404) return todo(`It is not deployed. Run: ${DEPLOY}`, link('functions'))
  if (status === 401 && body.code !== 'forbidden') {
    return todo(
      `It is deployed with the JWT check of Supabase, which refuses its callers. Run npx supabase-social init, which sets verify_jwt = false in config.toml, then: ${DEPLOY}`,
      link(`functions/${name}/details`),
    )
  }
  if (status >= 500) {
    return todo(
      `It does not start (${reasonOf(answer)}). Read its log.`,
      link(`functions/${name}/logs`),
    )
  }
  if (status !== 200 || body.function !== name || typeof body.release !== 'string') {
    return todo(
      `Another function, or an old release, answers at this address. Run: ${DEPLOY}`,
      link('functions'),
    )
  }
  const order = compareReleases(body.release, release)
  if (order === 0) return fine(`It answers, with release ${release}.`)
  return order < 0
    ? todo(
        `It has release ${body.release}, and this command has ${release}. Run npx supabase-social upgrade, then: ${DEPLOY}`,
        link('functions'),
      )
    : todo(
        `It has release ${body.release}, and this command has ${release}. Install supabase-social ${body.release}.`,
      )
}

export const functionChecks: Check[] = FUNCTIONS.map(functionCheck)
