export const composer = {
  title: 'New post',
}
