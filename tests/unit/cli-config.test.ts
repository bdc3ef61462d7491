import { parse } from '@decimalturn/toml-patch'
import { describe, expect, it } from 'vitest'
import { editConfig, HOOK, undoConfig, undoPatch } from '../../src/cli/project/config.ts'

const usual = `# The settings of the app.
project_id = "host" # the name

[api]
enabled = true
# Port to use for the API URL.
port = 54321
schemas = ["public", "graphql_public"] # our schemas
# Extra schemas.
extra_search_path = ["public", "extensions"]
max_rows = 1000


[auth]
enabled = true
# [auth.hook.before_user_created]
# enabled = true
# uri = "pg-functions://postgres/auth/before-user-created-hook"

[auth.external.apple]
enabled = false
secret = "env(APPLE_SECRET)"

[functions.hello]
verify_jwt = true
# the last comment
`

const sections = `
# supabase-social: social-ingest checks its callers itself, also those whose key is not a JWT.
[functions.social-ingest]
verify_jwt = false

# supabase-social: social-files checks its callers itself, also those whose key is not a JWT.
[functions.social-files]
verify_jwt = false

# supabase-social: social-worker checks its callers itself, also those whose key is not a JWT.
[functions.social-worker]
verify_jwt = false

# supabase-social: a sign-up with a bad or taken username says what is wrong.
[auth.hook.before_user_created]
enabled = true
uri = "${HOOK}"
`

/** Ways to write `config.toml`, each of which init must read and write. */
const files: Record<string, string> = {
  'the usual way': usual,
  'with the line ends of Windows': usual.replaceAll('\n', '\r\n'),
  'with a byte order mark': `\uFEFF${usual}`,
  'without a line end at the end': usual.trimEnd(),
  'with empty lines at the end': `${usual}\n\n\n`,
  'as an empty file': '',
  'as a comment': '# nothing yet',
  'without [api]': 'project_id = "host"\n',
  'without schemas': '[api]\n# schemas = ["public"]\nenabled = true\n\n[db]\nport = 1\n',
  'with schemas over several lines': `[api]
schemas = [
  "public",   # ours
  # "private",
  "graphql_public", # for the old app
]
port = 1
`,
  'with schemas over several lines and no last comma': `[api]
schemas = [
  "public",
  "graphql_public" # for the old app
]
`,
  'with no schemas at all': '[api]\nschemas = []\n',
  'with dotted keys':
    'api.schemas = ["public"]\napi.port = 1\n[auth]\nhook.send_sms.enabled = false\n',
  'with inline tables': `api = { schemas = ["public"], port = 1 }
functions = { hello = { verify_jwt = true } } # one
auth = { enabled = true }
`,
  'with inline tables in sections': `[functions]
hello = { verify_jwt = true }
[auth]
hook = { send_sms = { enabled = false } }
`,
  'with quoted keys and strings': `["api"]
"schemas" = [ 'public' ]
[functions."social-worker"]
enabled = true # for now
`,
  'with tables below ours': `[functions.social-worker.env]
A = "x"
[auth.hook]
[auth.hook.send_sms]
enabled=false
`,
  'with tabs': "[api]\n\tschemas = [ 'public' ]\n\n\n\n[auth]\n\tenabled = true\n\n\n",
  'with settings of mails':
    '[auth.email]\nenable_confirmations = true # yes\n[auth.email.smtp]\nhost = "x"\n[auth.email.template.reauthentication]\nsubject = "Code"\n',
  'with mails in inline tables': '[auth]\nemail = { max_frequency = "1s" }\n',
  'with the settings of a remote':
    '[remotes.prod]\nproject_id = "abc"\n[remotes.prod.api]\nport = 1\n',
}

interface Config {
  api: { schemas: string[] }
  functions: Record<string, { verify_jwt: boolean }>
  auth: {
    hook: { before_user_created: unknown }
    email?: unknown
  }
}

describe('config.toml', () => {
  it('keeps every line, gets "social" beside the other schemas, and new sections at the end', () => {
    const { text, notes } = editConfig(usual)
    expect(text).toBe(
      usual.replace('"graphql_public"] # our', '"graphql_public", "social"] # our') + sections,
    )
    expect(notes).toEqual([])
  })

  it('keeps the line ends of Windows', () => {
    const { text } = editConfig(usual.replaceAll('\n', '\r\n'))
    expect(text).toBe(editConfig(usual).text.replaceAll('\n', '\r\n'))
  })

  it.each(Object.entries(files))('is edited when it is written %s', (_, before) => {
    const { text, notes } = editConfig(before)
    expect(notes).toEqual([])
    const old = parse(before) as Partial<Config>
    const { api, functions, auth } = parse(text) as unknown as Config
    const schemas = old.api?.schemas ?? ['public', 'graphql_public']
    expect(api.schemas).toEqual([...schemas, 'social'])
    expect(functions).toMatchObject({
      ...old.functions,
      'social-ingest': { verify_jwt: false },
      'social-files': { verify_jwt: false },
      'social-worker': { verify_jwt: false },
    })
    expect({ ...auth.hook }).toMatchObject({
      ...old.auth?.hook,
      before_user_created: { enabled: true, uri: HOOK },
    })
    expect(auth.email).toEqual(old.auth?.email)
    for (const comment of before.match(/#.*/g) ?? []) expect(text).toContain(comment.trim())
  })

  it.each(Object.entries(files))(
    'is not edited a second time when it is written %s',
    (_, before) => {
      const { text } = editConfig(before)
      expect(editConfig(text).text).toBe(text)
    },
  )

  it.each(Object.entries(files))(
    'has the same bytes again after the undo when it is written %s',
    (_, before) => {
      const { text } = editConfig(before)
      expect(undoConfig(text, [undoPatch(before, text)])).toEqual({ text: before, left: [] })
    },
  )

  it('keeps the lines that the user changed in the meantime, wherever they are', () => {
    const after = editConfig(usual).text
    const undo = [undoPatch(usual, after)]
    const lines = after.split('\n')
    const places = lines.flatMap((line, index) => {
      const isOurs = /social|^verify_jwt = false|^uri|^enabled = true$/.test(line)
      const isAfterOurs = /social|^$/.test(lines[index - 1] ?? '')
      const isLast = index === lines.length - 1
      return isLast || !(isOurs || isAfterOurs) ? [index] : []
    })
    for (const place of places) {
      for (const added of ['# a note', '', '# one\n# two', '\n\n# apart\n\n']) {
        const { text, left } = undoConfig(lines.toSpliced(place, 0, added).join('\n'), undo)
        expect(left).toEqual([])
        expect(parse(text)).toEqual(parse(usual))
        expect(text).toContain(added)
        expect(text.length).toBe(usual.length + added.length + 1)
      }
    }
  })

  it('loses only "social" when the user wrote the schemas in another way in the meantime', () => {
    const after = editConfig(usual).text
    const edited = after.replace(
      'schemas = ["public", "graphql_public", "social"] # our schemas',
      'schemas = [\n  "public", # one\n  "social",\n  "app", # two\n]',
    )
    const { text, left } = undoConfig(edited, [undoPatch(usual, after)])
    expect(left).toEqual([])
    expect(text).toBe(
      usual.replace(
        'schemas = ["public", "graphql_public"] # our schemas',
        'schemas = [\n  "public", # one\n  "app", # two\n]',
      ),
    )
  })

  it('never undoes an equal line of the host, even where our line was before', () => {
    const ours = '[functions.social-worker]\nenabled = true\n'
    const host = '[functions.mine]\nenabled = true\n# a note\nverify_jwt = false\n'
    const before = `# 1\n# 2\n# 3\n# 4\n${ours}${host}`
    const after = editConfig(before).text
    const shorter = after.slice(after.indexOf('[functions.social-worker]'))
    const { text, left } = undoConfig(shorter, [undoPatch(before, after)])
    expect(text).toContain(host)
    expect(left).toEqual(['[functions.social-worker]'])
  })

  it('says which of our settings remain when the user changed them', () => {
    const after = editConfig(usual).text
    const edited = after.replace('[functions.social-worker]', '[functions.social-worker]\nx = 1')
    const { text, left } = undoConfig(edited, [undoPatch(usual, after)])
    expect(left).toEqual(['[functions.social-worker]'])
    expect(text).toContain('[functions.social-worker]\nx = 1')
    expect(text).not.toContain('social-ingest')
  })

  it('keeps a sign-up hook of the host', () => {
    const hook =
      '[auth.hook.before_user_created]\nenabled = true\nuri = "pg-functions://postgres/public/mine"\n'
    const { text, notes } = editConfig(usual + hook)
    expect(text).toContain(hook)
    expect(text).not.toContain(HOOK)
    expect(notes).toEqual([{ kind: 'hook-taken', uri: 'pg-functions://postgres/public/mine' }])
  })

  it('keeps our hook switched off when the user switched it off', () => {
    const off = editConfig(usual).text.replace('enabled = true\nuri', 'enabled = false\nuri')
    expect(editConfig(off)).toEqual({ text: off, notes: [{ kind: 'hook-off' }] })
  })

  it('says what only the user can decide', () => {
    const text = '[api]\nmax_rows = 100\n[remotes.prod.api]\nschemas = ["public"]\n'
    expect(editConfig(text).notes).toEqual([
      { kind: 'max-rows', value: 100 },
      { kind: 'remote-schemas', remote: 'prod' },
    ])
    expect(editConfig('[api]\nmax_rows = 101\n').notes).toEqual([])
  })

  it.each([
    ['names the schemas with a variable', '[api]\nschemas = "env(SCHEMAS)"\n'],
    ['names the schemas as one text', '[api]\nschemas = "public,app"\n'],
    ['has a list of something else', '[api]\nschemas = [["public"]]\n'],
    ['has a value in the place of the table', 'api = "public"\n'],
  ])('keeps the line of the host and asks the user when it %s', (_, before) => {
    const { text, notes } = editConfig(before)
    expect(text.startsWith(before)).toBe(true)
    expect(text).toContain(HOOK)
    expect(notes).toEqual([{ kind: 'by-hand', section: expect.stringContaining('"social"') }])
    expect(undoConfig(text, [undoPatch(before, text)])).toEqual({ text: before, left: [] })
  })

  it('keeps mixed line ends, and changes no other line', () => {
    const before = '# one\r\n[api]\r\nschemas = ["public"]\n[auth]\r\nenabled = true\n'
    const { text } = editConfig(before)
    expect(text.startsWith(before.replace('"]', '", "social"]'))).toBe(true)
    expect(undoConfig(text, [undoPatch(before, text)]).text).toBe(before)
  })

  it.each([
    ['of the host', '[auth.email.template.recovery]\ncontent_path = "./mails/reset.html"\n'],
    ['without a file', '[auth.email.template.invite]\nsubject = "Hello" # hi\n'],
    [
      'with our template',
      '\n[auth.email.template.recovery]\ncontent_path = "./supabase/templates/social-recovery.html"\n',
    ],
    [
      'of a remote',
      '[remotes.prod.auth.email.template.magic_link]\ncontent_path = "./mails/in.html"\n',
    ],
  ])('keeps every byte of a mail %s, also after the undo', (_, section) => {
    const before = `${usual}${section}`
    const { text, notes } = editConfig(before)
    expect(text.replace(section, '')).toBe(editConfig(usual).text)
    expect(notes).toEqual([])
    expect(undoConfig(text, [undoPatch(before, text)])).toEqual({ text: before, left: [] })
    expect(undoConfig(text, [])).toEqual({ text: before, left: [] })
  })

  it('fills in a sign-up hook that names no function', () => {
    for (const rest of ['enabled = false\n', 'enabled = false\nuri = ""\n']) {
      const before = `[auth.hook.before_user_created]\n${rest}`
      const { text, notes } = editConfig(before)
      expect(notes).toEqual([])
      expect(parse(text)).toMatchObject({
        auth: { hook: { before_user_created: { enabled: true, uri: HOOK } } },
      })
      expect(undoConfig(text, [undoPatch(before, text)])).toEqual({ text: before, left: [] })
    }
  })

  it.each(Object.entries(files))(
    'has the same bytes again when a recorded edit never happened and it is written %s',
    (_, before) => {
      const { text } = editConfig(before)
      const off = text.replace(/, ?"social"/, '').replace('enabled = true', 'enabled = false')
      const undo = [undoPatch(before, text), undoPatch(text, `${off}\n# off\n`)]
      expect(undoConfig(text, undo)).toEqual({ text: before, left: [] })
    },
  )

  it('loses our settings also when nothing records them', () => {
    const { text } = editConfig(usual)
    expect(undoConfig(text, [])).toEqual({ text: usual, left: [] })
  })

  it('keeps a setting of the host at the end of our section in its section', () => {
    const after = editConfig(usual).text
    const edited = after.replace(
      '[functions.social-worker]\nverify_jwt = false\n',
      '[functions.social-worker]\nverify_jwt = false\nimport_map = "./mine.json"\n',
    )
    const { text, left } = undoConfig(edited, [undoPatch(usual, after)])
    expect(left).toEqual(['[functions.social-worker]'])
    expect(parse(text)).toMatchObject({
      functions: { 'social-worker': { import_map: './mine.json' } },
    })
  })

  it('is refused when it is not TOML, without showing a line of it', () => {
    const broken = 'x = 1\nsecret = "abc\n'
    expect(() => editConfig(broken)).toThrow('supabase/config.toml is not valid TOML (line 2)')
    expect(() => editConfig(broken)).not.toThrow('abc')
  })
})
