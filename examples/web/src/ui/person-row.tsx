import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Avatar } from './avatar.tsx'
import styles from './person-row.module.css'

interface PersonRowProps {
  person: { username: string; display_name: string | null; avatar_path: string | null }
  /** A line under the name, such as who of yours follows the person. */
  note?: ReactNode
  /** The buttons at the end of the row. */
  children?: ReactNode
}

/** A person in a list. */
export function PersonRow({ person, note, children }: PersonRowProps) {
  const { username, display_name, avatar_path } = person
  return (
    <div className={styles.row}>
      <Avatar path={avatar_path} name={display_name ?? username} />
      <div className={styles.text}>
        <Link to="/u/$username" params={{ username }} className={styles.name}>
          {display_name ?? username}
        </Link>
        <p className="soft small">@{username}</p>
        {note && <div className="soft small">{note}</div>}
      </div>
      {children && <div className="row">{children}</div>}
    </div>
  )
}
