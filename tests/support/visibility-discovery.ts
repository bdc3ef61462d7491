import { key, ofPeople, ofPosts, own, type Path, people } from './visibility-paths.ts'

const found = (name: string, fn: string, given: string, expect: Path['expect']): Path => ({
  ...{ name, sql: own(fn, `${given}, `), expect, cases: ofPosts },
})

/** The lists of posts that contain exactly what the model expects, latest first. */
const exact: Path[] = [
  {
    ...found('hashtag', 'hashtag_posts', "'#Everytag'", (model, reader) => model.tagged(reader)),
    isOrdered: true,
  },
  found('top posts of a hashtag', 'hashtag_posts', "'everytag', 'top'", (model, reader) =>
    model.tagged(reader),
  ),
  {
    ...found('search of posts', 'post_search', "'everyword'", (model, reader) =>
      model.searched(reader),
    ),
    isOrdered: true,
  },
  found(
    'search of posts by relevance',
    'post_search',
    "'everyword', 'relevance'",
    (model, reader) => model.searched(reader),
  ),
  {
    name: 'number of posts of a hashtag',
    sql: "select post_count::text from social.hashtag('everytag')",
    expect: (model) => [String(model.posts.filter((post) => model.isPublic(post)).length)],
    cases: () => 1,
  },
]

/** The lists that choose among what the model allows. */
const chosen: Path[] = [
  {
    name: 'explore',
    sql: own('explore_posts'),
    expect: (model, reader) =>
      model.posts
        .filter((post) => model.isPublic(post) && model.isWanted(reader, post))
        .filter((post) => post.author !== reader && model.seesPost(reader, post))
        .filter(({ author }) => !model.edges.has(`${reader}>${author}`))
        .map(key),
    cases: ofPosts,
    isSubset: true,
  },
  {
    name: 'for you',
    sql: own('for_you_feed'),
    expect: (model, reader) =>
      model.posts
        .filter((post) => model.isWanted(reader, post) && model.seesPost(reader, post))
        .map(key),
    cases: ofPosts,
    isSubset: true,
  },
  {
    name: 'likers in the reasons of for you',
    sql: `select things.key || ' liked by ' || liker.key
      from pg_temp.texts('select id || '' '' || (liked ->> ''id'')
        from social.for_you_feed(page_size => 101), jsonb_array_elements(
          coalesce(reason -> ''profiles'', ''[]'')) as liked') as row
      join things on things.id = split_part(row, ' ', 1)::uuid
      join things as liker on liker.id = split_part(row, ' ', 2)::uuid`,
    expect: (model, reader) =>
      [...model.likes].flatMap((like) => {
        const [person = '', post = ''] = like.split('>')
        const isShown = model.follows(reader, person) && model.seesPerson(reader, person)
        return isShown ? [`${post} liked by ${person}`] : []
      }),
    cases: ofPosts,
    isSubset: true,
  },
  {
    name: 'suggestions',
    sql: own('suggested_profiles'),
    expect: (model, reader) =>
      people(model)
        .filter((person) => person !== reader && model.finds(reader, person))
        .filter((person) => !model.edges.has(`${reader}>${person}`))
        .filter((person) => !model.mutes.has(`${reader}>${person}`)),
    cases: ofPeople,
    isSubset: true,
  },
  {
    name: 'mutuals of suggestions',
    sql: `select mutual.key || '>' || things.key
      from pg_temp.texts('select id || '' '' || (mutual ->> ''id'')
        from social.suggested_profiles(page_size => 101),
          jsonb_array_elements(mutuals) as mutual') as row
      join things on things.id = split_part(row, ' ', 1)::uuid
      join things as mutual on mutual.id = split_part(row, ' ', 2)::uuid`,
    expect: (model, reader) =>
      [...model.edges.keys()].filter((edge) => {
        const [mutual = '', person = ''] = edge.split('>')
        return model.follows(reader, mutual) && model.seesEdge(reader, mutual, person)
      }),
    cases: ofPeople,
    isSubset: true,
  },
]

export const pathsToDiscovery: Path[] = [...exact, ...chosen]
