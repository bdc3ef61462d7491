import { useNavigate } from '@tanstack/react-router'
import { Hash, Search } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react'
import { strings } from '../../strings.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import styles from './search.module.css'
import { type SearchOption, useOptions } from './use-options.ts'

/** A field that suggests people and hashtags while somebody types. Arrow keys choose one. */
export function SearchField({ start }: { start: string }) {
  const id = useId()
  const [text, setText] = useState(start)
  const [isOpen, setIsOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const go = useGo()
  const options = useOptions(isOpen ? text : '')
  const isShown = isOpen && options.length > 0
  const idOf = (option: SearchOption | undefined) => option && `${id}-${option.id}`
  const close = () => {
    setIsOpen(false)
    setAt(-1)
  }
  const choose = (option: SearchOption) => {
    close()
    go(option)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const words = text.trim()
    const option = options[at]
    if (option) choose(option)
    else if (words) choose({ kind: 'posts', id: 'posts', text: words })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (event.key === 'Escape' && isShown) {
      event.preventDefault()
      close()
    }
    if (step === 0) return
    event.preventDefault()
    if (!isOpen) return setIsOpen(true)
    // Before the first and after the last suggestion comes the text itself.
    const size = options.length + 1
    setAt(((at + 1 + step + size) % size) - 1)
  }
  return (
    <search className={styles.search}>
      <form className={styles.form} onSubmit={submit}>
        <label htmlFor={id} className="visually-hidden">
          {strings.search.label}
        </label>
        <input
          id={id}
          className={styles.input}
          type="text"
          role="combobox"
          enterKeyHint="search"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder={strings.search.label}
          aria-expanded={isShown}
          aria-controls={`${id}-options`}
          aria-autocomplete="list"
          aria-activedescendant={idOf(options[at])}
          value={text}
          // Nobody opens this page for anything else.
          // biome-ignore lint/a11y/noAutofocus: the field is what the page is for
          autoFocus={start === ''}
          onChange={(event) => {
            setText(event.target.value)
            setIsOpen(true)
            setAt(-1)
          }}
          onKeyDown={onKeyDown}
          onBlur={close}
        />
        <Button type="submit" kind="primary" aria-label={strings.search.submit}>
          <Search size={20} aria-hidden />
        </Button>
      </form>
      <div
        id={`${id}-options`}
        role="listbox"
        aria-label={strings.search.suggestions}
        className={styles.options}
        hidden={!isShown}
      >
        {isShown &&
          options.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the field
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
            <div
              key={option.id}
              id={idOf(option)}
              role="option"
              aria-selected={index === at}
              className={styles.option}
              // The field would lose the focus, and the list would close before the click.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
            >
              <OptionText option={option} />
            </div>
          ))}
      </div>
      <p role="status" className="visually-hidden">
        {isShown && strings.search.found(options.length - 1)}
      </p>
    </search>
  )
}

/** Leads to what was chosen. */
function useGo() {
  const navigate = useNavigate()
  return (option: SearchOption) => {
    if (option.kind === 'person') {
      navigate({ to: '/u/$username', params: { username: option.person.username } })
    } else if (option.kind === 'hashtag') {
      navigate({ to: '/tags/$hashtag', params: { hashtag: option.hashtag.hashtag } })
    } else {
      navigate({ to: '/search', search: { q: option.text } })
    }
  }
}

function OptionText({ option }: { option: SearchOption }) {
  if (option.kind === 'person') {
    const { username, display_name, avatar_path } = option.person
    return (
      <>
        <Avatar path={avatar_path} name={display_name ?? username} size={36} />
        <span className={styles.optionText}>
          <b>{display_name ?? username}</b> <span className="soft">@{username}</span>
        </span>
      </>
    )
  }
  const isHashtag = option.kind === 'hashtag'
  return (
    <>
      <span className={styles.sign}>
        {isHashtag ? <Hash size={20} aria-hidden /> : <Search size={20} aria-hidden />}
      </span>
      <span className={styles.optionText}>
        {isHashtag ? (
          <>
            <b>#{option.hashtag.display}</b>{' '}
            <span className="soft">{strings.hashtags.posts(option.hashtag.post_count)}</span>
          </>
        ) : (
          strings.search.allPosts(option.text)
        )}
      </span>
    </>
  )
}
