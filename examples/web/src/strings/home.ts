export const home = {
  title: 'Home',
  feeds: 'Feeds',
  following: 'Following',
  forYou: 'For you',
  feedLabel: 'Posts',
  newPosts: (count: number) => (count === 1 ? 'Show 1 new post' : `Show ${count} new posts`),
  empty: 'Your home is still quiet',
  emptyText: 'Follow a few people, and their posts appear here.',
  findPeople: 'Find people to follow',
  forYouEmpty: 'Nothing to recommend yet',
  forYouEmptyText: 'Like some posts and follow some hashtags first.',
  explore: 'Look around in Explore',
  end: 'You have seen everything.',
  welcome: 'A place for pictures and the people who take them.',
  welcomeText:
    'Follow friends, keep your account private if you like, and decide for each post who sees it.',
}
