/** Index at which an element with this start keeps a list in order of start. Mostly the end, so the search begins there. */
export function bySortedStart(list: readonly { start: number }[], start: number): number {
  let index = list.length;
  while (index > 0 && list[index - 1]!.start > start) index--;
  return index;
}
