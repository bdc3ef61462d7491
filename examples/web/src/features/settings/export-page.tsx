import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { type Export, type Result, type Social, unwrap } from 'supabase-social'
import { queries, useList, useSocial } from 'supabase-social/react'
import { useAction } from '../../lib/use-action.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Endless } from '../../ui/endless.tsx'
import { Progress } from '../../ui/progress.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { Setting } from './setting.tsx'

const text = strings.settings.export

/** How often the page asks how far the copy is. */
const ASK_MS = 2000

/** Makes a copy of everything that belongs to the person. */
export function ExportPage() {
  const options = queries.exports(useSocial())
  const client = useQueryClient()
  const list = useList(options)
  const request = useAction(
    ({ exports }, _: undefined) => exports.request(),
    () => client.resetQueries({ queryKey: options.queryKey }),
  )
  return (
    <Setting
      page="export"
      actions={
        <Button
          kind="primary"
          isPending={request.isPending}
          onClick={() => request.mutate(undefined)}
        >
          {text.request}
        </Button>
      }
    >
      <p className="soft">{text.text}</p>
      <Endless list={list} skeleton="lines" empty={<EmptyState title={text.empty} />}>
        {(jobs) => (
          <ul className="stack">
            {jobs.map((job) => (
              <li key={job.id} className="sheet stack" style={{ gap: '0.5rem' }}>
                <Job first={job} />
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </Setting>
  )
}

const isRunning = ({ state }: Export) => state === 'waiting' || state === 'running'

function Job({ first }: { first: Export }) {
  const social = useSocial()
  const { data: job = first } = useQuery({
    queryKey: ['export', first.id],
    queryFn: async () => unwrap(await social.exports.get(first.id)),
    initialData: first,
    refetchInterval: ({ state: { data } }) => (data && isRunning(data) ? ASK_MS : false),
  })
  const { state, done_count, total_count, missing_count, requested_at, expires_at } = job
  return (
    <>
      <p>
        <b>{text.states[state]}</b> · <Time at={requested_at} className="soft" />
      </p>
      {isRunning(job) && (
        <>
          <Progress label={text.progress} done={total_count ? done_count / total_count : 0} />
          <p className="soft small">{text.counts(done_count, total_count)}</p>
        </>
      )}
      {missing_count > 0 && <p className="soft small">{text.missing(missing_count)}</p>}
      {state === 'ready' && expires_at && <p className="soft">{text.until(expires_at)}</p>}
      {state === 'ready' && <Parts job={job} />}
    </>
  )
}

function Parts({ job }: { job: Export }) {
  const download = useAction(
    ({ exports }, at: number) => linkOf(exports, job, at),
    (url) => {
      if (url) location.assign(url)
    },
  )
  return (
    <div className="row">
      {job.parts.map(({ path, bytes }, at) => (
        <Button
          key={path}
          isPending={download.isPending && download.variables === at}
          onClick={() => download.mutate(at)}
        >
          <Download size={18} aria-hidden />
          {text.download(at + 1, job.parts.length)} ({text.size(bytes)})
        </Button>
      ))}
    </div>
  )
}

/** A link ends after a few minutes, so that each press asks for a new one. */
async function linkOf(
  exports: Social['exports'],
  job: Export,
  at: number,
): Promise<Result<string | null>> {
  const { data, error } = await exports.getLinks(job)
  return error ? { data: null, error } : { data: data[at]?.url ?? null, error: null }
}
