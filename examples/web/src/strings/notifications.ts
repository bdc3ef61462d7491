const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`

export const notifications = {
  title: 'Notifications',
  settings: 'Settings',
  readAll: 'Mark all as read',
  unread: 'Unread',
  empty: 'Nothing new yet',
  emptyText: 'Likes, comments and followers appear here.',
  findPeople: 'Find people to follow',
  newRows: (number: number) => `Show ${count(number, 'new notification', 'new notifications')}`,
  requests: (number: number, isMore: boolean) =>
    isMore ? 'Many follow requests wait' : `${count(number, 'follow request', 'follow requests')}`,
  groups: { today: 'Today', week: 'This week', earlier: 'Earlier' },
  someone: 'Somebody',
  who: (names: readonly string[], others: number) => {
    const rest = others >= 100 ? 'more than 99 others' : count(others, 'other', 'others')
    return new Intl.ListFormat('en').format(others > 0 ? [...names, rest] : names)
  },
  /** What a notification says. `isOne` says whether one person did it. */
  kinds: {
    post_like: (who: string, isOne: boolean) => `${who} ${isOne ? 'likes' : 'like'} your post`,
    comment_like: (who: string, isOne: boolean) =>
      `${who} ${isOne ? 'likes' : 'like'} your comment`,
    comment: (who: string) => `${who} commented on your post`,
    reply: (who: string) => `${who} replied to your comment`,
    post_mention: (who: string) => `${who} mentioned you in a post`,
    comment_mention: (who: string) => `${who} mentioned you in a comment`,
    follow: (who: string, isOne: boolean) => `${who} ${isOne ? 'follows' : 'follow'} you`,
    follow_request: (who: string, isOne: boolean) =>
      `${who} ${isOne ? 'asks' : 'ask'} to follow you`,
    request_accepted: (who: string) => `${who} accepted your follow request`,
    new_post: (who: string) => `${who} shared a new post`,
    sanction: () => 'Staff decided about your account',
    report_decision: () => 'Staff decided about your report',
    appeal_decision: () => 'Staff decided about your appeal',
    report_waiting: () => 'A report waits for staff',
  },
  other: (who: string) => `News from ${who}`,
}
