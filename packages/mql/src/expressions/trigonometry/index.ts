import { acos } from "./acos.ts";
import { acosh } from "./acosh.ts";
import { asin } from "./asin.ts";
import { asinh } from "./asinh.ts";
import { atan } from "./atan.ts";
import { atan2 } from "./atan2.ts";
import { atanh } from "./atanh.ts";
import { cos } from "./cos.ts";
import { cosh } from "./cosh.ts";
import { degreesToRadians } from "./degrees-to-radians.ts";
import { radiansToDegrees } from "./radians-to-degrees.ts";
import { sin } from "./sin.ts";
import { sinh } from "./sinh.ts";
import { tan } from "./tan.ts";
import { tanh } from "./tanh.ts";

/** Trigonometry operators. */
export const trigonometry = [
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cos,
  cosh,
  degreesToRadians,
  radiansToDegrees,
  sin,
  sinh,
  tan,
  tanh,
];
