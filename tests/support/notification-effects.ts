import type { NotificationModel } from './notification-model.ts'
import type { Post } from './visibility-model.ts'

const AUDIENCES = ['public', 'followers', 'close_friends', 'only_me']

/** The number of an audience: the more people see the post, the smaller. */
function audience({ isDeleted, isArchived, isHiddenByStaff, visibility }: Post): number {
  if (isDeleted) return AUDIENCES.length
  return AUDIENCES.indexOf(isArchived || isHiddenByStaff ? 'only_me' : visibility)
}

/**
 * Remembers the state of the model before a step. The returned function applies what follows from
 * the step: a bell ends with the follow and with a block, and a text that more people see than
 * before loses its mentions of people whom its author may not see.
 */
export function effects(model: NotificationModel): () => void {
  const edges = [...model.edges.keys()]
  const blocks = [...model.blocks]
  const audiences = new Map(model.posts.map((post) => [post.key, audience(post)]))
  const hidden = new Map(
    model.comments.map((comment) => [
      comment.key,
      [comment.isDeleted, comment.isHiddenByStaff, comment.isHiddenByPostAuthor],
    ]),
  )
  return () => {
    for (const edge of edges) if (!model.edges.has(edge)) model.bells.delete(edge)
    for (const block of model.blocks) {
      if (blocks.includes(block)) continue
      model.bells.delete(block)
      model.bells.delete(block.split('>').reverse().join('>'))
    }
    for (const post of model.posts)
      if (audience(post) < (audiences.get(post.key) ?? 0)) prune(model, post)
    for (const comment of model.comments) {
      const { isDeleted, isHiddenByStaff, isHiddenByPostAuthor } = comment
      const now = [isDeleted, isHiddenByStaff, isHiddenByPostAuthor]
      if (hidden.get(comment.key)?.some((was, place) => was && !now[place])) prune(model, comment)
    }
  }
}

function prune(
  model: NotificationModel,
  { key, author }: { key: string; author: string | null },
): void {
  for (const person of model.mentions.get(key) ?? [])
    if (!model.seesPerson(author, person)) model.mentions.get(key)?.delete(person)
}
