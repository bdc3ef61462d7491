import { type ChildProcess, spawn } from 'node:child_process'

/**
 * Ends a child when this process goes, however it goes, and then removes a folder: a shell holds
 * the read end of a pipe of ours, and the pipe closes even after `kill -9`. Call the result before
 * ending the child yourself.
 */
export function guard(child: ChildProcess, signal: 'INT' | 'TERM', folder = ''): () => void {
  const shell = spawn('sh', ['-c', script(child.pid, signal), 'guard', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  shell.on('error', () => {})
  shell.stdin.on('error', () => {})
  shell.unref()
  return () => shell.stdin.end('\n')
}

const script = (pid: number | undefined, signal: string) => `
  read _ && exit
  kill -${signal} ${pid}
  [ "$1" ] || exit
  tries=0
  while [ $tries -lt 100 ] && kill -0 ${pid}; do sleep 0.1; tries=$((tries + 1)); done
  rm -rf "$1"`
