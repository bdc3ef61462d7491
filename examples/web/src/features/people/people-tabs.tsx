import { strings } from '../../strings.ts'
import { TabLink, TabLinks } from '../../ui/tab-links.tsx'

/** Links between the pages about people. */
export function PeopleTabs() {
  return (
    <TabLinks label={strings.people.pages}>
      <TabLink to="/people">{strings.people.suggestions}</TabLink>
      <TabLink to="/requests">{strings.people.requests}</TabLink>
      <TabLink to="/close-friends">{strings.people.closeFriends}</TabLink>
    </TabLinks>
  )
}
