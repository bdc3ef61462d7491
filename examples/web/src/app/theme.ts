/** The colours that a person chose, or null for those of the device. */
export type Theme = 'light' | 'dark' | null

const KEY = 'tern-theme'

/** Returns the colours that a person chose on this device. */
export function readTheme(): Theme {
  const theme = localStorage.getItem(KEY)
  return theme === 'light' || theme === 'dark' ? theme : null
}

/** Shows and remembers the colours. */
export function setTheme(theme: Theme) {
  if (theme) {
    localStorage.setItem(KEY, theme)
    document.documentElement.dataset.theme = theme
  } else {
    localStorage.removeItem(KEY)
    delete document.documentElement.dataset.theme
  }
}
