import type postgres from 'postgres'
import { Problem } from '../problem.ts'
import { type OurNames, SCHEMAS } from './names.ts'

/** An object of the host that would be removed together with ours. */
export interface Dependent {
  type: string
  identity: string
  /**
   * The statement that removes the object from a table of the host. Null if `drop schema … cascade`
   * removes the object without a lock on a table of the host.
   */
  statement: string | null
}

/**
 * Lists the objects of the host that `drop schema … cascade` would remove: objects outside of our
 * schemas that use ours, and objects that the host created in our schemas. The list is read from
 * the catalog, because trying the drop would lock tables of a living app.
 */
export async function dependents(sql: postgres.Sql, names: OurNames): Promise<Dependent[]> {
  return await sql<Dependent[]>`
    with recursive dropped as (
      select 'pg_namespace'::regclass::oid as classid, oid as objid, 0 as objsubid
      from pg_namespace where nspname = any(${SCHEMAS})
      union
      select next.* from dropped, lateral (
        select d.classid, d.objid, d.objsubid from pg_depend d
        where d.refclassid = dropped.classid and d.refobjid = dropped.objid
          and (dropped.objsubid = 0 or d.refobjsubid = dropped.objsubid)
        union all
        -- The rule of a view, for example, is dropped together with the view.
        select d.refclassid, d.refobjid, d.refobjsubid from pg_depend d
        where d.classid = dropped.classid and d.objid = dropped.objid and d.deptype in ('i', 'P', 'S')
          and dropped.objsubid = 0
      ) next
    ),
    described as (
      select d.*, o.type, o.identity, o.schema, coalesce(o.name, f.proname) as name,
        coalesce(c.conrelid, t.tgrelid, p.polrelid, r.ev_class, a.adrelid) as relation,
        -- A table has a type of its own, and every type has an array type.
        coalesce(t.tgisinternal, y.typelem <> 0 or yc.relkind <> 'c', false) as is_internal
      from dropped d
      cross join lateral pg_identify_object(d.classid, d.objid, d.objsubid) o
      left join pg_constraint c on d.classid = 'pg_constraint'::regclass and c.oid = d.objid
      left join pg_trigger t on d.classid = 'pg_trigger'::regclass and t.oid = d.objid
      left join pg_policy p on d.classid = 'pg_policy'::regclass and p.oid = d.objid
      left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
      left join pg_proc f on d.classid = 'pg_proc'::regclass and f.oid = d.objid
      left join pg_type y on d.classid = 'pg_type'::regclass and y.oid = d.objid
      left join pg_class yc on yc.oid = y.typrelid
      left join pg_attrdef a on d.classid = 'pg_attrdef'::regclass and a.oid = d.objid
    ),
    placed as (
      select d.*, coalesce(d.schema, n.nspname) as place, c.relname
      from described d
      left join pg_class c on c.oid = d.relation
      left join pg_namespace n on n.oid = c.relnamespace
    )
    select distinct type, identity, case
      when c.oid is not null then
        format('alter table %s drop constraint %I cascade', relation::regclass, c.conname)
      when t.oid is not null then format('drop trigger %I on %s', t.tgname, relation::regclass)
      when p.oid is not null then format('drop policy %I on %s', p.polname, relation::regclass)
      when a.oid is not null then
        format('alter table %s alter %I drop default', relation::regclass, da.attname)
      when ca.attnum is not null then
        format(
          case co.relkind when 'c' then 'alter type %s drop attribute %I cascade'
            else 'alter table %s drop column %I cascade' end,
          objid::regclass, ca.attname)
    end as statement
    from placed
    left join pg_constraint c on classid = 'pg_constraint'::regclass and c.oid = objid
      and c.conrelid <> 0 -- the constraint of a domain is on no table
    left join pg_trigger t on classid = 'pg_trigger'::regclass and t.oid = objid
    left join pg_policy p on classid = 'pg_policy'::regclass and p.oid = objid
    left join pg_attrdef a on classid = 'pg_attrdef'::regclass and a.oid = objid
    left join pg_attribute da on da.attrelid = a.adrelid and da.attnum = a.adnum
    left join pg_class co on classid = 'pg_class'::regclass and co.oid = objid
    left join pg_attribute ca on classid = 'pg_class'::regclass and ca.attrelid = objid
      and ca.attnum = objsubid and objsubid > 0
    where classid <> all(array[
        'pg_namespace', 'pg_rewrite', 'pg_default_acl', 'pg_publication_rel',
        'pg_publication_namespace', 'pg_am', 'pg_opclass', 'pg_amop', 'pg_amproc'
      ]::regclass[])
      and place is distinct from 'pg_toast' and not is_internal
      and case
        when place = any(${SCHEMAS}) then
          -- The release does not mention this table, view, function or type.
          relation is null and objsubid = 0
          and type in ('table', 'view', 'materialized view', 'function', 'procedure', 'type')
          and place || '.' || name <> all(${names.objects})
        when classid = 'pg_policy'::regclass then split_part(identity, ' ', 1) <> all(${names.policies})
        when classid = 'pg_trigger'::regclass then not (
          split_part(identity, ' ', 1) like 'social\\_%' and identity ~ ' on auth\\.(users|sessions)$')
        else true
      end
    union
    -- Postgres does not record what the text of a function uses, such as a sign-up hook of the host
    -- that calls ours.
    select 'function whose text mentions supabase-social,',
      format('%I.%I(%s)', nspname, proname, pg_get_function_identity_arguments(p.oid)), null
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname <> all(${SCHEMAS}) and n.nspname not in ('pg_catalog', 'information_schema')
      and p.prosrc ~ '\\msocial_private\\.|\\msocial\\.'
      and p.oid not in (select objid from dropped where classid = 'pg_proc'::regclass)
      and exists (select from dropped)
    order by 1, 2, 3`
}

/** Stops before any change if the host has objects that would be removed together with ours. */
export function refuseDependents(found: Dependent[]): void {
  if (found.length === 0) return
  const list = found.map(({ type, identity }) => `  ${type} ${identity}`).join('\n')
  throw new Problem(
    `Nothing was changed, because these objects are not part of supabase-social and would be removed with it or fail without it:\n${list}\nChange or remove them first, or pass --drop-dependents.`,
  )
}
