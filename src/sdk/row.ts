import type { Database } from './database.types.ts'

type Composites = Database['social']['CompositeTypes']

/** `gen types` makes every attribute of a composite nullable; in truth only some are. */
export type Row<Name extends keyof Composites, Nullable extends keyof Composites[Name] = never> = {
  [Key in keyof Composites[Name]]: Key extends Nullable
    ? Composites[Name][Key]
    : NonNullable<Composites[Name][Key]>
}
