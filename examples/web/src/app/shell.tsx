import { Link, useRouter } from '@tanstack/react-router'
import { Bell, Feather, Map as MapIcon, Rows3, Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useLiveNotifications, useSession, useUnseenCount } from 'supabase-social/react'
import { strings } from '../strings.ts'
import { ButtonLink } from '../ui/button.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Content } from './content.tsx'
import styles from './shell.module.css'

/** The navigation around a page: a bar at the side of a wide screen, and at the bottom of a phone. */
export function Shell() {
  const user = useSession()
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        {strings.app.skip}
      </a>
      <header className={styles.bar}>
        <Link to="/" className={styles.brand}>
          <img src="/tern.svg" alt="" width={32} height={32} />
          {strings.app.name}
        </Link>
        {user && <MemberLinks />}
        {user && <LiveBadge />}
        <div className={styles.end}>
          {user && <AccountMenu />}
          {user === null && <GuestLinks />}
        </div>
      </header>
      <main id="content" tabIndex={-1} className={styles.main}>
        <Content />
      </main>
    </div>
  )
}

function MemberLinks() {
  const unseen = useUnseenCount().data ?? 0
  const toTop = useToTop()
  return (
    <nav aria-label={strings.app.navigation} className={styles.nav}>
      <Link to="/" activeOptions={{ exact: true }} onClick={toTop} className={styles.link}>
        <Rows3 aria-hidden />
        <span>{strings.app.home}</span>
      </Link>
      <Link to="/explore" className={styles.link}>
        <MapIcon aria-hidden />
        <span>{strings.app.explore}</span>
      </Link>
      <Link to="/new" className={styles.link}>
        <Feather aria-hidden />
        <span>{strings.app.newPost}</span>
      </Link>
      <Link to="/search" className={styles.link}>
        <Search aria-hidden />
        <span>{strings.app.search}</span>
      </Link>
      <Link to="/notifications" className={styles.link}>
        <span className={styles.badged}>
          <Bell aria-hidden />
          {unseen > 0 && (
            <b className={styles.badge} aria-hidden>
              {unseen > 99 ? '99+' : unseen}
            </b>
          )}
        </span>
        <span>{strings.app.notifications}</span>
        <span className="visually-hidden">{strings.app.unseen(unseen)}</span>
      </Link>
    </nav>
  )
}

/** Listens for notifications, after the page has shown what the person came for. */
function LiveBadge() {
  const [isReady, setIsReady] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsReady(true), 3000)
    return () => clearTimeout(timer)
  }, [])
  return isReady ? <Listener /> : null
}

function Listener() {
  useLiveNotifications()
  return null
}

/** A second press of Home leads back to the top of the feed. */
function useToTop() {
  const router = useRouter()
  return () => {
    if (router.state.location.pathname === '/') window.scrollTo({ top: 0 })
  }
}

function GuestLinks() {
  return (
    <div className="row">
      <ButtonLink to="/login" size="small">
        {strings.app.logIn}
      </ButtonLink>
      <ButtonLink to="/signup" size="small" kind="primary">
        {strings.app.signUp}
      </ButtonLink>
    </div>
  )
}
