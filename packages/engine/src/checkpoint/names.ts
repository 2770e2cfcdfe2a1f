/**
 * Names of checkpoint files: `commit-<epoch>-<sequence>`, `segment-<epoch>-<sequence>`, and `segment-<epoch>-<sequence>-merged` for what compaction
 * made of the segments of that commit. Numbers are padded, so that a directory listing is in order. With the epoch in the name, a run that was
 * superseded but does not know it yet can neither overwrite nor outrank a file of its successor.
 */
export interface FileName {
  readonly name: string;
  readonly kind: "commit" | "segment";
  readonly epoch: number;
  readonly sequence: number;
}

const pattern = /^(commit|segment)-(\d{6,15})-(\d{8,15})(?:-merged)?$/;

export function commitName(epoch: number, sequence: number): string {
  return `commit-${pad(epoch, 6)}-${pad(sequence, 8)}`;
}

export function segmentName(epoch: number, sequence: number): string {
  return `segment-${pad(epoch, 6)}-${pad(sequence, 8)}`;
}

export function mergedName(epoch: number, sequence: number): string {
  return `${segmentName(epoch, sequence)}-merged`;
}

/** The names that are ours, oldest first. Anything else in the directory is left alone. */
export function parseNames(names: readonly string[]): FileName[] {
  const found: FileName[] = [];
  for (const name of names) {
    const match = pattern.exec(name);
    if (match === null) continue;
    found.push({ name, kind: match[1] as FileName["kind"], epoch: Number(match[2]), sequence: Number(match[3]) });
  }
  return found.sort((a, b) => a.epoch - b.epoch || a.sequence - b.sequence || (a.name < b.name ? -1 : 1));
}

function pad(number: number, digits: number): string {
  return String(number).padStart(digits, "0");
}
