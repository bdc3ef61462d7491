import { defineConfig } from 'tsdown'

export default defineConfig([
  /** The SDK, which apps import. */
  {
    entry: ['src/sdk/index.ts', 'src/sdk/schemas.ts'],
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    dts: true,
  },
  /** The CLI, which `npx supabase-social` runs. */
  {
    entry: ['src/cli/cli.ts'],
    format: 'esm',
    platform: 'node',
    target: 'node20',
    dts: false,
    fixedExtension: false,
  },
])
