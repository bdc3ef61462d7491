import { defineConfig } from 'tsdown'

export default defineConfig([
  /** The SDK and the hooks, which apps import. They share their chunks. */
  {
    entry: {
      index: 'src/sdk/index.ts',
      schemas: 'src/sdk/schemas.ts',
      react: 'src/react/index.ts',
      // React Server Components may import the queries, but not the hooks.
      queries: 'src/react/queries/index.ts',
      heic: 'src/heic/index.ts',
    },
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
