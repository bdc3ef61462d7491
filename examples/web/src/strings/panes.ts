export const panes = {
  title: 'Two people side by side',
  text: 'Each side is a browser of its own. What one person does, the other sees.',
  person: (side: string) => `Person on the ${side}`,
  sides: { left: 'left', right: 'right' },
  frame: (name: string) => `Tern, as ${name} sees it`,
  back: 'Back to one person',
  none: 'There are no demo logins here.',
  noneText: 'The local stack with demo data has some.',
  loggingIn: (name: string) => `Logging in ${name}`,
}
