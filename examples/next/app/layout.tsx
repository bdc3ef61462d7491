import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Header } from '../components/header'
import { Providers } from '../components/providers'
import './style.css'

export const metadata: Metadata = {
  title: { default: 'Tern on Next', template: '%s · Tern on Next' },
}

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Providers>
          <Header />
          <main>{children}</main>
        </Providers>
      </body>
    </html>
  )
}
