import { useQuery } from '@tanstack/react-query'
import type { NotificationPreference, NotificationSource } from 'supabase-social'
import { queries, useSetNotificationPreference, useSocial } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Select } from '../../ui/choices.tsx'
import { toast } from '../../ui/toast.tsx'
import { Loaded, Setting } from './setting.tsx'

const text = strings.settings.notifications

const sources = (Object.entries(text.from) as [NotificationSource, string][]).map(
  ([value, label]) => ({ value, label }),
)

/** Decides what notifies the person. */
export function NotificationSettingsPage() {
  const preferences = useQuery(queries.notificationPreferences(useSocial()))
  return (
    <Setting page="notifications">
      <p className="soft">{text.text}</p>
      <Loaded query={preferences}>
        {(all) => (
          <>
            {all
              .filter(({ is_optional }) => is_optional)
              .map((preference) => (
                <Preference key={preference.kind} preference={preference} />
              ))}
            <h2>{text.always}</h2>
            <ul>
              {all
                .filter(({ is_optional }) => !is_optional)
                .map((preference) => (
                  <li key={preference.kind}>{nameOf(preference)}</li>
                ))}
            </ul>
          </>
        )}
      </Loaded>
    </Setting>
  )
}

function Preference({ preference }: { preference: NotificationPreference }) {
  const set = useSetNotificationPreference()
  const { kind, from_whom } = preference
  return (
    <Select
      label={nameOf(preference)}
      choices={sources}
      value={set.isPending ? set.variables.fromWhom : from_whom}
      onChange={(fromWhom) =>
        set.mutate({ kind, fromWhom }, { onSuccess: () => toast(strings.settings.saved) })
      }
    />
  )
}

/** A kind that this app does not know yet has the sentence of the server. */
function nameOf({ kind, description }: NotificationPreference): string {
  return text.kinds[kind] ?? description
}
