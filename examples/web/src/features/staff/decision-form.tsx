import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { ReportReview, SanctionGround } from 'supabase-social'
import { useAction } from '../../lib/use-action.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { RadioGroup } from '../../ui/choices.tsx'
import { TextArea } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Action, actionsFor, decide } from './actions.ts'
import type { Evidence } from './evidence.ts'

const text = strings.staff

const grounds = (Object.entries(text.grounds) as [SanctionGround, string][]).map(
  ([value, label]) => ({ value, label }),
)

interface DecisionFormProps {
  review: ReportReview
  current: Evidence | null
}

/** Acts on the reported content or its author, and closes the report. */
export function DecisionForm({ review, current }: DecisionFormProps) {
  const client = useQueryClient()
  const navigate = useNavigate()
  // A closed report can still lead to an action, but closes no second time.
  const actions = actionsFor(review, current).filter((one) => !review.decision || one !== 'none')
  const [action, setAction] = useState<Action>(actions[0] ?? 'suspend')
  const [ground, setGround] = useState<SanctionGround>('terms')
  const [reason, setReason] = useState('')
  const send = useAction(
    (social, why: string) => decide(social, review, action, { reason: why, ground }),
    () => {
      toast(text.decided)
      client.removeQueries({ queryKey: ['social', 'other'], type: 'inactive' })
      navigate({ to: '/staff', search: {} })
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!send.isPending && reason.trim() !== '') send.mutate(reason.trim())
  }
  const choices = actions.map((value) => ({
    value,
    label: text.actions[value],
    hint: text.actionHints[value],
  }))
  const isSanction = action !== 'none' && !action.startsWith('restore')
  return (
    <form className="sheet stack" onSubmit={submit}>
      <h2>{text.act}</h2>
      <RadioGroup label={text.action} choices={choices} value={action} onChange={setAction} />
      {isSanction && (
        <RadioGroup label={text.ground} choices={grounds} value={ground} onChange={setGround} />
      )}
      <TextArea
        label={text.reason}
        hint={text.reasonHint}
        required
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit" kind="primary" isPending={send.isPending}>
        {text.decide}
      </Button>
    </form>
  )
}
