import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
} from '@tanstack/react-router'
import { HomePage } from '../features/home/index.tsx'
import { BrokenPage, MissingPage } from './broken-page.tsx'
import { Members } from './members.tsx'
import { Root } from './root.tsx'
import { Shell } from './shell.tsx'

/** The pages of an area load when somebody first opens one of them. Home comes with the app. */
function page<Module>(load: () => Promise<Module>, name: keyof Module & string): RouteComponent {
  return lazyRouteComponent(load as () => Promise<Record<string, RouteComponent>>, name)
}

const auth = () => import('../features/auth/index.tsx')
const composer = () => import('../features/composer/index.tsx')
const explore = () => import('../features/explore/index.tsx')
const hashtags = () => import('../features/hashtags/index.tsx')
const notifications = () => import('../features/notifications/index.tsx')
const panes = () => import('../features/panes/index.tsx')
const people = () => import('../features/people/index.tsx')
const post = () => import('../features/post/index.tsx')
const profile = () => import('../features/profile/index.tsx')
const search = () => import('../features/search/index.tsx')
const settings = () => import('../features/settings/index.tsx')
const staff = () => import('../features/staff/index.tsx')

const root = createRootRoute({
  component: Root,
  errorComponent: BrokenPage,
})

/** Pages without the navigation: log in, sign up, and two panes. */
const bare = createRoute({ getParentRoute: () => root, id: 'bare' })

/** Pages with the navigation, which somebody without a login may open too. */
const open = createRoute({ getParentRoute: () => root, id: 'open', component: Shell })

/** Pages of the signed-in person. Everybody else goes to the login. */
const members = createRoute({ getParentRoute: () => open, id: 'members', component: Members })

type Text = Record<string, unknown>

const text = (search: Text, key: string) =>
  typeof search[key] === 'string' ? (search[key] as string) : undefined

const bareRoutes = [
  createRoute({
    getParentRoute: () => bare,
    path: '/login',
    validateSearch: (search: Text): { next?: string | undefined } => ({
      next: text(search, 'next'),
    }),
    component: page(auth, 'LogInPage'),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/signup',
    component: page(auth, 'SignUpPage'),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/forgot-password',
    component: page(auth, 'ForgotPasswordPage'),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/reset-password',
    validateSearch: (search: Text): { token_hash?: string | undefined } => ({
      token_hash: text(search, 'token_hash'),
    }),
    component: page(auth, 'ResetPasswordPage'),
  }),
  createRoute({
    getParentRoute: () => bare,
    path: '/confirm',
    validateSearch: (search: Text): { token_hash?: string; type?: string } => ({
      ...(text(search, 'token_hash') && { token_hash: text(search, 'token_hash') }),
      ...(text(search, 'type') && { type: text(search, 'type') }),
    }),
    component: page(auth, 'ConfirmPage'),
  }),
  createRoute({ getParentRoute: () => bare, path: '/panes', component: page(panes, 'PanesPage') }),
] as const

const openRoutes = [
  createRoute({
    getParentRoute: () => open,
    path: '/',
    validateSearch: (search: Text): { feed?: 'for-you' | undefined } =>
      search.feed === 'for-you' ? { feed: 'for-you' } : {},
    component: HomePage,
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/p/$postId',
    component: page(post, 'PostPage'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/u/$username',
    component: page(profile, 'ProfilePage'),
  }),
  createRoute({
    getParentRoute: () => open,
    path: '/tags/$hashtag',
    validateSearch: (search: Text): { sort?: 'top' | undefined } =>
      search.sort === 'top' ? { sort: 'top' } : {},
    component: page(hashtags, 'HashtagPage'),
  }),
  createRoute({ getParentRoute: () => open, path: '$', component: MissingPage }),
] as const

const member = <Path extends string>(path: Path, component: RouteComponent) =>
  createRoute({ getParentRoute: () => members, path, component })

/** A queue of staff, of which the address says whether it shows the open or the closed cases. */
const queue = <Path extends string>(path: Path, component: RouteComponent) =>
  createRoute({
    getParentRoute: () => members,
    path,
    validateSearch: (search: Text): { state?: 'closed' | undefined } =>
      search.state === 'closed' ? { state: 'closed' } : {},
    component,
  })

const memberRoutes = [
  member('/p/$postId/likes', page(post, 'LikersPage')),
  member('/p/$postId/history', page(post, 'HistoryPage')),
  member('/me', page(profile, 'OwnProfilePage')),
  member('/u/$username/followers', page(profile, 'FollowersPage')),
  member('/u/$username/following', page(profile, 'FollowingPage')),
  member('/saved', page(profile, 'SavedPage')),
  member('/archive', page(profile, 'ArchivePage')),
  member('/explore', page(explore, 'ExplorePage')),
  member('/tags', page(hashtags, 'HashtagsPage')),
  createRoute({
    getParentRoute: () => members,
    path: '/search',
    validateSearch: (
      search: Text,
    ): {
      q?: string | undefined
      kind?: 'people' | 'hashtags' | undefined
      sort?: 'relevance' | undefined
    } => ({
      // The router reads ?q=2024 as a number.
      ...(search.q !== undefined && { q: String(search.q) }),
      ...(search.kind === 'people' && { kind: 'people' }),
      ...(search.kind === 'hashtags' && { kind: 'hashtags' }),
      ...(search.sort === 'relevance' && { sort: 'relevance' }),
    }),
    component: page(search, 'SearchPage'),
  }),
  member('/new', page(composer, 'NewPostPage')),
  member('/people', page(people, 'SuggestionsPage')),
  member('/requests', page(people, 'FollowRequestsPage')),
  member('/close-friends', page(people, 'CloseFriendsPage')),
  member('/notifications', page(notifications, 'NotificationsPage')),
  member('/settings', page(settings, 'SettingsPage')),
  member('/settings/profile', page(profile, 'EditProfilePage')),
  member('/settings/username', page(settings, 'UsernamePage')),
  member('/settings/privacy', page(settings, 'PrivacyPage')),
  member('/settings/blocked', page(settings, 'BlockedPage')),
  member('/settings/muted', page(settings, 'MutedPage')),
  member('/settings/words', page(settings, 'MutedWordsPage')),
  member('/settings/notifications', page(settings, 'NotificationSettingsPage')),
  member('/settings/feed', page(settings, 'FeedSettingsPage')),
  member('/settings/password', page(settings, 'PasswordPage')),
  member('/settings/sessions', page(settings, 'SessionsPage')),
  member('/settings/deleted', page(settings, 'DeletedPage')),
  member('/settings/reports', page(settings, 'OwnReportsPage')),
  member('/settings/sanctions', page(settings, 'SanctionsPage')),
  member('/settings/export', page(settings, 'ExportPage')),
  member('/settings/account', page(settings, 'AccountPage')),
  queue('/staff', page(staff, 'ReportQueuePage')),
  member('/staff/reports/$reportId', page(staff, 'ReportPage')),
  queue('/staff/appeals', page(staff, 'AppealsPage')),
  member('/staff/audit', page(staff, 'AuditLogPage')),
  member('/staff/statistics', page(staff, 'StatisticsPage')),
  member('/staff/team', page(staff, 'TeamPage')),
] as const

const routeTree = root.addChildren([
  bare.addChildren([...bareRoutes]),
  open.addChildren([...openRoutes, members.addChildren([...memberRoutes])]),
])

/** The routes of the app. Back restores the place on the page. */
export const router = createRouter({
  routeTree,
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultPendingMs: 200,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
