import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Sanction } from 'supabase-social'
import { queries, useList, useSocial } from 'supabase-social/react'
import { useAction } from '../../lib/use-action.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Endless } from '../../ui/endless.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { TextArea } from '../../ui/text-field.tsx'
import { Time } from '../../ui/time.tsx'
import { Setting } from './setting.tsx'
import styles from './settings.module.css'

const text = strings.settings.sanctions

/** What staff decided about the person, and the appeals against it. */
export function SanctionsPage() {
  const list = useList(queries.sanctions(useSocial()))
  return (
    <Setting page="sanctions">
      <Endless list={list} skeleton="lines" empty={<EmptyState title={text.empty} />}>
        {(sanctions) => (
          <ul className="stack">
            {sanctions.map((sanction) => (
              <li key={sanction.id} className="sheet stack" style={{ gap: '0.4rem' }}>
                <About sanction={sanction} />
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </Setting>
  )
}

function About({ sanction }: { sanction: Sanction }) {
  const { action, target_kind, reason, ground, is_automated, created_at, is_in_force } = sanction
  return (
    <>
      <p>
        <b>
          {text.targets[target_kind]}: {text.actions[action]}
        </b>{' '}
        · <Time at={created_at} className="soft" />
      </p>
      {reason && <p className={styles.quote}>{reason}</p>}
      <p className="soft small">
        {[
          ground && text.grounds[ground],
          is_automated && text.automated,
          !is_in_force && text.lifted,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <AppealState sanction={sanction} />
    </>
  )
}

function AppealState({ sanction }: { sanction: Sanction }) {
  const [isOpen, setIsOpen] = useState(false)
  const { decision, decision_reason, appealed_at, is_appealable, appeal_ends_at } = sanction
  if (decision) {
    return (
      <>
        <p>{text.decisions[decision]}</p>
        {decision_reason && <p className={styles.quote}>{decision_reason}</p>}
      </>
    )
  }
  if (appealed_at) return <p>{text.appealed}</p>
  if (!is_appealable) return null
  return (
    <div className="row">
      <Button size="small" onClick={() => setIsOpen(true)}>
        {text.appeal}
      </Button>
      <span className="soft small">{text.until(appeal_ends_at)}</span>
      {isOpen && <AppealDialog id={sanction.id} onClose={() => setIsOpen(false)} />}
    </div>
  )
}

function AppealDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const client = useQueryClient()
  const { queryKey } = queries.sanctions(useSocial())
  const [reason, setReason] = useState('')
  const appeal = useAction(
    ({ sanctions }, why: string) => sanctions.appeal(id, why),
    () => {
      onClose()
      return client.resetQueries({ queryKey })
    },
  )
  return (
    <Dialog isOpen title={text.appealTitle} onClose={onClose}>
      <TextArea
        label={text.appealReason}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        kind="primary"
        disabled={reason.trim() === ''}
        isPending={appeal.isPending}
        onClick={() => appeal.mutate(reason.trim())}
      >
        {text.appealSend}
      </Button>
    </Dialog>
  )
}
