import { duration, memory, text } from "./values.ts";

/** Settings of the processors whose `workspace/name` matches: never part of a definition (design 7). */
export interface ProcessorSettings {
  /** `*` stands for any characters but `/`. */
  match: string;
  checkpointIntervalMs?: number;
  /** How far a partition may be ahead of the slowest (design 3). */
  maxPartitionLeadMs?: number;
  /** Ceiling of window and operator state, MB; instead of the tier's. */
  stateLimitMb?: number;
}

const fields = {
  match: (to: ProcessorSettings, value: unknown) => {
    to.match = text(value);
  },
  checkpointInterval: (to: ProcessorSettings, value: unknown) => {
    to.checkpointIntervalMs = duration(value);
    if (to.checkpointIntervalMs < 100) throw new Error("must be at least 100ms");
  },
  maxPartitionLead: (to: ProcessorSettings, value: unknown) => {
    to.maxPartitionLeadMs = duration(value);
  },
  stateLimit: (to: ProcessorSettings, value: unknown) => {
    to.stateLimitMb = memory(value);
  },
};

/** Reads the list `processors` of a configuration file. Throws an `Error` that names the entry. */
export function processorSettings(value: unknown): ProcessorSettings[] {
  if (!Array.isArray(value)) throw new Error("must be a list of entries with match and settings");
  return value.map((entry: unknown, index) => {
    if (typeof entry !== "object" || entry === null || !("match" in entry)) throw new Error(`entry ${index + 1} needs a match`);
    const settings: ProcessorSettings = { match: "" };
    for (const [name, given] of Object.entries(entry)) {
      if (!Object.hasOwn(fields, name)) {
        throw new Error(`entry ${index + 1}: unknown setting ${name}; there are ${Object.keys(fields).join(", ")}`);
      }
      try {
        fields[name as keyof typeof fields](settings, given);
      } catch (error) {
        throw new Error(`entry ${index + 1}: ${name} ${(error as Error).message}`);
      }
    }
    return settings;
  });
}

/** What applies to a processor: later entries win, setting by setting. */
export function settingsFor(
  all: readonly ProcessorSettings[],
  workspace: string,
  processor: string,
): Omit<ProcessorSettings, "match"> {
  const { match: _, ...settings } = Object.assign(
    { match: "" },
    ...all.filter(({ match }) => matches(match, `${workspace}/${processor}`)),
  );
  return settings;
}

/** Glob without a regular expression: each piece between stars is looked for in turn, so that no pattern is slow. */
function matches(pattern: string, name: string): boolean {
  const patternParts = pattern.split("/");
  const nameParts = name.split("/");
  // A processor's name may hold slashes itself; they belong to the last part.
  const parts = [nameParts[0]!, nameParts.slice(1).join("/")];
  return patternParts.length === 2 && patternParts.every((part, index) => matchesPart(part, parts[index]!));
}

function matchesPart(pattern: string, name: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === name;
  const last = rest.pop()!;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  const end = name.length - last.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
