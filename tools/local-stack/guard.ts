import { type ChildProcess, spawn } from 'node:child_process'

/**
 * When this process ends, even by `kill -9`, the guard ends a child process and then removes a
 * folder. A shell process waits at the other end of a pipe. The pipe closes when this process ends,
 * and the shell then ends the child. Before you end the child yourself, call the returned function.
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
