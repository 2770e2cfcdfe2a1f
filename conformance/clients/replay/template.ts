/**
 * Texts with places for values: `{{name}}` is the value of a variable, `{{kind:name}}` (in expectations) any value of that kind, which becomes
 * the variable, and `{{kind:}}` one that nobody asks for again.
 */
export type Variables = Map<string, string>;

const place = /\{\{(?:([a-z]+):)?([A-Za-z]\w*)?\}\}/g;

/** What a masked place may hold. */
const kinds: Readonly<Record<string, string>> = {
  id: "[0-9a-f]{24}",
  nonce: "[A-Za-z0-9+/=]{16,}",
  number: "-?\\d+(?:\\.\\d+)?",
  time: "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?Z",
  token: "[\\w-]+\\.[\\w-]+\\.[\\w-]+",
  text: '[^"]*',
  object: "\\{[^]*\\}",
  lines: "(?:\\{.*\\}\\n)+",
  linkstate: "IDLE|WORKING|DONE",
};

/** Puts the values of variables in. Throws for an unknown one. */
export function expand(template: string, variables: Variables): string {
  return template.replace(place, (whole, kind: string | undefined, name: string | undefined) => {
    if (kind !== undefined || name === undefined) throw new Error(`${whole} can stand only where an answer is expected`);
    return known(name, variables);
  });
}

function known(name: string, variables: Variables): string {
  const value = variables.get(name);
  if (value === undefined) throw new Error(`there is no value for {{${name}}}`);
  return value;
}

/** A difference between what was expected and what came. */
export interface Difference {
  /** The template, with the values that are known. */
  expected: string;
  /** Index in what came of the first character that cannot be right. */
  at: number;
}

/**
 * Compares a text with a template, character by character. Undefined when it matches; the places' values are then in `variables`.
 * A name that was captured earlier in the same template stands for the same text.
 */
export function match(template: string, text: string, variables: Variables): Difference | undefined {
  const parts = partsOf(template, variables);
  const whole = new RegExp(`^${parts.map(({ pattern }) => pattern).join("")}$`).exec(text);
  if (whole) {
    for (const [name, value] of Object.entries(whole.groups ?? {})) variables.set(name, value);
    return undefined;
  }
  return { expected: parts.map(({ shown }) => shown).join(""), at: firstDifference(parts, text) };
}

interface Part {
  pattern: string;
  shown: string;
  literal: boolean;
}

function partsOf(template: string, variables: Variables): Part[] {
  const parts: Part[] = [];
  const captured = new Set<string>();
  const literal = (text: string) => {
    if (text !== "") parts.push({ pattern: RegExp.escape(text), shown: text, literal: true });
  };
  let end = 0;
  for (const found of template.matchAll(place)) {
    const [shown, kind, name] = found;
    literal(template.slice(end, found.index));
    end = found.index + shown.length;
    if (kind !== undefined) {
      const inside = kinds[kind];
      if (inside === undefined)
        throw new Error(`${shown}: there is no kind '${kind}'; there are ${Object.keys(kinds).join(", ")}`);
      parts.push({ pattern: name === undefined ? `(?:${inside})` : `(?<${name}>${inside})`, shown, literal: false });
      if (name !== undefined) captured.add(name);
    } else if (name === undefined) throw new Error(`${shown} is neither a name nor a kind`);
    else if (captured.has(name)) parts.push({ pattern: `\\k<${name}>`, shown, literal: false });
    else literal(known(name, variables));
  }
  literal(template.slice(end));
  return parts;
}

/** Length of the longest beginning of the text that the template allows. */
function firstDifference(parts: readonly Part[], text: string): number {
  let before = "";
  let reached = 0;
  for (const part of parts) {
    const found = new RegExp(`^${before}${part.pattern}`).exec(text);
    if (!found) return part.literal ? reached + commonLength(part.shown, text.slice(reached)) : reached;
    reached = found[0].length;
    before += part.pattern;
  }
  return reached;
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
