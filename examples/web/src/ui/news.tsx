import { ArrowUp } from 'lucide-react'
import { Button } from './button.tsx'

interface NewsProps {
  count: number
  label: (count: number) => string
  onShow: () => void
}

/** Offers the new rows of a list, which never move in by themselves. */
export function News({ count, label, onShow }: NewsProps) {
  return (
    <div role="status" style={{ display: count > 0 ? 'flex' : 'contents' }}>
      {count > 0 && (
        <Button kind="quiet" isWide onClick={onShow}>
          <ArrowUp size={18} aria-hidden />
          {label(count)}
        </Button>
      )}
    </div>
  )
}
