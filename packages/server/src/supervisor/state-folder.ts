/** Where a processor's checkpoints are, below the data directory. */
export function stateFolder(processorId: string): string {
  return `checkpoints/${processorId}`;
}
