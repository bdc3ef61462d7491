#!/usr/bin/env node
import { release } from '../sdk/release.ts'
import { backfillCommand } from './backfill-command.ts'
import type { Command } from './command.ts'
import { doctorCommand } from './doctor-command.ts'
import { importCommand } from './import-command.ts'
import { initCommand } from './init-command.ts'
import { moveCommand } from './move-command.ts'
import { withoutSecrets } from './options.ts'
import { Problem } from './problem.ts'
import { proveCommand } from './prove-command.ts'
import { uninstallCommand } from './uninstall-command.ts'
import { upgradeCommand } from './upgrade-command.ts'
import { workCommand } from './work-command.ts'

const commands: Record<string, Command> = {
  init: initCommand,
  upgrade: upgradeCommand,
  doctor: doctorCommand,
  backfill: backfillCommand,
  uninstall: uninstallCommand,
  prove: proveCommand,
  import: importCommand,
  move: moveCommand,
  work: workCommand,
}

const usage = `Usage: npx supabase-social <command> [options]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
  .join('\n')}

npx supabase-social <command> --help shows the options of a command, and npx supabase-social
--version the release.`

/**
 * Runs a command of the CLI. Returns the exit code of the command, or 2 if the command cannot run.
 */
async function main([name, ...args]: string[]): Promise<number> {
  if (name === 'help') return main([...args.slice(0, 1), '--help'])
  if (name === '--version') {
    console.log(release)
    return 0
  }
  const command = Object.hasOwn(commands, name ?? '') ? commands[name as string] : undefined
  const wantsHelp = [name, ...args].some((argument) => argument === '--help' || argument === '-h')
  if (!command) {
    console[wantsHelp ? 'log' : 'error'](wantsHelp ? usage : `${whyNotRun(name)}\n\n${usage}`)
    return wantsHelp ? 0 : 2
  }
  if (wantsHelp) {
    console.log(command.help)
    return 0
  }
  try {
    return await command.run(args)
  } catch (error) {
    console.error(error instanceof Problem ? error.message : error)
    return 2
  }
}

function whyNotRun(name: string | undefined): string {
  return name ? `There is no command "${withoutSecrets(name)}".` : 'Name a command.'
}

process.exitCode = await main(process.argv.slice(2))
