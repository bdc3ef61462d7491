export { PanesPage } from './panes-page.tsx'
