/** A login that the demo offers with one click. */
export interface DemoLogin {
  username: string
  displayName: string
  email: string
  password: string
  note: string
}

/** What the server says about itself. */
export interface AppConfig {
  url: string
  publishableKey: string
  demoLogins: DemoLogin[]
}

/** Reads the configuration that the server wrote into the page, which saves a request. */
export function readInlinedConfig(): AppConfig | null {
  const inlined = document.getElementById('app-config')?.textContent
  return inlined ? JSON.parse(inlined) : null
}

/** Reads the configuration of the server. */
export async function readConfig(): Promise<AppConfig> {
  const inlined = readInlinedConfig()
  if (inlined) return inlined
  const response = await fetch('/app-config.json')
  if (!response.ok) throw new Error(`/app-config.json answers with status ${response.status}`)
  return response.json()
}

/** Where the browser keeps the session. Each pane is a frame with a name and a session of its own. */
export function storageKey(): string {
  return isPane() ? window.name : 'tern-session'
}

/** Whether the app runs in one of two panes. */
export function isPane(): boolean {
  return window.name.startsWith('tern-pane-')
}
