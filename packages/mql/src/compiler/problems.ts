/** What is wrong with a definition: collected, never thrown, so that all of it is reported at once. */

/** One thing wrong with a definition, for its author. */
export interface Problem {
  /** 9 (FailedToParse) for shape, 72 (InvalidOptions) for contradictory or illegal values (engine.md 2.1). */
  code: number;
  /** JSON pointer below what was given to compile, such as `/1/$match/a`. */
  pointer: string;
  message: string;
  /** What was probably meant, such as `$tumblingWindow`. */
  suggestion?: string;
}

/** What compiling gives: the compiled thing, or every problem of the definition. */
export type Compiled<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/** The code of a definition whose shape is wrong. */
const failedToParse = 9;
/** The code of a definition that contradicts itself or names an illegal value. */
const invalidOptions = 72;

/** Collects problems while a definition is read. */
export class Problems {
  readonly list: Problem[] = [];

  /** Reports a wrong shape. */
  shape(pointer: string, message: string, suggestion?: string): void {
    this.#add(failedToParse, pointer, message, suggestion);
  }

  /** Reports a contradiction or an illegal value. */
  illegal(pointer: string, message: string, suggestion?: string): void {
    this.#add(invalidOptions, pointer, message, suggestion);
  }

  /** Takes over what another compilation reported. */
  take(problems: readonly Problem[]): void {
    this.list.push(...problems);
  }

  /** The value, unless there were problems. */
  result<T>(make: () => T): Compiled<T> {
    return this.list.length > 0 ? { ok: false, problems: this.list } : { ok: true, value: make() };
  }

  #add(code: number, pointer: string, message: string, suggestion: string | undefined): void {
    const hint = suggestion === undefined ? "" : ` Did you mean ${suggestion}?`;
    this.list.push({ code, pointer, message: message + hint, ...(suggestion !== undefined && { suggestion }) });
  }
}

/** The pointer of a member of what `pointer` names (RFC 6901). */
export function below(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The known name most like `name`, if one is near enough to be a misspelling of it. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.min(3, Math.floor(name.length / 3)));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Number of insertions, deletions, replacements and swaps of neighbours between two words; `limit` or more ends the count early. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, beforeLast[column - 2]! + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length]!;
}
