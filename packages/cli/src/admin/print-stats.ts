import { encodeJson } from "@millrace/mql";
import type { Session } from "../session.ts";
import { type AdminOptions, withServer } from "./connect.ts";
import { choose, fullName } from "./list.ts";
import { processorName } from "./processor-name.ts";
import { operatorTable, type ProcessorStatistics, statisticsTable } from "./statistics.ts";

interface StatsOptions extends AdminOptions {
  json?: boolean;
  /** With the numbers of each operator. */
  operators?: boolean;
  /** Sizes in kilobytes. */
  kilobytes?: boolean;
}

/** Prints statistics of one processor or of all. As JSON: the object of engine.md 8.1, for all an array of them. */
export async function printStats(which: string | undefined, options: StatsOptions, session: Session): Promise<void> {
  if (which?.includes("/")) processorName(which);
  const query = { scale: options.kilobytes ? 1024 : 1, verbose: options.operators ?? false } as const;
  const all = await withServer(options, session, async (client): Promise<ProcessorStatistics[]> => {
    const chosen = choose(await client.processors(), which);
    return Promise.all(
      chosen.map(async (processor) => ({
        name: fullName(processor),
        answer: await client.stats(processor.workspace, processor.name, query),
      })),
    );
  });
  if (options.json) {
    const answers = all.map(({ answer }) => answer);
    session.stdout.write(`${encodeJson(which?.includes("/") ? answers[0] : answers)}\n`);
    return;
  }
  session.stdout.write(statisticsTable(all));
  if (!options.operators) return;
  for (const processor of all) session.stdout.write(`\n${processor.name}\n${operatorTable(processor)}`);
}
