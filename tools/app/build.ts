import { build } from 'vite'
import { root } from '../local-stack/paths.ts'
import { compressFolder } from './compress.ts'

/** `npm run build:app` builds the demo app into examples/web/dist. It needs the built SDK. */
const app = `${root}examples/web`
await build({ root: app, configFile: `${app}/vite.config.ts`, logLevel: 'warn' })
await compressFolder(`${app}/dist`)
