import type { Database } from './database.types.ts'

type Composites = Database['social']['CompositeTypes']

/** A composite type with its real nulls. `gen types` declares every attribute nullable. */
export type Row<Name extends keyof Composites, Nullable extends keyof Composites[Name] = never> = {
  [Key in keyof Composites[Name]]: Key extends Nullable
    ? Composites[Name][Key]
    : NonNullable<Composites[Name][Key]>
}
