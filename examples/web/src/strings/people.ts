export const people = {
  title: 'People',
  follow: 'Follow',
  following: 'Following',
  requested: 'Requested',
}
