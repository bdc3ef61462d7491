import './node-version.ts'
import { parseArgs } from 'node:util'
import { Problem } from '../../src/cli/problem.ts'
import { chooseAuth } from './chosen-auth.ts'
import { root } from './paths.ts'
import { ownSettings } from './project.ts'
import { isShuttingDown } from './shutdown.ts'

/** `npm start` runs the local stack until Ctrl-C and keeps its data. */
try {
  const options = readOptions()
  // run.ts is loaded after the options are checked, because loading it takes nearly a second.
  const { run } = await import('./run.ts')
  await run(options)
} catch (error) {
  if (!isShuttingDown()) {
    console.error(error instanceof Problem ? error.message : error)
    process.exit(1)
  }
}

function readOptions() {
  const values = parse()
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65534) {
    // The database gets the next port.
    throw new Problem(`--port ${values.port} is not a port: give a number from 1 to 65534.`)
  }
  if (values.auth !== undefined) chooseAuth(values.auth)
  const { data, reset, anonymous, 'confirm-email': confirmsEmail, 'no-seed': isEmpty } = values
  const siteUrl = values['site-url']?.replace(/\/+$/, '')
  const auth = { ...ownSettings.auth, enable_anonymous_sign_ins: anonymous }
  return { port, data, reset, siteUrl, withSeed: !isEmpty, settings: { confirmsEmail, auth } }
}

function parse() {
  try {
    const options = {
      port: { type: 'string', default: '54321' },
      data: { type: 'string', default: `${root}.local` },
      reset: { type: 'boolean', default: false },
      'no-seed': { type: 'boolean', default: false },
      'confirm-email': { type: 'boolean', default: false },
      anonymous: { type: 'boolean', default: false },
      auth: { type: 'string' },
      'site-url': { type: 'string' },
    } as const
    return parseArgs({ options }).values
  } catch (error) {
    const known =
      'npm start -- [--port 54321] [--data .local] [--reset] [--no-seed] [--confirm-email] ' +
      '[--anonymous] [--auth PATH] [--site-url http://127.0.0.1:3000]'
    throw new Problem(`${(error as Error).message.split('.')[0]}. Use: ${known}`)
  }
}
