import { type FormEvent, useState } from 'react'
import { queries, useList, useMuteWord, useSocial, useUnmuteWord } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/choices.tsx'
import { Endless } from '../../ui/endless.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Setting } from './setting.tsx'
import styles from './settings.module.css'

const text = strings.settings.words

type Duration = keyof typeof text.durations

const DAYS: Record<Duration, number | null> = { forever: null, day: 1, week: 7, month: 30 }

const durations = (Object.keys(DAYS) as Duration[]).map((value) => ({
  value,
  label: text.durations[value],
}))

/** The words that the person does not want to read. */
export function MutedWordsPage() {
  const list = useList(queries.mutedWords(useSocial()))
  const unmute = useUnmuteWord()
  return (
    <Setting page="words">
      <MuteForm />
      <Endless list={list} skeleton="lines" empty={<EmptyState title={text.empty} />}>
        {(words) => (
          <ul className="stack">
            {words.map(({ word, display, expires_at }) => (
              <li key={word} className={`sheet ${styles.item}`}>
                <div>
                  <p>{display}</p>
                  {expires_at && <p className="soft small">{text.expires(expires_at)}</p>}
                </div>
                <Button
                  size="small"
                  aria-label={text.unmuteWord(display)}
                  isPending={unmute.isPending && unmute.variables === word}
                  onClick={() => unmute.mutate(word)}
                >
                  {text.unmute}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </Setting>
  )
}

function MuteForm() {
  const mute = useMuteWord()
  const [word, setWord] = useState('')
  const [duration, setDuration] = useState<Duration>('forever')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (mute.isPending || word.trim() === '') return
    const days = DAYS[duration]
    const expiresAt = days === null ? undefined : new Date(Date.now() + days * 86_400_000)
    mute.mutate({ word: word.trim(), expiresAt }, { onSuccess: () => setWord('') })
  }
  return (
    <form className={styles.inline} onSubmit={submit}>
      <TextField
        label={text.label}
        value={word}
        autoComplete="off"
        onChange={(event) => setWord(event.target.value)}
      />
      <Select label={text.until} choices={durations} value={duration} onChange={setDuration} />
      <Button type="submit" kind="primary" isPending={mute.isPending}>
        {text.mute}
      </Button>
    </form>
  )
}
