import type { Viewer, VisibilityModel } from './visibility-model.ts'

/** A query or a command that finds rows, with the result that the model expects. */
export interface Path {
  name: string
  /**
   * A query that returns one text for each row. The text has one or two keys of the table `things`.
   */
  sql: string
  /**
   * Returns the texts that the model expects. `reader` is null if the login reads like an anonymous
   * visitor.
   */
  expect(model: VisibilityModel, reader: Viewer, login: Viewer): string[]
  /** Returns the number of rows that the query can show or hide. */
  cases(model: VisibilityModel): number
  isOrdered?: boolean
  /** Whether the query may return fewer rows than the model allows. */
  isSubset?: boolean
}

export const key = ({ key }: { key: string }) => key
export const people = (model: VisibilityModel) => model.accounts.map(key)
export const ofPeople = (model: VisibilityModel) => model.accounts.length
export const ofPairs = (model: VisibilityModel) => model.accounts.length ** 2
export const ofPosts = (model: VisibilityModel) => model.posts.length

export const table = (relation: string, column: string) =>
  `select key from things join social.${relation} as r on r.${column} = things.id`
/**
 * Builds a query that calls a function for each row of a kind. The query returns the keys for which
 * the call succeeds.
 */
export const found = (kind: string, call: string, on = 'id') =>
  `select key from things where kind = '${kind}'
   and pg_temp.answer(format('select from social.${call}', ${on})) = 'ok'`
/** Builds a query that returns the keys of a private list, in the order of the list. */
export const own = (fn: string, given = '') =>
  `select key from pg_temp.list($$select id from social.${fn}(${given}page_size => 101)$$)
   with ordinality as l (id, place) join things using (id) order by place`
/**
 * Builds a query that calls a list function for each row of a kind and keeps the order of each
 * list.
 */
export const lists = (kind: string, fn: string) =>
  `select o.key || '>' || m.key from things as o,
   pg_temp.list(format('select id from social.${fn}(%L, page_size => 101)', o.id))
   with ordinality as l (id, place) join things as m on m.id = l.id
   where o.kind = '${kind}' order by o.key collate "C", place`
export const perOwner = (owners: string[], of: (owner: string) => string[]) =>
  [...owners].sort().flatMap((owner) => of(owner).map((member) => `${owner}>${member}`))

const persons: Path['expect'] = (model, reader) =>
  people(model).filter((person) => model.seesPerson(reader, person))
const searched: Path['expect'] = (model, reader) =>
  people(model).filter((person) => model.finds(reader, person))
const counts: Path['expect'] = (model, reader) =>
  people(model)
    .filter((person) => model.seesAccount(reader, person))
    .map((person) => `${person} ${model.counts(person)}`)
export const posts: Path['expect'] = (model, reader) =>
  model.posts.filter((post) => model.seesPost(reader, post)).map(key)

const ofPerson: Path[] = [
  table('profiles', 'id'),
  found('person', 'profile(%L)'),
  found('person', 'profile_by_username(%L)', "'someone.' || key"),
  found('person', 'profile_by_username(%L)', "'once.' || key"),
  found('person', 'profile_posts(%L)'),
  found('person', 'profile_followers(%L)'),
  found('person', 'profile_following(%L)'),
].map((sql) => ({ name: 'people', sql, expect: persons, cases: ofPeople }))

const ofSearch: Path[] = [
  own('profile_search'),
  `select key from things where kind = 'person' and id in (select pg_temp.list(format(
   'select id from social.profile_search(%L)', 'someone.' || key)))`,
].map((sql) => ({ name: 'search', sql, expect: searched, cases: ofPeople }))

const ofCounts: Path[] = [
  `select concat_ws(' ', key, post_count, follower_count, following_count)
   from social.profile_counts join things on id = profile_id`,
  `select key || ' ' || numbers from things, pg_temp.texts(format(
   'select concat_ws('' '', post_count, follower_count, following_count)
   from social.profile(%L) where post_count is not null', id)) as numbers
   where kind = 'person'`,
].map((sql) => ({ name: 'counts', sql, expect: counts, cases: ofPeople }))

const ofPost: Path[] = [
  table('posts', 'id'),
  table('post_media', 'post_id'),
  table('post_counts', 'post_id'),
  `select key from things join social.posts using (id) join social.profiles on profiles.id = author_id`,
  found('post', 'post(%L)'),
  found('post', 'post_likers(%L)'),
  found('post', 'post_comments(%L)'),
].map((sql) => ({ name: 'posts', sql, expect: posts, cases: ofPosts }))

const ofFiles: Path = {
  name: 'files',
  sql: 'select key from storage.objects join paths using (name)',
  // Authors can read the files of their deleted posts, because deleted posts can be restored.
  expect: (model, reader) =>
    model.posts.filter((post) => post.author === reader || model.seesPost(reader, post)).map(key),
  cases: ofPosts,
}

const ofFeeds: Path[] = [
  {
    name: 'grids',
    sql: lists('person', 'profile_posts'),
    expect: (model, reader) =>
      perOwner(people(model), (person) =>
        model.seesPerson(reader, person) ? model.grid(reader, person) : [],
      ),
    cases: ofPosts,
    isOrdered: true,
  },
  {
    name: 'home feed',
    sql: own('home_feed'),
    expect: (model, reader) => (reader ? model.home(reader) : []),
    cases: ofPosts,
    isOrdered: true,
  },
  {
    name: 'archive',
    sql: own('archived_posts'),
    expect: (model, reader) =>
      model.posts
        .filter((post) => post.isArchived && !post.isDeleted && post.author === reader)
        .map(key),
    cases: ofPosts,
  },
  {
    name: 'saved posts',
    sql: own('saved_posts'),
    expect: (model, reader) =>
      posts(model, reader, reader).filter((post) => model.saves.has(`${reader}>${post}`)),
    cases: ofPosts,
  },
  {
    name: 'table of saves',
    sql: `select pg_temp.texts('${table('saves', 'post_id')}')`,
    expect: (model, reader) =>
      posts(model, reader, reader).filter((post) => model.saves.has(`${reader}>${post}`)),
    cases: ofPosts,
  },
]

export const pathsToPosts: Path[] = [
  ...[...ofPerson, ...ofSearch, ...ofCounts, ...ofPost],
  ...[ofFiles, ...ofFeeds],
]
