import { fileURLToPath } from 'node:url'
import { build, type Plugin, type Rolldown } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Writes the script of the first screen into the page, and puts the scripts of the app into a
 * template, from where that script takes them. `npm run dev:app` does without it.
 */
export function firstScreen(): Plugin {
  return {
    name: 'first-screen',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      async handler(page) {
        const script = `<script>${await bundle()}</script>`
        const app: string[] = []
        const rest = page.replace(
          /\s*<(?:script type="module"[^>]*><\/script>|link rel="modulepreload"[^>]*>)/g,
          (tag) => {
            app.push(tag.trim())
            return ''
          },
        )
        const template = `<template id="app">${app.join('')}</template>`
        // Before the styles: a script after them would wait for them.
        return rest.replace(/(?=<link rel="stylesheet")/, () => `${template}\n    ${script}\n    `)
      },
    },
  }
}

/** Bundles the script without what it loads on first use: the texts of errors, for example. */
async function bundle(): Promise<string> {
  const built = await build({
    ...{ root, configFile: false, logLevel: 'warn' },
    plugins: [
      {
        name: 'without-later-parts',
        resolveDynamicImport: (id) => ({ id: String(id), external: true }),
      },
    ],
    build: {
      ...{ write: false, target: 'es2022' },
      lib: { entry: `${root}src/first-screen/index.ts`, formats: ['iife'], name: 'firstScreen' },
    },
  })
  const [{ output }] = built as [Rolldown.RolldownOutput]
  const chunk = output.find((file) => file.type === 'chunk')
  if (!chunk) throw new Error('The first screen has no script.')
  return chunk.code.trim().replaceAll('</script', '<\\/script')
}
