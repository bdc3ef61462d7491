import type { Database } from './database.types.ts'

type Composites = Database['social']['CompositeTypes']

/**
 * The row of a composite type in which only the attributes `Nullable` can be null. The generated
 * types of the database declare every attribute nullable.
 */
export type Row<Name extends keyof Composites, Nullable extends keyof Composites[Name] = never> = {
  [Key in keyof Composites[Name]]: Key extends Nullable
    ? Composites[Name][Key]
    : NonNullable<Composites[Name][Key]>
}
