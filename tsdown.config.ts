import { defineConfig } from 'tsdown'

/** What an app imports: src/sdk, nothing of the local stack. */
export default defineConfig({
  entry: ['src/sdk/index.ts', 'src/sdk/schemas.ts'],
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  dts: true,
})
