/** The reason why the server refuses a join, or closes a channel. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    text: string,
  ) {
    super(text)
  }
}

export function noReadPermission(topic: string): Refusal {
  const text = `You do not have permissions to read from this Channel topic: ${topic}`
  return new Refusal('Unauthorized', text)
}
