/** All window functions that are no accumulators of `$group`. */
import { covariancePop, covarianceSamp } from "./covariance.ts";
import type { WindowFunction } from "./define.ts";
import { derivative } from "./derivative.ts";
import { expMovingAvg } from "./exp-moving-avg.ts";
import { integral } from "./integral.ts";
import { linearFill } from "./linear-fill.ts";
import { locf } from "./locf.ts";
import { minMaxScaler } from "./min-max-scaler.ts";
import { denseRank, documentNumber, rank } from "./rank.ts";
import { shift } from "./shift.ts";

const functions: readonly WindowFunction[] = [
  covariancePop,
  covarianceSamp,
  denseRank,
  derivative,
  documentNumber,
  expMovingAvg,
  integral,
  linearFill,
  locf,
  minMaxScaler,
  rank,
  shift,
];

export const windowFunctionsByName: ReadonlyMap<string, WindowFunction> = new Map(functions.map((one) => [one.name, one]));
