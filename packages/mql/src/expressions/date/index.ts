import { dateAdd } from "./date-add.ts";
import { dateDiff } from "./date-diff.ts";
import { dateFromParts } from "./date-from-parts.ts";
import { dateFromString } from "./date-from-string.ts";
import { dateSubtract } from "./date-subtract.ts";
import { dateToParts } from "./date-to-parts.ts";
import { dateToString } from "./date-to-string.ts";
import { dateTrunc } from "./date-trunc.ts";
import { dayOfMonth } from "./day-of-month.ts";
import { dayOfWeek } from "./day-of-week.ts";
import { dayOfYearExpression } from "./day-of-year.ts";
import { hour } from "./hour.ts";
import { isoDayOfWeek } from "./iso-day-of-week.ts";
import { isoWeekExpression } from "./iso-week.ts";
import { isoWeekYear } from "./iso-week-year.ts";
import { millisecond } from "./millisecond.ts";
import { minute } from "./minute.ts";
import { month } from "./month.ts";
import { second } from "./second.ts";
import { week } from "./week.ts";
import { year } from "./year.ts";

/** Date operators. */
export const date = [
  dateAdd,
  dateDiff,
  dateFromParts,
  dateFromString,
  dateSubtract,
  dateToParts,
  dateToString,
  dateTrunc,
  dayOfMonth,
  dayOfWeek,
  dayOfYearExpression,
  hour,
  isoDayOfWeek,
  isoWeekExpression,
  isoWeekYear,
  millisecond,
  minute,
  month,
  second,
  week,
  year,
];
