import { readdirSync, readFileSync } from 'node:fs'
import { useInfiniteQuery } from '@tanstack/react-query'
import { act, screen, waitFor } from '@testing-library/react'
import { beforeAll, describe, expect, it } from 'vitest'
import * as hooks from '../../src/react/index.ts'
import type { Social } from '../../src/sdk/index.ts'
import { type Call, comment, post, profile, relationship, world } from './world.tsx'

const { queries } = hooks

interface Case {
  functions: Record<string, Call>
  /** Prints what the second component reads. */
  show(): string | undefined
  before: string
  after: string
  /** Returns what sends the command. */
  useSend(): () => void
}

const useRows = <Row,>(list: (social: Social) => hooks.ListOptions<Row>) =>
  useInfiniteQuery(list(hooks.useSocial())).data?.pages.flatMap(({ items }) => items)
const ids = (rows: readonly { id: string }[] | undefined) => rows?.map(({ id }) => id).join()

/** Rows of the server: all before the command, and the first one or the last one after it. */
function rows<Row extends { id: string }>(...all: Row[]) {
  let now = all
  return {
    list: () => now.map((row) => ({ cursor: `cursor-${row.id}`, ...row })),
    become: (...next: Row[]) => {
      now = next
    },
  }
}

const cases: Record<string, () => Case> = {
  useUpdatePost: () => ({
    functions: {
      home_feed: () => [post('p2'), post('p1')],
      update_post: () => post('p2', { caption: 'changed' }),
    },
    show: () =>
      hooks
        .useHomeFeed()
        .items.map(({ caption }) => caption)
        .join(),
    before: 'p2,p1',
    after: 'changed,p1',
    useSend() {
      const { mutate } = hooks.useUpdatePost()
      return () => mutate({ id: 'p2', caption: 'changed' })
    },
  }),
  useRestoreComment: () => {
    const thread = rows(comment('c1'))
    return {
      functions: {
        post_comments: thread.list,
        restore_comment: () => {
          thread.become(comment('c2'), comment('c1'))
          return comment('c2')
        },
      },
      show: () => ids(useRows((social) => queries.comments(social, 'p1'))),
      before: 'c1',
      after: 'c2,c1',
      useSend() {
        const { mutate } = hooks.useRestoreComment()
        return () => mutate('c2')
      },
    }
  },
  useUnblock: () => ({
    functions: {
      blocked_profiles: () => [profile('maya'), profile('tom')],
      unblock_profile: () => relationship('maya'),
    },
    show: () => ids(useRows(queries.blocks)),
    before: 'maya,tom',
    after: 'tom',
    useSend() {
      const { mutate } = hooks.useUnblock()
      return () => mutate('maya')
    },
  }),
  useUnmute: () => ({
    functions: {
      muted_profiles: () => [profile('maya'), profile('tom')],
      unmute_profile: () => relationship('maya'),
    },
    show: () => ids(useRows(queries.mutes)),
    before: 'maya,tom',
    after: 'tom',
    useSend() {
      const { mutate } = hooks.useUnmute()
      return () => mutate('maya')
    },
  }),
  useRemoveFollower: () => ({
    functions: {
      my_profile: () => profile('me', { follower_count: 2 }),
      profile_followers: () => [profile('maya'), profile('tom')],
      remove_follower: () => relationship('maya'),
    },
    show: () => {
      const { items } = hooks.useFollowers('me')
      return `${ids(items)} ${hooks.useMe().data?.follower_count}`
    },
    before: 'maya,tom 2',
    after: 'tom 1',
    useSend() {
      const { mutate } = hooks.useRemoveFollower()
      return () => mutate('maya')
    },
  }),
  useDismissSuggestion: () => ({
    functions: {
      suggested_profiles: () => [profile('maya'), profile('tom')],
      dismiss_suggestion: () => relationship('maya'),
    },
    show: () => ids(hooks.useSuggestions().items),
    before: 'maya,tom',
    after: 'tom',
    useSend() {
      const { mutate } = hooks.useDismissSuggestion()
      return () => mutate('maya')
    },
  }),
  useShowLess: () => ({
    functions: {
      for_you_feed: () => [post('p2'), post('p1')],
      show_less: () => ({ id: 'd1' }),
    },
    show: () => ids(hooks.useForYou().items),
    before: 'p2,p1',
    after: 'p1',
    useSend() {
      const { mutate } = hooks.useShowLess()
      return () => mutate({ id: 'p2', of: 'author' })
    },
  }),
  useChangeUsername: () => ({
    functions: {
      home_feed: () => [post('p1', { author_id: 'me', author_username: 'anna' })],
      change_username: () => profile('me', { username: 'anna.b' }),
    },
    show: () => hooks.useHomeFeed().items[0]?.author_username ?? '',
    before: 'anna',
    after: 'anna.b',
    useSend() {
      const { mutate } = hooks.useChangeUsername()
      return () => mutate('anna.b')
    },
  }),
  useReportPost: () =>
    report('report_post', () => {
      const { mutate } = hooks.useReportPost()
      return () => mutate({ id: 'p1', reason: 'spam' })
    }),
  useReportComment: () =>
    report('report_comment', () => {
      const { mutate } = hooks.useReportComment()
      return () => mutate({ id: 'c1', reason: 'spam' })
    }),
  useReportProfile: () =>
    report('report_profile', () => {
      const { mutate } = hooks.useReportProfile()
      return () => mutate({ id: 'maya', reason: 'spam' })
    }),
}

function report(name: string, useSend: Case['useSend']): Case {
  const sent = rows({ id: 'r1' })
  return {
    functions: {
      my_reports: sent.list,
      [name]: () => {
        sent.become({ id: 'r2' }, { id: 'r1' })
        return { id: 'r2' }
      },
    },
    show: () => ids(useRows(queries.reports)),
    before: 'r1',
    after: 'r2,r1',
    useSend,
  }
}

// Modules load slowly in a test that is the first to use them.
beforeAll(() => import('../../src/react/effects/index.ts'))

describe('a second component sees the change of', () => {
  it.each(Object.entries(cases))('%s', async (_name, make) => {
    const { functions, show, before, after, useSend } = make()
    const Second = () => <p data-testid="second">{show()}</p>
    const First = () => <button type="button" data-testid="go" onClick={useSend()} />
    world(functions).show(Second, First)
    const text = () => screen.getByTestId('second').textContent
    await waitFor(() => expect(text()).toBe(before))
    await act(async () => screen.getByTestId('go').click())
    await waitFor(() => expect(text()).toBe(after))
  })
})

describe('the tests of the hooks', () => {
  const read = (folder: string, isIn: (name: string) => boolean) => {
    const path = `${import.meta.dirname}/${folder}`
    const texts = readdirSync(path).filter(isIn)
    return texts.map((name) => readFileSync(`${path}/${name}`, 'utf8')).join('\n')
  }

  it('use every hook that changes something', () => {
    const tests = read('.', (name) => name.endsWith('.test.tsx'))
    const source = read('../../src/react/hooks', (name) =>
      /-commands\.ts$|^toggles\.ts$/.test(name),
    )
    const names = [...source.matchAll(/^export function (use\w+)/gm)].map(([, name = '']) => name)
    expect(names.length).toBeGreaterThan(40)
    expect(Object.keys(hooks)).toEqual(expect.arrayContaining(names))
    const isTested = (name: string) => new RegExp(`\\b${name}\\(`).test(tests)
    expect(names.filter((name) => !isTested(name))).toEqual([])
  })
})
