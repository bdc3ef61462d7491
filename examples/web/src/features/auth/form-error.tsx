/** The sentence for an error that no field shows. */
export function FormError({ error }: { error: string | null }) {
  return (
    <div role="alert" style={{ color: 'var(--coral)' }}>
      {error && <p>{error}</p>}
    </div>
  )
}
