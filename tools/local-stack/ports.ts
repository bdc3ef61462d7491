import { createServer } from 'node:net'
import { Problem } from '../../src/cli/problem.ts'

/** Throws if another process uses the port that the database needs. */
export async function refuseTakenPort(port: number): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Problem(sentence(port)) : error)
    })
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()))
  })
}

const sentence = (port: number) =>
  `Port ${port}, which the database needs, is taken: ` +
  `stop what uses it, or choose another pair: npm start -- --port 54400`
