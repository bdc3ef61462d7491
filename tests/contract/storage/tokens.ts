import { PEOPLE, type StorageServer } from './server.ts'

const { alice } = PEOPLE

/** Tokens of callers that are missing, wrong or expired. */
export async function tokens(storage: StorageServer): Promise<void> {
  const own = `contract-own/${alice}/token.txt`
  await storage.send(`POST /object/${own}`, { body: 'hello' })
  const claims = { role: 'authenticated', aud: 'authenticated', sub: alice }
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const wrong = {
    'another key': storage.sign(claims, 60, 'x'.repeat(40)),
    'an expired token': storage.sign(claims, -60),
    'a word': 'junk',
    'three words': 'a.b.c',
    'no algorithm': `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`,
    'an unknown role': storage.sign({ ...claims, role: 'contract_nobody' }),
    'no role': storage.sign({ sub: alice }),
    'no subject': storage.sign({ role: 'authenticated' }),
    'a subject that is no UUID': storage.sign({ role: 'authenticated', sub: 'me' }),
  }
  for (const [name, token] of Object.entries(wrong)) {
    const as = { token }
    await storage.call(`${name}: read`, `GET /object/${own}`, { as })
    await storage.call(`${name}: read, authenticated`, `GET /object/authenticated/${own}`, { as })
    await storage.call(`${name}: list`, 'POST /object/list/contract-own', {
      ...{ as, body: { prefix: alice } },
    })
    await storage.call(`${name}: upload`, `POST /object/contract-own/${alice}/${name.length}.txt`, {
      ...{ as, body: 'x' },
    })
  }
  const sign = { body: { expiresIn: 60 }, as: 'nobody' } as const
  await storage.call('nobody: sign', `POST /object/sign/${own}`, sign)
  await storage.call('nobody: list', 'POST /object/list/contract-own', {
    ...{ as: 'nobody', body: { prefix: alice } },
  })
  await storage.call('nobody: upload', `POST /object/${own}`, { as: 'nobody', body: 'x' })
  await storage.call('nobody: buckets', 'GET /bucket', { as: 'nobody' })
  await storage.call('another key: sign', `POST /object/sign/${own}`, {
    ...{ as: { token: wrong['another key'] }, body: { expiresIn: 60 } },
  })
  await storage.call('basic: read', `GET /object/authenticated/${own}`, {
    ...{ as: 'nobody', headers: { authorization: 'Basic dTpw' } },
  })
}
