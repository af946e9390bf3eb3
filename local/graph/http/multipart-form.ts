/**
 * The parts of a multipart form, names repeated; a file as `data:<type>,` and its bytes as Latin-1 text. Empty when the
 * boundary is missing.
 */
export function multipartForm(bytes: Buffer, contentType: string): Map<string, string[]> {
  const form = new Map<string, string[]>();
  const add = (name: string, value: string) => void form.set(name, [...(form.get(name) ?? []), value]);
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) return form;
  for (const part of bytes.toString('latin1').split(`--${boundary}`)) {
    const [, head = '', content = ''] = /^\r\n([\s\S]*?)\r\n\r\n([\s\S]*)\r\n$/.exec(part) ?? [];
    const name = /content-disposition:[^\r\n]*[; ]name="([^"]*)"/i.exec(head)?.[1];
    if (name === undefined) continue;
    const type = /content-type:\s*([^\r\n;]+)/i.exec(head)?.[1]?.trim() ?? '';
    const isFile = /content-disposition:[^\r\n]*filename=/i.test(head);
    add(name, isFile ? `data:${type},${content}` : Buffer.from(content, 'latin1').toString('utf8'));
  }
  return form;
}
