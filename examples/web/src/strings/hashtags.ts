const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`

export const hashtags = {
  title: 'Hashtags',
  posts: (number: number) => count(number, 'post', 'posts'),
  people: (number: number) => count(number, 'person', 'people'),
  orders: 'Order',
  newest: 'Newest',
  top: 'Most liked',
  grid: (name: string) => `Posts with #${name}`,
  empty: 'No posts with this hashtag',
  emptyText: 'Be the first: write it into a caption.',
  newPost: 'New post',
  follow: 'Follow',
  following: 'Following',
  followOf: (name: string) => `Follow #${name}`,
  followingOf: (name: string) => `Following #${name}`,
  followed: 'Hashtags you follow',
  followedEmpty: 'You follow no hashtag yet',
  followedEmptyText: 'Public posts with a hashtag that you follow appear in your home.',
  trending: 'Hashtags of the moment',
  trendingEmpty: 'Nothing stands out right now.',
}
