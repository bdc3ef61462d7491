import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Appeal, AppealDecision } from 'supabase-social'
import { queries, useDecideAppeal, useList, useSocial } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Endless } from '../../ui/endless.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { TextArea } from '../../ui/text-field.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { Desk, States } from './desk.tsx'
import styles from './staff.module.css'

const text = strings.staff

/** The appeals against decisions of staff. */
export function AppealsPage() {
  const { state = 'open' } = useSearch({ from: '/open/members/staff/appeals' })
  const list = useList(queries.appealQueue(useSocial(), state))
  const empty = state === 'open' ? text.appealsEmpty : text.appealsClosedEmpty
  return (
    <Desk title={text.appeals}>
      <States to="/staff/appeals" />
      <Endless list={list} skeleton="lines" empty={<EmptyState title={empty} />} end={text.end}>
        {(appeals) => (
          <ul className="stack">
            {appeals.map((appeal) => (
              <li key={appeal.id} className="sheet stack" style={{ gap: '0.6rem' }}>
                <About appeal={appeal} />
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </Desk>
  )
}

function About({ appeal }: { appeal: Appeal }) {
  const [deciding, setDeciding] = useState<AppealDecision | null>(null)
  const { action, target_kind, subject_username, reason, appeal_reason, decision } = appeal
  return (
    <>
      <h2>
        {text.targetOf(text.targets[target_kind], subject_username)}: {text.sanctions[action]}
      </h2>
      {reason && (
        <div>
          <p className="soft small">
            {text.sanctionReason}, <Time at={appeal.sanctioned_at} />
          </p>
          <p className={styles.quote}>{reason}</p>
        </div>
      )}
      <div>
        <p className="soft small">
          {text.appealReason}, <Time at={appeal.created_at} />
        </p>
        <p className={styles.quote}>{appeal_reason}</p>
      </div>
      {decision ? (
        <p>
          <b>{text.appealDecisions[decision]}.</b> {appeal.decision_reason}
        </p>
      ) : (
        <div className="row">
          <Button onClick={() => setDeciding('upheld')}>{text.uphold}</Button>
          <Button kind="primary" onClick={() => setDeciding('overturned')}>
            {text.overturn}
          </Button>
        </div>
      )}
      {deciding && (
        <DecideDialog id={appeal.id} decision={deciding} onClose={() => setDeciding(null)} />
      )}
    </>
  )
}

interface DecideDialogProps {
  id: string
  decision: AppealDecision
  onClose: () => void
}

function DecideDialog({ id, decision, onClose }: DecideDialogProps) {
  const decide = useDecideAppeal()
  const [reason, setReason] = useState('')
  const send = () => {
    const onSuccess = () => {
      toast(text.appealDecided)
      onClose()
    }
    decide.mutate({ id, decision, reason: reason.trim() }, { onSuccess })
  }
  return (
    <Dialog isOpen title={text.appealTitle[decision]} onClose={onClose}>
      <TextArea
        label={text.reason}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        kind="primary"
        disabled={reason.trim() === ''}
        isPending={decide.isPending}
        onClick={send}
      >
        {text.decide}
      </Button>
    </Dialog>
  )
}
