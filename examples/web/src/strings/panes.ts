export const panes = {
  title: 'Two people side by side',
}
