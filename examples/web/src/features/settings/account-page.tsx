import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction } from '../../lib/use-action.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choices.tsx'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { Setting } from './setting.tsx'
import styles from './settings.module.css'

const text = strings.settings.account

/** Deactivates or deletes the account. */
export function AccountPage() {
  const [open, setOpen] = useState<'deactivate' | 'delete' | null>(null)
  const client = useQueryClient()
  const deactivate = useAction(
    ({ account }, _: undefined) => account.deactivate(),
    () => {
      setOpen(null)
      return client.resetQueries()
    },
  )
  return (
    <Setting page="account">
      <section className="sheet stack">
        <h2>{text.deactivate}</h2>
        <p className="soft">{text.deactivateText}</p>
        <div>
          <Button onClick={() => setOpen('deactivate')}>{text.deactivateButton}</Button>
        </div>
      </section>
      <section className={`sheet stack ${styles.danger}`}>
        <h2>{text.delete}</h2>
        <p className="soft">{text.deleteText}</p>
        <div>
          <Button kind="danger" onClick={() => setOpen('delete')}>
            {text.deleteButton}
          </Button>
        </div>
      </section>
      <ConfirmDialog
        isOpen={open === 'deactivate'}
        title={text.deactivate}
        text={text.deactivateText}
        confirmLabel={text.deactivateConfirm}
        isPending={deactivate.isPending}
        onClose={() => setOpen(null)}
        onConfirm={() => deactivate.mutate(undefined)}
      />
      {open === 'delete' && <DeleteDialog onClose={() => setOpen(null)} />}
    </Setting>
  )
}

function DeleteDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const [password, setPassword] = useState('')
  const [isNow, setIsNow] = useState(false)
  const remove = useAction(
    ({ account }, immediately: boolean) => account.delete({ password, immediately }),
    ({ erases_at }, immediately) => {
      toast(immediately ? text.erasing : text.deletedUntil(erases_at))
      client.clear()
      return navigate({ to: '/login' })
    },
  )
  return (
    <Dialog isOpen title={text.delete} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!remove.isPending) remove.mutate(isNow)
        }}
      >
        <p>{text.deleteText}</p>
        <TextField
          label={text.deletePassword}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Checkbox
          label={text.deleteNow}
          hint={text.deleteNowHint}
          isChecked={isNow}
          onChange={setIsNow}
        />
        <Button type="submit" kind="danger" isPending={remove.isPending}>
          {text.deleteConfirm}
        </Button>
      </form>
    </Dialog>
  )
}
