import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  Bookmark,
  LogOut,
  Menu as MenuIcon,
  MonitorSmartphone,
  Moon,
  PanelsLeftBottom,
  Settings,
  ShieldCheck,
  Sun,
  UserRound,
} from 'lucide-react'
import { useState } from 'react'
import { useSocial } from 'supabase-social/react'
import { strings } from '../strings.ts'
import { Menu } from '../ui/menu.tsx'
import { toastError } from '../ui/toast.tsx'
import { isPane } from './config.ts'
import styles from './shell.module.css'
import { readTheme, setTheme, type Theme } from './theme.ts'
import { useIsStaff } from './use-is-staff.ts'

const nextThemes = [
  { theme: 'light', label: strings.app.lightTheme, icon: <Sun size={20} aria-hidden /> },
  { theme: 'dark', label: strings.app.darkTheme, icon: <Moon size={20} aria-hidden /> },
  {
    theme: null,
    label: strings.app.systemTheme,
    icon: <MonitorSmartphone size={20} aria-hidden />,
  },
] as const

/** The pages that somebody opens less often, the colours, and the way out. */
export function AccountMenu() {
  const social = useSocial()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [theme, show] = useState<Theme>(readTheme)
  const { isStaff, ask } = useIsStaff()
  const logOut = async () => {
    const { error } = await social.auth.signOut()
    if (error) return toastError(error)
    queryClient.clear()
    navigate({ to: '/login' })
  }
  return (
    <Menu
      label={strings.app.menu}
      icon={
        <>
          <MenuIcon aria-hidden />
          <span className={styles.menuText}>{strings.app.menu}</span>
        </>
      }
      className={styles.menu ?? ''}
      onOpen={ask}
      items={[
        {
          ...{ id: 'profile', label: strings.app.profile },
          icon: <UserRound size={20} aria-hidden />,
          onAction: () => navigate({ to: '/me' }),
        },
        {
          ...{ id: 'saved', label: strings.app.saved },
          icon: <Bookmark size={20} aria-hidden />,
          onAction: () => navigate({ to: '/saved' }),
        },
        {
          ...{ id: 'settings', label: strings.app.settings },
          icon: <Settings size={20} aria-hidden />,
          onAction: () => navigate({ to: '/settings' }),
        },
        isStaff && {
          ...{ id: 'staff', label: strings.app.staff },
          icon: <ShieldCheck size={20} aria-hidden />,
          onAction: () => navigate({ to: '/staff' }),
        },
        !isPane() && {
          ...{ id: 'panes', label: strings.app.panes },
          icon: <PanelsLeftBottom size={20} aria-hidden />,
          onAction: () => navigate({ to: '/panes' }),
        },
        ...nextThemes
          .filter((next) => next.theme !== theme)
          .map((next) => ({
            ...{ id: next.label, label: next.label, icon: next.icon },
            onAction: () => {
              setTheme(next.theme)
              show(next.theme)
            },
          })),
        {
          ...{ id: 'log-out', label: strings.app.logOut },
          icon: <LogOut size={20} aria-hidden />,
          onAction: logOut,
        },
      ]}
    />
  )
}
