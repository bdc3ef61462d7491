import { useRespondToRequest } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.tsx'

/** Accepts or rejects the follow request of a person. */
export function RequestButtons({ person }: { person: { id: string; username: string } }) {
  const respond = useRespondToRequest()
  const { id, username } = person
  const accept = () =>
    respond.mutate(
      { id, accept: true },
      { onSuccess: () => toast(strings.people.accepted(username)) },
    )
  return (
    <>
      <Button
        size="small"
        kind="primary"
        isPending={respond.isPending}
        aria-label={strings.people.acceptOf(username)}
        onClick={accept}
      >
        {strings.people.accept}
      </Button>
      <Button
        size="small"
        isPending={respond.isPending}
        aria-label={strings.people.rejectOf(username)}
        onClick={() => respond.mutate({ id, accept: false })}
      >
        {strings.people.reject}
      </Button>
    </>
  )
}
