import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import type { FeedDamper, FeedWeights } from 'supabase-social'
import { queries, useList, useSetFeedWeights, useSocial } from 'supabase-social/react'
import { useAction } from '../../lib/use-action.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Endless } from '../../ui/endless.tsx'
import { toast } from '../../ui/toast.tsx'
import { Loaded, Setting } from './setting.tsx'
import styles from './settings.module.css'

const text = strings.settings.feed

const kinds = Object.keys(text.weights) as (keyof FeedWeights)[]

/** Decides what the feed For You consists of. */
export function FeedSettingsPage() {
  const weights = useQuery(queries.feedWeights(useSocial()))
  return (
    <Setting page="feed">
      <p className="soft">{text.text}</p>
      <Loaded query={weights}>
        {(now) => <WeightsForm key={JSON.stringify(now)} now={now} />}
      </Loaded>
      <h2>{text.less}</h2>
      <ShownLess />
    </Setting>
  )
}

function WeightsForm({ now }: { now: FeedWeights }) {
  const set = useSetFeedWeights()
  const [weights, setWeights] = useState(now)
  const onSuccess = () => toast(strings.settings.saved)
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (!set.isPending) set.mutate(weights, { onSuccess })
  }
  return (
    <form className="sheet stack" onSubmit={save}>
      {kinds.map((kind) => (
        <Weight
          key={kind}
          label={text.weights[kind]}
          value={weights[kind]}
          onChange={(value) => setWeights({ ...weights, [kind]: value })}
        />
      ))}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button kind="quiet" onClick={() => set.mutate({ reset: true }, { onSuccess })}>
          {text.reset}
        </Button>
        <Button type="submit" kind="primary" isPending={set.isPending}>
          {text.save}
        </Button>
      </div>
    </form>
  )
}

interface WeightProps {
  label: string
  value: number
  onChange: (value: number) => void
}

function Weight({ label, value, onChange }: WeightProps) {
  const id = useId()
  return (
    <div className={styles.weight}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={10}
        step={0.1}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output htmlFor={id}>{value}</output>
    </div>
  )
}

function ShownLess() {
  const social = useSocial()
  const options = queries.shownLess(social)
  const client = useQueryClient()
  const list = useList(options)
  const more = useAction(
    ({ feed }, id: string) => feed.showMore(id),
    () => client.resetQueries({ queryKey: options.queryKey }),
  )
  return (
    <Endless list={list} skeleton="lines" empty={<p className="soft">{text.lessEmpty}</p>}>
      {(dampers) => (
        <ul className="stack">
          {dampers.map((damper) => (
            <li key={damper.id} className={`sheet ${styles.item}`}>
              <div>
                <p>{nameOf(damper)}</p>
                <p className="soft small">{text.until(damper.expires_at)}</p>
              </div>
              <Button
                size="small"
                aria-label={`${text.more}: ${nameOf(damper)}`}
                isPending={more.isPending && more.variables === damper.id}
                onClick={() => more.mutate(damper.id)}
              >
                {text.more}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Endless>
  )
}

function nameOf({ kind, author_username, hashtag, reason }: FeedDamper): string {
  return text.lessKinds[kind](author_username ?? hashtag ?? reason ?? '')
}
