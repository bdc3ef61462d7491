import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { firstScreen } from './vite/first-screen.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The local stack that `npm run dev:app` talks to: that of `npm start`, unless you name another. */
const stack = process.env.SOCIAL_URL ?? 'http://127.0.0.1:54321'

/** Whether a module belongs to the first screen of home. Menus and dialogs load when they open. */
function isOnFirstScreen(id: string): boolean {
  if (id.includes('/ui/overlay.tsx')) return false
  return /web\/src\/(app|lib|strings|ui|features\/home|features\/post\/(card|feed))/.test(id)
}

const apiPaths = ['/rest', '/auth/v1', '/storage', '/functions', '/mail', '/app-config.json']

export default defineConfig({
  root: here('.'),
  plugins: [react(), firstScreen()],
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    target: 'es2022',
    // All styles together are smaller than the round trips that a split would cost.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        // Libraries change less often than the app, so a browser keeps them when the app changes.
        codeSplitting: {
          groups: [
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/,
              priority: 3,
            },
            { name: 'supabase', test: /node_modules[\\/]@supabase[\\/]/, priority: 2 },
            { name: 'tanstack', test: /node_modules[\\/]@tanstack[\\/]/, priority: 2 },
            // What home needs is one file: every further file is a request.
            { name: 'app', test: isOnFirstScreen, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      ...Object.fromEntries(apiPaths.map((path) => [path, { target: stack, changeOrigin: true }])),
      '/realtime': { target: stack, changeOrigin: true, ws: true },
    },
  },
})
