export const explore = {
  title: 'Explore',
  posts: 'Posts of people you do not follow yet',
  trending: 'Hashtags of the moment',
  allHashtags: 'All hashtags',
  search: 'Search',
  empty: 'Nothing to explore yet',
  emptyText: 'Public posts of people you do not follow appear here.',
  findPeople: 'Find people to follow',
}
