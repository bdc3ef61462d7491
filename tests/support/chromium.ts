import { type Browser, chromium } from 'playwright-core'

/**
 * The paths of Chromium on Debian, other distributions and macOS. The environment variable
 * SOCIAL_CHROMIUM replaces these paths.
 */
const PLACES = process.env.SOCIAL_CHROMIUM
  ? [process.env.SOCIAL_CHROMIUM]
  : [
      '/usr/bin/chromium',
      '/usr/bin/google-chrome',
      '/usr/bin/chromium-browser',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ]
/** Flags that stop Chromium from sending requests that no test asked for. */
const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts the first Chromium that is found, with a new browser profile. Returns null if no Chromium
 * is found, so that tests without a browser still run. Throws if SOCIAL_CHROMIUM is set and that
 * browser does not start.
 */
export async function startChromium(): Promise<Browser | null> {
  for (const executablePath of PLACES) {
    try {
      return await chromium.launch({ executablePath, args: ['--no-sandbox', ...QUIET] })
    } catch (error) {
      if (process.env.SOCIAL_CHROMIUM) throw error
    }
  }
  return null
}
