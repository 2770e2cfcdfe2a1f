import { type Document, decodeValue, numberOf, type Value } from "@millrace/mql";
import type { Positions, StateEntry } from "../ports/index.ts";

/** Keys of window state: `(key group, window end, key)` (design 6). The key group, hash mod 256, lets state be split later. */

/** `{ expired, closed }`: up to where windows were closed without a watermark, and closed at all. */
export const closedKey = "c";

/** The window itself: `{ opened, since }`, the arrival sequence when it opened and where reading would have to begin again. */
export function windowKey(end: number): string {
  return `w/${end}`;
}

/** One entry of a window's content. */
export function entryKey(end: number, key: string): string {
  return `e/${keyGroup(key).toString(16).padStart(2, "0")}/${end}/${key}`;
}

/** FNV-1a over UTF-16 units, folded to 8 bits. */
function keyGroup(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 16)) & 255;
}

/** A window as a checkpoint holds it. */
export interface StoredWindow {
  opened: number;
  since: Positions;
  /** Of its content's entries, in no order. */
  values: Value[];
}

/** What the entries of a window stage say; windows by their end. */
export function readEntries(entries: Iterable<StateEntry>): {
  expired: number;
  closed: number;
  windows: Map<number, StoredWindow>;
} {
  const windows = new Map<number, StoredWindow>();
  const windowAt = (end: number): StoredWindow => {
    const window = windows.get(end) ?? { opened: 0, since: {}, values: [] };
    windows.set(end, window);
    return window;
  };
  let expired = Number.NEGATIVE_INFINITY;
  let closed = Number.NEGATIVE_INFINITY;
  for (const { key, value } of entries) {
    if (value === undefined) continue;
    const content = decodeValue(value);
    if (key === closedKey) {
      expired = numberOf((content as Document).expired);
      closed = numberOf((content as Document).closed);
    } else if (key.startsWith("w/")) {
      const { opened, since } = content as Document;
      Object.assign(windowAt(Number(key.slice(2))), { opened: numberOf(opened), since });
    } else windowAt(Number(key.slice(5, key.indexOf("/", 5)))).values.push(content);
  }
  return { expired, closed, windows };
}
