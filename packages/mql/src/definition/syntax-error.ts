/** The text of a definition is not JSON, is nested too deeply, or names a field twice. */
export class DefinitionSyntaxError extends Error {
  override readonly name = "DefinitionSyntaxError";
  /** In UTF-16 units from the start of the text. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;

  constructor(message: string, text: string, offset: number) {
    super(message);
    this.offset = offset;
    const position = lineColumn(text, offset);
    this.line = position.line;
    this.column = position.column;
  }
}

/** Line and column, both from 1, of an offset. Lines end with `\n`, `\r\n` or `\r`. */
export function lineColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  const end = Math.min(offset, text.length);
  for (let i = 0; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== 0x0a && (unit !== 0x0d || text.charCodeAt(i + 1) === 0x0a)) continue;
    line += 1;
    lineStart = i + 1;
  }
  return { line, column: end - lineStart + 1 };
}
