import type { Database } from './database.types.ts'

type Composites = Database['social']['CompositeTypes']

/** A composite type, whose attributes `gen types` declares nullable, with the real nulls only. */
export type Row<Name extends keyof Composites, Nullable extends keyof Composites[Name] = never> = {
  [Key in keyof Composites[Name]]: Key extends Nullable
    ? Composites[Name][Key]
    : NonNullable<Composites[Name][Key]>
}
