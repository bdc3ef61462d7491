/** A row of realtime.messages. Each value is the text form of Postgres. */
export interface MessageRow {
  id: string
  topic: string
  event: string
  extension: string
  isPrivate: boolean
  /** The JSON of the payload. */
  payload: Buffer | null
  binaryPayload: Buffer | null
}

type Values = Map<string, Buffer | null>

const RELATION = 0x52
const INSERT = 0x49
const NULL = 0x6e

/**
 * Reads the rows from the messages of the output plugin pgoutput, version 1. Postgres sends the
 * rows of a transaction after its commit.
 */
export class RowReader {
  /** The columns of each partition. */
  private readonly columns = new Map<number, string[]>()

  /** Returns the inserted row, or undefined for every other message. */
  read(data: Buffer): MessageRow | undefined {
    if (data[0] === RELATION) this.readRelation(data)
    return data[0] === INSERT ? this.readInsert(data) : undefined
  }

  private readRelation(data: Buffer): void {
    const endOfSchema = data.indexOf(0, 5)
    // The replica identity follows the name of the table.
    let at = data.indexOf(0, endOfSchema + 1) + 2
    const names: string[] = []
    const count = data.readUInt16BE(at)
    at += 2
    while (names.length < count) {
      const end = data.indexOf(0, at + 1)
      names.push(data.toString('utf8', at + 1, end))
      // The type and its modifier follow the name.
      at = end + 9
    }
    this.columns.set(data.readUInt32BE(1), names)
  }

  private readInsert(data: Buffer): MessageRow | undefined {
    const names = this.columns.get(data.readUInt32BE(1)) ?? []
    const values: Values = new Map()
    let at = 8
    for (const name of names) {
      const isNull = data[at++] === NULL
      const length = isNull ? 0 : data.readUInt32BE(at)
      if (!isNull) at += 4
      values.set(name, isNull ? null : data.subarray(at, at + length))
      at += length
    }
    return rowOf(values)
  }
}

function rowOf(values: Values): MessageRow {
  const text = (name: string) => values.get(name)?.toString() ?? ''
  const binary = values.get('binary_payload')
  return {
    ...{ id: text('id'), topic: text('topic'), event: text('event') },
    extension: text('extension'),
    isPrivate: text('private') === 't',
    payload: values.get('payload') ?? null,
    // The text form of bytes is hexadecimal, after \x.
    binaryPayload: binary ? Buffer.from(binary.toString('latin1', 2), 'hex') : null,
  }
}
