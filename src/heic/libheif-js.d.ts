/** The WebAssembly build of libheif and libde265. It has no types for this file of its package. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  const start: () => unknown
  export default start
}
