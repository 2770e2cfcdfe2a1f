/** The parts of a record as kafkajs decodes it that tell about transactions. */
export interface TransactionalMessage {
  offset: string;
  key: Buffer | null;
  isControlRecord?: boolean;
  /** Absent in records of the formats before transactions. */
  batchContext?: { producerId: string; inTransaction: boolean };
}

export interface AbortedTransaction {
  producerId: string;
  firstOffset: string;
}

/** A control record's key is a version and a type, two bytes each; type 0 ends an aborted transaction. */
function isAbortMarker(message: TransactionalMessage): boolean {
  return message.isControlRecord === true && message.key?.length === 4 && message.key.readInt16BE(2) === 0;
}

/**
 * Calls `take` for the records of one partition that a reader of committed data may see, in order. `aborted` is the broker's list for these
 * records: a transaction hides its producer's records from its first offset to its marker, which may lie behind the last record here.
 */
export function eachCommitted<T extends TransactionalMessage>(
  messages: readonly T[],
  aborted: readonly AbortedTransaction[],
  take: (message: T) => void,
): void {
  // The broker lists them by the end of the transactions.
  const starts = aborted
    .map((it) => ({ producerId: it.producerId, first: Number(it.firstOffset) }))
    .sort((a, b) => b.first - a.first);
  const hidden = new Set<string>();
  for (const message of messages) {
    const offset = Number(message.offset);
    for (let next = starts.at(-1); next !== undefined && next.first <= offset; next = starts.at(-1)) {
      hidden.add(next.producerId);
      starts.pop();
    }
    const context = message.batchContext;
    if (message.isControlRecord) {
      if (context !== undefined && isAbortMarker(message)) hidden.delete(context.producerId);
    } else if (!(context?.inTransaction && hidden.has(context.producerId))) {
      take(message);
    }
  }
}
