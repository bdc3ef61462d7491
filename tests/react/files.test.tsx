import { act, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  prefetchSignedUrls,
  seedSignedUrls,
  useSignedUrls,
  useUpload,
} from '../../src/react/index.ts'
import { SocialError } from '../../src/sdk/errors.ts'
import { gate, world } from './world.tsx'

const text = (id: string) => screen.getByTestId(id).textContent
const tap = (id: string) => act(async () => screen.getByTestId(id).click())

/** Makes an address whose token ends at a time. */
function address(path: string, endsAt: number): string {
  const payload = btoa(JSON.stringify({ exp: Math.floor(endsAt / 1000) }))
  return `http://localhost/storage/v1/object/sign/${path}?token=x.${payload}.y`
}

describe('useSignedUrls', () => {
  function Urls({ id, paths }: { id: string; paths: string[] }) {
    const urls = useSignedUrls(paths)
    return <p data-testid={id}>{paths.map((path) => (urls.get(path) ? 'url' : 'none')).join()}</p>
  }

  it('asks once for the paths of all components, and shares the addresses', async () => {
    const here = world({})
    const asked: string[][] = []
    here.social.media.createSignedUrls = async (paths) => {
      asked.push(paths as string[])
      const data = Object.fromEntries(
        (paths as string[]).map((path) => [path, path === 'c' ? null : address(path, 4e12)]),
      )
      return { data, error: null }
    }
    here.show(
      () => <Urls id="one" paths={['a', 'b']} />,
      () => <Urls id="two" paths={['b', 'c']} />,
    )
    await waitFor(() => expect(text('one')).toBe('url,url'))
    expect(text('two')).toBe('url,none')
    expect(asked).toEqual([['a', 'b', 'c']])
  })

  it('finds what a loader has asked for, also while the answer is on its way', async () => {
    const here = world({})
    const answer = gate<void>()
    const asked: string[][] = []
    here.social.media.createSignedUrls = async (paths) => {
      asked.push(paths as string[])
      await answer.wait
      const all = (paths as string[]).map((path) => [path, address(path, 4e12)])
      return { data: Object.fromEntries(all), error: null }
    }
    const loading = prefetchSignedUrls(here.social, ['a', null, 'b', 'a'])
    await Promise.resolve()
    here.show(() => <Urls id="one" paths={['a', 'b']} />)
    await waitFor(() => expect(asked).toEqual([['a', 'b']]))
    expect(text('one')).toBe('none,none')
    await answer.open()
    await waitFor(() => expect(text('one')).toBe('url,url'))
    expect([...(await loading).keys()]).toEqual(['a', 'b'])
    expect(asked).toEqual([['a', 'b']])
  })

  it('shows the addresses that another part of the app asked for at once, and asks for the rest', async () => {
    const here = world({})
    const asked: string[][] = []
    here.social.media.createSignedUrls = async (paths) => {
      asked.push(paths as string[])
      return { data: { b: address('b', 4e12) }, error: null }
    }
    seedSignedUrls(here.social, { a: address('a', 4e12), c: null })
    here.show(() => <Urls id="one" paths={['a', 'b', 'c']} />)
    expect(text('one')).toBe('url,none,none')
    await waitFor(() => expect(text('one')).toBe('url,url,none'))
    expect(asked).toEqual([['b']])
  })

  it('renews an address before it ends, in both components', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
    const here = world({})
    let count = 0
    here.social.media.createSignedUrls = async () => {
      count += 1
      return { data: { a: `${address('a', Date.now() + 300_000)}#${count}` }, error: null }
    }
    const Show = ({ id }: { id: string }) => <p data-testid={id}>{useSignedUrls(['a']).get('a')}</p>
    here.show(
      () => <Show id="one" />,
      () => <Show id="two" />,
    )
    await act(() => vi.advanceTimersByTimeAsync(10))
    expect(text('one')).toContain('#1')
    await act(() => vi.advanceTimersByTimeAsync(200_000))
    expect(text('two')).toContain('#1')
    await act(() => vi.advanceTimersByTimeAsync(60_000))
    expect(text('one')).toContain('#2')
    expect(text('two')).toContain('#2')
    vi.useRealTimers()
  })
})

describe('useUpload', () => {
  beforeEach(() => {
    URL.createObjectURL = () => 'blob:preview'
    URL.revokeObjectURL = vi.fn()
  })
  afterEach(() => vi.useRealTimers())

  it('shows the progress of each file, repeats a failed file, and keeps the order', async () => {
    const here = world({})
    const first = gate<object>()
    const ids: string[] = []
    here.social.media.upload = (async (file: Blob, options: never) => {
      const { id, onProgress } = options as { id: string; onProgress(done: number): void }
      ids.push(id)
      onProgress(0.5)
      if (file.size === 1 && ids.length < 3) return first.wait
      return { data: { id }, error: null }
    }) as never
    function Composer() {
      const { files, add, retry, remove, move } = useUpload()
      const [one] = files
      return (
        <>
          <p data-testid="files">
            {files.map(({ file, state, progress }) => `${file.size}${state}${progress}`).join()}
          </p>
          <button
            type="button"
            data-testid="add"
            onClick={() => add([new Blob(['a']), new Blob(['bb'])])}
          />
          <button type="button" data-testid="retry" onClick={() => one && retry(one.id)} />
          <button type="button" data-testid="move" onClick={() => one && move(one.id, 1)} />
          <button type="button" data-testid="remove" onClick={() => one && remove(one.id)} />
        </>
      )
    }
    here.show(Composer)
    await tap('add')
    await waitFor(() => expect(text('files')).toBe('1uploading0.5,2ready1'))
    await first.open({ data: null, error: new SocialError('network') })
    await waitFor(() => expect(text('files')).toBe('1failed0.5,2ready1'))
    await tap('retry')
    await waitFor(() => expect(text('files')).toBe('1ready1,2ready1'))
    expect(ids[2]).toBe(ids[0])
    await tap('move')
    expect(text('files')).toBe('2ready1,1ready1')
    await tap('remove')
    expect(text('files')).toBe('1ready1')
    expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:preview')
  })

  it('uploads the files of a draft under the ids that they had', async () => {
    const here = world({})
    const ids: string[] = []
    here.social.media.upload = (async (_file: Blob, { id }: { id: string }) => {
      ids.push(id)
      return { data: { id }, error: null }
    }) as never
    function Draft() {
      const { files, add } = useUpload()
      const restore = () => ids.push(...add([new Blob(['a']), new Blob(['b'])], ['first']))
      return (
        <button type="button" data-testid="draft" onClick={restore}>
          {files.map(({ state }) => state).join()}
        </button>
      )
    }
    here.show(Draft)
    await tap('draft')
    await waitFor(() => expect(text('draft')).toBe('ready,ready'))
    const [first, second] = ids
    expect(first).toBe('first')
    expect(ids.slice(2)).toEqual([first, second])
  })
})
