import turbo from 'npm:@cornerstonejs/codec-libjpeg-turbo-8bit@1.2.8/wasmjs'
import encoderOfWebp from 'npm:@jsquash/webp@1.5.0/codec/enc/webp_enc_simd.js'
import { type Libde265, libraryOf } from './heic-decoder.ts'

/** The functions of TurboJPEG that decode a picture. Pointers are places in `memory`. */
export interface JpegDecoder {
  memory: WebAssembly.Memory
  malloc(size: number): number
  free(pointer: number): void
  tjInitDecompress(): number
  tjDestroy(handle: number): void
  tjDecompress2(...values: number[]): number
}

/** An encoder of TurboJPEG. */
interface JpegEncoder {
  setProgressive(isProgressive: number): void
  setQuality(quality: number): void
  setSubSampling(subsampling: number): void
  getDecodedBuffer(frame: Record<string, number | boolean>): Uint8Array
  encode(): void
  getEncodedBuffer(): Uint8Array
  delete(): void
}

export interface JpegEncoders {
  JPEGEncoder: new () => JpegEncoder
}

export interface WebpEncoder {
  encode(
    rgba: Uint8Array,
    width: number,
    height: number,
    options: Record<string, number>,
  ): Uint8Array | null
}

/** The function of libwebp that decodes a picture. Pointers are places in `memory`. */
export interface WebpDecoder {
  memory: WebAssembly.Memory
  malloc(size: number): number
  free(pointer: number): void
  WebPDecodeRGBA(file: number, size: number, width: number, height: number): number
}

/** The error that is thrown if a codec cannot be loaded, for which no picture is to blame. */
export class CodecUnavailable extends Error {}

/** Returns a function that loads something once for all calls of this process. */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined
  return () => {
    loaded ??= load().catch((cause) => {
      loaded = undefined
      throw new CodecUnavailable('A codec cannot be loaded.', { cause })
    })
    return loaded
  }
}

async function compile(specifier: string): Promise<WebAssembly.Module> {
  return await WebAssembly.compile(await Deno.readFile(new URL(specifier)))
}

/** The options of an Emscripten module that is compiled already. */
function compiled(module: WebAssembly.Module) {
  return {
    noInitialRun: true,
    instantiateWasm(imports: WebAssembly.Imports, ready: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(module, imports)
      ready(instance)
      return instance.exports
    },
  }
}

export const jpegDecoderModule = once(() =>
  compile(import.meta.resolve('npm:@cwasm/jpeg-turbo@0.1.3/jpeg-turbo.wasm')),
)

/**
 * Creates a JPEG decoder. It throws at an error of the picture that it cannot pass over. After that,
 * its memory still has the rows before the error, and the decoder is of no further use.
 */
export function createJpegDecoder(module: WebAssembly.Module): JpegDecoder {
  const refuse = () => {
    throw new Error('the decoder gave up')
  }
  const env = { setjmp: () => 0, longjmp: refuse }
  const wasi = { environ_sizes_get: () => 0, proc_exit: refuse, fd_write: () => 0 }
  const rest = { environ_get: refuse, fd_close: refuse, fd_seek: refuse }
  const imports = { env, wasi_snapshot_preview1: { ...wasi, ...rest } }
  return new WebAssembly.Instance(module, imports).exports as unknown as JpegDecoder
}

export const loadJpegEncoder = once(async (): Promise<JpegEncoders> => {
  const module = compile(
    import.meta.resolve('npm:@cornerstonejs/codec-libjpeg-turbo-8bit@1.2.8/wasm'),
  )
  return await turbo(compiled(await module))
})

export const loadWebpEncoder = once(async (): Promise<WebpEncoder> => {
  const module = compile(
    import.meta.resolve('npm:@jsquash/webp@1.5.0/codec/enc/webp_enc_simd.wasm'),
  )
  return await encoderOfWebp(compiled(await module))
})

const webpDecoderModule = once(() =>
  compile(import.meta.resolve('npm:@cwasm/webp@0.1.5/webp.wasm')),
)

/** Creates a WebP decoder. Each picture has its own, so that it can do no harm to other pictures. */
export async function createWebpDecoder(): Promise<WebpDecoder> {
  const module = await webpDecoderModule()
  const wasi_snapshot_preview1 = { fd_close: () => 0, fd_seek: () => 0, fd_write: () => 0 }
  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1 })
  return instance.exports as unknown as WebpDecoder
}

/** The decoder of HEVC in libheif-js. Only HEIC loads it. */
export const hevcDecoder = libraryOf(async () => {
  const [library, module] = await loadLibheif()
  // The types of the package describe what this function returns, and not the function.
  const start = library.default as unknown as (options: object) => Libde265
  return start(compiled(module))
})

const loadLibheif = once(() =>
  Promise.all([
    import('npm:libheif-js@1.23.2/libheif-wasm/libheif.js'),
    compile(import.meta.resolve('npm:libheif-js@1.23.2/libheif-wasm/libheif.wasm')),
  ]),
)

/**
 * Makes the bundler include the packages from which only a file is read. This function is never
 * called.
 */
export const includePackages = () =>
  Promise.all([import('npm:@cwasm/jpeg-turbo@0.1.3'), import('npm:@cwasm/webp@0.1.5')])
