import { lazy, Suspense } from 'react'
import { strings } from '../../strings.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'

const DemoLogins = lazy(() =>
  import('../auth/demo-logins.tsx').then((module) => ({ default: module.DemoLogins })),
)

/** What somebody without a login sees first. */
export function Welcome() {
  return (
    <Page title={strings.home.welcome}>
      <p>{strings.home.welcomeText}</p>
      <div className="row">
        <ButtonLink to="/login" kind="primary">
          {strings.app.logIn}
        </ButtonLink>
        <ButtonLink to="/signup">{strings.app.signUp}</ButtonLink>
        <ButtonLink to="/panes" kind="quiet">
          {strings.app.panes}
        </ButtonLink>
      </div>
      <Suspense fallback={null}>
        <DemoLogins />
      </Suspense>
    </Page>
  )
}
