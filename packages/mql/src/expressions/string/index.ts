import { concat } from "./concat.ts";
import { indexOfBytes } from "./index-of-bytes.ts";
import { indexOfCP } from "./index-of-cp.ts";
import { ltrim } from "./ltrim.ts";
import { regexFind } from "./regex-find.ts";
import { regexFindAll } from "./regex-find-all.ts";
import { regexMatch } from "./regex-match.ts";
import { replaceAll } from "./replace-all.ts";
import { replaceOne } from "./replace-one.ts";
import { rtrim } from "./rtrim.ts";
import { split } from "./split.ts";
import { strLenBytes } from "./str-len-bytes.ts";
import { strLenCP } from "./str-len-cp.ts";
import { strcasecmp } from "./strcasecmp.ts";
import { substr } from "./substr.ts";
import { substrBytes } from "./substr-bytes.ts";
import { substrCP } from "./substr-cp.ts";
import { toLower } from "./to-lower.ts";
import { toUpper } from "./to-upper.ts";
import { trim } from "./trim.ts";

/** String operators. */
export const string = [
  concat,
  indexOfBytes,
  indexOfCP,
  ltrim,
  regexFind,
  regexFindAll,
  regexMatch,
  replaceAll,
  replaceOne,
  rtrim,
  split,
  strLenBytes,
  strLenCP,
  strcasecmp,
  substr,
  substrBytes,
  substrCP,
  toLower,
  toUpper,
  trim,
];
