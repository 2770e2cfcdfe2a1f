/** The entry point for suites outside the package: running operators on plain values, and breaking them on purpose. */

export { loadEverything } from "../loading.ts";
export { accumulateInParts } from "./accumulate.ts";
export { accumulatorFaults, accumulatorNames, breakAccumulator } from "./accumulator-faults.ts";
export { breakExpression, expressionFaults, expressionNames } from "./expression-faults.ts";
export { breakMatch, matchFaults, matchNames } from "./match-faults.ts";
export { exact, TestRecord, testContext } from "./record.ts";
export { breakableStages, breakableUpdates } from "./stage-faults.ts";
export { stageNames } from "./stage-names.ts";
