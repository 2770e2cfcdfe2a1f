/** A line may have so many bytes; of a longer one only the start is kept. */
export const LONGEST_LINE_BYTES = 16 * 1024 * 1024;
const KEPT_OF_LONGER = 1024;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export interface Line {
  /** Without its line end. */
  bytes: Uint8Array;
  /** Offset of the byte behind the line end. */
  end: number;
  /** The line has more than {@link LONGEST_LINE_BYTES}; `bytes` is how it begins. */
  tooLong: boolean;
}

/**
 * Cuts chunks of bytes into lines that end in LF or CRLF; the last one may end with the input. Holds one chunk and at most
 * one line's beginning. Lines are views of the chunk where they lie in one: use them before the next chunk is given.
 */
export class LineCutter {
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Offset in the input of the chunk's first byte. */
  #base: number;
  #begun: Buffer[] = [];
  #begunBytes = 0;

  constructor(offset: number) {
    this.#base = offset;
  }

  /** Takes the next chunk, after {@link next} has given `undefined`. A byte order mark at the start of the input is no part of the first line. */
  push(chunk: Buffer): void {
    this.#base += this.#chunk.length;
    this.#chunk = chunk;
    this.#at = this.#base === 0 && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 3 : 0;
  }

  /** The next whole line, or `undefined` when the chunk holds no further line end. */
  next(): Line | undefined {
    const end = this.#chunk.indexOf(LINE_FEED, this.#at);
    if (end < 0) {
      this.#keep(this.#chunk.subarray(this.#at));
      this.#at = this.#chunk.length;
      return undefined;
    }
    const piece = this.#chunk.subarray(this.#at, end);
    this.#at = end + 1;
    return this.#line(piece);
  }

  /** The line that the end of the input ends, if there is one. Only after {@link next} has given `undefined`. */
  last(): Line | undefined {
    return this.#begunBytes === 0 ? undefined : this.#line(Buffer.alloc(0));
  }

  #line(piece: Buffer): Line {
    const end = this.#base + this.#at;
    if (this.#begunBytes === 0 && piece.length <= LONGEST_LINE_BYTES) return { bytes: withoutReturn(piece), end, tooLong: false };
    this.#keep(piece);
    const tooLong = this.#begunBytes > LONGEST_LINE_BYTES;
    const whole = this.#begun.length === 1 ? (this.#begun[0] as Buffer) : Buffer.concat(this.#begun);
    this.#begun = [];
    this.#begunBytes = 0;
    return { bytes: tooLong ? whole.subarray(0, KEPT_OF_LONGER) : withoutReturn(whole), end, tooLong };
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#begunBytes += piece.length;
    if (this.#begunBytes <= LONGEST_LINE_BYTES) {
      this.#begun.push(Buffer.from(piece)); // the chunk's memory is used again
    } else if (this.#begun.length !== 1 || (this.#begun[0] as Buffer).length > KEPT_OF_LONGER) {
      this.#begun = [Buffer.concat([...this.#begun, piece]).subarray(0, KEPT_OF_LONGER)].map((start) => Buffer.from(start));
    }
  }
}

function withoutReturn(line: Buffer): Buffer {
  return line[line.length - 1] === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
}
