import { abs } from "./abs.ts";
import { add } from "./add.ts";
import { ceil } from "./ceil.ts";
import { divide } from "./divide.ts";
import { exp } from "./exp.ts";
import { floor } from "./floor.ts";
import { ln } from "./ln.ts";
import { log } from "./log.ts";
import { log10 } from "./log10.ts";
import { mod } from "./mod.ts";
import { multiply } from "./multiply.ts";
import { pow } from "./pow.ts";
import { round } from "./round.ts";
import { sigmoid } from "./sigmoid.ts";
import { sqrt } from "./sqrt.ts";
import { subtract } from "./subtract.ts";
import { trunc } from "./trunc.ts";

/** Arithmetic operators. */
export const arithmetic = [
  abs,
  add,
  ceil,
  divide,
  exp,
  floor,
  ln,
  log,
  log10,
  mod,
  multiply,
  pow,
  round,
  sigmoid,
  sqrt,
  subtract,
  trunc,
];
