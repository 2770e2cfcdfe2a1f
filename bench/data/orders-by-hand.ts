/**
 * What somebody writes who knows the data and wants it fast: the same result as ORDER_STAGES, byte for byte. Frozen: change it only together with the pipeline.
 *
 * Numbers that JSON.parse would spoil (19-digit ids, `5.0`) are kept by their text, in the few documents that have them.
 */

interface RawNumber {
  rawJSON: string;
}

// TypeScript's library does not know these parts of JavaScript yet.
const { parse, rawJSON, stringify } = JSON as unknown as {
  parse(text: string, reviver?: (key: string, value: unknown, context: { source: string }) => unknown): any;
  rawJSON(text: string): RawNumber;
  stringify(value: unknown): string;
};

const SPECIAL = /\d{16}|\.0+[,}\]]/;

const keepText = (_key: string, value: unknown, context: { source: string }) =>
  typeof value === "number" && (!Number.isSafeInteger(value) ? Number.isInteger(value) : context.source.includes("."))
    ? rawJSON(context.source)
    : value;

const double = (value: number) => (Number.isInteger(value) ? rawJSON(`${value}.0`) : value);

/** One batch of JSON lines to one text of JSON lines. */
export function ordersByHand(lines: readonly Buffer[]): Buffer {
  let out = "";
  for (const line of lines) {
    const text = line.toString();
    const doc = SPECIAL.test(text) ? parse(text, keepText) : parse(text);
    if (doc.status !== "paid") continue;
    const raw = doc.amount;
    const amount: number = typeof raw === "number" ? raw : Number(raw.rawJSON);
    if (!(amount >= 20)) continue;
    const result: Record<string, unknown> = {};
    // $project keeps the order in which the fields came.
    for (const key in doc) {
      switch (key) {
        case "order":
        case "customer":
        case "amount":
        case "quantity":
        case "at":
          result[key] = doc[key];
          break;
        case "address":
          result.address = { city: doc.address.city };
      }
    }
    result.total = typeof raw === "number" && Number.isInteger(raw) ? raw * doc.quantity : double(amount * doc.quantity);
    const city: string | undefined = doc.address?.city;
    result.label = city === undefined ? null : `${doc.customer}/${city}`;
    result.band = amount >= 100 ? "high" : "low";
    out += `${stringify(result)}\n`;
  }
  return Buffer.from(out);
}
