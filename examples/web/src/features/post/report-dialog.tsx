import { useState } from 'react'
import type { ReportInput, ReportReason } from 'supabase-social'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { RadioGroup } from '../../ui/choices.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/text-field.tsx'

const reasons = Object.entries(strings.post.reportReasons).map(([value, label]) => ({
  value: value as ReportReason,
  label,
}))

interface ReportDialogProps {
  title: string
  isPending: boolean
  onSend: (input: ReportInput) => void
  onClose: () => void
}

/** Asks what is wrong with a post, a comment or a person. */
export function ReportDialog({ title, isPending, onSend, onClose }: ReportDialogProps) {
  const [reason, setReason] = useState<ReportReason>('spam')
  const [note, setNote] = useState('')
  const text = note.trim()
  return (
    <Dialog isOpen title={title} onClose={onClose}>
      <RadioGroup
        label={strings.post.reportWhy}
        choices={reasons}
        value={reason}
        onChange={setReason}
      />
      <TextArea
        label={strings.post.reportNote}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button
        kind="primary"
        isPending={isPending}
        onClick={() => onSend({ reason, ...(text && { note: text }) })}
      >
        {strings.post.reportSend}
      </Button>
    </Dialog>
  )
}
