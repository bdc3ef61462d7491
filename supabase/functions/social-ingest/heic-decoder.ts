import { assertIntact } from './bytes.ts'
import type { Tile } from './heif.ts'

/**
 * The functions of libde265 that libheif-js exports. All numbers are addresses in the memory of the
 * WebAssembly module, or values.
 */
export interface Libde265 {
  HEAPU8: Uint8Array
  _malloc(size: number): number
  _free(address: number): void
  _de265_new_decoder(): number
  _de265_free_decoder(decoder: number): void
  _de265_set_parameter_bool(decoder: number, parameter: number, value: number): void
  /** The time of a unit is a number of 64 bits, passed as two of 32 bits. */
  _de265_push_NAL(
    ...args: [decoder: number, unit: number, size: number, low: 0, high: 0, data: 0]
  ): number
  _de265_flush_data(decoder: number): number
  _de265_decode(decoder: number, hasMore: number): number
  _de265_get_next_picture(decoder: number): number
  _de265_get_chroma_format(picture: number): number
  _de265_get_image_width(picture: number, channel: number): number
  _de265_get_image_height(picture: number, channel: number): number
  _de265_get_bits_per_pixel(picture: number, channel: number): number
  _de265_get_image_plane(picture: number, channel: number, stride: number): number
  _de265_get_image_colour_primaries(picture: number): number
  _de265_get_image_transfer_characteristics(picture: number): number
  _de265_get_image_matrix_coefficients(picture: number): number
  _de265_get_image_full_range_flag(picture: number): number
}

const DISABLE_DEBLOCKING = 7
const DISABLE_SAO = 8

/** A plane of a decoded tile. Valid only until the next tile is decoded. */
export interface DecodedPlane {
  values: Uint8Array | Uint16Array
  /** The number of values from one row to the next. */
  stride: number
  width: number
  height: number
  /** The number of bits of a value. */
  bits: number
}

/** How the encoder says that its numbers are colors (ITU-T H.273). */
export interface Code {
  primaries: number
  transfer: number
  matrix: number
  isFullRange: boolean
}

export interface Decoded extends Code {
  planes: DecodedPlane[]
}

/** The decoder, which is loaded with the first HEIC. No other file needs it. */
export interface Library {
  load(): Promise<Libde265>
  /** After an error of WebAssembly, its memory is in no defined state. */
  drop(): void
  /** Is called before each tile. A page needs the time between tiles to stay responsive. */
  rest(): Promise<void>
}

/** Keeps the module that `open` imports and starts. */
export function libraryOf(open: () => Promise<Libde265>, rest = async () => {}): Library {
  let ready: Promise<Libde265> | undefined
  const drop = () => {
    ready = undefined
  }
  const load = () => {
    ready ??= open()
    ready.catch(drop)
    return ready
  }
  return { load, drop, rest }
}

/**
 * Decodes one tile, and calls `use` while its pixels are in memory. If the tile is reduced afterwards,
 * the decoder leaves out the filters that smooth the edges of blocks, which take a fifth of the time.
 * In a still picture, no other pixels depend on filtered pixels.
 */
export async function decodeTile(
  { load, drop, rest }: Library,
  tile: Tile,
  isReduced: boolean,
  use: (decoded: Decoded) => void,
): Promise<void> {
  await rest()
  const lib = await load()
  try {
    const decoder = lib._de265_new_decoder()
    const scratch = lib._malloc(4)
    for (const filter of [DISABLE_DEBLOCKING, DISABLE_SAO])
      lib._de265_set_parameter_bool(decoder, filter, Number(isReduced))
    for (const unit of [...tile.settings, ...tile.pixels]) push(lib, decoder, unit)
    lib._de265_flush_data(decoder)
    use(read(lib, next(lib, decoder, scratch), scratch))
    lib._free(scratch)
    lib._de265_free_decoder(decoder)
  } catch (error) {
    drop()
    throw error
  }
}

function push(lib: Libde265, decoder: number, unit: Uint8Array): void {
  const address = lib._malloc(unit.length)
  assertIntact(address > 0)
  lib.HEAPU8.set(unit, address)
  lib._de265_push_NAL(decoder, address, unit.length, 0, 0, 0)
  lib._free(address)
}

/** Decodes until there is a picture. */
function next(lib: Libde265, decoder: number, scratch: number): number {
  for (;;) {
    const error = lib._de265_decode(decoder, scratch)
    const picture = lib._de265_get_next_picture(decoder)
    if (picture) return picture
    assertIntact(error === 0 && numberAt(lib, scratch) !== 0)
  }
}

function read(lib: Libde265, picture: number, scratch: number): Decoded {
  const channels = lib._de265_get_chroma_format(picture) === 0 ? [0] : [0, 1, 2]
  const planes = channels.map((channel) => {
    const address = lib._de265_get_image_plane(picture, channel, scratch)
    const bits = lib._de265_get_bits_per_pixel(picture, channel)
    const [bytes, buffer] = [bits > 8 ? 2 : 1, lib.HEAPU8.buffer]
    const [stride, height] = [numberAt(lib, scratch), lib._de265_get_image_height(picture, channel)]
    const values =
      bytes === 2
        ? new Uint16Array(buffer, address, (stride * height) / 2)
        : new Uint8Array(buffer, address, stride * height)
    const width = lib._de265_get_image_width(picture, channel)
    return { values, stride: stride / bytes, width, height, bits }
  })
  return {
    planes,
    primaries: lib._de265_get_image_colour_primaries(picture),
    transfer: lib._de265_get_image_transfer_characteristics(picture),
    matrix: lib._de265_get_image_matrix_coefficients(picture),
    isFullRange: lib._de265_get_image_full_range_flag(picture) !== 0,
  }
}

function numberAt({ HEAPU8 }: Libde265, address: number): number {
  return new DataView(HEAPU8.buffer).getInt32(address, true)
}
