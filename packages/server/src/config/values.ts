/** Readers of single configuration values, from text (flags, environment) or from YAML. They throw an `Error` that says what would be right. */
type Reader<T> = (value: unknown) => T;

export const text: Reader<string> = (value) => {
  if (typeof value !== "string" || value.trim() === "") throw new Error("must be a non-empty text");
  return value;
};

export const flag: Reader<boolean> = (value) => {
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  throw new Error("must be true or false");
};

export const port: Reader<number> = (value) => {
  const number = typeof value === "string" && /^\d{1,5}$/.test(value) ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new Error("must be a port from 0 (any free one) to 65535");
};

export function oneOf<const T extends string>(...choices: T[]): Reader<T> {
  return (value) => {
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw new Error(`must be ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`);
  };
}

const durations: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds from `500ms`, `30s`, `5m`, `1h`; a bare number counts seconds. */
export const duration: Reader<number> = (value) => {
  const match = /^(\d+(?:\.\d+)?) ?(ms|s|m|h)?$/.exec(String(value));
  if (match) return Math.round(Number(match[1]) * durations[match[2] ?? "s"]!);
  throw new Error("must be a time such as 30s, 500ms or 5m");
};

const sizes: Record<string, number> = { MB: 1, MIB: 1, M: 1, GB: 1_024, GIB: 1_024, G: 1_024 };

/** Megabytes from `512MB`, `4GB`; a bare number counts megabytes. At least 128. */
export const memory: Reader<number> = (value) => {
  const match = /^(\d+(?:\.\d+)?) ?([MG](?:i?B)?)?$/i.exec(String(value));
  const megabytes = match ? Math.round(Number(match[1]) * sizes[(match[2] ?? "MB").toUpperCase()]!) : 0;
  if (megabytes >= 128) return megabytes;
  throw new Error("must be an amount of memory such as 512MB or 4GB, at least 128MB");
};

/** An http or https URL without query, as links are to begin with; no slash at the end. */
export const url: Reader<string> = (value) => {
  const parsed = typeof value === "string" ? URL.parse(value) : null;
  if (parsed && /^https?:$/.test(parsed.protocol) && !parsed.search && !parsed.hash && !parsed.username && !parsed.password) {
    return parsed.href.replace(/\/+$/, "");
  }
  throw new Error("must be an http or https URL such as https://streams.example.com");
};
