import type { Database } from './database.types.ts'

type Composites = Database['social']['CompositeTypes']

/**
 * A row of a composite type. Only the attributes in `Nullable` can be null, although the generated
 * database types declare every attribute nullable.
 */
export type Row<Name extends keyof Composites, Nullable extends keyof Composites[Name] = never> = {
  [Key in keyof Composites[Name]]: Key extends Nullable
    ? Composites[Name][Key]
    : NonNullable<Composites[Name][Key]>
}
