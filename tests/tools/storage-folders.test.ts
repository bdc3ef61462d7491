import { expect, it } from 'vitest'
import { foldIntoFolders, type Listed } from '../../tools/local-stack/storage/folders.ts'

const object = (name: string) => ({ id: name, name, metadata: {} }) as unknown as Listed
const objects = ['a/x.jpg', 'a/Y.jpg', 'a/deep/1.jpg', 'a/deep/2.jpg'].map(object)
const names = (folder: string, options = {}) =>
  foldIntoFolders(objects, folder, options).map((entry) => entry.name)

it('the list of a folder contains its files and each subfolder once', () => {
  expect(names('a/')).toEqual(['deep', 'x.jpg', 'Y.jpg'])
  expect(foldIntoFolders(objects, 'a/', {})[0]).toMatchObject({ name: 'deep', id: null })
})

it('the list of a folder can be searched by prefix, without regard to case, and has pages', () => {
  expect(names('a/', { search: 'y' })).toEqual(['Y.jpg'])
  expect(names('a/', { sortBy: { column: 'name', order: 'desc' }, limit: 1, offset: 1 })).toEqual([
    'x.jpg',
  ])
})
