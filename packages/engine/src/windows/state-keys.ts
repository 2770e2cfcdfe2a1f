/** Keys of window state: `(key group, window end, key)` (design 6). The key group, hash mod 256, lets state be split later. */

/** Where the time stands to which windows were closed without a watermark. */
export const idleKey = "i";

/** The window itself: its bounds and where reading would have to begin again. */
export function windowKey(end: number): string {
  return `w/${end}`;
}

/** One entry of a window's content. */
export function entryKey(end: number, key: string): string {
  return `e/${keyGroup(key).toString(16).padStart(2, "0")}/${end}/${key}`;
}

export type ParsedKey = { kind: "idle" } | { kind: "window" | "entry"; end: number };

export function parseKey(key: string): ParsedKey {
  if (key === idleKey) return { kind: "idle" };
  if (key.startsWith("w/")) return { kind: "window", end: Number(key.slice(2)) };
  return { kind: "entry", end: Number(key.slice(5, key.indexOf("/", 5))) };
}

/** FNV-1a over UTF-16 units, modulo 256. */
function keyGroup(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 16)) & 255;
}
