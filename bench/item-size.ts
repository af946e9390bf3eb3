type Attribute = Readonly<Record<string, unknown>>;
/** An item in DynamoDB's typed form. */
export type TypedItem = Readonly<Record<string, Attribute>>;

/**
 * An item's size as DynamoDB counts it (developer guide, "item sizes and formats"): names and texts in UTF-8, a
 * number half its digits and one, a list or map three and one an element.
 */
export const itemBytes = (item: TypedItem): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

function valueBytes(attribute: Attribute): number {
  const [[type, value] = ['NULL', true]] = Object.entries(attribute);
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(value));
    case 'N':
      return Math.ceil(String(value).length / 2) + 1;
    case 'B':
      return Buffer.from(String(value), 'base64').byteLength;
    case 'L':
      return 3 + (value as Attribute[]).reduce((sum, one) => sum + 1 + valueBytes(one), 0);
    case 'M':
      return 3 + Object.keys(value as TypedItem).length + itemBytes(value as TypedItem);
    default:
      return 1;
  }
}

/** Write units of an item: one a kB begun. */
export const writeUnits = (bytes: number) => Math.max(1, Math.ceil(bytes / 1024));

/** Read units of a strongly consistent read: one for 4 kB begun. */
export const readUnits = (bytes: number) => Math.max(1, Math.ceil(bytes / 4096));

/** Requests that a payload counts as where 64 kB are one (SQS, EventBridge). */
export const chunks = (bytes: number) => Math.max(1, Math.ceil(bytes / 65_536));
