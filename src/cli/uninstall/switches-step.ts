import type postgres from 'postgres'
import { Problem } from '../problem.ts'
import { CONFIG } from '../project/config.ts'
import { switchOffSettings } from './folder.ts'
import { SCHEMAS } from './names.ts'
import { alreadyDone, left, type Outcome } from './steps.ts'
import { probeExposure, probeHook, type Switch } from './switches.ts'
import { dashboard } from './target.ts'
import type { Uninstall } from './task.ts'

/**
 * Stops if the sign-up hook is on, or if the schema `social` is exposed. Without the function of
 * the hook, nobody could sign up any more. Without an exposed schema, the Data API of the whole
 * project would fail.
 */
export async function requireSwitchesOff(task: Uninstall, sql: postgres.Sql): Promise<Outcome> {
  const state = await stateOf(sql)
  const exposure = await seeExposure(task)
  if (!state.hasSchema) {
    if (exposure !== 'on') return alreadyDone()
    return left(`remove social from the exposed schemas: ${dashboard(task.places, 'settings/api')}`)
  }
  const hook = state.hasTriggerFunction ? await seeHook(task, state) : 'off'
  if (hook === 'off' && exposure === 'off') return alreadyDone()
  throw new Problem(explain(task, hook, exposure))
}

interface State {
  hasSchema: boolean
  /** Gone if an earlier run passed this step and began to change the database. */
  hasTriggerFunction: boolean
  hasTrigger: boolean
}

async function stateOf(sql: postgres.Sql): Promise<State> {
  const [row] = await sql<[State]>`
    select
      exists (select from pg_namespace where nspname = any(${SCHEMAS})) as "hasSchema",
      to_regprocedure('social_private.tg_users__create_profile()') is not null
        as "hasTriggerFunction",
      exists (
        select from pg_trigger
        where tgfoid = to_regprocedure('social_private.tg_users__create_profile()')
          and tgrelid = to_regclass('auth.users') and tgenabled in ('O', 'A')
      ) as "hasTrigger"`
  return row
}

/** Without the trigger, the sign-up of the probe could succeed, so there is no probe. */
async function seeHook({ api, hookIsOff }: Uninstall, { hasTrigger }: State): Promise<Switch> {
  if (hookIsOff) return 'off'
  return api && hasTrigger ? await probeHook(api) : 'unknown'
}

async function seeExposure({ api, schemaIsHidden }: Uninstall): Promise<Switch> {
  if (schemaIsHidden) return 'off'
  return api ? await probeExposure(api) : 'unknown'
}

function explain(task: Uninstall, hook: Switch, exposure: Switch): string {
  const { api, places, project } = task
  const lines = ['Nothing was removed yet.']
  const how = api ? '' : ' Pass --url and --key, so that the command can look.'
  if (hook === 'on') {
    lines.push(
      `The sign-up hook is on. Without its function, nobody could sign up to your app any more. Switch it off: ${dashboard(places, 'auth/hooks')}`,
    )
  } else if (hook === 'unknown') {
    lines.push(
      `The command cannot see whether the sign-up hook is off.${how} Or look yourself (${dashboard(places, 'auth/hooks')}), and pass --hook-is-off.`,
    )
  }
  if (exposure === 'on') {
    lines.push(
      `The Data API exposes the schema social. Without the schema, all requests to the Data API would fail. Remove social from the exposed schemas: ${dashboard(places, 'settings/api')}`,
    )
  } else if (exposure === 'unknown') {
    lines.push(
      `The command cannot see whether the schema social is exposed.${how} Or look yourself (${dashboard(places, 'settings/api')}), and pass --schema-is-hidden.`,
    )
  }
  const isOn = hook === 'on' || exposure === 'on'
  if (isOn && project && switchOffSettings(project)) {
    lines.push(
      `${CONFIG} now has these settings off: \`npx supabase config push\` applies it to the project.`,
    )
  }
  return [...lines, 'Then repeat the command.'].join('\n')
}
