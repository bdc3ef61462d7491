import type { NextConfig } from 'next'

const config: NextConfig = {
  // The repository has a lock file too, and Next would take its folder for the app.
  turbopack: { root: import.meta.dirname },
}

export default config
