/**
 * Returns a random UUID. Works without `crypto.randomUUID`, which is missing on http:// pages and
 * in React Native.
 */
export function uuid(): string {
  return (
    globalThis.crypto?.randomUUID?.() ??
    '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
      (Number(digit) ^ (Math.random() * (16 >> (Number(digit) / 4)))).toString(16),
    )
  )
}
