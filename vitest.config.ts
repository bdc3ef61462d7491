import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { tapFiles } from './tools/test-runner/tap-files.ts'
import { PGTAP_DATABASES, WORKERS } from './tools/test-runner/workers.ts'

const startStack = 'tools/test-runner/stack-setup.ts'

/**
 * `npm test` runs one journey for each area of the demo app. `npm run test:app` runs all of them,
 * and `test:firefox` and `test:next` run tests that take minutes too.
 */
const appTests = process.env.SOCIAL_APP_TESTS

/** One project for each kind of test; `globalSetup` names what it needs running. */
export default defineConfig({
  test: {
    maxWorkers: WORKERS,
    projects: [
      project('pgtap', {
        include: ['supabase/tests/**/*.test.sql'],
        globalSetup: 'tools/test-runner/pgtap-setup.ts',
        // Each worker has its own database, because a file expects to be alone in it.
        ...{ isolate: false, maxWorkers: PGTAP_DATABASES, sequence: { groupOrder: 1 } },
      }),
      project('unit', { include: ['tests/unit/**/*.test.ts'] }),
      project('react', { include: ['tests/react/**/*.test.tsx'], environment: 'jsdom' }),
      project('lint', { include: ['tests/lint/**/*.test.ts'], globalSetup: startStack }),
      project('tools', {
        include: ['tests/tools/**/*.test.ts'],
        // Most of them start and stop whole stacks as processes of their own.
        ...{ testTimeout: 180_000, hookTimeout: 180_000 },
      }),
      project('functions', { include: ['supabase/functions/**/*.test.ts'] }),
      project('integration', {
        include: ['tests/integration/**/*.test.ts'],
        globalSetup: startStack,
      }),
      appJourneys(),
      ...(appTests === 'firefox' ? [firefoxJourney()] : []),
      ...(appTests === 'next' ? [nextExample()] : []),
      project('attacks', { include: ['tests/attacks/**/*.test.ts'] }),
      project('contract', { include: ['tests/contract/**/*.test.ts'] }),
    ],
  },
})

function appJourneys(): TestProjectInlineConfiguration {
  return project('app', {
    include: [appTests === 'all' ? 'tests/app/**/*.test.ts' : 'tests/app/*.test.ts'],
    exclude: ['tests/app/firefox/**'],
    globalSetup: 'tools/test-runner/app-setup.ts',
    setupFiles: ['tools/test-runner/vitest-setup.ts', 'tests/app/support/environment.ts'],
    // Browsers use both processors, so that more files at a time would only wait for each other.
    maxWorkers: 2,
    // The files share nothing but modules, which take longer to load than a page.
    isolate: false,
    sequence: { groupOrder: 3 },
    expect: { poll: { timeout: 30_000, interval: 100 } },
    testTimeout: 180_000,
    hookTimeout: 180_000,
  })
}

function firefoxJourney(): TestProjectInlineConfiguration {
  return project('firefox', {
    include: ['tests/app/firefox/**/*.test.ts'],
    globalSetup: 'tools/test-runner/app-setup.ts',
    setupFiles: ['tools/test-runner/vitest-setup.ts', 'tests/app/support/environment.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  })
}

function nextExample(): TestProjectInlineConfiguration {
  return project('next', {
    include: ['tests/next/**/*.test.ts'],
    globalSetup: [startStack, 'tools/test-runner/next-setup.ts'],
    testTimeout: 90_000,
  })
}

function project(
  name: string,
  test: TestProjectInlineConfiguration['test'],
): TestProjectInlineConfiguration {
  return {
    plugins: [tapFiles()],
    test: {
      name,
      setupFiles: ['tools/test-runner/vitest-setup.ts'],
      maxWorkers: WORKERS,
      sequence: { groupOrder: 2 },
      testTimeout: 60_000,
      hookTimeout: 120_000,
      // The usual limit of one second is too short for a busy machine.
      expect: { poll: { timeout: 15_000 } },
      ...test,
    },
  }
}
