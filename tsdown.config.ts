import { defineConfig } from 'tsdown'

export default defineConfig([
  /** What an app imports: src/sdk, nothing of the local stack or the commands. */
  {
    entry: ['src/sdk/index.ts', 'src/sdk/schemas.ts'],
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    dts: true,
  },
  /** What `npx supabase-social` runs. */
  {
    entry: ['src/cli/cli.ts'],
    format: 'esm',
    platform: 'node',
    target: 'node20',
    dts: false,
    fixedExtension: false,
  },
])
