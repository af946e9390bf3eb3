import type * as z from 'zod/mini';
import { type TableName, tableKeys } from '../contract/resources.ts';
import { Failure } from '../core/failure.ts';
import { whenNeeded } from '../core/when-needed.ts';
import { dueMembers } from './due-members.ts';
import { joinParts, splitParts } from './key-parts.ts';
import type { Row } from './table-calls.ts';

/** A row's place in its table, encoded. */
export interface RowKey {
  readonly pk: string;
  readonly sk: string;
}

/** The plain parts of a key. The partition always begins with the workspace (`-`: nobody's). */
export interface KeyParts {
  readonly pk: readonly [workspace: string, ...rest: string[]];
  readonly sk: readonly [string, ...string[]];
}

/** What an entity says of itself. `Key` is what names a row, `Value` the whole of it. */
export interface EntityDefinition<Schema extends z.ZodMiniType, Key> {
  readonly table: TableName;
  /** Made when the first row is read: a function carries more entities than a first event meets. */
  readonly schema: () => Schema;
  /** Names of the parts, for the key table in the docs. */
  readonly named: KeyParts;
  readonly parts: (key: Key) => KeyParts;
  /** The members that stand in the key and are not written again beside it. */
  readonly inKey: readonly (keyof z.infer<Schema> & string)[];
  /** Those members, read back from the parts. */
  readonly ofParts: (pk: readonly string[], sk: readonly string[]) => Readonly<Record<string, unknown>>;
  /** When the row must be woken next, ISO-8601; undefined: not at all. Only on `state`, whose `due` index holds it. */
  readonly due?: (value: z.infer<Schema>) => string | undefined;
  /** When a row goes, in words; an entity that expires has an `expiresAt` in whole Unix seconds. */
  readonly lives: string;
}

/** One kind of row: how its key is made, how it is written and read. */
export interface Entity<Schema extends z.ZodMiniType = z.ZodMiniType, Key = z.infer<Schema>>
  extends Pick<EntityDefinition<Schema, Key>, 'table' | 'named' | 'parts' | 'due' | 'lives'> {
  readonly name: string;
  readonly schema: Schema;
  key(key: Key): RowKey;
  /** A value as a row, its key included. */
  write(value: z.infer<Schema> & Key): Row;
  /** A row as a value; throws `Failure` `bug` when it is none of this entity's. */
  parse(row: Row): z.infer<Schema>;
}

const text = (row: Row, attribute: string) => {
  const value = row[attribute];
  return typeof value === 'string' ? value : '';
};

/** Declares an entity: `pk` is `<name>#<workspace>#…`, `sk` its own parts, every part encoded. */
export function defineEntity<Schema extends z.ZodMiniType<object>, Key>(
  name: string,
  { inKey, ofParts, ...definition }: EntityDefinition<Schema, Key>,
): Entity<Schema, Key> {
  const carried: ReadonlySet<string> = new Set(inKey);
  const schema = whenNeeded(definition.schema);
  const key = (value: Key): RowKey => {
    const { pk, sk } = definition.parts(value);
    return { pk: joinParts([name, ...pk]), sk: joinParts(sk) };
  };
  return {
    ...definition,
    get schema() {
      return schema();
    },
    name,
    key,
    write(value) {
      const row: Record<string, unknown> = {};
      for (const [member, one] of Object.entries(value)) if (!carried.has(member)) row[member] = one;
      const place = key(value);
      return Object.assign(row, place, dueMembers(place, definition.due?.(value)));
    },
    parse(row) {
      const [entity, ...pk] = splitParts(text(row, tableKeys.partitionKey));
      if (entity !== name) throw new Failure('bug', `a row is no ${name}`);
      const parsed = schema().safeParse({ ...row, ...ofParts(pk, splitParts(text(row, tableKeys.sortKey))) });
      if (parsed.success) return parsed.data;
      throw new Failure('bug', `a ${name} row does not fit its schema`, { cause: parsed.error });
    },
  };
}
