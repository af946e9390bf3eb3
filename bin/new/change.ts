import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The files of one repository, changed in memory first, so that a failure on the way leaves nothing half done. */
export class Draft {
  readonly root: string;
  private readonly texts = new Map<string, string>();

  constructor(root: string) {
    this.root = root;
  }

  /** Whether the file is there, on disk or in this draft. */
  has(path: string): boolean {
    return this.texts.has(path) || existsSync(join(this.root, path));
  }

  /** A file's text as drafted so far. */
  read(path: string): string {
    return this.texts.get(path) ?? readFileSync(join(this.root, path), 'utf8');
  }

  /** Adds a file; throws when it is there already. */
  add(path: string, text: string): void {
    if (this.has(path)) throw new Error(`${path} is there already.`);
    this.texts.set(path, text);
  }

  /** Puts `text` before the one place where `anchor` stands; throws when the anchor is missing or not the only one. */
  insertBefore(path: string, anchor: string, text: string): void {
    this.replace(path, anchor, `${text}${anchor}`);
  }

  /** Replaces the one place where `anchor` stands. */
  replace(path: string, anchor: string, text: string): void {
    const parts = anchor ? this.read(path).split(anchor) : [];
    if (parts.length !== 2)
      throw new Error(`${path} should hold \`${anchor.trim()}\` once, found ${Math.max(0, parts.length - 1)} times.`);
    this.texts.set(path, parts.join(text));
  }

  /** Adds an import after the last one of the file; the formatter puts it where it belongs. */
  addImport(path: string, line: string): void {
    const last = [...this.read(path).matchAll(/^import [^;]*;\n/gm)].pop()?.[0];
    if (!last) throw new Error(`${path} has no import.`);
    this.replace(path, last, `${last}${line}\n`);
  }

  /** Appends to a file's end, or begins the file. */
  append(path: string, text: string): void {
    this.texts.set(path, this.has(path) ? `${this.read(path)}${text}` : text.trimStart());
  }

  /** Writes everything; answers the paths. */
  write(): readonly string[] {
    for (const [path, text] of this.texts) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), text);
    }
    return [...this.texts.keys()];
  }
}
