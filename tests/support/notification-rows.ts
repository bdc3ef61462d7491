/** Whose actions notify a person. */
export type Source = 'everybody' | 'following' | 'nobody'

export interface Group {
  recipient: string
  kind: string
  target: string
  /** The minute of the first notification of the group. */
  opened: number
  readAt: number
}

export interface Notification {
  group: Group
  actor: string
  object: string
  at: number
}

/** What a row of the list shows. */
export interface Listed {
  kind: string
  actors: string[]
  otherCount: number
  object: string
  post: string | null
  comment: string | null
  isSeen: boolean
  isRead: boolean
}
