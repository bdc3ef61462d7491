import type { Play, Turn } from './notification-turn.ts'

/** Builds a step in which the operator sanctions something and tells its owner. */
const sanction =
  (
    kind: string,
    action: string,
    find: (turn: Turn) => { id: string; owner: string; isOn: boolean; impose(): void } | undefined,
  ): Play =>
  async (turn) => {
    const found = find(turn)
    if (!found || !turn.model.has(found.owner)) return ['ok', 'ok']
    const { world, model } = turn
    const { id, owner } = found
    await world.sql`select social_private.moderate(
      null, ${kind}::social.target_kind, ${id}, ${action}::social.moderation_action, 'why')`
    if (found.isOn) return ['ok', 'ok']
    found.impose()
    const [entry] = await world.sql`select id from social_private.audit_log
      where subject_id = ${owner} order by number desc limit 1`
    model.notify(owner, 'sanction', null, entry?.id, entry?.id)
    return ['ok', 'ok']
  }

/** The steps in which staff restrict something or end the restriction. */
export const sanctions: Record<string, Play> = {
  sanctionPost: sanction(
    'post',
    'hide',
    ({ post }) =>
      post && {
        ...{ id: post.key, owner: post.author, isOn: post.isHiddenByStaff },
        impose: () => Object.assign(post, { isHiddenByStaff: true }),
      },
  ),
  sanctionComment: sanction('comment', 'hide', ({ comment }) =>
    comment?.author
      ? {
          ...{ id: comment.key, owner: comment.author, isOn: comment.isHiddenByStaff },
          impose: () => Object.assign(comment, { isHiddenByStaff: true }),
        }
      : undefined,
  ),
  sanctionPerson: sanction('profile', 'suspend', ({ model, whom }) => {
    if (!model.has(whom.id)) return undefined
    const account = model.account(whom.id)
    const impose = () => Object.assign(account, { isSuspended: true })
    return { id: whom.id, owner: whom.id, isOn: account.isSuspended, impose }
  }),
  staffShowPost: async ({ world, post }) => {
    if (!post) return ['ok', 'ok']
    post.isHiddenByStaff = false
    await world.sql`update social.posts set hidden_at = null where id = ${post.key}`
    return ['ok', 'ok']
  },
}
