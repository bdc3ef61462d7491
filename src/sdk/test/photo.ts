const JPEG =
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////' +
  '////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA='

/** The smallest photo there is: one grey pixel. */
export function photo(type = 'image/jpeg'): Blob {
  return new Blob([Buffer.from(JPEG, 'base64')], { type })
}
