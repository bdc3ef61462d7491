export const hashtags = {
  title: 'Hashtags',
}
